import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

/** A halt with notices to customers and departments, and with people's names in the log. */
async function notified(): Promise<Bench> {
  const bench = new Bench()
  await bench.ok(
    'start',
    '--type',
    'security-incident',
    '--title',
    'Coins taken',
    '--at',
    '30m ago',
    '--scope',
    'withdrawals=stopped',
  )
  await bench.ok('set', 'cause=key 7 of the hot wallet leaked', 'cause.ja=不正アクセス', 'cause.en=Unauthorised access')
  await bench.ok('set', 'personal-data=names of 12 customers', 'compensation-amount=1200000 JPY')
  await bench.ok('notice', 'website', '--posted', '--link', 'https://status.example.com/1')
  await bench.ok('notice', 'internal', '--posted')
  await bench.ok('action', 'add', 'Move to multisig', '--owner', 'Ichiro', '--serves', 'prevention-security')
  return bench
}

/** The fields of a draft by their titles. */
function fields(draft: string): Record<string, string> {
  const [, ...sections] = draft.split(/^## /m)
  return Object.fromEntries(sections.map((s) => [s.slice(0, s.indexOf('\n')).replace(/^\d+\. /, ''), s]))
}

describe('halt report --draft', () => {
  it('fills the form of jp-fsa in Japanese, says what nobody filled in, and leaves out internal details', async () => {
    const bench = await notified()
    const draft = await bench.ok('report', '--draft', 'jp-fsa', '--language', 'ja')
    expect(draft).toMatch(/^# 報告書の下書き: 金融庁\n/)
    expect(draft).toContain('当局の現行の様式と照らして確認してください')
    const field = fields(draft)
    expect(Object.keys(field)).toEqual([
      '業者名と登録番号',
      '発生の日時と場所',
      '障害の内容',
      '影響',
      '原因',
      '対応と復旧の見込み',
      '顧客対応、公表、苦情',
      '再発防止策',
      '連絡先',
    ])
    expect(field.原因).toContain('原因: 不正アクセス')
    expect(field.原因).toContain('根本原因: 未記入')
    expect(field['顧客対応、公表、苦情']).toContain('status.example.com')
    expect(field['顧客対応、公表、苦情']).not.toContain('社内')
    expect(field.再発防止策).toContain('Move to multisig')
    expect(draft).not.toMatch(/Ichiro|taro|hot wallet/)
  })

  it('fills the form of jp-ppc in English, and leaves one field to fill in by hand', async () => {
    const draft = fields(await (await notified()).ok('report', '--draft', 'jp-ppc', '--language', 'en'))
    expect(Object.keys(draft)).toHaveLength(9)
    expect(draft['Items of personal data']).toContain('names of 12 customers')
    expect(Object.values(draft).filter((field) => field.includes('To be filled in by hand.'))).toHaveLength(1)
  })

  it('states the amount of compensation in the form of jvcea, as HTML', async () => {
    const draft = await (await notified()).ok('report', '--draft', 'jvcea', '--language', 'ja', '--format', 'html')
    expect(draft).toMatch(/^<!DOCTYPE html>\n<html lang="ja">/)
    expect(draft).toContain('補償の金額: 1200000 JPY')
  })

  it('rejects an unknown authority, an authority without a form, and JSON', async () => {
    const bench = await notified()
    expect((await bench.halt('report', '--draft', 'nobody')).err).toMatch(
      /(unknown-authority)[\s\S]*jp-fsa \(FSA \(Japan\)\), jp-ppc /,
    )
    const formless = await bench.halt('report', '--draft', 'eu-dora')
    expect(formless.code).toBe(2)
    expect(formless.err).toMatch(/\(no-form\)\nAuthorities with a form: jp-fsa, jp-ppc, jvcea\./)
    expect(await bench.halt('report', '--draft', 'jp-fsa', '--format', 'json')).toMatchObject({ code: 2, out: '' })
  })
})
