import fc from 'fast-check'
import { CONTACT_METHODS } from '../../src/domain/contacts/contacts.ts'
import type { Intent } from '../../src/domain/decide/decide.ts'
import type { Inject, Scenario } from '../../src/domain/drill/scenario.ts'
import { isTime } from '../../src/domain/guard.ts'
import {
  CLOSINGS,
  COMMAND_ENDS,
  DELIVERY_OUTCOMES,
  EVENT_TYPES,
  type Event,
  type EventData,
  type EventDraft,
  type EventType,
} from '../../src/domain/log/event.ts'
import { REDACTED } from '../../src/domain/log/redaction.ts'
import { SCOPE_STATES } from '../../src/domain/log/scope-change.ts'
import { LANGUAGES, PHASES, SEVERITIES, STAGES } from '../../src/domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../src/domain/settings.ts'
import { HOUR, iso, MINUTE, SECOND, started, Writer } from '../given.ts'
import { ROSTER } from '../small-roster.ts'
import { SMALL_RUNBOOK } from '../small-runbook.ts'

/** Arbitrary events, logs and intents, with few distinct names so that they refer to each other. */

export const WRITERS = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc'] as const

const words = fc.constantFrom('', 'disk full', '設備の障害', '__proto__')
const digest = fc.constantFrom('0123abcd', 'runbook-1')
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of)
const time = fc.integer({ min: -12 * 60, max: 6 * 60 }).map((minutes) => iso(minutes * MINUTE))
/** What the value of a fact may be in a line that this program would not have written: of any other kind, or no time. */
const factValue = fc.oneof(
  time,
  fc.tuple(time, time).map((range) => range.join('/')),
  fc.constantFrom('', 'not a time', '2026-11-24', '2026-02-31T24:00:00', '0001-01-01T00:00:00+23:59'),
  fc.constantFrom('9999-12-31T23:59:59-23:59', 'x/y', '/', REDACTED, '1250000 JPY', '1200', '__proto__'),
)
const step = fc.constantFrom(...SMALL_RUNBOOK.steps.map(({ id }) => id), 'nowhere')
const fact = fc.constantFrom(...Object.keys(SMALL_RUNBOOK.facts), 'nothing', 'constructor')
const type = fc.constantFrom(...Object.keys(SMALL_RUNBOOK.types), 'flood')
const channel = fc.constantFrom(...Object.keys(SMALL_RUNBOOK.channels), 'fax')
const severity = fc.constantFrom(...SEVERITIES)
const name = fc
  .tuple(fc.constantFrom(...WRITERS), fc.integer({ min: 1, max: 12 }))
  .map(([writer, seq]) => `${writer}:${seq}`)

const change = fc.record({
  operation: fc.constantFrom(...Object.keys(SMALL_RUNBOOK.operations), 'lending'),
  asset: maybe(fc.constantFrom('XEM', 'JPY', 'BTC/JPY')),
  state: maybe(fc.constantFrom(...SCOPE_STATES)),
  words: maybe(words),
})
const changes = fc.array(change, { maxLength: 4 })
const steps = fc.array(step, { maxLength: 3 })
const force = fc.record({ reason: words, open: steps })
const runbook = fc.constantFrom(SMALL_RUNBOOK, { ...SMALL_RUNBOOK, steps: SMALL_RUNBOOK.steps.slice(4) })
const settings = fc.constantFrom<Settings>(
  DEFAULT_SETTINGS,
  { ...DEFAULT_SETTINGS, roster: ROSTER },
  {
    ...DEFAULT_SETTINGS,
    cadence: { ...DEFAULT_SETTINGS.cadence, channels: { email: { update: 'on-change' as const } } },
  },
)
const head = fc.record({ writer: fc.constantFrom(...WRITERS), seq: fc.nat(12), hash: words })

const file = fc.constantFrom('0123456789abcdef', 'fedcba9876543210', 'nothing')
const kept = fc.record({ file, bytes: fc.nat(), digest })
const attached = fc.array(fc.record({ name: words, file, bytes: fc.nat(), digest }), { maxLength: 2 })
const ref = fc.constantFrom('OPS-7', '{}:{alertname="EngineDown"}')
const source = some({ incident: digest, id: digest, event: name, by: words }, { ref })
const output = some({ total: fc.nat(), kept: maybe(kept) }, { lost: fc.boolean() })

