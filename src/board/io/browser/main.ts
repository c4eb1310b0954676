import { Idiomorph } from 'idiomorph'
import { isOwnOfScript, isSeenByTypist, isTyped, keepForms, restoreDrafts } from './forms.ts'
import { followView } from './shared-stream.ts'

/** What changed in a view, as `live-board.ts` sends it. */
interface Change {
  readonly asOf: string
  /** The ids of all sections, in order. */
  readonly order: readonly string[]
  /** Those with a new content. */
  readonly parts: readonly { readonly id: string; readonly html: string }[]
}

/** Milliseconds without a sign of life after which the page is not current any more: one comes every five seconds. */
const LOST_MS = 12_000

const { asks, view, live = '', lost = '', ended = '', copied = '', notSent = '' } = document.body.dataset
document.documentElement.classList.add('scripted')
if (asks === 'code') enter()
if (view !== undefined) follow(view)
keepForms({ notSent, ended })
document.addEventListener('click', copyText)

/** Enters the code that the address has after `#`, and takes it out of sight. */
function enter(): void {
  const form = document.querySelector<HTMLFormElement>('#enter')
  const field = document.querySelector<HTMLInputElement>('#code')
  if (form === null || field === null) return
  const code = location.hash.slice(1)
  // Who came by a link on another site has a cookie that the browser sends only within this one.
  if (code === '') fetch('/session').then(({ ok }) => ok && location.reload())
  else {
    history.replaceState(null, '', `${location.pathname}${location.search}`)
    field.value = code
    form.submit()
  }
}

/** Keeps the page as the board last drew it, and says so when it can't. */
function follow(view: string): void {
  let heardAt = performance.now()
  const check = () => {
    if (performance.now() - heardAt >= LOST_MS) say(lost, true)
  }
  const onChange = (data: string) => {
    heardAt = performance.now()
    show(JSON.parse(data) as Change)
    say(live, false)
  }
  // What happened last is at the right end of the timeline.
  for (const lanes of document.querySelectorAll('.lanes')) lanes.scrollLeft = lanes.scrollWidth
  followView(view, onChange, () => say(ended, true))
  setInterval(check, 1000)
  document.addEventListener('visibilitychange', check)
}

/** Says whether the page is in touch; the same words are not said again, since they would be read out. */
function say(words: string, isLost: boolean): void {
  const status = document.getElementById('touch')
  if (status === null || status.textContent === words) return
  status.textContent = words
  document.body.classList.toggle('is-lost', isLost)
}

function show({ asOf, order, parts }: Change): void {
  const main = document.getElementById('board')
  const time = document.getElementById('as-of')
  if (main === null || time === null) return
  time.textContent = asOf
  for (const { id, html } of parts) {
    const old = document.getElementById(id)
    if (old === null) main.insertAdjacentHTML('beforeend', html)
    else
      Idiomorph.morph(old, html, {
        morphStyle: 'outerHTML',
        callbacks: { beforeNodeMorphed: keepChoices, beforeNodeRemoved: (node) => !isTyped(node) },
      })
  }
  for (const section of [...main.children]) if (!order.includes(section.id) && !isTyped(section)) section.remove()
  restoreDrafts()
  const now = [...main.children].flatMap(({ id }) => (order.includes(id) ? [id] : []))
  // Moving what is in place already would take away the focus.
  if (now.join() !== order.join()) main.append(...order.flatMap((id) => document.getElementById(id) ?? []))
}

/** What the reader has chosen or opened stays so. */
function keepChoices(old: Node, fresh: Node): boolean {
  if (isOwnOfScript(old) || isSeenByTypist(old) || (isLeaf(old) && isTyped(old))) return false
  if (old instanceof HTMLInputElement && fresh instanceof HTMLInputElement)
    fresh.toggleAttribute('checked', old.checked)
  if (old instanceof HTMLDetailsElement && fresh instanceof HTMLDetailsElement) fresh.open = old.open
  return true
}

function isLeaf(node: Node): boolean {
  return node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement
}

async function copyText({ target }: Event): Promise<void> {
  const button = target instanceof Element ? target.closest<HTMLElement>('button[data-copy]') : null
  const source = document.getElementById(button?.dataset.copy ?? '')
  const text = source instanceof HTMLTextAreaElement ? source.value : source?.textContent
  if (button === null || text == null) return
  await navigator.clipboard.writeText(text)
  if (button.classList.contains('is-copied')) return
  const words = button.textContent
  button.classList.add('is-copied')
  button.textContent = copied
  setTimeout(() => {
    button.classList.remove('is-copied')
    button.textContent = words
  }, 2000)
}
