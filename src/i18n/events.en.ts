import type { Authority } from '../domain/authorities/authority.ts'
import type { GivenFact, Inject } from '../domain/drill/scenario.ts'
import { valueInEvidence } from '../domain/incident/facts.ts'
import type { GivenTexts } from '../domain/incident/own-texts.ts'
import { formatTarget } from '../domain/incident/scope.ts'
import type {
  Attachment,
  CommandEnd,
  CommandOutcome,
  CommandOutput,
  EventData,
  EventType,
  Force,
  KeptBytes,
} from '../domain/log/event.ts'
import { FOREIGN, FORKED, isLeftWhole, SET_ASIDE } from '../domain/log/missing-heads.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { quoteArgv } from '../view/shell-quote.ts'
import { dueText, factValueText, timeText } from '../view/time-format.ts'
import { formatSize, grouped, type Words, words } from './words.en.ts'

const CONTINUED_BECAUSE = { behind: 'truncated', differs: 'replaced' }

/** Describes one event in a line, without its time, name and author. */
export type EventDescriptions = { readonly [T in EventType]: (data: EventData[T]) => string }

type Named = Pick<EventData['notice.posted'], 'channel' | 'stage' | 'number'>

/** The state of evidence before it was removed. A newer version may have recorded a state unknown to this one. */
const foundWords = (standing: string | undefined) =>
  standing === undefined
    ? ''
    : ` (found: ${(words.standing as Readonly<Record<string, string>>)[standing] ?? standing})`

/** The name of an id. A newer version may have recorded one unknown to this one, and the report puts names itself. */
export function nameOr(names: Readonly<Record<string, string>>, id: string): string {
  return Object.hasOwn(names, id) ? (names[id] as string) : id
}

/** Why a delivery failed, without the fix: what its words say up to the first full stop or colon. */
export function reasonWords(failures: Readonly<Record<string, string>>, code: string): string {
  return nameOr(failures, code).split(/。|: /)[0] as string
}

/** The stage and number of a notice, in words; a stage that is unknown, or is in words already, as it is. */
export function stageAndNumber({ stage, number }: Named, { notice, stage: known, number: ordinal }: Words): string {
  if (Object.hasOwn(known, stage)) return notice(stage, number)
  return number === null ? stage : `${stage} ${ordinal(number)}`
}

/** Each round of notices, in words, with its channels. */
export function roundsOf(notices: readonly Named[], words: Words): [round: string, channels: string[]][] {
  const rounds = new Map<string, string[]>()
  for (const notice of notices) {
    const round = stageAndNumber(notice, words)
    rounds.set(round, [...(rounds.get(round) ?? []), notice.channel])
  }
  return [...rounds]
}

const noticeName = (named: Named) => `${named.channel} ${stageAndNumber(named, words)}`
const nextWords = (next: string | null) => (next === null ? '' : `, next ${factValueText(next, 'en')}`)
const forcedWords = (forced: Force | undefined) => (forced === undefined ? '' : `, forced${quoteIfAny(forced.reason)}`)
const approvalWords = ({ approval, unapproved }: { readonly approval?: string; readonly unapproved?: boolean }) =>
  unapproved ? ', NOT approved by a second person' : approval === undefined ? '' : `, approved (${approval})`
const rulesWords = (rules: EventData['settings.adopted']['approval']) => {
  if (rules === undefined) return ''
  const what =
    rules === null
      ? []
      : [
          ...rules.notice.map((stage) => nameOr(words.stage, stage)),
          ...(rules.lift ? ['lifts'] : []),
          ...(rules.claims ? ['claims'] : []),
        ]
  return what.length === 0 ? ', NOTHING needs approval any more' : `, to be approved from now on: ${what.join(', ')}`
}
const approversWords = (approvers: EventData['settings.adopted']['approvers']) => {
  if (approvers === undefined) return ''
  if (approvers === null) return ', anybody else can approve from now on'
  const people = Object.entries(approvers).map(([id, { en }]) => (en === id ? id : `${en} (${id})`))
  return people.length === 0 ? ', NOBODY can approve any more' : `, can approve from now on: ${people.join(', ')}`
}
const freedWords = (channels: readonly string[] = []) =>
  channels.length === 0 ? '' : `, notices NEED NO approval any more on: ${words.listed(channels.map(words.channel))}`
