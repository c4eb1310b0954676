import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Intent } from '../../src/domain/decide/decide.ts'
import type { JsonSchema } from '../../src/domain/guard.ts'
import { dataSchema, type Envelope, EVENT_TYPES, type EventDraft } from '../../src/domain/log/event.ts'
import { isFreeText } from '../../src/domain/log/free-text.ts'
import { REDACTED, redactableFields } from '../../src/domain/log/redaction.ts'
import { appendIntents } from '../../src/incident/record.ts'
import { clockOf } from '../../src/platform/clock.ts'
import { thisMachine } from '../../src/platform/machine.ts'
import { Journal } from '../../src/store/journal.ts'
import { openWriterState } from '../../src/store/state.ts'
import { Bench } from '../bench.ts'
import { AUTHORITY, commandStarted, deliveredAs, intended, paged, pageEnded, posted } from '../given.ts'

/** Stands in every text that can be redacted, with a number after it. */
const SECRET = 'Yamada-'
let secrets = 0
const secret = () => `${SECRET}${++secrets}`
const pieceOf = (file: string) => ({ file, bytes: 7, digest: '0123abcd' })
const force = { reason: secret(), open: ['2.1-logs'] }
const claim = { evidence: secret(), approvedBy: secret() }
const noticeText = (language: 'ja' | 'en') => ({ language, subject: secret(), text: secret(), digest: 'd1' })
const change = (state: 'limited' | 'open') => ({ operation: 'withdrawals', asset: null, state, words: secret() })

/** A draft of every type with text that can be redacted, and such text in each of its fields. `name` is that of the nth event. */
function drafts(name: (seq: number) => string): EventDraft[] {
  return [
    { type: 'incident.classified', data: { title: secret(), reason: secret() } },
    { type: 'step.begun', data: { step: '2.1-logs', note: secret() } },
    { type: 'step.done', data: { step: '2.1-logs', note: secret() } },
    { type: 'step.declined', data: { step: '2.1-monitoring', reason: secret() } },
    { type: 'step.skipped', data: { step: '2.2-website', reason: secret() } },
    { type: 'step.assigned', data: { step: '3.1-investigate', to: secret() } },
    { type: 'fact.set', data: { fact: 'cause', known: true, value: secret(), ja: secret(), en: secret() } },
    {
      type: 'note.added',
      data: { text: secret(), hypothesis: true, attached: [{ name: secret(), ...pieceOf('f-1') }] },
    },
    { type: 'note.private', data: { kept: pieceOf('f-2'), attached: [{ name: secret(), ...pieceOf('f-3') }] } },
    {
      ...commandStarted(secret(), secret()),
      data: { ...commandStarted(secret()).data, directory: secret() },
    } as EventDraft,
    { type: 'command.settled', data: { command: name(11), words: secret() } },
    { type: 'evidence.removed', data: { file: 'f-1', reason: secret() } },
    { type: 'scope.changed', data: { changes: [change('limited')], forced: force } },
    { type: 'phase.advanced', data: { to: 'during-halt', forced: { ...force, reason: secret() } } },
    { type: 'scope.lifted', data: { changes: [change('open')], open: [], forced: { ...force, reason: secret() } } },
    { type: 'incident.closed', data: { as: 'resolved', reason: secret(), forced: { ...force, reason: secret() } } },
    { type: 'incident.reopened', data: { reason: secret(), scope: [change('limited')] } },
    { type: 'event.undone', data: { event: name(3), reason: secret() } },
    { type: 'event.corrected', data: { event: name(4), text: secret(), reason: secret() } },
    {
      type: 'notice.posted',
      data: {
        ...posted('website', 'first', 1).data,
        link: `https://example.com/${secret()}`,
        text: secret(),
        claim,
        forced: force,
      },
    } as EventDraft,
    {
      ...intended('email', 'first', 1),
      data: {
        ...intended('email', 'first', 1).data,
        texts: [noticeText('ja'), noticeText('en')],
        claim,
        forced: force,
      },
    },
    deliveredAs(name(22), 'failed', { detail: secret(), link: secret(), links: { ja: secret() } }),
    { type: 'channel.marked', data: { channel: 'social', safe: false, reason: secret() } },
    { type: 'contact.tried', data: { person: 'sato', way: 'phone', note: secret() } },
    { type: 'contact.reached', data: { person: 'kato', way: 'phone', note: secret() } },
    { ...paged('sato'), data: { ...paged('sato').data, text: noticeText('ja') } } as EventDraft,
    {
      ...pageEnded(name(27), 'failed'),
      data: { ...pageEnded(name(27), 'failed').data, detail: secret() },
    } as EventDraft,
    { type: 'escalation.raised', data: { level: 'manager', reason: secret() } },
    { type: 'action.added', data: { text: secret(), owner: secret(), due: null, ref: secret() } },
    { type: 'action.changed', data: { action: name(30), owner: secret(), ref: secret() } },
    { type: 'action.done', data: { action: name(30), note: secret() } },
    { type: 'handover.accepted', data: { offer: null, reason: secret() } },
    { type: 'handover.offered', data: { to: secret(), note: secret() } },
    {
      type: 'authority.reported',
      data: { authority: AUTHORITY, filing: 'dora-initial', ref: secret(), note: secret() },
    },
    { type: 'filing.field-stated', data: { authority: AUTHORITY.id, field: '1.2', value: secret() } },
    { type: 'lock.broken', data: { holders: [], reason: secret() } },
    {
      type: 'log.continued',
      data: { writer: 'zzzzzzzz', found: null, kept: null, reason: 'missing', words: secret() },
    },
    {
      type: 'approval.requested',
      data: {
        notices: [
          {
            channel: 'website',
            stage: 'update',
            number: 2,
            texts: [noticeText('ja')],
            digest: 'd1',
            next: null,
            forced: force,
          },
        ],
        claim,
        basis: 'd2',
        digest: 'd3',
      },
    },
    { type: 'approval.refused', data: { request: name(38), reason: secret() } },
    { type: 'event.redacted', data: { event: name(2), field: 'title', reason: secret() } },
    { type: 'incident.titled', data: { ja: secret(), en: secret(), reason: secret() } },
  ]
}