const operator = fc.constantFrom('taro', 'hanako', 'sato', 'Kato')
const person = fc.constantFrom('sato', 'kato', 'ito', 'nobody')
const way = maybe(fc.constantFrom(...CONTACT_METHODS))
const level = fc.constantFrom('manager', 'board', 'nowhere')

const span = fc.record({ unit: fc.constantFrom('hours', 'days', 'months'), count: fc.integer({ min: 0, max: 10_000 }) })
const bilingual = fc.record({ ja: words, en: words })
const starting = fc.constantFrom('awareness', 'cause', 'constructor')
const filing = fc.constantFrom('fsa-initial', 'fsa-final', 'nothing')
const RULE = {
  from: maybe(starting),
  after: maybe(filing),
  within: maybe(span),
  latest: maybe(span),
  before: maybe(bilingual),
  when: maybe(starting),
  unless: maybe(starting),
}
const rule = fc.record(
  { ...RULE, unlessLater: starting },
  { requiredKeys: ['from', 'after', 'within', 'latest', 'before', 'when', 'unless'] },
)
const AUTHORITY = {
  id: fc.constantFrom('fsa', 'dora'),
  title: bilingual,
  verify: fc.boolean(),
  reviewed: fc.constant('2026-11-25'),
  events: fc.constant({ awareness: { ja: '知った', en: 'became known' } }),
  filings: fc.array(fc.record({ id: filing, title: bilingual, due: fc.array(rule, { maxLength: 3 }) }), {
    maxLength: 3,
  }),
}
const dayOff = fc.record(
  {
    at: fc.constantFrom('00:00', '12:00'),
    unless: maybe(fc.constant('systemic')),
    unlessFor: fc.array(filing, { maxLength: 2 }),
  },
  { requiredKeys: ['at', 'unless'] },
)
const authority = fc.record(
  { ...AUTHORITY, dayOff, timezones: fc.array(fc.constantFrom('Asia/Tokyo', 'Europe/Lisbon'), { maxLength: 2 }) },
  { requiredKeys: ['id', 'title', 'verify', 'reviewed', 'events', 'filings'] },
)

const claim = fc.record({ evidence: words, approvedBy: words })
const numbered = {
  channel,
  stage: fc.constantFrom(...STAGES),
  number: maybe(fc.integer({ min: 1, max: 5 })),
}
const noticeText = fc.record({ language: fc.constantFrom(...LANGUAGES), subject: maybe(words), text: words, digest })
const outgoing = {
  via: fc.constantFrom('smtp', 'webhook'),
  key: digest,
  texts: fc.array(noticeText, { maxLength: 2 }),
  digest,
}

const preparedNotice = some({ ...numbered, texts: outgoing.texts, digest, next: maybe(time) }, { forced: force })
const rules = fc.record({ notice: fc.subarray([...STAGES]), lift: fc.boolean(), claims: fc.boolean() })
const scopeTarget = fc.record({
  operation: fc.constantFrom('trading', 'withdrawals'),
  asset: maybe(fc.constant('XEM')),
})

/** A fact as this program states it: of its kind, and what is kept of it, a text, has a name that nothing had before. */
function asStated({ value, kept, ...stated }: EventData['fact.set']): EventData['fact.set'] {
  const isText = SMALL_RUNBOOK.facts[stated.fact]?.kind === 'text'
  return {
    ...stated,
    ...((value === null || (value !== undefined && isTime(value))) && { value }),
    ...(kept !== undefined && isText && { kept: { ...kept, file: 'new-piece' } }),
  }
}

function some<T extends object, K extends keyof T>(
  always: { [P in K]: fc.Arbitrary<T[P]> },
  sometimes: { [P in Exclude<keyof T, K>]-?: fc.Arbitrary<Exclude<T[P], undefined>> },
): fc.Arbitrary<T> {
  return fc.record({ ...always, ...sometimes } as never, { requiredKeys: Object.keys(always) as never }) as never
}

