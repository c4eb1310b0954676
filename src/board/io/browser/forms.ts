/** What came of a form, as `answer-act.ts` says it. */
interface Outcome {
  readonly status: 'recorded' | 'recorded-but' | 'refused' | 'failed'
  readonly title: string
  readonly lines: readonly string[]
  readonly override: string | null
  /** What the form says from now on that somebody has seen; null if that is still right. */
  readonly seen: string | null
  /** As HTML, what stands below the receipt of what was recorded. */
  readonly foot: string
}

type Field = HTMLInputElement | HTMLTextAreaElement

/** Milliseconds after which a form that could not be sent is sent again. */
const RETRY_MS = 3_000
const DRAFT = 'halt-draft '

/**
 * Sends the forms of the page in place, each once however often it has to be sent, and keeps what was typed in them: over
 * changes of the page, lost connections, and while the tab lives also over reloading.
 */
export function keepForms(words: { readonly notSent: string; readonly ended: string }): void {
  addEventListener('submit', (event) => {
    const form = actOf(event.target)
    if (form === null) return
    event.preventDefault()
    const { submitter } = event
    if (submitter instanceof HTMLButtonElement) void send(form, submitter, words)
  })
  addEventListener('input', ({ target }) => {
    const form = target instanceof Element ? actOf(target.closest('form')) : null
    if (form === null) return
    document.getElementById('said')?.replaceChildren()
    keepDraft(form)
  })
  addEventListener('click', (event) => {
    if (!(event.target instanceof Element) || event.target.closest('#said .close') === null) return
    event.preventDefault()
    document.getElementById('said')?.replaceChildren()
  })
  restoreDrafts()
}

/** The link that the page is of, as its forms name it; null as long as there were none. */
let link: string | null = null

/** Puts what was typed before into the forms that have just come. */
export function restoreDrafts(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form.act')) {
    if (form.dataset.isReady !== undefined) continue
    form.dataset.isReady = ''
    const draft = draftOf(form)
    const token = form.elements.namedItem('token') as HTMLInputElement
    link ??= token.value.split('.')[1] ?? null
    token.value = draft.token?.split('.')[1] === (link ?? undefined) ? (draft.token ?? newToken()) : newToken()
    const seen = seenIn(form)
    if (seen !== null) seen.value = draft.seen ?? seen.value
    for (const field of fieldsOf(form)) {
      const typed = draft[field.name]
      if (typed === undefined) continue
      field.value = typed
      field.closest('details')?.setAttribute('open', '')
    }
  }
}

/** Whether a node is, or holds, what somebody types in or has typed in: it stays as it is. */
export function isTyped(node: Node): boolean {
  if (!(node instanceof Element)) return false
  const fields = isField(node) ? [node] : [...node.querySelectorAll('input, textarea')].filter(isField)
  return fields.some((field) => field === document.activeElement || isChanged(field))
}

/** The field of a form that says what its writer has seen; null if it has none. */
function seenIn(form: HTMLFormElement): HTMLInputElement | null {
  const field = form.elements.namedItem('seen')
  return field instanceof HTMLInputElement ? field : null
}

/** Whether a node says what somebody had seen when they began to type: it stays as it is while they do. */
export function isSeenByTypist(node: Node): boolean {
  return node instanceof HTMLInputElement && node.name === 'seen' && node.form !== null && isTyped(node.form)
}

/** Whether a node, or what it says now, is the script's own, of which the server knows nothing. */
export function isOwnOfScript(node: Node): boolean {
  if (!(node instanceof HTMLElement)) return false
  return (
    node.tagName === 'OUTPUT' ||
    node.classList.contains('override') ||
    node.classList.contains('is-copied') ||
    node.getAttribute('name') === 'token'
  )
}