/** The declaration is recorded by `start`; the others name or contain files of the manual, or need a drill. */
const TESTED_ELSEWHERE = ['incident.started', 'drill.began', 'drill.injected', 'runbook.adopted']

function hasFreeText(schema: JsonSchema): boolean {
  const inner = [schema.properties, [schema.items, schema.additionalProperties], schema.anyOf].flatMap((part) =>
    Object.values((part ?? {}) as Record<string, JsonSchema>),
  )
  return isFreeText(schema) || inner.some((part) => typeof part === 'object' && hasFreeText(part))
}

/** Commands that only show something. */
const FORMS = ['markdown', 'json', 'html', 'svg', 'timeline'].flatMap((format) =>
  ['internal', 'executive', 'customer', 'regulator'].map((audience) => [
    'report',
    '--format',
    format,
    '--audience',
    audience,
  ]),
)
const COMMANDS = [
  ...FORMS,
  ['log'],
  ['log', '--json'],
  ['status'],
  ['status', '--json'],
  ['status', '--check'],
  ['list'],
  ['list', '--json'],
  ['next'],
  ['next', '--json'],
  ['stats'],
  ['stats', '--json'],
  ['stats', '--csv'],
  ['contacts'],
  ['contacts', '--json'],
  ['handover'],
  ['handover', '--format', 'markdown'],
  ['handover', '--json'],
  ['action', 'list'],
  ['action', 'list', '--json'],
  ['evidence', 'list'],
  ['evidence', 'list', '--json'],
  ['clock', 'list'],
  ['verify'],
  ['verify', '--json'],
  ['doctor'],
  ['doctor', '--json'],
  ['notice'],
  ['notice', 'website', '--check'],
  ['notice', 'website', '--check', '--json'],
  ['notice', 'email', '--send', '--retry'],
]