const offset = fc.integer({ min: 0, max: 5 * HOUR })
const inject: fc.Arbitrary<Inject> = fc.record({
  id: fc.constantFrom('press', 'outage', 'news', 'calm'),
  at: offset,
  words: maybe(fc.record({ ja: words, en: words })),
  within: offset,
  until: maybe(offset),
  facts: fc.array(
    fc.record({
      fact,
      value: maybe(words),
      ja: maybe(words),
      en: maybe(words),
      from: maybe(offset),
      to: maybe(offset),
    }),
    { maxLength: 2 },
  ),
  scope: changes,
  fails: fc.array(channel, { maxLength: 2 }),
  damaged: fc.array(channel, { maxLength: 1 }),
  silent: fc.array(fc.constantFrom('desk', 'law', 'nobody'), { maxLength: 2 }),
  resumes: fc.array(fc.constantFrom('trading', 'deposits', 'withdrawals:XEM', 'lending'), { maxLength: 2 }),
  steps,
  notices: fc.array(channel, { maxLength: 2 }),
  severity: maybe(severity),
})

/** Any scenario, with injects that overlap, repeat and contradict each other. */
export const anyScenario: fc.Arbitrary<Scenario> = fc
  .record({
    id: fc.constantFrom('small', 'other'),
    type,
    severity: maybe(severity),
    title: fc.record({ ja: words, en: words }),
    briefing: maybe(fc.record({ ja: words, en: words })),
    before: maybe(offset),
    planned: maybe(fc.record({ from: offset, to: offset })),
    scope: changes,
    facts: fc.constant([]),
    lasts: offset,
    mark: fc.integer({ min: 0, max: 100 }),
    injects: fc.array(inject, { maxLength: 5 }),
    original: maybe(fc.record({ incident: digest, total: maybe(fc.nat(100)), sections: fc.constant({ latency: 90 }) })),
  })
  .map((scenario) => ({ ...scenario, injects: [...scenario.injects].sort((a, b) => a.at - b.at) }))

