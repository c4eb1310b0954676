import { escapeHtml, escapeMarkup } from '../../view/html.ts'

/** A form by which somebody acts. */
export interface ActForm {
  readonly id: string
  readonly action: string
  /** What it is about, by the names of the fields that say so. */
  readonly about: Readonly<Record<string, string>>
  /** Its fields and buttons as HTML. */
  readonly fields: readonly string[]
  readonly hasFile: boolean
}

/**
 * Stands in a drawn form for what tells it from all others that are sent: each page gets its own, while one drawing serves
 * many. The script puts another in.
 */
const TOKEN = hiddenInput('token', '')

export function formHtml({ id, action, about, fields, hasFile }: ActForm): string {
  const hidden = Object.entries(about).map(([name, value]) => hiddenInput(name, value))
  const type = hasFile ? ' enctype="multipart/form-data"' : ''
  return `<form id="${escapeHtml(id)}" class="act" method="post" action="${escapeHtml(action)}"${type}>
${TOKEN}${hidden.join('')}
${fields.join('\n')}
<output></output>
</form>`
}

/** The page with a token in each form that has none; for a guest, it names their link, without the code. */
export function withTokens(html: string, token: string, link: string | null): string {
  return html.replaceAll(TOKEN, hiddenInput('token', link === null ? token : `${token}.${link}`))
}

/** Whether a form stood on the page of another link, since a browser keeps only the cookie of the one that was opened last. */
export function isOfOtherLink(token: string, link: string): boolean {
  const [, own = link] = token.split('.')
  return own !== link
}

/** What is sent again is sent as it was: only what is shown is made inert. */
export function hiddenInput(name: string, value: string): string {
  return `<input type="hidden" name="${escapeHtml(name)}" value="${escapeMarkup(value)}">`
}

export function textarea(id: string, name: string, label: string, value = ''): string {
  // The first line break is none of the text (HTML Standard, 13.1.2.5).
  return `<p><label for="${escapeHtml(id)}">${escapeHtml(label)}</label>\n<textarea id="${escapeHtml(id)}" name="${name}" rows="${value === '' ? 2 : 8}">\n${escapeMarkup(value)}</textarea></p>`
}

export function input(id: string, name: string, label: string, type: 'text' | 'url' = 'text', value = ''): string {
  return `<label for="${escapeHtml(id)}">${escapeHtml(label)}</label> <input id="${escapeHtml(id)}" type="${type}" name="${name}" value="${escapeMarkup(value)}" autocomplete="off">`
}

/** A button that sends the form it is in, for this act. */
export function button(act: string, label: string): string {
  return `<button type="submit" name="act" value="${act}">${escapeHtml(label)}</button>`
}