async function send(
  form: HTMLFormElement,
  button: HTMLButtonElement,
  words: { readonly notSent: string; readonly ended: string },
): Promise<void> {
  if (form.dataset.isSending !== undefined) return
  const tooLarge = fileProblem(form)
  if (tooLarge !== null) return say(form, tooLarge, [])
  form.dataset.isSending = ''
  keepDraft(form)
  try {
    const sent = new FormData(form, button)
    const hasFile = form.enctype === 'multipart/form-data' && fileOf(form) !== null
    const body = hasFile
      ? sent
      : new URLSearchParams([...sent].filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
    const response = await untilSent(form, () => post(form.action, body), words.notSent)
    if (response.status === 401) say(form, words.ended, [])
    else show(form, (await response.json()) as Outcome)
  } catch (error) {
    say(form, String(error), [])
  } finally {
    delete form.dataset.isSending
  }
}

function post(action: string, body: FormData | URLSearchParams): Promise<Response> {
  return fetch(action, { method: 'POST', headers: { accept: 'application/json' }, body })
}

/** The answer, once there is a connection. */
async function untilSent(form: HTMLFormElement, act: () => Promise<Response>, notSent: string): Promise<Response> {
  for (;;) {
    try {
      return await act()
    } catch {
      say(form, notSent, [])
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}

function show(form: HTMLFormElement, { status, title, lines, override, seen, foot }: Outcome): void {
  const isRecorded = status === 'recorded' || status === 'recorded-but'
  if (isRecorded) {
    say(form, '', [])
    empty(form)
    const said = document.getElementById('said')
    if (said === null) return
    fill(said, title, lines)
    said.insertAdjacentHTML('beforeend', foot)
    restoreDrafts()
    return
  }
  say(form, title, lines)
  const field = seenIn(form)
  if (field !== null && seen !== null) field.value = seen
  keepDraft(form)
  const asked = form.querySelector<HTMLElement>('.override')
  const how = form.elements.namedItem('override')
  if (asked === null || !(how instanceof HTMLInputElement)) return
  asked.hidden = override === null
  how.value = override ?? ''
}

function say(form: HTMLFormElement, title: string, lines: readonly string[]): void {
  const output = form.querySelector('output')
  if (output === null) return
  if (title === '') output.replaceChildren()
  else fill(output, title, lines)
}

function fill(element: HTMLElement, title: string, lines: readonly string[]): void {
  const paragraphs = [title, ...lines].map((line, i) => {
    const part = document.createElement(i === 0 ? 'strong' : 'span')
    part.textContent = line
    const paragraph = document.createElement('p')
    paragraph.append(part)
    return paragraph
  })
  element.replaceChildren(...paragraphs)
}

/** The form as the server drew it, with another token. */
function empty(form: HTMLFormElement): void {
  sessionStorage.removeItem(nameOf(form))
  form.reset()
  const token = form.elements.namedItem('token') as HTMLInputElement
  token.value = newToken()
  const asked = form.querySelector<HTMLElement>('.override')
  if (asked !== null) asked.hidden = true
}

type Draft = Readonly<Record<string, string | undefined>>

function draftOf(form: HTMLFormElement): Draft {
  try {
    return JSON.parse(sessionStorage.getItem(nameOf(form)) ?? '{}') as Draft
  } catch {
    return {}
  }
}

function keepDraft(form: HTMLFormElement): void {
  const token = form.elements.namedItem('token') as HTMLInputElement
  const typed = fieldsOf(form).filter(isChanged)
  const seen = typed.length === 0 ? null : seenIn(form)
  const kept = [token, seen, ...typed].filter((field) => field !== null)
  const draft = Object.fromEntries(kept.map(({ name, value }) => [name, value]))
  sessionStorage.setItem(nameOf(form), JSON.stringify(draft))
}

/** Of this incident alone. */
function nameOf(form: HTMLFormElement): string {
  return `${DRAFT}${new URL(form.action).pathname} ${form.id}`
}

function actOf(target: EventTarget | null): HTMLFormElement | null {
  return target instanceof HTMLFormElement && target.classList.contains('act') ? target : null
}

function fieldsOf(form: HTMLFormElement): Field[] {
  return [...form.elements].filter(isField)
}

/** Whether it is a field that somebody types in. */
function isField(element: Element): element is Field {
  if (element instanceof HTMLTextAreaElement) return true
  return element instanceof HTMLInputElement && ['text', 'url'].includes(element.type)
}

function isChanged(field: Field): boolean {
  return field.value !== field.defaultValue
}

function fileOf(form: HTMLFormElement): File | null {
  return fileFieldOf(form)?.files?.[0] ?? null
}

/** What is wrong with the file, before it is sent in vain; null if nothing is. */
function fileProblem(form: HTMLFormElement): string | null {
  const { maxBytes, tooLarge = '' } = fileFieldOf(form)?.dataset ?? {}
  return (fileOf(form)?.size ?? 0) > Number(maxBytes ?? Number.POSITIVE_INFINITY) ? tooLarge : null
}

function fileFieldOf(form: HTMLFormElement): HTMLInputElement | null {
  return form.querySelector<HTMLInputElement>('input[type=file]')
}

function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const token = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return link === null ? token : `${token}.${link}`
}
