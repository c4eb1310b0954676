import { editTexts, noticeLines, replaceLine } from '../notice/edit.ts'
import type { NoticeText } from '../notice/notice.ts'
import type { SendingText } from '../notice/words.en.ts'
import { inertLine } from '../view/inert.ts'
import type { Session } from './session.ts'

/** Edits a text line by line, by line number, without an external editor. */
export async function editInPlace(session: Session, text: NoticeText, said: SendingText): Promise<NoticeText> {
  let notice = text
  for (;;) {
    const lines = noticeLines(notice)
    for (const [i, line] of lines.entries()) session.say(`${i + 1}  ${inertLine(line)}`)
    const given = await session.ask.line(said.editLine)
    if (given === '') return notice
    const [, digits = '', words = ''] = /^(\p{Nd}+)\s*(.*)$/su.exec(given) ?? []
    const number = Number(digits.normalize('NFKC'))
    const line = lines[number - 1]
    if (digits === '' || line === undefined)
      session.complain({
        code: 'bad-flag',
        params: { flag: said.lineNumber, given, allowed: lines.map((_, i) => String(i + 1)) },
      })
    else if (words === '-') notice = replaceLine(notice, number, '') ?? notice
    else {
      const changed = words === '' ? await session.ask.line(said.newWords(number), { draft: line }) : words
      if (changed !== '') notice = replaceLine(notice, number, changed) ?? notice
    }
  }
}

/** Edits a text in the operator's editor. */
export async function editOutside(session: Session, text: NoticeText): Promise<NoticeText> {
  let edited = text
  await session.attemptAsync(async () => {
    const [notice] = await session.prompter.lendTerminal(() => editTexts(session.world, [text]))
    edited = notice ?? text
  })
  return edited
}
