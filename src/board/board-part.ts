import { escapeHtml } from '../view/html.ts'

/** A section of the page, which is replaced as a whole when it changes. */
export interface BoardPart {
  /** Unique in the page. */
  readonly id: string
  /** An element with this id. */
  readonly html: string
}

/** A section with a title; `html` is what stands below it. */
export function sectionPart(id: string, title: string, html: string): BoardPart {
  return {
    id,
    html: `<section id="${id}" aria-labelledby="${id}-title">\n<h2 id="${id}-title">${escapeHtml(title)}</h2>\n${html}\n</section>`,
  }
}