/** The commands with the secret in their output. */
async function commandsThatShow(bench: Bench, languages: readonly string[]): Promise<string[]> {
  const all = COMMANDS.flatMap((argv) => languages.map((language) => [...argv, '--lang', language]))
  const shown: string[] = []
  for (const argv of all) {
    const { out, err } = await bench.halt(...argv)
    if (`${out}${err}`.includes(SECRET)) shown.push(argv.join(' '))
  }
  return shown
}

it('what was redacted is in no output but log --json --raw, in either language and every form', async () => {
  const bench = new Bench()
  const id = (await bench.ok('start', '--type', 'system-failure', '--title', secret())).trim()
  const journal = new Journal(
    bench.workspace,
    id,
    openWriterState(bench.workspace, bench.env, thisMachine()),
    () => 'taro',
  )
  journal.refresh()
  const clock = clockOf('Asia/Tokyo', () => bench.now)
  const all = drafts((seq) => `${journal.writer}:${seq}`)
  const written = new Set(all.map(({ type }) => type))
  const { events } = journal.append(clock, () => ({ events: all, already: [] }))
  const untested = EVENT_TYPES.filter((type) => !written.has(type) && hasFreeText(dataSchema(type)))
  expect(untested).toEqual(TESTED_ELSEWHERE)
  const fields = [...journal.events()].flatMap((event) =>
    [...redactableFields(event)].map(([field, text]) => [`${event.writer}:${event.seq}`, field, text] as const),
  )
  expect(fields.filter(([, , text]) => !text.includes(SECRET))).toEqual([])
  expect(fields.length).toBeGreaterThan(60)
  expect(events).toHaveLength(all.length)
  const before = await commandsThatShow(bench, ['en'])
  expect(before.length).toBeGreaterThan(COMMANDS.length / 2)

  const first = new Map(fields.map(([event, field]) => [event, field]))
  for (const [event, field] of first) {
    const { code, err, out } = await bench.halt(
      'redact',
      event,
      '--field',
      field,
      '--reason',
      'a name',
      '--json',
      '-i',
      id,
    )
    expect({ event, code, shows: `${err}${out}`.includes(SECRET) }).toEqual({ event, code: 0, shows: false })
  }
  const rest = fields.map(([event, field]): Intent => {
    return { kind: 'redact', target: journal.findEvent(event) as Envelope, field, reason: 'a name' }
  })
  journal.refresh()
  appendIntents(journal, clock, ...rest)
  expect(await commandsThatShow(bench, ['en', 'ja'])).toEqual([])
  for (const argv of [['log'], ['log', '--json'], ['status'], ['report'], ['list']])
    expect(await bench.ok(...argv)).toContain(REDACTED)
  for (const argv of [
    ['notice', 'email', '--send', '--retry'],
    ['correct', '9', '--text', 'x', '--reason', 'y'],
    ['undo', '7', '--reason', 'y'],
  ]) {
    const { out, err } = await bench.halt(...argv)
    expect([argv, `${out}${err}`.includes(SECRET)]).toEqual([argv, false])
  }
  const raw = await bench.ok('log', '--json', '--raw')
  for (const [, , text] of fields) expect(raw).toContain(text)
}, 120_000)

