// The claim beside its pages: a value and its box find each other. The server has drawn everything; this
// module only shows one page at a time, zooms, and moves the attention.

const viewer = document.getElementById('viewer')
const values = document.getElementById('values')
const scroll = document.getElementById('scroll')
const sheets = [...document.querySelectorAll('.sheet')]
const level = document.getElementById('zoom-level')
const $ = id => document.getElementById(id)

let current = sheets.find(sheet => !sheet.hidden)
let zoom = 'width' // or 'page', or CSS pixels for one pixel of the picture
const margin = 24  // px around a sheet, as .sheet has it

// Pages.

function showPage(number) {
  const sheet = sheets.find(s => s.dataset.page === String(number))
  if (!sheet || sheet === current) return
  current.hidden = true
  sheet.hidden = false
  current = sheet
  for (const link of viewer.querySelectorAll('.thumbs a')) {
    if (link.dataset.page === sheet.dataset.page) {
      link.setAttribute('aria-current', 'page')
      link.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    } else link.removeAttribute('aria-current')
  }
  $('page-name').textContent = sheet.dataset.name
  scroll.scrollTo(0, 0)
  layout()
  fetchAhead()
}

// fetchAhead has the pages around the current one ready when they are asked for; of a short claim all.
function fetchAhead() {
  const at = sheets.indexOf(current)
  const some = sheets.length <= 6 ? sheets : sheets.slice(Math.max(0, at - 1), at + 3)
  for (const sheet of some) sheet.querySelector('img')?.setAttribute('loading', 'eager')
}

const turn = step => showPage(Number(current.dataset.page) + step)

// Zoom. Widths are set in CSS pixels; the browser scrolls.

const natural = () => ({ w: Number(current.dataset.width) || 1240, h: Number(current.dataset.height) || 1754 })
const scale = () => {
  const { w, h } = natural()
  const wide = (scroll.clientWidth - margin) / w
  if (zoom === 'width') return wide
  if (zoom === 'page') return Math.min(wide, (scroll.clientHeight - margin) / h)
  return zoom
}

function layout() {
  if (!current) return
  const s = scale()
  current.style.width = `${Math.max(40, natural().w * s)}px`
  level.value = `${Math.round(s * 100)} %`
}

// zoomTo keeps the point at x, y of the scrolled area in its place.
function zoomTo(next, x = scroll.clientWidth / 2, y = scroll.clientHeight / 2) {
  const before = scale()
  const at = { x: scroll.scrollLeft + x - current.offsetLeft, y: scroll.scrollTop + y - current.offsetTop }
  zoom = typeof next === 'number' ? Math.min(4, Math.max(.05, next)) : next
  layout()
  const ratio = scale() / before
  scroll.scrollTo(at.x * ratio - x + current.offsetLeft, at.y * ratio - y + current.offsetTop)
}

const zoomBy = (factor, x, y) => zoomTo(scale() * factor, x, y)

// Values and boxes.

const boxesOf = id => [...document.querySelectorAll(`.marks rect[data-for~="${CSS.escape(id)}"]`)]
const valuesOf = box => box.dataset.for.split(' ').map($).filter(Boolean)
let selected = null

function select(value, { focus = false } = {}) {
  for (const e of document.querySelectorAll('.now')) e.classList.remove('now')
  selected = value
  value.classList.add('now')
  if (focus) value.focus({ preventScroll: true })
  value.scrollIntoView({ block: 'nearest' })
  if (!value.dataset.page) return
  showPage(value.dataset.page)
  const boxes = boxesOf(value.id)
  for (const box of boxes) box.classList.add('now')
  if (boxes.length) reveal(boxes[0])
}

// reveal scrolls only the picture, and only if the box is not well in sight.
function reveal(box) {
  const frame = scroll.getBoundingClientRect()
  const b = box.getBoundingClientRect()
  const air = 24
  if (b.top < frame.top + air || b.bottom > frame.bottom - air) scroll.scrollTop += b.top + b.height / 2 - frame.top - frame.height / 2
  if (b.left < frame.left + air || b.right > frame.right - air) scroll.scrollLeft += b.width > frame.width - 2 * air
    ? b.left - frame.left - air : b.left + b.width / 2 - frame.left - frame.width / 2
}

const near = (elements, on) => { for (const e of elements) e.classList.toggle('near', on) }

for (const type of ['pointerover', 'pointerout']) {
  values.addEventListener(type, event => {
    const value = event.target.closest('button.value')
    if (value) near(boxesOf(value.id), type === 'pointerover')
  })
  scroll?.addEventListener(type, event => {
    const box = event.target.closest('rect')
    if (box) near(valuesOf(box), type === 'pointerover')
  })
}

