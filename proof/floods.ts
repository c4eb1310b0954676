import type { Line } from './chain.ts'
import type { Draft } from './forging.ts'

/** The event before, and the first one, of the writer whose line is made. */
interface Own {
  readonly before: string
  readonly first: string
}

/** The `i`th event of a flood. */
export type Flood = (i: number, own: Own, declared: Line) => Draft

const DIGEST = '0'.repeat(64)
const LATER = '2026-11-25T22:05:00+09:00'
const reason = 'r'

const say = (type: string, data: object): Draft => ({ type, data })
const note = (data: object = {}) => say('note.added', { text: 'n', ...data })
const target = (asset: string | null = null) => ({ operation: 'trading', asset })
const stated = (state: string, asset: string | null = null) => ({ ...target(asset), state, words: null })
const changes = (...all: readonly object[]) => say('scope.changed', { changes: all })
const lift = (data: object = {}) => say('scope.lifted', { changes: [stated('open')], open: [], ...data })
const asked = (data: object = { lift: [target()] }) =>
  say('approval.requested', { ...data, basis: DIGEST, digest: DIGEST })
const undo = (event: string) => say('event.undone', { event, reason })
const text = { language: 'ja', subject: null, text: 'x', digest: DIGEST }
const posted = (i: number, data: object = {}) => {
  const notice = {
    channel: 'website',
    stage: 'update',
    number: i + 1,
    link: null,
    text: null,
    digest: null,
    next: null,
  }
  return say('notice.posted', { ...notice, ...data })
}
const sent = (i: number, data: object = {}) => {
  const notice = { channel: 'website', stage: 'update', number: i + 1, retries: null, via: 'smtp', key: `k${i}` }
  return say('notice.intended', { ...notice, texts: [text], digest: DIGEST, next: null, journal: null, ...data })
}
const ran = (i: number) =>
  say('command.started', {
    ...{ argv: ['ls'], host: 'h', directory: '/', step: null },
    ...{ stdout: `o${i}`, stderr: `e${i}`, timeout: 1 },
  })
const authority = (id: string) => ({
  ...{ id, title: { ja: id, en: id }, verify: true, reviewed: '2026-01-01', events: { e: { ja: 'e', en: 'e' } } },
  filings: [
    {
      ...{ id: `${id}-initial`, title: { ja: 'x', en: 'x' } },
      due: [
        {
          ...{ from: 'e', after: null, within: { unit: 'hours', count: 4 } },
          ...{ latest: null, before: null, when: null, unless: null },
        },
      ],
    },
  ],
})

/** The first of two kinds of events, then the other, and so on. */
function inTurn(...kinds: readonly Flood[]): Flood {
  return (i, own, declared) => (kinds[i % kinds.length] as Flood)(i, own, declared)
}

/** One event of a kind, then only those of another. */
function after(first: Draft, then: Flood): Flood {
  return (i, own, declared) => (i === 0 ? first : then(i, own, declared))
}