const data: { readonly [T in EventType]: fc.Arbitrary<EventData[T]> } = {
  'incident.started': some(
    {
      id: fc.constantFrom('20261124-221705-failure', 'other'),
      type,
      title: maybe(words),
      severity: maybe(severity),
      drill: fc.boolean(),
      startedAt: maybe(time),
      planned: maybe(fc.record({ from: time, to: time })),
      scope: changes,
      runbook,
      runbookDigest: digest,
      settings,
      settingsDigest: digest,
    },
    { ref },
  ),
  'drill.began': fc.record({
    scenario: anyScenario,
    scenarioDigest: digest,
    speed: fc.integer({ min: 1, max: 600 }),
    auto: fc.boolean(),
  }),
  'drill.injected': fc.record({ inject }),
  'incident.classified': some({}, { type, severity, title: words, reason: words }),
  'incident.titled': some({}, { ja: words, en: words, reason: words }),
  'step.begun': some({ step }, { note: words }),
  'step.done': some({ step }, { note: words }),
  'step.declined': fc.record({ step, reason: words }),
  'step.skipped': fc.record({ step, reason: words }),
  'step.assigned': fc.record({ step, to: words }),
  'fact.set': some(
    { fact },
    { known: fc.boolean(), value: maybe(factValue), ja: maybe(words), en: maybe(words), kept },
  ),
  'note.added': some(
    { text: words },
    {
      ja: words,
      en: words,
      step,
      attached,
      hypothesis: fc.boolean(),
      discards: name,
      confirms: name,
      key: fc.boolean(),
      source,
    },
  ),
  'moment.marked': fc.record({ event: name }),
  'moment.declined': fc.record({ events: fc.array(name, { maxLength: 3 }) }),
  'note.private': some({ kept }, { attached }),
  'command.started': fc.record({
    argv: fc.array(words, { maxLength: 3 }),
    host: words,
    directory: words,
    step: maybe(step),
    stdout: file,
    stderr: file,
    timeout: fc.nat(),
  }),
  'command.ended': some(
    {
      command: name,
      end: fc.constantFrom(...COMMAND_ENDS),
      code: maybe(fc.nat(255)),
      signal: maybe(fc.constant('SIGKILL')),
      why: maybe(fc.constant('ENOENT')),
      duration: fc.nat(),
      stdout: maybe(output),
      stderr: maybe(output),
    },
    { left: fc.boolean() },
  ),
  'command.settled': fc.record({ command: name, words }),
  'evidence.removed': fc.record(
    { file, reason: words, standing: fc.constant('altered'), leftover: fc.boolean() },
    { requiredKeys: ['file', 'reason'] },
  ),
  'scope.changed': some({ changes }, { forced: force, unapproved: fc.boolean() }),
  'phase.advanced': some({ to: fc.constantFrom(...PHASES) }, { forced: force }),
  'scope.lifted': some({ changes, open: steps }, { forced: force, approval: name, unapproved: fc.boolean() }),
  'approval.requested': some(
    { basis: digest, digest },
    {
      notices: fc.array(preparedNotice, { maxLength: 3 }),
      lift: fc.array(scopeTarget, { maxLength: 3 }),
      claim,
      as: person,
      asked: fc.array(person, { maxLength: 2 }),
    },
  ),
  'approval.granted': some({ request: name, digest }, { as: person }),
  'approval.refused': fc.record({ request: name, reason: words }),
  'incident.reopened': fc.record({ reason: words, scope: changes }),
  'incident.closed': some(
    { as: fc.constantFrom(...CLOSINGS), reason: maybe(words) },
    { forced: force, duplicateOf: digest },
  ),
  'event.undone': some(
    { event: name, reason: words },
    { unapproved: fc.array(fc.constantFrom('trading'), { maxLength: 2 }) },
  ),
  'event.corrected': some({ event: name, reason: words }, { at: time, text: words, ja: words, en: words }),
  'event.redacted': fc.record({
    event: name,
    field: fc.constantFrom('reason', 'text', 'title', 'value', 'data'),
    reason: words,
  }),
  'notice.posted': some(
    { ...numbered, link: maybe(words), text: maybe(words), digest: maybe(digest), next: maybe(time) },
    { corrects: name, settles: name, claim, forced: force, approval: name, unapproved: fc.boolean() },
  ),
  'notice.intended': some(
    { ...numbered, retries: maybe(name), ...outgoing, next: maybe(time), journal: maybe(file) },
    { corrects: name, claim, forced: force, approval: name, unapproved: fc.boolean(), turn: fc.nat(9) },
  ),
  'notice.delivered': some(
    {
      notice: name,
      outcome: fc.constantFrom(...DELIVERY_OUTCOMES),
      why: maybe(fc.constantFrom('unreachable', 'refused')),
      detail: maybe(words),
      link: maybe(words),
      accepted: maybe(fc.nat(9)),
      refused: maybe(fc.nat(9)),
      unknown: maybe(fc.nat(9)),
      journal: maybe(kept),
    },
    { links: fc.record({ ja: words, en: words }) },
  ),
  'channel.marked': fc.record({ channel, safe: fc.boolean(), reason: words }),
  'notice.promised': fc.record({ channel, next: time }),
  'contact.tried': some({ person, way }, { note: words }),
  'contact.reached': some({ person, way }, { note: words }),
  'page.intended': fc.record({
    person,
    way: fc.constantFrom(...CONTACT_METHODS),
    via: fc.constantFrom('smtp', 'command'),
    department: maybe(fc.constantFrom('desk', 'law')),
    level: maybe(level),
    key: digest,
    text: noticeText,
    journal: maybe(file),
  }),
  'page.delivered': fc.record({
    page: name,
    outcome: fc.constantFrom(...DELIVERY_OUTCOMES),
    why: maybe(fc.constantFrom('unreachable', 'refused')),
    detail: maybe(words),
    journal: maybe(kept),
  }),
  'escalation.raised': fc.record({ level, reason: maybe(words) }),
  'action.added': fc.record(
    { text: words, ja: words, en: words, owner: maybe(words), due: maybe(time), serves: fact, ref: words },
    { requiredKeys: ['text', 'owner', 'due'] },
  ),
  'handover.offered': some({ to: operator }, { note: words }),
  'handover.accepted': fc.record({ offer: maybe(name), reason: maybe(words) }),
  'clock.started': fc.record({ authority, event: starting, filing: maybe(filing) }),
  'authority.reported': some({ authority, filing, ref: maybe(words) }, { note: words }),
  'action.changed': some({ action: name }, { owner: words, due: time, ref: words, ja: words, en: words }),
  'filing.field-stated': fc.record({ authority: starting, field: filing, value: maybe(words) }),
  'action.done': some({ action: name }, { note: words }),
  'runbook.adopted': some(
    { runbook, runbookDigest: digest, reason: words },
    { unapproved: fc.array(channel, { maxLength: 2 }) },
  ),
  'settings.adopted': some(
    { settings, settingsDigest: digest },
    {
      approval: maybe(rules),
      approvers: maybe(fc.dictionary(person, fc.record({ ja: words, en: words }), { maxKeys: 2 })),
    },
  ),
  'writer.accepted': fc.record({
    writer: fc.constantFrom('aaaaaaaa', 'bbbbbbbb'),
    key: fc.constantFrom(null, 'a key'),
  }),
  'lock.broken': fc.record({
    holders: fc.array(fc.record({ pid: fc.nat(), host: words, user: words, since: fc.option(words) })),
    reason: words,
  }),
  'log.recovered': fc.record({ kept: words, bytes: fc.nat() }),
  'log.continued': some(
    { writer: fc.constantFrom(...WRITERS, 'elsewhere'), found: maybe(head), kept: maybe(head), reason: words },
    {
      frozen: fc.record({ file: words, bytes: fc.nat(), digest, line: fc.nat(), why: words, words }),
      words,
    },
  ),
}

