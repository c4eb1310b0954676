import { fail } from '../domain/problem.ts'
import { editText } from '../platform/editor.ts'
import type { World } from '../world.ts'
import type { NoticeText } from './notice.ts'

const SUBJECT = 'Subject: '

/** A notice as a file to edit: if its channel has a subject, a line `Subject: …` and an empty line; then the text. */
export function toEditorText({ subject, text }: NoticeText): string {
  return `${subject === null ? '' : `${SUBJECT}${subject}\n\n`}${text}\n`
}

/** The notice as edited in such a file; null if its text was deleted. */
export function fromEditorText(notice: NoticeText, content: string): NoticeText | null {
  const unixContent = content.replaceAll('\r\n', '\n')
  const [, subject = '', rest = unixContent] =
    notice.subject === null ? [] : (/^Subject:[ \t]*([^\n]*)\n?([\s\S]*)$/.exec(unixContent) ?? [])
  const text = rest.replace(/^\n+/, '').trimEnd()
  if (text === '') return null
  return { ...notice, subject: notice.subject === null ? null : subject.trim(), text }
}

/** The lines of a notice, the subject first if it has one. */
export function noticeLines({ subject, text }: NoticeText): readonly string[] {
  return [...(subject === null ? [] : [subject]), ...text.split('\n')]
}

/** Replaces line `number` of `noticeLines`, from 1; empty `words` remove it, or empty the subject. Null if there is none. */
export function replaceLine(notice: NoticeText, number: number, words: string): NoticeText | null {
  const lines = [...noticeLines(notice)]
  if (!Number.isInteger(number) || number < 1 || number > lines.length) return null
  const isSubject = notice.subject !== null && number === 1
  if (words === '' && !isSubject) lines.splice(number - 1, 1)
  else lines[number - 1] = words
  const [first = '', ...rest] = lines
  return notice.subject === null
    ? { ...notice, text: lines.join('\n') }
    : { ...notice, subject: first, text: rest.join('\n') }
}

/** Opens texts in the operator's editor, one after another. Rejects with `editor-failed`, also if one comes back empty. */
export async function editTexts(world: World, texts: readonly NoticeText[]): Promise<NoticeText[]> {
  const edited: NoticeText[] = []
  for (const notice of texts) {
    const content = await editText(toEditorText(notice), `${notice.channel}.${notice.language}.txt`, world.env)
    edited.push(fromEditorText(notice, content) ?? fail('editor-failed', { program: notice.channel, why: 'empty' }))
  }
  return edited
}
