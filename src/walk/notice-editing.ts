import { editTexts, noticeLines, replaceLine } from '../notice/edit.ts'
import type { NoticeText } from '../notice/notice.ts'
import type { SendingText } from '../notice/words.en.ts'
import { inertLine } from '../view/inert.ts'
import type { Session } from './session.ts'

/** Edits a text of a notice; `keep` is called with what becomes of it. */
export type EditNotice = (
  session: Session,
  text: NoticeText,
  said: SendingText,
  keep: (edited: NoticeText) => void,
) => Promise<void>

/** Edits a text line by line, by line number, without an external editor. Each changed line is kept at once. */
export const editInPlace: EditNotice = async (session, text, said, keep) => {
  let notice = text
  const replace = (number: number, words: string) => {
    notice = replaceLine(notice, number, words) ?? notice
    keep(notice)
    // The edit has them now.
    session.input.settleAnswers()
  }
  for (;;) {
    const lines = noticeLines(notice)
    for (const [i, line] of lines.entries()) session.say(`${i + 1}  ${inertLine(line)}`)
    const given = await session.ask.line(said.editLine)
    if (given === '') return
    const [, digits = '', words = ''] = /^(\p{Nd}+)\s*(.*)$/su.exec(given) ?? []
    const number = Number(digits.normalize('NFKC'))
    const line = lines[number - 1]
    if (digits === '' || line === undefined)
      session.complain({
        code: 'bad-flag',
        params: { flag: said.lineNumber, given, allowed: lines.map((_, i) => String(i + 1)) },
      })
    else if (words === '-') replace(number, '')
    else {
      const changed =
        words === '' ? await session.ask.line(said.newWords(number), { draft: line, isDraftOwn: true }) : words
      if (changed !== '') replace(number, changed)
    }
  }
}

/** Edits a text in the operator's editor. */
export const editOutside: EditNotice = async (session, text, _, keep) => {
  await session.attemptAsync(async () => {
    const [notice] = await session.prompter.lendTerminal(() => editTexts(session.world, [text]))
    if (notice !== undefined) keep(notice)
  })
}