export const draftOf = <T extends EventType>(type: T): fc.Arbitrary<EventDraft> =>
  fc.record({ type: fc.constant(type), data: data[type] as fc.Arbitrary<never> }) as never

export const anyDraft: fc.Arbitrary<EventDraft> = fc.oneof(
  ...EVENT_TYPES.filter((type) => type !== 'incident.started').map((type) => ({ weight: 4, arbitrary: draftOf(type) })),
  { weight: 1, arbitrary: draftOf('incident.started') },
)

interface Turn {
  readonly writer: number
  readonly draft: EventDraft
  readonly at: string | null
  readonly later: number
  readonly reads: boolean
}

const turn: fc.Arbitrary<Turn> = fc.record({
  writer: fc.nat(WRITERS.length - 1),
  draft: anyDraft,
  at: fc.option(time),
  later: fc.constantFrom(0, SECOND, MINUTE, HOUR),
  reads: fc.boolean(),
})

/** The events of up to three writers, who sometimes read each other’s events; the clock may stand still. */
export const anyLog: fc.Arbitrary<readonly Event[]> = fc
  .tuple(fc.option(draftOf('incident.started'), { freq: 8, nil: started() }), fc.array(turn, { maxLength: 24 }))
  .map(([start, turns]) => {
    const writers = WRITERS.map((writer, i) => new Writer(writer, ['taro', 'hanako', 'jiro'][i]))
    const seen = writers.map((): readonly Event[] => [])
    writers[0]?.write(start, 0)
    let now = 0
    for (const { writer, draft, at, later, reads } of turns) {
      now += later
      if (reads) seen[writer] = writers.filter((_, i) => i !== writer).flatMap((other) => other.events)
      writers[writer]?.write(at === null ? draft : { ...draft, at }, now, seen[writer])
    }
    return writers.flatMap(({ events }) => events)
  })

const at = maybe(time).map((when) => (when === null ? {} : { at: when }))
const statement = change.map((c) => ({ ...c, state: c.state ?? ('open' as const) }))
const target = fc.record({ operation: change.map((c) => c.operation), asset: fc.constantFrom(null, 'XEM', '*', 'xem') })
const reason = words

