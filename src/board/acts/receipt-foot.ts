import { escapeHtml } from '../../view/html.ts'
import { addressOf, type BoardView } from '../board-view.ts'
import type { BoardWords } from '../words.en.ts'
import { button, formHtml, hiddenInput } from './form-html.ts'

/** What stands below a receipt: what takes the event back with one press, unless it is null, and what closes the receipt. */
export function receiptFoot(view: BoardView, words: BoardWords, event: string | null): string {
  const close = `<a class="close" href="${escapeHtml(addressOf(view))}">${escapeHtml(words.close)}</a>`
  return event === null ? close : `${undoForm(view, words, event)}${close}`
}

function undoForm(view: BoardView, words: BoardWords, event: string): string {
  const [path, query] = addressOf(view).split('?')
  return formHtml({
    id: 'form-undo',
    action: `${path}/acts?${query}`,
    about: { event },
    fields: [hiddenInput('text', words.undoReason), button('undo', words.undo)],
    hasFile: false,
  })
}
