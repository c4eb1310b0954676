import { clip } from '../../../view/fold.ts'
import type { Paint } from '../../../view/paint.ts'
import { isCounted } from './cells.ts'
import { type Charset, KINDS, type Kind, MARKS } from './glyphs.ts'
import type { Lane, LaneContext } from './lanes.ts'

interface LegendContext extends LaneContext {
  readonly paint: Paint
  readonly charset: Charset
  readonly columns: number
}

/** What the marks that are seen mean and how many there are, in texts of which each fits a line that is indented. */
export function legendOf(lanes: readonly Lane[], context: LegendContext): string[] {
  const { said, paint, charset, columns } = context
  const cells = lanes.flatMap((lane) => lane.cells).filter((cell) => cell !== null)
  const seen = new Set(cells.map(({ kind }) => kind))
  const pieces = lanes.flatMap((lane) => lane.pieces)
  const marks = KINDS.filter((kind) => seen.has(kind)).map((kind) => {
    const { tint, [charset]: glyph } = MARKS[kind]
    const count = kind.startsWith('scope-') ? '' : ` ${pieces.filter((piece) => piece.kind === kind).length}`
    const meaning = clip(`${MEANINGS[kind](context)}${count}`, columns - 4)
    return `${tint === null ? glyph : paint[tint](glyph)} ${meaning}`
  })
  return cells.some(isCounted) ? [...marks, clip(said.several, columns - 2)] : marks
}

const MEANINGS: Readonly<Record<Kind, (context: LaneContext) => string>> = {
  'scope-stopped': ({ text }) => text.words.scopeState.stopped,
  'scope-cancel-only': ({ text }) => text.words.scopeState['cancel-only'],
  'scope-post-only': ({ text }) => text.words.scopeState['post-only'],
  'scope-limited': ({ text }) => text.words.scopeState.limited,
  'scope-open': ({ text }) => text.words.scopeState.open,
  'step-skipped': ({ text, said }) => said.work(text.words.stepState.skipped),
  'step-done': ({ text, said }) => said.work(text.words.stepState.done),
  'step-declined': ({ text, said }) => said.work(text.words.stepState.declined),
  'step-in-progress': ({ text, said }) => said.work(text.words.stepState['in-progress']),
  'notice-failed': ({ said }) => said.notice.failed,
  'notice-unknown': ({ said }) => said.notice.unknown,
  'notice-resumption': ({ text }) => text.words.stage.resumption,
  'notice-first': ({ text }) => text.words.stage.first,
  'notice-final': ({ text }) => text.words.stage.final,
  'notice-scheduled': ({ text }) => text.words.stage.scheduled,
  'notice-update': ({ text }) => text.words.stage.update,
  'promise-missed': ({ said }) => said.promise(false),
  'promise-kept': ({ said }) => said.promise(true),
  'call-raised': ({ said }) => said.call.raised,
  'call-reached': ({ said }) => said.call.reached,
  'call-tried': ({ said }) => said.call.tried,
}