it('redact names where else the words are, and the correction whose words are shown instead', async () => {
  const bench = new Bench()
  const id = (await bench.ok('start', '--type', 'system-failure')).trim()
  await bench.ok('note', 'Yamada called')
  await bench.ok('done', '2.1-logs', '--note', 'see: Yamada called')
  await bench.ok('correct', '2', '--text', 'Sato called', '--reason', 'slip')
  const [{ writer } = { writer: '' }] = await bench.events()
  const { err } = await bench.halt('redact', '2', '--field', 'text', '--reason', 'a name')
  const line = (event: string, field: string) =>
    `  haltctl redact ${writer}:${event} --field ${field} --reason TEXT -i ${id}\n`
  expect(err).toContain(
    `still shown elsewhere, and to be redacted separately:\n${line('3', 'note')}${line('4', 'text')}`,
  )
  expect(err).toMatch(/redacted text of \w{8}:2, reason: "a name"/)
  expect(await bench.ok('log', '--lang', 'ja')).toMatch(/墨消し \w{8}:2 の text（理由: a name）/)
  expect(await bench.ok('log')).toMatch(/note "Sato called".*note "█████"/)
  const again = await bench.halt('redact', '2', '--field', 'text', '--reason', 'a name', '--lang', 'ja')
  expect(again).toMatchObject({ code: 0, err: expect.stringContaining('すでにその状態です') })
  await bench.ok('redact', '4', '--field', 'text', '--reason', 'a name', '-i', 'latest')
  await bench.ok('redact', '3', '--field', 'note', '--reason', 'a name', '-i', 'latest')
  expect((await bench.halt('undo', '--reason', 'slip')).err).toContain(`taken back: redacted note of ${writer}:3`)
  expect(await bench.ok('log')).toContain('see: Yamada called')
})

it('redact crosses out what gave the same words in another language later, and shows it again with them', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok('action', 'add', '山田への連絡', '--owner', 'hanako')
  const [{ writer } = { writer: '' }] = await bench.events()
  await bench.ok('action', 'change', `${writer}:2`, '--text-en', 'Call Yamada')
  await bench.ok('note', '山田から電話')
  await bench.ok('correct', '4', '--text-en', 'Yamada called', '--reason', 'for the report')
  for (const [event, later] of [
    ['2', '3'],
    ['4', '5'],
  ] as const) {
    const { err } = await bench.halt('redact', event, '--field', 'text', '--reason', 'a name')
    expect(err).not.toContain(`redact ${writer}:${later}`)
  }
  for (const format of ['markdown', 'brief', 'json', 'html'])
    expect(await bench.ok('report', '--format', format, '--audience', 'internal')).not.toContain('Yamada')
  for (const args of [
    ['log'],
    ['log', '--json'],
    ['status', '--json'],
    ['action', 'list', '--json'],
    ['list', '--json'],
  ])
    expect(await bench.ok(...args), args.join(' ')).not.toContain('Yamada')
  expect((await bench.events('action.changed'))[0]?.data).toMatchObject({ en: '█████' })
  await bench.ok('undo', '6', '--reason', 'not a name')
  expect(await bench.ok('action', 'list', '--json')).toContain('Call Yamada')
  // Words that a correction gives in place of others are its own.
  await bench.ok(
    'correct',
    '4',
    '--text',
    '顧客から電話',
    '--text-en',
    'A customer called',
    '--reason',
    'without the name',
  )
  expect(await bench.ok('log')).toContain('A customer called')
})

it('redact asks for the field and the reason, and says which fields there are', async () => {
  const bench = new Bench()
  const id = (await bench.ok('start', '--type', 'system-failure', '--title', 'Engine down')).trim()
  await bench.ok('done', '2.1-logs')
  const redact = (...args: readonly string[]) => bench.halt('redact', ...args, '-i', id)
  expect(await redact('1', '--reason', 'x')).toMatchObject({ code: 3, err: expect.stringContaining('--field title') })
  await bench.ok('exec', '--', 'echo', 'Yamada')
  expect((await redact('3', '--reason', 'x')).err).toContain('For example: --field argv.0, --field argv.1')
  const unexplained = async (lang: string) => (await redact('1', '--field', 'title', '--lang', lang)).err
  expect(await unexplained('en')).toContain("give a reason (missing-answer)\nFor example: --reason 'names a customer'")
  expect(await unexplained('ja')).toContain("--reason '顧客の氏名を含むため'")
  expect(await redact('1', '--field', 'titel', '--reason', 'x')).toMatchObject({
    code: 2,
    err: expect.stringMatching(
      /has no text in 'titel'. Did you mean title\? \(unknown-field\)\nIts fields with text: title/,
    ),
  })
  expect(await redact('2', '--field', 'note', '--reason', 'x', '--lang', 'ja')).toMatchObject({
    code: 3,
    err: expect.stringContaining('には墨消しできる文がありません (not-redactable)'),
  })
  expect((await redact('9', '--field', 'note', '--reason', 'x')).err).toContain('(unknown-event)')
})