values.addEventListener('focusin', event => {
  const value = event.target.closest('button.value')
  if (value && value !== selected) select(value)
})

values.addEventListener('click', event => {
  const value = event.target.closest('button.value')
  if (value) return select(value, { focus: true }) // Safari does not focus buttons that are clicked
  const link = event.target.closest('a')
  if (!link) return
  if (link.dataset.page) {
    event.preventDefault()
    showPage(link.dataset.page)
  } else if (link.hash) {
    const target = $(decodeURIComponent(link.hash.slice(1)))
    if (!target) return
    event.preventDefault()
    if (target.classList.contains('value')) select(target, { focus: true })
    else {
      target.scrollIntoView({ block: 'start' })
      target.focus({ preventScroll: true })
    }
  }
})

// Keys, only where the focus is: arrows go from value to value, in the order they are read.

values.addEventListener('keydown', event => {
  const value = event.target.closest('button.value')
  if (!value || event.altKey || event.ctrlKey || event.metaKey) return
  const all = [...values.querySelectorAll('button.value')]
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const next = event.key === 'n' ? nextToCheck(value) : step ? all[all.indexOf(value) + step] : null
  if (!next) return
  event.preventDefault()
  select(next, { focus: true })
})

function nextToCheck(from) {
  const all = [...values.querySelectorAll('.value[data-mark=check]')]
  return all.find(v => from && from.compareDocumentPosition(v) & Node.DOCUMENT_POSITION_FOLLOWING) ?? all[0]
}

$('next-check')?.addEventListener('click', () => {
  const next = nextToCheck(selected)
  if (next) select(next, { focus: true })
})

if (scroll) {
  viewer.querySelector('.thumbs').addEventListener('click', event => {
    const link = event.target.closest('a')
    if (!link || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    showPage(link.dataset.page)
  })
  $('page-back').addEventListener('click', () => turn(-1))
  $('page-next').addEventListener('click', () => turn(1))
  $('zoom-in').addEventListener('click', () => zoomBy(1.25))
  $('zoom-out').addEventListener('click', () => zoomBy(.8))
  $('zoom-fit').addEventListener('click', () => zoomTo('page'))
  $('zoom-width').addEventListener('click', () => zoomTo('width'))
  $('boxes').addEventListener('click', event => {
    const on = event.currentTarget.getAttribute('aria-pressed') !== 'true'
    event.currentTarget.setAttribute('aria-pressed', String(on))
    viewer.classList.toggle('no-boxes', !on)
  })

  scroll.addEventListener('keydown', event => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const act = { '+': () => zoomBy(1.25), '=': () => zoomBy(1.25), '-': () => zoomBy(.8), 0: () => zoomTo('page'), PageDown: () => turn(1), PageUp: () => turn(-1) }[event.key]
    if (!act) return
    event.preventDefault()
    act()
  })
  scroll.addEventListener('wheel', event => {
    if (!event.ctrlKey) return
    event.preventDefault()
    const frame = scroll.getBoundingClientRect()
    zoomBy(Math.exp(-event.deltaY / 300), event.clientX - frame.left, event.clientY - frame.top)
  }, { passive: false })

  // A mouse drags the picture; a finger scrolls it anyway.
  let drag = null
  scroll.addEventListener('pointerdown', event => {
    if (event.pointerType !== 'mouse' || event.button !== 0) return
    drag = { x: event.clientX, y: event.clientY, left: scroll.scrollLeft, top: scroll.scrollTop, moved: false, box: event.target.closest('rect') }
  })
  addEventListener('pointermove', event => {
    if (!drag) return
    const dx = event.clientX - drag.x, dy = event.clientY - drag.y
    if (!drag.moved && Math.hypot(dx, dy) < 4) return
    drag.moved = true
    scroll.classList.add('dragging')
    scroll.scrollTo(drag.left - dx, drag.top - dy)
  })
  addEventListener('pointerup', () => { scroll.classList.remove('dragging'); setTimeout(() => { drag = null }) })
  scroll.addEventListener('click', event => {
    const box = event.target.closest('rect')
    if (!box || drag?.moved) return
    const own = valuesOf(box)
    const next = own[(own.indexOf(selected) + 1) % own.length] // values that share a box take turns
    if (next) select(next, { focus: true })
  })

  new ResizeObserver(layout).observe(scroll)
  layout()
  addEventListener('load', fetchAhead) // after what is in sight
  if (document.readyState === 'complete') fetchAhead()
}
