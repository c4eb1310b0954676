import { fail } from '../domain/outcome.ts'
import { edit } from '../platform/editor.ts'
import type { World } from '../world.ts'
import type { NoticeText } from './notice.ts'

const SUBJECT = 'Subject: '

/** A notice as a file to edit: a first line `Subject: …` where its channel has one, an empty line, the text. */
export function editable({ subject, text }: NoticeText): string {
  return `${subject === null ? '' : `${SUBJECT}${subject}\n\n`}${text}\n`
}

/** The notice as it was edited; null where nothing is left of its text. */
export function readEdited(notice: NoticeText, content: string): NoticeText | null {
  const plain = content.replaceAll('\r\n', '\n')
  const [, subject = '', rest = plain] =
    notice.subject === null ? [] : (/^Subject:[ \t]*([^\n]*)\n?([\s\S]*)$/.exec(plain) ?? [])
  const text = rest.replace(/^\n+/, '').trimEnd()
  if (text === '') return null
  return { ...notice, subject: notice.subject === null ? null : subject.trim(), text }
}

/** Lines of a notice by their numbers, the subject first where it has one. */
export function linesOf({ subject, text }: NoticeText): readonly string[] {
  return [...(subject === null ? [] : [subject]), ...text.split('\n')]
}

/** The notice with one line said otherwise, or taken out where `words` is empty; null where there is no such line. */
export function withLine(notice: NoticeText, number: number, words: string): NoticeText | null {
  const lines = [...linesOf(notice)]
  if (!Number.isInteger(number) || number < 1 || number > lines.length) return null
  const isSubject = notice.subject !== null && number === 1
  if (words === '' && !isSubject) lines.splice(number - 1, 1)
  else lines[number - 1] = words
  const [first = '', ...rest] = lines
  return notice.subject === null
    ? { ...notice, text: lines.join('\n') }
    : { ...notice, subject: first, text: rest.join('\n') }
}

/** Texts as the operator leaves them in their editor, one after the other. Throws `editor-failed`, also for an empty one. */
export async function editTexts(world: World, texts: readonly NoticeText[]): Promise<NoticeText[]> {
  const edited: NoticeText[] = []
  for (const notice of texts) {
    const content = await edit(editable(notice), `${notice.channel}.${notice.language}.txt`, world.env)
    edited.push(readEdited(notice, content) ?? fail('editor-failed', { program: notice.channel, why: 'empty' }))
  }
  return edited
}