const wayWords = (way: string | null) => (way === null ? '' : ` by ${way}`)
const forWords = ({ level, department }: EventData['page.intended']) =>
  level === null && department === null ? '' : ` for ${level ?? department}`
const pagedWords = ({ outcome, why, detail }: EventData['page.delivered']) =>
  why === 'drill'
    ? 'simulated: in a drill nothing leaves the machine'
    : `${outcomeWords[outcome]}${why ? ` (${why}${detail ? `: ${detail}` : ''})` : ''}`
const outcomeWords = { sent: 'sent', failed: 'NOT sent', unknown: 'OUTCOME UNKNOWN' } as const

const correctsWords = (corrects: string | undefined) => (corrects === undefined ? '' : `, correcting ${corrects}`)

function recipientWords({ outcome, accepted, refused, unknown }: EventData['notice.delivered']): string {
  if (accepted === null) return ''
  const counts = [
    accepted > 0 || outcome === 'sent' ? `accepted ${grouped(accepted)}` : '',
    refused ? `refused ${grouped(refused)}` : '',
    unknown ? `unknown ${grouped(unknown)}` : '',
  ].filter(Boolean)
  const isPartial = accepted > 0 && outcome !== 'sent'
  return `${isPartial ? ' to all' : ''}${counts.length > 0 ? `: ${counts.join(', ')}` : ''}`
}

const sentAsWords = (intent: string | undefined) => (intent === undefined ? '' : ` (sent as ${intent})`)

/** Scope changes as an operator types them. A cleared exception shows as `withdrawals:XEM=`. */
export function scopeWords(changes: EventData['scope.changed']['changes']): string {
  return changes
    .map((c) => `${c.operation}${c.asset ? `:${c.asset}` : ''}=${c.state ?? ''}${c.words ? `:${c.words}` : ''}`)
    .join(' ')
}

const quoteIfAny = (text: string | null | undefined) => (text ? ` "${text}"` : '')

export function factWords(data: EventData['fact.set'], language: Language): string {
  if (data.known === false) return `${data.fact}=?`
  const parts = [
    data.value != null ? `${data.fact}=${factValueText(data.value, language)}` : '',
    data.kept !== undefined ? `${data.fact}=${valueInEvidence(data.kept)}` : '',
    data.ja !== undefined ? `${data.fact}.ja=${data.ja ?? '?'}` : '',
    data.en !== undefined ? `${data.fact}.en=${data.en ?? '?'}` : '',
  ]
  return parts.filter(Boolean).join(' ')
}

const keptWords = ({ file, bytes }: KeptBytes) => `${formatSize(bytes)} in ${file}`

const attachedWords = (attached: readonly Attachment[] = []) =>
  attached.map(({ name, ...kept }) => `, ${name} (${keptWords(kept)})`).join('')

/** The same words in the languages in which somebody wrote others. */
const textsWords = ({ text, ja, en }: GivenTexts & { readonly text?: string }) =>
  `${ja === undefined || ja === text ? '' : ` (in Japanese "${ja}")`}${en === undefined || en === text ? '' : ` (in English "${en}")`}`

const sourceWords = ({ source }: EventData['note.added']) =>
  source === undefined
    ? ''
    : `, copied from ${source.id} ${source.event} ${source.by}${source.unknown ? ', a writer that was not known' : ''}`

const noteWords = ({ hypothesis, discards, confirms, key }: EventData['note.added']) => {
  const judged = [
    ...(discards === undefined ? [] : [`discarded ${discards}`]),
    ...(confirms === undefined ? [] : [`confirmed ${confirms} as the cause`]),
  ]
  const what = hypothesis
    ? [judged.length === 0 ? 'hypothesis' : 'new hypothesis']
    : judged.length === 0
      ? ['note']
      : []
  return [...judged, ...what, ...(key ? ['key moment'] : [])].join(', ')
}

/** Names an authority, or one of its filings; marks it `verify` if nobody has checked the authority's file. */
const filingWords = ({ id, title, verify, filings }: Authority, filing: string | null) => {
  const report = filings.find((f) => f.id === filing)
  const names = report === undefined ? [title.en] : [title.en, report.title.en]
  return `${names.join(' ')} (${[filing ?? id, verify ? words.verify : ''].filter(Boolean).join(', ')})`
}

