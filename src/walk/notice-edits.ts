import { editTexts } from '../notice/edit-texts.ts'
import { linesOf, withLine } from '../notice/edited.ts'
import type { NoticeText } from '../notice/notice.ts'
import { noticeTitle } from '../notice/paste.ts'
import type { SendingText } from '../notice/words.en.ts'
import { inert } from '../view/inert.ts'
import type { Session } from './session.ts'

type Texts = readonly NoticeText[]

/** Edits lines of one text by their numbers, without another program. */
export async function editInPlace(session: Session, texts: Texts, said: SendingText): Promise<Texts> {
  const at = await which(session, texts, said)
  if (at === null) return texts
  let notice = texts[at] as NoticeText
  for (;;) {
    linesOf(notice).forEach((line, i) => {
      session.say(`${i + 1}  ${inert(line)}`)
    })
    const given = await session.line(said.editLine)
    if (given === '') return texts.with(at, notice)
    const [, number = '', words = ''] = /^([\d０-９]+)\s*(.*)$/s.exec(given) ?? []
    notice = withLine(notice, Number(number.normalize('NFKC')), words) ?? notice
  }
}

/** Edits one text, or the only one, in the operator's own editor. */
export async function editOutside(session: Session, texts: Texts, said: SendingText): Promise<Texts> {
  const at = await which(session, texts, said)
  if (at === null) return texts
  let edited: Texts = texts
  await session.attemptLong(async () => {
    const [notice] = await session.prompter.lend(() => editTexts(session.world, [texts[at] as NoticeText]))
    if (notice !== undefined) edited = texts.with(at, notice)
  })
  return edited
}

async function which(session: Session, texts: Texts, said: SendingText): Promise<number | null> {
  if (texts.length === 1) return 0
  texts.forEach((notice, i) => {
    session.say(`${i + 1}  ${noticeTitle(notice, session.context.text.words)}`)
  })
  const at = Number((await session.line(said.editWhich)).normalize('NFKC')) - 1
  return texts[at] === undefined ? null : at
}
