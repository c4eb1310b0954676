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

  it('says no end of a stop that goes on, however long the draft takes to make', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--at', '30m ago', '--scope', 'trading=stopped')
    let time = bench.now
    Object.defineProperty(bench, 'now', { get: () => ++time })
    expect(fields(await bench.ok('report', '--draft', 'jp-fsa'))['What failed']).toMatch(
      /\| trading \| stopped \| \S+ \S+ \|\n/,
    )
    const report = await bench.ok('report', '--audience', 'regulator')
    expect(report).toMatch(/## Scope\n\n\| Operation \| State \| From \|\n/)
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

  it('says of an operation that failed that it is without its assets, where these are named beside it', async () => {
    const bench = new Bench()
    const scope = ['withdrawals=stopped', 'withdrawals:XEM=stopped']
    await bench.ok('start', '--type', 'system-failure', '--at', '30m ago', '--scope', ...scope)
    await bench.ok('lift', 'withdrawals', '--force', '--reason', 'tested', '--at', '10m ago')
    const draft = await bench.ok('report', '--draft', 'jp-fsa')
    expect(draft).toMatch(
      /\| withdrawals \(except XEM\) \| stopped \| \S+ \S+ \| \S+ \S+ \|\n\| withdrawals XEM \| stopped \| \S+ \S+ \|/,
    )
  })

  it('fills the form of jp-fsa in Japanese, says what nobody filled in, and names nobody', async () => {
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
    expect(field.原因).toContain('- 原因: key 7 of the hot wallet leaked')
    expect(field.原因).toContain('根本原因: 未記入')
    expect(field['顧客対応、公表、苦情']).toContain('status.example.com')
    expect(field['顧客対応、公表、苦情']).not.toContain('社内')
    expect(field.再発防止策).toContain('Move to multisig')
    expect(draft).not.toMatch(/Ichiro|taro/)
  })

  it('tells authorities the cause that was recorded, with its event, what customers were told of it, and that it is internal', async () => {
    const bench = await notified()
    const [, cause] = await bench.events()
    const event = `${cause?.writer}:${cause?.seq}`
    for (const [authority, number] of [
      ['jp-fsa', 5],
      ['jp-ppc', 4],
      ['jvcea', 3],
    ] as const) {
      const draft = await bench.ok('report', '--draft', authority, '--language', 'en')
      expect(fields(draft).Cause).toContain(
        `- Cause: key 7 of the hot wallet leaked\n  - In the words for customers: "Unauthorised access"\n\nSource: ${event}\n\nRecorded for internal use: Cause\n`,
      )
      expect(draft).toMatch(
        new RegExp(`^> .*recorded for internal use\\. Read these fields before you submit: [^.]*\\b${number}\\b`, 'm'),
      )
    }
    const { out, err } = await bench.halt('report', '--draft', 'jp-fsa', '--format', 'json', '--language', 'ja')
    const { fields: all } = documentSchemas.draft.parse(JSON.parse(out))
    expect(all.flatMap(({ id, internal }) => (internal.length > 0 ? [id, ...internal] : []))).toEqual(['5', '原因'])
    expect(err).toContain('次の項目は、提出する前に内容を確認してください: 5。')
    const dora = await bench.ok('report', '--draft', 'eu-dora', '--stage', 'initial', '--language', 'en')
    expect(dora).toMatch(/^\| 2\.4 \|.*Cause: key 7 of the hot wallet leaked/m)
  })

  it('has the words for customers where nothing else was recorded, and does not call them internal', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
    await bench.ok('set', 'losses.en=No data was lost.', 'cause.en=A broken disk')
    const draft = fields(await bench.ok('report', '--draft', 'jp-fsa', '--language', 'en'))
    expect(draft['Customer care, publication, complaints']).toContain('- Effect on data and assets: No data was lost.')
    expect(draft.Cause).toContain('- Cause: A broken disk')
    expect(draft.Cause).not.toContain('internal')
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

  it('names as events of the times those of lifts, but no phase that stands in no row', async () => {
    const bench = await notified()
    await bench.ok('advance', '--force', '--reason', 'the rest follows')
    await bench.ok('lift', 'withdrawals', '--force', '--reason', 'checked')
    const eventOf = async (type: string) => {
      const [event] = await bench.events(type)
      return `${event?.writer}:${event?.seq}`
    }
    const draft = fields(await bench.ok('report', '--draft', 'jp-fsa', '--language', 'en'))
    const when = draft['When and where it occurred'] ?? ''
    expect(when).toMatch(/open again: withdrawals/i)
    const times = (/^Source: (.*)$/m.exec(when)?.[1] ?? '').split(', ')
    expect(times).toContain(await eventOf('scope.lifted'))
    expect(times).not.toContain(await eventOf('phase.advanced'))
  })

  it('says once of what is not known that it is not', async () => {
    const bench = await notified()
    await bench.ok('set', 'compensation-amount=?')
    const draft = fields(await bench.ok('report', '--draft', 'jp-fsa', '--language', 'en'))
    expect(draft['Customer care, publication, complaints']?.match(/Compensation amount: not known/g)).toHaveLength(1)
  })

  it('names the events of what is said to be not known below it, and none where nothing is said', async () => {
    const bench = await notified()
    await bench.ok('set', 'root-cause=?', 'cause=?', 'progress.en=Keys are replaced')
    const stated = (await bench.events('fact.set')).slice(-3).map(({ writer, seq }) => `${writer}:${seq}`)
    const draft = fields(await bench.ok('report', '--draft', 'jp-fsa', '--language', 'en'))
    expect(draft.Cause).toMatch(
      new RegExp(
        `\n- Root cause: not known\n[\\s\\S]*\n\nSource: ${stated[0]}[^\n]*\n\n- Contributing factors: not filled in\n`,
      ),
    )
    expect(draft['When it was repaired']).toContain('empty (only where it applies)')
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test')
    const after = fields(await bench.ok('report', '--draft', 'jp-fsa', '--language', 'en', '-i', 'latest'))
    expect(after.Impact).not.toContain('Source:')
  })

  it('says above a draft that the halt was a false alarm, and in it neither when it began nor that it will resume', async () => {
    const bench = await notified()
    const draft = () => bench.ok('report', '--draft', 'eu-dora', '--language', 'en', '-i', 'latest')
    const alarm = 'The halt was closed as a false alarm'
    expect(await draft()).not.toContain(alarm)
    expect(await draft()).toContain('known once everything has resumed')
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test')
    expect(await draft()).toContain(alarm)
    expect(await draft()).toContain('| 3.2 | Date and time of occurrence | not filled in |')
    expect(await draft()).not.toContain('known once everything has resumed')
  })

  it('names in a document, which does not say what is not known, only the events of what it says', async () => {
    const bench = await notified()
    await bench.ok('set', 'cause=?')
    const row = async (id: string) => {
      const draft = await bench.ok('report', '--draft', 'eu-dora', '--stage', 'initial', '--language', 'en')
      return draft.split('\n').find((line) => line.startsWith(`| ${id} | Description`)) ?? ''
    }
    const [unknown] = (await bench.events('fact.set')).slice(-1)
    expect(await row('2.4')).toContain('Title: Coins taken')
    expect(await row('2.4')).not.toContain(`${unknown?.writer}:${unknown?.seq}`)
  })

  it('says once of a measure that it was not drawn up, and when its follow-ups are due', async () => {
    const bench = await notified()
    const [added] = await bench.events('action.added')
    await bench.ok('action', 'change', String(added?.seq), '--due', '2026-12-24')
    const prevention = fields(await bench.ok('report', '--draft', 'jp-fsa', '--language', 'en')).Prevention
    expect(prevention?.match(/Stronger security/g)).toHaveLength(1)
    expect(prevention).toContain('Move to multisig: due 2026-12-24, open')
    expect(fields(await bench.ok('report', '--draft', 'jp-fsa', '--language', 'ja')).再発防止策).toContain(
      '期限 2026-12-24、未完了',
    )
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
    expect(dora).toContain('"Orders cannot be placed" (in the words for customers at the time)')
    await bench.ok('clock', 'start', 'jp-fsa:recovery', '--at', '22:26')
    expect((await draft())['When it was repaired']).toContain('2026-11-24 22:26:00')
  })

  it('says of a recorded recovery that something is still restricted, or was again later', async () => {
    const bench = new Bench()
    await bench.ok(
      'start',
      '--type',
      'system-failure',
      '--at',
      '22:05',
      '--scope',
      'trading=stopped',
      'deposits=stopped',
    )
    const draft = (...flags: readonly string[]) =>
      bench.halt('report', '--draft', 'jp-fsa', '--language', 'en', ...flags)
    expect((await draft()).out).not.toContain('a time of repair')
    bench.pass(600_000)
    await bench.ok('lift', 'deposits', '--force', '--reason', 'tested')
    await bench.ok('clock', 'start', 'jp-fsa:recovery')
    const still =
      'Gives a time of repair, but these are still stopped or restricted: trading. Check these fields before you submit: 7.'
    expect((await draft()).out).toContain(`> **${still}**`)
    expect((await draft('--format', 'json')).err).toContain(still)
    expect(await bench.ok('report', '--draft', 'jp-fsa', '--language', 'ja')).toContain(
      '停止・制限が続いています: 売買。',
    )
    bench.pass(60_000)
    await bench.ok('lift', 'trading', '--force', '--reason', 'tested')
    expect((await draft()).out).not.toContain('a time of repair')
    bench.pass(60_000)
    await bench.ok('reopen', '--reason', 'again', '--scope', 'trading=stopped')
    bench.pass(60_000)
    await bench.ok('lift', 'trading', '--force', '--reason', 'tested')
    expect((await draft()).out).toContain(
      'from before 2026-11-24 22:29:05, when something was stopped or restricted again',
    )
    const [recovery] = await bench.events('clock.started')
    await bench.ok('correct', String(recovery?.seq), '--at', '22:30', '--reason', 'it was repaired again')
    expect((await draft()).out).not.toContain('a time of repair')
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

  it('says what happened by the title, and how to give one where there is none', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
    for (const authority of ['jp-fsa', 'jp-ppc', 'jvcea']) {
      const draft = () => bench.ok('report', '--draft', authority, '--language', 'en')
      expect(await draft(), authority).toContain('Title')
    }
    const missing = await bench.ok('report', '--draft', 'jvcea', '--language', 'en')
    const line = /Title \| System \| `haltctl (classify --title-en)=TITLE (--reason)=REASON`/.exec(missing) ?? []
    const [command = '', flag] = line[1]?.split(' ') ?? []
    await bench.ok(command, `${flag}=Matching stopped`, `${line[2]}=nobody gave one`)
    const title = '- Title: Matching stopped\n'
    expect(fields(await bench.ok('report', '--draft', 'jp-fsa', '--language', 'en'))['What failed']).toContain(title)
    expect(fields(await bench.ok('report', '--draft', 'jp-ppc', '--language', 'en')).Outline).toContain(title)
    expect(fields(await bench.ok('report', '--draft', 'jvcea', '--language', 'en'))['What happened']).toContain(title)
  })

  it('has what was recorded rather than words in the other language only', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
    await bench.ok('set', 'root-cause=記録装置の故障', 'root-cause.en=A broken disk', 'impact.en=Trading is suspended.')
    const line = async (id: string, language: string) => {
      const draft = await bench.ok('report', '--draft', 'eu-dora', '--stage', 'final', '--language', language)
      return draft.split('\n').find((one) => one.startsWith(`| ${id} |`) && one.includes(': '))
    }
    expect(await line('4.5', 'ja')).toContain('根本原因: 記録装置の故障')
    expect(await line('4.5', 'ja')).not.toContain('英語のみ')
    expect(await line('4.5', 'en')).toContain('Root cause: A broken disk')
    expect(await line('2.4', 'ja')).toContain('Trading is suspended.（英語のみ）')
  })

  it('says once of a field that nothing fills what it lacks', async () => {
    const draft = fields(await (await notified()).ok('report', '--draft', 'jp-fsa', '--language', 'en'))
    expect(draft.Contact).toBe(
      '10. Contact\n\n- Contact: not filled in\n- Phone: not filled in\n- E-mail: not filled in\n',
    )
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
