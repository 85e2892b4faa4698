// Sends files with progress. A send that fails on the way may be repeated: it keeps its idempotency key
// until something about it changes, so nothing is ever registered twice.

const form = document.getElementById('upload')
const input = document.getElementById('files')
const drop = document.getElementById('drop')
const chosen = document.getElementById('chosen')
const status = document.getElementById('upload-status')
const bar = document.getElementById('sending')
const send = form.querySelector('button[type=submit]')
const limits = { online: 50e6, provider: 50e6, post: 2e9, api: 2e9 } // bytes; the server decides

let files = []
let key = ''
const verdicts = new Map() // what was said of a photo, by file; shown beside it
const photo = /\.(jpe?g|png|hei[cf]|webp|bmp)$/i
let asking = null // the check that runs: one at a time, so that reading is not held up

input.required = false // the list below counts, not the input
input.addEventListener('change', () => { add(input.files); input.value = '' })
form.addEventListener('input', () => { key = '' })
form.addEventListener('submit', event => { event.preventDefault(); submit() })

addEventListener('dragover', event => {
  if (!event.dataTransfer?.types.includes('Files')) return
  event.preventDefault()
  drop.classList.add('over')
})
addEventListener('dragleave', event => { if (!event.relatedTarget) drop.classList.remove('over') })
addEventListener('drop', event => {
  event.preventDefault() // a file dropped beside the target must not replace the page
  drop.classList.remove('over')
  if (event.dataTransfer?.files.length) add(event.dataTransfer.files)
})

function add(list) {
  files.push(...list)
  key = ''
  say('')
  show()
  check()
}

// check asks about the photos chosen, one after the other. It never stands in the way of sending: whatever fails is
// passed over in silence.
async function check() {
  if (asking) return
  for (let file; !send.disabled && (file = files.find(f => photo.test(f.name) && f.size < limits.online && !verdicts.has(f)));) {
    asking = { file, stop: new AbortController() }
    verdicts.set(file, { text: 'Controllo la foto…' })
    tell(file)
    verdicts.set(file, await ask(file, asking.stop.signal))
    asking = null
    tell(file)
  }
}

async function ask(file, signal) {
  const data = new FormData()
  data.append('file', file)
  try {
    const response = await fetch('/api/v1/check', { method: 'POST', body: data, signal })
    if (!response.ok) return { text: '' }
    const { good, message } = await response.json()
    return good ? { kind: 'good', text: message } : { kind: 'retake', text: `${message} Si può inviare anche così.` }
  } catch {
    return { text: '' }
  }
}

// tell shows what was said of a file in its place in the list, where it is announced.
function tell(file) {
  const item = chosen.children[files.indexOf(file)]
  if (!item) return
  const { kind = '', text } = verdicts.get(file)
  const verdict = item.querySelector('.photo-verdict')
  verdict.dataset.kind = kind
  verdict.textContent = text
}

function show() {
  chosen.replaceChildren(...files.map((file, i) => {
    const item = document.createElement('li')
    const name = document.createElement('span')
    name.className = 'name'
    name.textContent = name.title = file.name
    const size = document.createElement('span')
    size.className = 'help'
    size.textContent = bytes(file.size)
    const remove = document.createElement('button')
    remove.type = 'button'
    remove.textContent = '×'
    remove.setAttribute('aria-label', `Togli ${file.name}`)
    remove.addEventListener('click', () => {
      files.splice(i, 1)
      if (asking?.file === file) asking.stop.abort()
      key = ''
      show();
      (chosen.querySelectorAll('button')[Math.min(i, files.length - 1)] ?? input).focus()
    })
    const verdict = document.createElement('p')
    verdict.className = 'photo-verdict'
    verdict.setAttribute('role', 'status')
    item.append(name, size, remove, verdict)
    return item
  }))
  files.filter(file => verdicts.has(file)).forEach(tell)
}

function submit() {
  if (!files.length) return say('Scegli prima almeno un file.', 'error')
  const total = files.reduce((sum, file) => sum + file.size, 0)
  const most = limits[form.channel.value]
  if (total > most) return say(`I file sono ${bytes(total)}: per questo canale il limite è ${bytes(most)}.`, 'error')
  asking?.stop.abort()
  key ||= crypto.randomUUID()
  const data = new FormData() // fields first: the server then knows the limits before the files
  for (const name of ['channel', 'sent_on', 'external_number']) if (form.elements[name].value) data.append(name, form.elements[name].value)
  for (const file of files) data.append('file', file)

  const request = new XMLHttpRequest() // fetch tells no progress of what it sends
  request.open('POST', form.action)
  request.setRequestHeader('Idempotency-Key', key)
  request.responseType = 'json'
  request.upload.onprogress = event => { if (event.lengthComputable) bar.value = event.loaded / event.total }
  request.onload = () => request.status === 202 ? done(request.response) : say(request.response?.error?.message ?? 'Il servizio non ha risposto come previsto.', 'error')
  request.onerror = () => say('Il collegamento si è interrotto. Premi di nuovo «Invia»: nulla sarà registrato due volte.', 'error')
  request.onloadend = () => { bar.hidden = true; send.disabled = false }
  bar.value = 0
  bar.hidden = false
  send.disabled = true
  say(`Invio di ${files.length} file…`)
  request.send(data)
}

function done(answer) {
  files = []
  key = ''
  show()
  form.elements.external_number.value = ''
  say('Ricevuto e messo al sicuro. ', 'done')
  const link = document.createElement('a')
  link.href = `/submissions/${encodeURIComponent(answer.arrival)}`
  link.textContent = 'Segui la lettura'
  status.append(link)
  dispatchEvent(new Event('pratica:sent'))
}

function say(text, kind = '') {
  status.dataset.kind = kind
  status.textContent = text
}

const bytes = n => n < 1e6 ? `${Math.max(1, Math.round(n / 1e3))} kB` : `${(n / 1e6).toLocaleString('it-IT', { maximumFractionDigits: 1 })} MB`

for (const field of document.querySelectorAll('.filter select, .filter input[type=checkbox]')) field.addEventListener('change', () => field.form.requestSubmit())
