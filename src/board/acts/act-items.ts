import { escapeHtml } from '../../view/html.ts'
import { type BoardPart, sectionPart } from '../board-part.ts'
import { addressOf, type BoardView } from '../board-view.ts'
import { type ActForm, formHtml } from './form-html.ts'

/** A section with a list of items, each of which can be opened; without items, what is said then, or no section. */
export function foldedParts(
  id: string,
  title: string,
  items: readonly string[],
  none: string | null = null,
): BoardPart[] {
  if (items.length === 0 && none === null) return []
  const list = items.length === 0 ? `<p>${escapeHtml(none ?? '')}</p>` : `<ul class="acts">\n${items.join('\n')}\n</ul>`
  return [sectionPart(id, title, list)]
}

/** Folded, so that a page with many of them is short. */
export function folded(id: string, title: string, html: string): string {
  return `<li><details id="${escapeHtml(id)}"><summary>${title}</summary>\n${html}\n</details></li>`
}

/** A form by which somebody acts in the incident of a view. */
export function form(
  { view }: { readonly view: BoardView },
  id: string,
  about: ActForm['about'],
  fields: readonly string[],
  hasFile = false,
): string {
  const [, query = ''] = addressOf(view).split('?')
  const action = `/incidents/${encodeURIComponent(view.incident ?? '')}/acts?${query}`
  return formHtml({ id: `form-${id}`, action, about, fields, hasFile })
}
