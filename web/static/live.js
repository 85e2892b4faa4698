// Keeps the regions marked data-live as the server shows them now, without flicker: only what changed is
// replaced, and what has the focus keeps it. The page is asked again quickly while something on it is
// under way (data-busy), slowly otherwise, and not at all while nobody looks at it.

const quick = 1000, slow = 10000 // ms
let tag = ''
let timer = 0
let asking = false

export function refresh() {
  clearTimeout(timer)
  if (asking) return
  asking = true
  const request = new XMLHttpRequest() // unlike fetch it parses HTML, without running anything in it
  request.open('GET', location.href)
  request.responseType = 'document'
  if (tag) request.setRequestHeader('If-None-Match', tag)
  request.onload = () => {
    if (request.status === 200 && request.response) {
      tag = request.getResponseHeader('ETag') ?? ''
      update(request.response)
    }
  }
  request.onloadend = () => { asking = false; schedule() }
  request.send()
}

function schedule() {
  clearTimeout(timer)
  if (document.hidden) return
  timer = setTimeout(refresh, document.querySelector('[data-busy]') ? quick : slow)
}

function update(fresh) {
  for (const region of document.querySelectorAll('[data-live]')) {
    const now = fresh.querySelector(`[data-live="${CSS.escape(region.dataset.live)}"]`)
    if (!now) continue
    region.toggleAttribute('data-busy', now.hasAttribute('data-busy'))
    merge(region, now)
  }
}

// merge makes the children of old those of now. Children with an id are matched by it, others by place.
function merge(old, now) {
  const byId = new Map([...old.children].filter(e => e.id).map(e => [e.id, e]))
  let place = old.firstElementChild
  if (!now.children.length || hasText(now) || hasText(old)) {
    if (old.innerHTML !== now.innerHTML) old.replaceChildren(...adopt(now.childNodes))
    return
  }
  for (const child of [...now.children]) {
    const same = child.id ? byId.get(child.id) : place && !place.id && place.tagName === child.tagName ? place : null
    if (!same) {
      const added = document.adoptNode(child)
      if (added.tagName === 'TR') added.classList.add('new')
      old.insertBefore(added, place)
      continue
    }
    if (same !== place) old.insertBefore(same, place)
    place = same.nextElementSibling
    if (same.outerHTML === child.outerHTML) continue
    for (const name of new Set([...same.getAttributeNames(), ...child.getAttributeNames()])) {
      if (child.hasAttribute(name)) same.setAttribute(name, child.getAttribute(name))
      else same.removeAttribute(name)
    }
    merge(same, child)
  }
  while (place) {
    const gone = place
    place = place.nextElementSibling
    gone.remove()
  }
}

const hasText = element => [...element.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim())
const adopt = nodes => [...nodes].map(n => document.adoptNode(n))

document.addEventListener('visibilitychange', () => document.hidden ? clearTimeout(timer) : refresh())
addEventListener('pratica:sent', refresh)
schedule()