/** How a command ended; follows the command's name in a sentence. */
export const describeCommandEnd = ({ end, code, signal, why }: CommandOutcome) =>
  endWords[end](code ?? signal ?? why ?? '')

const NOT_STARTED: Readonly<Record<string, string>> = { ENOENT: 'no such program: ', EACCES: 'permission denied: ' }

const endWords: Readonly<Record<CommandEnd, (how: string | number) => string>> = {
  exited: (code) => `exited ${code}`,
  signalled: (signal) => `was killed by ${signal}`,
  'timed-out': () => 'timed out and was killed',
  interrupted: () => 'was interrupted',
  'not-started': (why) => `could not be started (${NOT_STARTED[why] ?? ''}${why})`,
}

const LEFT_RUNNING = 'it left a process running, and what that writes from now on is not kept'

const outputWords = (what: string, output: CommandOutput | null) => {
  if (output === null) return ''
  const { kept, total, lost } = output
  if (kept === null) return `, ${what} ${lost ? 'COULD NOT BE' : 'not'} kept (${formatSize(total)})`
  return `, ${what} ${keptWords(kept)}${kept.bytes < total ? ` of ${formatSize(total)}` : ''}${lost ? ', the rest COULD NOT BE kept' : ''}`
}

const givenWords = (given: GivenFact) =>
  `${given.fact} is known${quoteIfAny(given.en ?? given.value ?? given.ja ?? spanWords(given))}`

function spanWords({ from, to }: GivenFact): string | null {
  const spans = [from, to].flatMap((ms) => (ms === null ? [] : words.seconds(ms / 1000)))
  return spans.length === 0 ? null : `${spans.join(' to ')} after the drill was opened`
}

/** What an inject says; if it has no words, what it changes. */
function injectWords(inject: Inject): string {
  const { words: said, facts, scope, fails, damaged, silent, resumes, severity } = inject
  if (said !== null) return said.en
  const parts = [
    ...facts.map(givenWords),
    ...(scope.length > 0 ? [scopeWords(scope)] : []),
    ...fails.map((channel) => `nothing can be sent on ${channel}`),
    ...damaged.map((channel) => `the notice on ${channel} is wrong`),
    ...silent.map((department) => `the head of ${department} does not answer`),
    ...(resumes.length > 0 ? [`may open again: ${resumes.join(', ')}`] : []),
    ...(severity === null ? [] : [`severity is ${severity}`]),
  ]
  return parts.join('; ')
}