/** Any intent on the incident with these events. */
export function anyIntent(events: readonly Event[]): fc.Arbitrary<Intent> {
  const event = fc.constantFrom(...events)
  const named = fc.array(channel, { minLength: 1, maxLength: 3 })
  const stage = fc.option(fc.constantFrom(...STAGES)).map((stage) => (stage === null ? {} : { stage }))
  const forced = fc.constantFrom({}, { force: 'ordered' })
  const again = fc.constantFrom({}, { again: 'the page was lost' })
  const intents: fc.Arbitrary<object>[] = [
    fc.record({ kind: fc.constantFrom('begin', 'done'), steps, note: words }),
    fc.record({ kind: fc.constantFrom('decline', 'skip'), steps, reason }),
    fc.record({ kind: fc.constant('assign'), steps, to: words }),
    fc.record({ kind: fc.constant('set'), statements: fc.array(data['fact.set'].map(asStated), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('scope'), statements: fc.array(statement, { maxLength: 4 }) }),
    forced.map((force) => ({ kind: 'advance', ...force })),
    fc
      .tuple(fc.oneof(fc.constant('all'), fc.array(target, { maxLength: 3 })), forced)
      .map(([targets, force]) => ({ kind: 'lift', targets, ...force })),
    fc.record({ kind: fc.constant('reopen'), reason, scope: fc.array(statement, { maxLength: 2 }) }),
    fc
      .tuple(fc.constantFrom(...CLOSINGS), forced)
      .map(([as, force]) => ({ kind: 'close', as, reason: 'over', ...force })),
    data['incident.titled'].map(({ reason, ...titles }) => ({
      kind: 'title',
      titles,
      ...(reason !== undefined && { reason }),
    })),
    data['incident.classified'].map((classified) => ({ kind: 'classify', ...classified })),
    fc.tuple(named, stage, maybe(time), maybe(words), again).map(([channels, stage, next, link, again]) => ({
      kind: 'posted',
      channels,
      ...stage,
      ...again,
      link,
      text: null,
      digest: null,
      next,
    })),
    fc.record({ kind: fc.constant('promise'), channels: named, next: time }),
    fc
      .tuple(fc.array(fc.record({ ...numbered, ...outgoing, next: maybe(time), journal: maybe(file) })), forced)
      .map(([notices, force]) => ({ kind: 'intend-notices', notices, ...force })),
    fc
      .tuple(fc.array(fc.record({ notice: name, via: fc.constantFrom('smtp', 'webhook'), journal: file })), forced)
      .map(([notices, force]) => ({ kind: 'retry-notices', notices, ...force })),
    data['notice.delivered'].map((delivered) => ({ kind: 'deliver-notice', data: delivered })),
    fc.record({ kind: fc.constant('mark-channel'), channels: named, safe: fc.boolean(), reason }),
    some(
      {
        kind: fc.constant('call'),
        people: fc.array(person, { maxLength: 2 }),
        state: fc.constantFrom('tried', 'reached'),
        way,
      },
      { note: words },
    ),
    fc.record({ kind: fc.constant('escalate'), levels: fc.array(level, { maxLength: 2 }), reason: maybe(words) }),
    fc.record({
      kind: fc.constant('start-clocks'),
      starts: fc.array(fc.record({ authority, event: starting, filing: maybe(filing) }), { maxLength: 2 }),
    }),
    some({ kind: fc.constant('report-to'), authority, filing, ref: maybe(words) }, { note: words }),
    some({ kind: fc.constant('offer-lead'), to: operator }, { note: words }),
    fc.record({ kind: fc.constant('accept-lead'), reason: maybe(words) }),
    fc.record({ kind: fc.constant('undo'), target: maybe(event), reason }),
    fc.record({ kind: fc.constant('correct'), target: event, text: words, reason }),
    fc.record({ kind: fc.constant('add-action'), text: words, owner: maybe(words), due: maybe(time) }),
    fc.record({ kind: fc.constant('change-action'), action: name, owner: words, due: time }),
    fc.record({ kind: fc.constant('finish-action'), action: name, note: words }),
    some(
      { kind: fc.constant('note'), text: words },
      { step, attached, hypothesis: fc.boolean(), discards: name, source },
    ),
    some({ kind: fc.constant('private-note'), kept }, { attached }),
    data['command.started'].map((started) => ({ kind: 'start-command', data: started })),
    data['command.ended'].map((ended) => ({ kind: 'end-command', data: ended })),
    data['command.settled'].map((settled) => ({ kind: 'settle-command', ...settled })),
    fc.record({
      kind: fc.constant('remove-evidence'),
      removals: fc.array(
        fc.record({ file, standing: fc.constant('altered'), leftover: fc.boolean() }, { requiredKeys: ['file'] }),
        {
          maxLength: 3,
        },
      ),
      reason,
    }),
    data['runbook.adopted'].map((adopted) => ({ kind: 'adopt-runbook', data: adopted })),
    data['settings.adopted'].map((adopted) => ({ kind: 'adopt-settings', data: adopted })),
  ]
  return fc
    .tuple(fc.oneof(...intents), at)
    .map(([intent, when]) => ({ ...intent, ...('target' in intent ? {} : when) }) as Intent)
}
