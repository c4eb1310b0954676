import { addressOf, type BoardView } from '../board-view.ts'
import type { BoardWords } from '../words.en.ts'
import { button, formHtml, hiddenInput } from './form-html.ts'

/** Takes back with one press what somebody has just recorded by another. */
export function undoForm(view: BoardView, words: BoardWords, event: string): string {
  const [path, query] = addressOf(view).split('?')
  return formHtml({
    id: 'form-undo',
    action: `${path}/acts?${query}`,
    about: { event },
    fields: [hiddenInput('text', words.undoReason), button('undo', words.undo)],
    hasFile: false,
  })
}