/** Floods of events, of every kind of which an incident keeps something, by what they say. */
export const FLOODS: Readonly<Record<string, Flood>> = {
  'notices posted': (i) => posted(i, { next: LATER }),
  'first notices': (i) => posted(i, { stage: 'first', number: 1 }),
  'notices of resumption': (i) => posted(i, { stage: 'resumption' }),
  'notices with claims': (i) => posted(i, { text: `All is safe ${i}.`, claim: { evidence: 'e', approvedBy: 'x' } }),
  corrections: (i, { before }) => posted(i, { stage: 'correction', number: null, corrects: before }),
  'notices on channels of their own': (i) => posted(i, { channel: `c${i}` }),
  'approved notices': after(asked({ notices: [] }), (i, { first }) => posted(i, { approval: first })),
  'notices being sent': (i) => sent(i, { turn: i + 1 }),
  retries: after(sent(0), (i, { first }) => sent(i, { retries: first })),
  'notices settled': inTurn(sent, (i, { before }) => posted(i, { settles: before })),
  'notices that failed': inTurn(sent, (_, { before }) =>
    say('notice.delivered', {
      ...{ notice: before, outcome: 'failed', why: null, detail: null, link: null },
      ...{ accepted: null, refused: null, unknown: null, journal: null },
    }),
  ),
  'notices taken back': inTurn(posted, (_, { before }) => undo(before)),
  promises: () => say('notice.promised', { channel: 'website', next: LATER }),
  'marks of channels': (i) => say('channel.marked', { channel: 'website', safe: i % 2 === 0, reason }),
  'a fact': (i) => say('fact.set', { fact: 'cause', known: true, value: `v${i}`, ja: 'あ', en: 'x' }),
  'facts of all names': (i) => say('fact.set', { fact: `f${i}`, known: true, value: `v${i}` }),
  notes: () => note({ step: '2.1-logs' }),
  'hypotheses, discarded': inTurn(
    () => note({ hypothesis: true }),
    (_, { before }) => note({ discards: before }),
  ),
  'hypotheses, confirmed': inTurn(
    () => note({ hypothesis: true }),
    (_, { before }) => note({ confirms: before }),
  ),
  'key moments': inTurn(
    () => note({ key: true }),
    (_, { before }) => say('moment.marked', { event: before }),
  ),
  'copied notes': (i) => note({ source: { incident: `i${i}`, id: 'x', event: `aaaaaaaa:${i + 1}`, by: 'x' } }),
  attachments: (i) => note({ attached: [{ name: 'n', file: `f${i}`, bytes: 1, digest: DIGEST }] }),
  'private notes': (i) => say('note.private', { kept: { file: `f${i}`, bytes: 1, digest: DIGEST } }),
  'removed evidence': (i) => say('evidence.removed', { file: `f${i}`, reason }),
  'commands that ended': inTurn(ran, (_, { before: command }) =>
    say('command.ended', {
      ...{ command, end: 'exited', code: 1, signal: null, why: null, duration: 1 },
      ...{ stdout: null, stderr: null },
    }),
  ),
  'commands of unknown outcome': ran,
  'steps done and begun': inTurn(
    () => say('step.begun', { step: '2.1-logs' }),
    () => say('step.done', { step: '2.1-logs' }),
  ),
  'steps of all names': (i) => say('step.declined', { step: `s${i}`, reason }),
  assignments: (i) => say('step.assigned', { step: '2.1-logs', to: `p${i}` }),
  'stops and openings': (i) => changes(stated(i % 2 === 0 ? 'open' : 'stopped')),
  'assets that stop': (i) => changes(stated('stopped', `A${i}`)),
  'assets that open after a lift': after(lift(), (i) => changes(stated('open', `A${i}`))),
  'lifts and reopenings': inTurn(
    () => lift(),
    () => say('incident.reopened', { reason, scope: [stated('stopped')] }),
  ),
  phases: inTurn(
    ...['during-halt', 'after-resumption', 'initial-response'].map((to) => () => say('phase.advanced', { to })),
  ),
  'closings, undone': inTurn(
    () => say('incident.closed', { as: 'resolved', reason }),
    (_, { before }) => undo(before),
  ),
  severities: (i) => say('incident.classified', { severity: `sev${1 + (i % 3)}`, reason }),
  titles: (i) => say('incident.titled', { ja: `t${i}`, en: `t${i}` }),
  'a chain of undoings': after(note(), (_, { before }) => undo(before)),
  'undoings of one event': after(say('step.done', { step: '2.1-logs' }), (_, { first }) => undo(first)),
  'undoings of what nobody recorded': (i) => undo(`aaaaaaaa:${i + 1}`),
  'stops taken back': inTurn(
    () => changes(stated('stopped')),
    (_, { before }) => undo(before),
  ),
  'a chain of corrections': after(note(), (_, { before }) =>
    say('event.corrected', { event: before, text: 't', reason }),
  ),
  'corrections of one event': after(posted(0), (_, { first }) =>
    say('event.corrected', { event: first, at: LATER, reason }),
  ),
  'corrections of the declaration': (_, __, { writer, seq }) =>
    say('event.corrected', { event: `${writer}:${seq}`, at: LATER, reason }),
  redactions: inTurn(
    () => note(),
    (_, { before }) => say('event.redacted', { event: before, field: 'text', reason }),
  ),
  calls: (i) => say(i % 2 === 0 ? 'contact.tried' : 'contact.reached', { person: `p${i % 5}`, way: 'phone' }),
  pages: inTurn(
    (i) =>
      say('page.intended', {
        ...{ person: 'p', way: 'phone', via: 'webhook', department: 'system', level: null, key: `k${i}` },
        ...{ text, journal: null },
      }),
    (_, { before: page }) => say('page.delivered', { page, outcome: 'failed', why: null, detail: null, journal: null }),
  ),
  escalations: (i) => say('escalation.raised', { level: `l${i}`, reason }),
  'follow-ups': inTurn(
    (i) => say('action.added', { text: `a${i}`, owner: 'o', due: LATER }),
    (_, { before: action }) => say('action.done', { action }),
  ),
  'changes of a follow-up': after(say('action.added', { text: 'a', owner: null, due: null }), (i, { first: action }) =>
    say('action.changed', { action, owner: `o${i}` }),
  ),
  'offers of the lead': (i) => say('handover.offered', { to: `p${i}` }),
  'leads taken': () => say('handover.accepted', { offer: null, reason }),
  'clocks of authorities': (i) => say('clock.started', { authority: authority(`a${i}`), event: 'e', filing: null }),
  'reports to an authority': (i) =>
    say('authority.reported', { authority: authority('a'), filing: 'a-initial', ref: `r${i}` }),
  'fields of a form': (i) => say('filing.field-stated', { authority: 'jp-fsa', field: `f${i}`, value: 'v' }),
  'requests for approval': () => asked(),
  approvals: inTurn(
    () => asked(),
    (_, { before: request }) => say('approval.granted', { request, digest: DIGEST }),
  ),
  refusals: inTurn(
    () => asked(),
    (_, { before: request }) => say('approval.refused', { request, reason }),
  ),
  'approved lifts': inTurn(
    () => asked(),
    (_, { before }) => lift({ approval: before }),
  ),
  'adopted settings': (_, __, { data }) => say('settings.adopted', { settingsDigest: data.settingsDigest }),
  'accepted writers': (i) => say('writer.accepted', { writer: `w${i}`, key: null }),
  'writers set aside': (i) =>
    say('log.continued', { writer: `w${i}`, found: null, kept: null, reason: 'set-aside', words: 'x' }),
  'writers given up': (i) => say('log.continued', { writer: `w${i}`, found: null, kept: null, reason: 'missing' }),
  declarations: (_, __, { data }) => say('incident.started', data),
}
