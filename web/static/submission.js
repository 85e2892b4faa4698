// Corrects the sent date and the note, and takes a submission back.
import { refresh } from './live.js'

const edit = document.getElementById('edit')
const dialog = document.getElementById('void-dialog')
const reason = document.getElementById('void')

edit?.addEventListener('submit', async event => {
  event.preventDefault()
  const change = {}
  for (const field of [edit.elements.sent_on, edit.elements.note]) if (field.value !== field.defaultValue) change[field.name] = field.value
  const status = document.getElementById('edit-status')
  if (!Object.keys(change).length) return say(status, 'Non c\'è nulla da salvare.')
  const error = await call(edit.dataset.url, 'PATCH', change)
  if (error) return say(status, error, 'error')
  for (const field of [edit.elements.sent_on, edit.elements.note]) field.defaultValue = field.value
  say(status, 'Salvato.', 'done')
  refresh()
})

// The date read on the envelope: its button is drawn anew with the page.
document.addEventListener('click', async event => {
  const day = event.target.closest('[data-sent]')?.dataset.sent
  if (!day) return
  const status = document.getElementById('edit-status')
  const error = await call(edit.dataset.url, 'PATCH', { sent_on: day })
  if (error) return say(status, error, 'error')
  edit.elements.sent_on.value = edit.elements.sent_on.defaultValue = day
  say(status, 'Data d\'invio confermata.', 'done')
  refresh()
})

// Joins the submission with a claim that waits for it, or takes it away from it again.
document.addEventListener('click', async event => {
  const button = event.target.closest('[data-join]')
  if (!button) return
  if (button.dataset.join && !confirm('Le pratiche di questo plico vengono annullate, e le sue pagine vanno nell\'altra pratica, che viene controllata di nuovo. Unire il plico?')) return
  button.disabled = true
  const error = await call(edit.dataset.url + '/join', 'POST', { claim: button.dataset.join || null })
  if (!error) return location.reload()
  button.disabled = false
  say(document.getElementById('edit-status'), error, 'error')
})

document.getElementById('void-open')?.addEventListener('click', () => dialog.showModal())
document.getElementById('void-close')?.addEventListener('click', () => dialog.close())
reason?.addEventListener('submit', async event => {
  event.preventDefault()
  const error = await call(reason.dataset.url, 'POST', { reason: reason.elements.reason.value })
  if (error) return say(document.getElementById('void-status'), error, 'error')
  location.reload()
})

// call returns the sentence of an error, or nothing.
async function call(url, method, body) {
  try {
    const answer = await fetch(url, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
    if (answer.ok) return ''
    return (await answer.json()).error.message
  } catch {
    return 'Il servizio non risponde: riprovare.'
  }
}

function say(status, text, kind = '') {
  status.dataset.kind = kind
  status.textContent = text
}
