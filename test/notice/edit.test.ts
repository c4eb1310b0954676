import { describe, expect, it } from 'vitest'
import { fromEditorText, noticeLines, replaceLine, toEditorText } from '../../src/notice/edit.ts'
import type { NoticeText } from '../../src/notice/notice.ts'

const mail: NoticeText = {
  channel: 'email',
  stage: 'first',
  number: 1,
  language: 'ja',
  subject: '取引停止のお知らせ',
  text: '停止しています\n\n例示取引所',
  next: null,
}
const post: NoticeText = { ...mail, channel: 'social', subject: null }

describe('toEditorText and fromEditorText', () => {
  it('return an unchanged notice as it was', () => {
    for (const notice of [mail, post]) expect(fromEditorText(notice, toEditorText(notice))).toEqual(notice)
  })

  it('read the subject from the first line only if the channel has subjects', () => {
    expect(fromEditorText(mail, 'Subject: 復旧のお知らせ\r\n\r\n本文\r\n\r\n')).toMatchObject({
      subject: '復旧のお知らせ',
      text: '本文',
    })
    expect(fromEditorText(mail, '本文だけ')).toMatchObject({ subject: '', text: '本文だけ' })
    expect(fromEditorText(post, 'Subject: 本文の一部')).toMatchObject({ subject: null, text: 'Subject: 本文の一部' })
  })

  it('return null if no text is left', () => {
    expect(fromEditorText(mail, 'Subject: x\n\n \n')).toBeNull()
    expect(fromEditorText(post, '')).toBeNull()
  })
})

describe('noticeLines and replaceLine', () => {
  it('count the subject as line 1, and replace or remove a line by its number', () => {
    expect(noticeLines(mail)).toEqual(['取引停止のお知らせ', '停止しています', '', '例示取引所'])
    expect(replaceLine(mail, 1, '変更後')).toMatchObject({ subject: '変更後', text: mail.text })
    expect(replaceLine(mail, 2, '停止中です')).toMatchObject({
      subject: mail.subject,
      text: '停止中です\n\n例示取引所',
    })
    expect(replaceLine(post, 1, '')).toMatchObject({ text: '\n例示取引所' })
    expect(replaceLine(mail, 1, '')).toMatchObject({ subject: '' })
  })

  it('return null for a line number that does not exist', () => {
    for (const number of [0, 5, 1.5, Number.NaN]) expect(replaceLine(mail, number, 'x')).toBeNull()
  })
})
