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

describe('a notice in a file to edit', () => {
  it('comes back as it was where nothing was changed', () => {
    for (const notice of [mail, post]) expect(fromEditorText(notice, toEditorText(notice))).toEqual(notice)
  })

  it('has its subject in the first line, and only where its channel has one', () => {
    expect(fromEditorText(mail, 'Subject: 復旧のお知らせ\r\n\r\n本文\r\n\r\n')).toMatchObject({
      subject: '復旧のお知らせ',
      text: '本文',
    })
    expect(fromEditorText(mail, '本文だけ')).toMatchObject({ subject: '', text: '本文だけ' })
    expect(fromEditorText(post, 'Subject: 本文の一部')).toMatchObject({ subject: null, text: 'Subject: 本文の一部' })
  })

  it('is none where nothing is left of its text', () => {
    expect(fromEditorText(mail, 'Subject: x\n\n \n')).toBeNull()
    expect(fromEditorText(post, '')).toBeNull()
  })
})

describe('a line of a notice', () => {
  it('is said otherwise or taken out by its number, the subject first', () => {
    expect(noticeLines(mail)).toEqual(['取引停止のお知らせ', '停止しています', '', '例示取引所'])
    expect(replaceLine(mail, 1, '変更後')).toMatchObject({ subject: '変更後', text: mail.text })
    expect(replaceLine(mail, 2, '停止中です')).toMatchObject({
      subject: mail.subject,
      text: '停止中です\n\n例示取引所',
    })
    expect(replaceLine(post, 1, '')).toMatchObject({ text: '\n例示取引所' })
    expect(replaceLine(mail, 1, '')).toMatchObject({ subject: '' })
  })

  it('that is not there changes nothing', () => {
    for (const number of [0, 5, 1.5, Number.NaN]) expect(replaceLine(mail, number, 'x')).toBeNull()
  })
})