it('a reason that has the redacted text is refused, and one with words of it is told of', async () => {
  const bench = new Bench()
  const id = (await bench.ok('start', '--type', 'system-failure')).trim()
  for (const text of ['Ito called', '山田太郎から電話', 'xy', 'Ito called again']) await bench.ok('note', text)
  const redact = (event: string, reason: string, ...more: readonly string[]) =>
    bench.halt('redact', event, '--field', 'text', '--reason', reason, ...more)
  const refused = { code: 2, err: expect.stringContaining('(reason-has-text)') }
  expect(await redact('2', 'has "Ito called" in it')).toMatchObject(refused)
  expect((await redact('3', '山田太郎から電話', '--lang', 'ja')).err).toContain(
    '墨消しする文がそのまま理由に入っています',
  )
  expect(await bench.events('event.redacted')).toEqual([])
  const [{ writer } = { writer: '' }] = await bench.events()
  expect((await redact('2', 'the name of ITO')).err).toContain(
    `the reason has words of the redacted text: Ito; if they must not be shown either: haltctl redact ${writer}:6 --field reason --reason TEXT -i ${id}\n`,
  )
  expect((await redact('3', '山田さんの氏名', '--lang', 'ja')).err).toContain(
    '理由に、墨消しした文の語があります: 山田。',
  )
  expect((await redact('4', 'xy')).err).not.toContain('the reason has')
  expect((await redact('5', 'a name')).err).not.toContain('the reason has')
})

it('a notice is not made of redacted words until there are others', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
  await bench.ok('set', 'cause.ja=山田の誤操作', 'cause.en=An error of Yamada')
  const findings = async (...args: readonly string[]) => {
    const { out } = await bench.halt('notice', 'website', '--check', '--json', ...args)
    return (JSON.parse(out) as { findings: { code: string; mend: string }[] }).findings
  }
  const codes = async () => (await findings()).map(({ code }) => code)
  expect(await codes()).not.toContain('words-redacted')
  await bench.ok('redact', '2', '--field', 'ja', '--reason', 'a name')
  expect((await findings()).find(({ code }) => code === 'words-redacted')).toMatchObject({
    level: 'error',
    message: expect.stringContaining('cause'),
    mend: expect.stringContaining('set cause.ja=...'),
  })
  expect((await findings('--lang', 'ja')).map(({ mend }) => mend).join()).toContain('別の文言を記録してください')
  const sent = await bench.halt('notice', 'website', '--send', '--force', '--reason', 'ordered')
  expect(sent).toMatchObject({ code: 3, err: expect.stringMatching(/in other words \(\S+.* set\), or edit the text/) })
  expect(sent.err).not.toContain('control characters')
  expect((await bench.halt('notice', 'website', '--send', '--force', '--reason', 'x', '--lang', 'ja')).err).toContain(
    '墨消しされた内容を別の文言で記録する',
  )
  await bench.ok('set', 'cause.ja=誤操作')
  expect(await codes()).not.toContain('words-redacted')
})

it('log --json --raw prints the lines of the file, and needs --json', async () => {
  const bench = new Bench()
  const id = (await bench.ok('start', '--type', 'system-failure')).trim()
  await bench.ok('note', '山田\u2028called')
  await bench.ok('redact', '2', '--field', 'text', '--reason', 'a name')
  const [{ writer } = { writer: '' }] = await bench.events()
  expect(await bench.ok('log', '--json', '--raw')).toBe(
    readFileSync(join(bench.workspace, 'incidents', id, `${id}.${writer}.jsonl`), 'utf8'),
  )
  expect(await bench.ok('log', '--json')).not.toContain('山田')
  expect(await bench.halt('log', '--raw')).toMatchObject({ code: 2, err: expect.stringContaining('(idle-flag)') })
})
