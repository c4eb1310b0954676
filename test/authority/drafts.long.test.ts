import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { Bench } from '../bench.ts'

const FORMLESS = `reviewed: 2026-11-24
verify: false
source: extension
title: { ja: 当局, en: Authority }
applies: { condition: { ja: 条件, en: condition } }
events: { hearing: { ja: 聞いた, en: heard } }
reports:
  first:
    title: { ja: 第一, en: first }
    due: [{ from: hearing, within: { hours: 4 } }]
`

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

/** The fields of a draft by their titles, after the list of those that are missing. */
function fields(draft: string): Record<string, string> {
  const [, , ...sections] = draft.split(/^## /m)
  return Object.fromEntries(sections.map((s) => [s.slice(0, s.indexOf('\n')).replace(/^\d+\. /, ''), s]))
}

describe('halt report --draft', () => {
  it('says a number with its unit, and as a number to programs', async () => {
    const bench = await notified()
    await bench.ok('set', 'affected-people=3120')
    expect(await bench.ok('report', '--draft', 'jp-ppc', '--language', 'ja')).toMatch(/本人の数\n\n3,120名\n/)
    expect(await bench.ok('report', '--draft', 'jp-ppc', '--format', 'json')).toMatch(/: "?3120"?,?$/m)
  })

  it('says of what failed only what was stopped or restricted', async () => {
    const bench = new Bench()
    const scope = ['trading=stopped', 'deposits=open', 'withdrawals=cancel-only']
    await bench.ok('start', '--type', 'system-failure', '--at', '30m ago', '--scope', ...scope)
    const failed = async () => fields(await bench.ok('report', '--draft', 'jp-fsa'))['What failed']
    expect(await failed()).toMatch(/\| trading \| stopped \| \S+ \S+ \|\n\| withdrawals \| cancel-only \|/)
    await bench.ok('lift', '--all', '--force', '--reason', 'tested', '--at', '10m ago')
    expect(await failed()).toMatch(/\| trading \| stopped \| \S+ \S+ \| \S+ \S+ \|/)
    expect(await failed()).not.toMatch(/deposits|open/)
  })

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
      '復旧の日時',
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

  it('fills the form of jp-ppc in English, and says whom to ask for the number of people, and how to state it', async () => {
    const bench = await notified()
    const said = await bench.ok('report', '--draft', 'jp-ppc', '--language', 'en')
    const draft = fields(said)
    expect(Object.keys(draft)).toHaveLength(9)
    expect(draft['Items of personal data']).toContain('names of 12 customers')
    expect(draft['Items of personal data']).toMatch(/Source: \w+:3\n/)
    expect(draft['Number of people']).toContain('not filled in')
    expect(said).toContain('| 3 | Number of people | Customer Support | `haltctl set affected-people=VALUE` |')
    await bench.ok('set', 'affected-people=12')
    expect(fields(await bench.ok('report', '--draft', 'jp-ppc'))['Number of people']).toMatch(/^[^\n]*\n\n12 people\n/)
    await bench.ok('set', 'affected-people=?')
    const unknown = fields(await bench.ok('report', '--draft', 'jp-ppc'))['Number of people']
    expect(unknown).toMatch(/\n\nnot known\n/)
    expect(await bench.ok('report', '--draft', 'jp-ppc', '--language', 'en')).toContain(
      '| 3 | Number of people (not known) | Customer Support | `haltctl set affected-people=VALUE` |',
    )
  })

  it('takes the company from halt.yaml, and says which key is missing', async () => {
    const bench = await notified()
    const form = async () => fields(await bench.ok('report', '--draft', 'jp-fsa', '--language', 'ja'))
    expect((await form()).業者名と登録番号).toContain('登録番号: 未記入')
    expect(await bench.ok('report', '--draft', 'jp-fsa', '--language', 'ja')).toContain(
      '| 1 | 業者名と登録番号: 登録番号 | 法務 | `halt.yaml の entity.registration` |',
    )
    bench.write(
      'halt.yaml',
      'entity:\n  name: Test Exchange Ltd\n  registration: No. 1\n  place: { ja: 東京 }\n  contacts: [{ name: Legal, phone: "+81312345678" }]\n',
    )
    const filled = await form()
    expect(filled.業者名と登録番号).toContain('Test Exchange Ltd\n\n- 登録番号: No. 1\n\n出典: halt.yaml')
    expect(filled.発生の日時と場所).toContain('- 場所: 東京')
    expect(filled.連絡先).toContain('- 連絡先: Legal\n- 電話: +81312345678')
    expect(filled.連絡先).toContain('メール: 未記入')
  })

  it('names the event of each notice in its row, and of the times only those that say them', async () => {
    const bench = await notified()
    bench.pass(5 * 60_000)
    await bench.ok('notice', 'website', '--posted', '--stage', 'update', '--link', 'https://status.example.com/2')
    const posted = (await bench.events('notice.posted')).map(({ writer, seq }) => `${writer}:${seq}`)
    const [first, , update] = posted as [string, string, string]
    const draft = fields(await bench.ok('report', '--draft', 'jp-fsa', '--language', 'en'))
    const published = draft['Customer care, publication, complaints'] ?? ''
    const sourcesIn = (field: string) => /^Source: .*$/m.exec(field)?.[0] ?? ''
    for (const event of [first, update]) {
      expect(published).toContain(` | \`${event}\` |`)
      expect(sourcesIn(published)).not.toContain(event)
    }
    const times = sourcesIn(draft['When and where it occurred'] ?? '').split(/[ ,]+/)
    expect(times).toContain(first)
    expect(times).not.toContain(update)
  })

  it('says once of what is not known that it is not', async () => {
    const bench = await notified()
    await bench.ok('set', 'compensation-amount=?')
    const draft = fields(await bench.ok('report', '--draft', 'jp-fsa', '--language', 'en'))
    expect(draft['Customer care, publication, complaints']?.match(/Compensation amount: not known/g)).toHaveLength(1)
  })

  it('uses internal figures, and what only the form asks for; both show the event', async () => {
    const bench = await notified()
    await bench.ok('set', 'complaints=3', 'affected-amount=5000000 JPY')
    await bench.ok('report-to', 'jvcea', '--field', '5=half of each loss')
    const draft = fields(await bench.ok('report', '--draft', 'jvcea', '--language', 'en'))
    const [stated] = await bench.events('filing.field-stated')
    expect(draft['Compensation intended']).toContain(`half of each loss\n\nSource: ${stated?.writer}:${stated?.seq}`)
    expect(draft['Customer losses']).toContain('- Amount affected: JPY 5,000,000\n- Complaints: 3 received')
  })

  it('has the confirmed hypothesis as the root cause, and asks nobody for it', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
    await bench.ok('set', 'root-cause=?')
    await bench.ok('note', 'The journal of engine-3 is full', '--hypothesis')
    const draft = (authority: string) => bench.ok('report', '--draft', authority, '--language', 'en')
    for (const authority of ['jp-fsa', 'eu-dora']) expect(await draft(authority)).not.toContain('engine-3')
    const { writer, seq } = (await bench.events()).at(-1) as { writer: string; seq: number }
    await bench.ok('note', 'df says so', '--confirms', `${writer}:${seq}`)
    expect(fields(await draft('jp-fsa')).Cause).toContain('Root cause: The journal of engine-3 is full (confirmed as')
    for (const authority of ['jp-fsa', 'jp-ppc', 'jvcea', 'eu-dora']) {
      expect(await draft(authority)).not.toContain('set root-cause=')
      expect(await draft(authority)).toContain(`${writer}:${seq}`)
    }
  })

  it('has the resumption as the time of the repair, and as what nobody expects any more, unless a clock says when it was', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--at', '22:05', '--scope', 'trading=stopped')
    await bench.ok('set', 'impact.en=Orders cannot be placed', 'expected-recovery=?')
    await bench.ok('done', '3.4-criteria')
    const draft = async () => fields(await bench.ok('report', '--draft', 'jp-fsa', '--language', 'en'))
    expect((await draft())['Measures, expected repair']).toContain('Expected resumption')
    bench.now += 600_000
    await bench.ok('lift', 'trading', '--at', '22:25')
    const lifted = (await bench.events('scope.lifted')).map(({ writer, seq }) => `${writer}:${seq}`)
    const after = await draft()
    expect(after['When it was repaired']).toContain(`2026-11-24 22:25:00\n\nSource: ${lifted[0]}`)
    expect(after['Measures, expected repair']).toContain('Fully resumed: 2026-11-24 22:25:00')
    expect(after['Measures, expected repair']).not.toContain('Expected resumption')
    const dora = await bench.ok('report', '--draft', 'eu-dora', '--stage', 'final', '--language', 'en')
    expect(dora).toContain(
      `| 4.8 | Date and time when the incident was resolved | 2026-11-24 22:25:00 | \`${lifted[0]}\` |`,
    )
    expect(dora).toContain('"Orders cannot be placed" (in the words for customers during the halt)')
    await bench.ok('clock', 'start', 'jp-fsa:recovery', '--at', '22:26')
    expect((await draft())['When it was repaired']).toContain('2026-11-24 22:26:00')
  })

  it('names the source of each field as JSON, also where the form has a document of its own', async () => {
    const bench = await notified()
    const { out, err } = await bench.halt('report', '--draft', 'eu-dora', '--stage', 'initial', '--sources')
    const draft = documentSchemas.draft.parse(JSON.parse(out))
    const field = (id: string) => draft.fields.find((one) => one.id === id)
    expect(field('2.1')).toMatchObject({ state: 'answered', events: [expect.stringMatching(/^\w+:1$/)] })
    expect(field('1.6')).toMatchObject({
      state: 'missing',
      gaps: [{ department: 'Legal', command: 'entity.lei in halt.yaml' }],
    })
    for (const { state, events, origin } of draft.fields)
      if (state === 'answered') expect(events.length > 0 || origin !== null).toBe(true)
    expect(err).toContain('missing in initial notification: 1.6')
    const own = JSON.parse(await bench.ok('report', '--draft', 'eu-dora', '--stage', 'initial', '--format', 'json'))
    expect(own).toHaveProperty('incidentSubmission', 'initial_notification')
    const all = JSON.parse(await bench.ok('report', '--draft', 'eu-dora', '--sources'))
    expect(all.map(({ report }: { report: string }) => report)).toEqual(['initial', 'intermediate', 'final'])
  })

  it('has the title in the language of the draft, and marks what is in the other language only', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--title-ja', '約定の停止', '--title-en', 'Matching stopped')
    await bench.ok('set', 'first-error=接続が切れた')
    const said = async (language: string) =>
      /\| 2\.4 \|.*/.exec(
        await bench.ok('report', '--draft', 'eu-dora', '--stage', 'initial', '--language', language),
      )?.[0]
    expect(await said('en')).toMatch(/Title: Matching stopped .*First error: 接続が切れた \(.*Japanese only\)/)
    expect(await said('ja')).toMatch(/約定の停止.*接続が切れた /)
  })

  it('shows only the reports to that authority', async () => {
    const bench = await notified()
    await bench.ok('clock', 'start', 'awareness')
    await bench.ok('clock', 'start', 'jp-ppc')
    const { Other } = fields(await bench.ok('report', '--draft', 'jp-ppc', '--language', 'en'))
    expect(Other).toContain('PPC (Japan) preliminary report')
    expect(Other).not.toContain('FSA')
  })

  it('is a document as JSON, with the fields that are missing on standard error', async () => {
    const bench = await notified()
    const { out, err } = await bench.halt('report', '--draft', 'jp-ppc', '--format', 'json')
    const draft = documentSchemas.draft.parse(JSON.parse(out))
    expect(draft).toMatchObject({ authority: { id: 'jp-ppc', verify: true }, report: null, complete: false })
    expect(draft.fields[2]).toMatchObject({
      id: '3',
      state: 'missing',
      value: null,
      gaps: [{ department: 'Customer Support', command: 'haltctl set affected-people=VALUE' }],
    })
    expect(err).toContain('missing: 3 Number of people (ask Customer Support): haltctl set affected-people=VALUE')
    expect(JSON.parse(await bench.ok('report', '--draft', 'jp-ppc', '--json'))).toEqual(draft)
  })

  it('states the amount of compensation in the form of jvcea, as HTML', async () => {
    const draft = await (await notified()).ok('report', '--draft', 'jvcea', '--language', 'ja', '--format', 'html')
    expect(draft).toMatch(/^<!DOCTYPE html>\n<html lang="ja">/)
    expect(draft).toContain('補償の金額: 1200000 JPY')
  })

  it('rejects an unknown authority, an authority without a form, a picture, and a stage that there is none of', async () => {
    const bench = await notified()
    expect((await bench.halt('report', '--draft', 'nobody')).err).toMatch(
      /(unknown-authority)[\s\S]*jp-fsa \(FSA \(Japan\)\), jp-ppc /,
    )
    bench.write('runbooks/authorities/ours.yaml', FORMLESS)
    for (const line of [
      ['report', '--draft', 'ours'],
      ['report-to', 'ours', '--field', '1=x'],
    ]) {
      const formless = await bench.halt(...line)
      expect(formless.code).toBe(2)
      expect(formless.err).toMatch(/\(no-form\)\nAuthorities with a form: eu-dora, jp-fsa, jp-ppc, jvcea\./)
    }
    expect(await bench.halt('report', '--draft', 'jp-fsa', '--format', 'svg')).toMatchObject({ code: 2, out: '' })
    expect(await bench.halt('report', '--draft', 'eu-dora', '--stage', 'last')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Allowed: initial, intermediate, final'),
    })
  })
})
