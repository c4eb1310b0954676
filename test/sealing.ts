import type { Envelope } from '../src/domain/log/event.ts'
import { seal } from '../src/domain/log/line.ts'

/** Notes as sealed lines with LF, after an event of the same writer, or as the first ones of another writer. */
export function notesAfter(last: Envelope, texts: readonly string[], writer = last.writer): string {
  const isSame = writer === last.writer
  let prev: string | null = isSame ? last.hash : null
  const lines = texts.map((text, i) => {
    const [at, count] = last.hlc
    const hlc = [at, count + 1 + i] as const
    const seq = i + 1 + (isSame ? last.seq : 0)
    const { after: _, ...kept } = last
    const sealed = seal({ ...kept, writer, seq, prev, hlc, type: 'note.added', critical: false, data: { text } })
    prev = sealed.hash
    return `${sealed.line}\n`
  })
  return lines.join('')
}
