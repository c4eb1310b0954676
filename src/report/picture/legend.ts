import type { Picture } from '../../domain/report/picture.ts'
import { columnsOf } from '../../view/columns.ts'
import { eventfulSpan } from './busy-span.ts'
import type { PictureContext } from './lanes.ts'
import { bar, cross, diamond, dot, triangle, upright, words } from './marks.ts'

interface Entry {
  readonly shape: (x: number, y: number) => string
  readonly words: string
}

/** What the shapes of this picture mean, in lines of at most `width`. */
export function legendLines(picture: Picture, context: PictureContext, width: number): ((y: number) => string)[] {
  const lines: ((y: number) => string)[] = []
  let [line, at]: [[number, Entry][], number] = [[], 0]
  const close = () => {
    const entries = line
    if (entries.length > 0)
      lines.push((y) => entries.map(([x, e]) => e.shape(x, y) + words(x + 26, y + 4, 'faint', e.words)).join(''))
  }
  for (const entry of entriesOf(picture, context)) {
    const room = 26 + columnsOf(entry.words) * 6 + 18
    if (at + room > width) {
      close()
      ;[line, at] = [[], 0]
    }
    line.push([at, entry])
    at += room
  }
  close()
  return lines
}

function entriesOf(picture: Picture, { text, said }: PictureContext): Entry[] {
  const block = (kind: string) => (x: number, y: number) => bar({ x, y: y - 5, width: 20, height: 9 }, kind)
  const states = [...new Set(picture.scope.flatMap(({ spans }) => spans.map(({ state }) => state)))]
  const steps = [...new Set(picture.departments.flatMap(({ work }) => work.map(({ state }) => state)))]
  const sent = picture.notices.flatMap((one) => one.sent)
  const kept = [...new Set(picture.notices.flatMap((one) => one.promised.map((p) => p.kept)))].sort().reverse()
  const calls = [...new Set(picture.calls.map(({ kind }) => kind))]
  const went = sent.some(({ state }) => state === 'sent' || state === 'posted')
  const eventful = eventfulSpan(picture)
  const isUneven = eventful.from > picture.from || eventful.to < picture.to
  const narrow = isUneven ? [{ shape: block('narrow'), words: said.narrow }] : []
  return [
    ...states.map((state) => ({
      shape:
        state === 'open'
          ? (x: number, y: number) => `<path class="scope-open" d="M${x} ${y}h20"/>`
          : block(`scope-${state}`),
      words: text.words.scopeState[state],
    })),
    ...steps.map((state) => ({
      shape: state === 'skipped' ? (x: number, y: number) => cross(x + 10, y, 'step-skipped') : block(`step-${state}`),
      words: said.work(text.words.stepState[state]),
    })),
    ...(went ? [{ shape: (x: number, y: number) => dot(x + 10, y, 4.5, 'sent'), words: said.notice.sent }] : []),
    ...(sent.some(({ state }) => state === 'unknown')
      ? [{ shape: (x: number, y: number) => dot(x + 10, y, 4.5, 'unknown'), words: said.notice.unknown }]
      : []),
    ...(sent.some(({ state }) => state === 'failed')
      ? [{ shape: (x: number, y: number) => cross(x + 10, y, 'failed'), words: said.notice.failed }]
      : []),
    ...kept.map((is) => ({
      shape: (x: number, y: number) => upright(x + 10, y - 8, 16, is ? 'kept' : 'missed'),
      words: said.promise(is),
    })),
    ...calls.map((kind) => ({
      shape: (x: number, y: number) =>
        kind === 'raised'
          ? triangle(x + 10, y, 'call-raised')
          : diamond(x + 10, y, kind === 'reached' ? 'call-reached' : 'call-tried'),
      words: said.call[kind],
    })),
    ...narrow,
  ]
}