export const events: EventDescriptions = {
  'incident.started': (d) =>
    `declared ${d.type}${d.severity ? ` ${d.severity}` : ''}${quoteIfAny(d.title)}${d.planned === null ? '' : `, planned ${timeText(d.planned.from)} to ${timeText(d.planned.to)}`}${d.startedAt === null ? '' : `, halt began ${timeText(d.startedAt)}`}${d.scope.length > 0 ? `, ${scopeWords(d.scope)}` : ''}${d.ref === undefined ? '' : `, for ${d.ref}`}`,
  'drill.began': (d) =>
    `drill ${d.scenario.id}${d.speed > 1 ? `, ${d.speed} times as fast` : ''}${d.auto ? ', played by the program' : ''}`,
  'drill.injected': (d) => `INJECT ${d.inject.id}: ${injectWords(d.inject)}`,
  'incident.classified': (d) =>
    `classified ${[d.type, d.severity, d.title].filter(Boolean).join(' ')}${quoteIfAny(d.reason)}`,
  'incident.titled': ({ ja, en, reason }) =>
    `title${ja === undefined ? '' : ` in Japanese "${ja}"`}${en === undefined ? '' : ` in English "${en}"`}${quoteIfAny(reason)}`,
  'step.begun': (d) => `begun ${d.step}${quoteIfAny(d.note)}`,
  'step.done': (d) => `done ${d.step}${quoteIfAny(d.note)}`,
  'step.declined': (d) => `declined ${d.step}${quoteIfAny(d.reason)}`,
  'step.skipped': (d) => `skipped ${d.step}${quoteIfAny(d.reason)}`,
  'step.assigned': (d) => `assigned ${d.step} to ${d.to}`,
  'fact.set': (d) => `fact ${factWords(d, 'en')}`,
  'note.added': (d) =>
    `${noteWords(d)}${d.step === undefined ? '' : ` ${d.step}`}${quoteIfAny(d.text)}${textsWords(d)}${attachedWords(d.attached)}${sourceWords(d)}`,
  'moment.marked': (d) => `key moment: ${d.event}`,
  'moment.declined': (d) => `not key moments: ${d.events.join(', ')}`,
  'note.private': (d) => `private note, ${keptWords(d.kept)}${attachedWords(d.attached)}`,
  'command.started': (d) => `running ${quoteArgv(d.argv)} (${d.host}:${d.directory})`,
  'command.ended': (d) =>
    `${d.command} ${describeCommandEnd(d)} after ${(d.duration / 1000).toFixed(1)} s${outputWords('output', d.stdout)}${outputWords('error output', d.stderr)}${d.left ? `; ${LEFT_RUNNING}` : ''}`,
  'command.settled': (d) => `outcome of ${d.command}${quoteIfAny(d.words)}`,
  'evidence.removed': (d) => `evidence removed ${d.file}${foundWords(d.standing)}${quoteIfAny(d.reason)}`,
  'scope.changed': (d) => `scope ${scopeWords(d.changes)}${approvalWords(d)}${forcedWords(d.forced)}`,
  'phase.advanced': (d) => `phase ${nameOr(words.phase, d.to)}${forcedWords(d.forced)}`,
  'scope.lifted': (d) =>
    `lifted${d.changes.length > 0 ? ` ${scopeWords(d.changes)}` : ''}${approvalWords(d)}${forcedWords(d.forced)}`,
  'incident.reopened': (d) => `reopened${quoteIfAny(d.reason)}${d.scope.length > 0 ? `, ${scopeWords(d.scope)}` : ''}`,
  'incident.closed': (d) =>
    `closed as ${nameOr(words.closing, d.as)}${d.duplicateOf === undefined ? '' : ` of ${d.duplicateOf}`}${d.forced?.reason === d.reason ? '' : quoteIfAny(d.reason)}${forcedWords(d.forced)}`,
  'event.undone': (d) =>
    `undone ${d.event}${quoteIfAny(d.reason)}${d.unapproved === undefined ? '' : `, no longer restricted ${d.unapproved.join(' ')}${approvalWords({ unapproved: true })}`}`,
  'event.corrected': (d) =>
    `corrected ${d.event}${d.at ? ` at ${timeText(d.at)}` : ''}${quoteIfAny(d.text)}${textsWords(d)}, because${quoteIfAny(d.reason)}`,
  'event.redacted': (d) => `redacted ${d.field} of ${d.event}, reason:${quoteIfAny(d.reason)}`,
  'notice.posted': (d) =>
    `notice ${d.settles === undefined ? 'posted' : 'arrived'}: ${noticeName(d)}${correctsWords(d.corrects)}${sentAsWords(d.settles)}${d.link ? ` ${d.link}` : ''}${nextWords(d.next)}${approvalWords(d)}${forcedWords(d.forced)}`,
  'notice.intended': (d) =>
    `sending notice: ${noticeName(d)}${correctsWords(d.corrects)} by ${d.via}${d.retries ? `, again (${d.retries})` : ''}${nextWords(d.next)}${approvalWords(d)}${forcedWords(d.forced)}`,
  'notice.delivered': (d) =>
    `${d.notice} ${outcomeWords[d.outcome]}${recipientWords(d)}${d.link ? ` ${d.link}` : ''}${d.why ? ` (${d.why}${d.detail ? `: ${d.detail}` : ''})` : ''}`,
  'channel.marked': (d) =>
    `channel ${d.channel} ${d.safe ? 'safe again' : 'UNSAFE, not to be used'}${quoteIfAny(d.reason)}`,
  'notice.promised': (d) => `next report planned: ${d.channel} ${factValueText(d.next, 'en')}`,
  'contact.tried': (d) => `called ${d.person}${wayWords(d.way)}: no answer yet${quoteIfAny(d.note)}`,
  'contact.reached': (d) => `reached ${d.person}${wayWords(d.way)}${quoteIfAny(d.note)}`,
  'page.intended': (d) => `paging ${d.person} by ${d.way}${forWords(d)}`,
  'page.delivered': (d) => `page ${d.page} ${pagedWords(d)}`,
  'escalation.raised': (d) => `escalated to ${d.level}${quoteIfAny(d.reason)}`,
  'action.added': (d) =>
    `follow-up${quoteIfAny(d.text)}${textsWords(d)} ${d.owner ?? words.noOwner}, ${d.due === null ? words.noDue : `due ${dueText(d.due)}`}${d.serves === undefined ? '' : `, for ${d.serves}`}${d.ref === undefined ? '' : `, ref ${d.ref}`}`,
  'handover.offered': (d) => `lead offered to ${d.to}${quoteIfAny(d.note)}`,
  'handover.accepted': (d) => `took over the lead${quoteIfAny(d.reason)}`,
  'clock.started': (d) =>
    `clock started: ${d.authority.events[d.event]?.en ?? d.event}, ${filingWords(d.authority, d.filing)}`,
  'authority.reported': (d) =>
    `reported: ${filingWords(d.authority, d.filing)}${d.ref === null ? '' : `, ref ${d.ref}`}${quoteIfAny(d.note)}`,
  'filing.field-stated': (d) =>
    `form of ${d.authority}, field ${d.field}: ${d.value === null ? 'not known' : factValueText(d.value, 'en')}`,
  'approval.requested': ({ notices = [], lift = [] }) =>
    `asked for approval: ${[...roundsOf(notices, words).map(([round, channels]) => words.marked(round, words.listed(channels))), ...(lift.length === 0 ? [] : [`lift ${lift.map(formatTarget).join(' ')}`])].join(', ')}`,
  'approval.granted': (d) => `approved ${d.request}`,
  'approval.refused': (d) => `refused ${d.request}${quoteIfAny(d.reason)}`,
  'action.changed': (d) =>
    `follow-up changed ${d.action}: ${[d.owner, d.due === undefined ? '' : `due ${dueText(d.due)}`, d.ref === undefined ? '' : `ref ${d.ref}`, textsWords(d).trim()].filter(Boolean).join(', ')}`,
  'action.done': (d) => `follow-up done ${d.action}${quoteIfAny(d.note)}`,
  'runbook.adopted': (d) =>
    `runbook adopted ${d.runbookDigest.slice(0, 12)}${freedWords(d.unapproved)}${quoteIfAny(d.reason)}`,
  'settings.adopted': (d) =>
    `settings adopted ${d.settingsDigest.slice(0, 12)}${rulesWords(d.approval)}${approversWords(d.approvers)}`,
  'writer.accepted': (d) => `writer ${d.writer} accepted as known`,
  'lock.broken': (d) =>
    `broke the lock of ${d.holders.map(({ pid, host, user }) => `process ${pid} (${[user, host].filter((word) => word !== '').join(', ')})`).join(', ')}${quoteIfAny(d.reason)}`,
  'log.recovered': (d) => `torn end set aside: ${d.bytes} bytes in ${d.kept}`,
  'log.continued': (d) => {
    if (d.reason === SET_ASIDE) {
      const events = d.kept === null ? '' : ` (${d.kept.seq === 1 ? '1 event' : `${d.kept.seq} events`})`
      return `writer ${d.writer} set aside${events}${quoteIfAny(d.words)}`
    }
    if (d.reason === FOREIGN) return `foreign lines after ${d.writer}:${d.kept?.seq ?? 0}${quoteIfAny(d.words)}`
    if (d.reason === FORKED)
      return `goes on from ${d.writer}: other lines after ${d.found?.seq ?? 0} are signed with its key too (state folder copied or restored); recorded here up to ${d.kept?.seq ?? 0}${quoteIfAny(d.words)}`
    if (isLeftWhole(d))
      return `goes on from ${d.writer}:${d.kept?.seq ?? 0} in a new file: that one could not be written to any more (another owner or mode)${quoteIfAny(d.words)}`
    const reason = nameOr(CONTINUED_BECAUSE, d.reason)
    return `continues ${d.writer}: found up to ${d.found?.seq ?? 0}${d.kept === null ? '' : `, recorded up to ${d.kept.seq}`} (${reason})${d.frozen ? `, frozen at line ${d.frozen.line}${quoteIfAny(d.frozen.words)}` : quoteIfAny(d.words)}`
  },
}
