import type { WayName } from '../domain/contacts/contacts.ts'
import type { Notice, Page } from '../domain/incident/incident.ts'
import type { Audience } from '../domain/report/audience.ts'
import type { Report } from '../domain/report/report.ts'
import { counted } from '../i18n/words.en.ts'
import { contacts } from '../people/words.en.ts'

/** Headings and labels of the report. */
export interface ReportLabels {
  readonly heading: (title: string) => string
  readonly drill: string
  readonly openStill: string
  readonly summary: string
  readonly incident: string
  readonly type: string
  readonly typeBecame: string
  readonly severity: (words: string) => string
  readonly severityBecame: string
  readonly phase: string
  readonly undeclared: string
  readonly fromTo: (from: string, to: string) => string
  readonly declaredBy: string
  readonly people: string
  readonly listed: (names: readonly string[]) => string
  readonly planned: string
  readonly duration: string
  /** A span of so many days, and what it takes besides. */
  readonly days: (n: number, rest: string) => string
  readonly plannedDuration: string
  readonly closedAs: string
  readonly metrics: string
  readonly timeToDetect: string
  readonly timeToNotify: string
  readonly timeFromDeclaring: string
  readonly beforeDeclaring: string
  readonly timeToResumptionNotice: string
  readonly factsKnown: string
  readonly timeToResume: string
  readonly promises: string
  readonly promisesInTime: string
  readonly kept: (kept: number, due: number) => string
  readonly unknown: string
  readonly milestones: string
  readonly offset: string
  readonly time: string
  readonly zone: string
  readonly what: string
  readonly interruption: string
  readonly milestone: (id: string, name: string) => string
  readonly scope: string
  readonly operation: string
  readonly state: string
  readonly since: string
  readonly facts: string
  readonly fact: string
  readonly value: string
  readonly publicWords: string
  readonly thought: string
  readonly discarded: string
  readonly leads: string
  readonly lead: string
  readonly from: string
  readonly until: string
  readonly assigned: string
  readonly calls: string
  readonly whom: string
  readonly way: string
  readonly ways: Readonly<Record<WayName, string>>
  readonly note: string
  readonly called: Readonly<Record<'tried' | 'reached' | 'raised', string>>
  readonly paged: Readonly<Record<Page['state'], string>>
  readonly offered: (to: string, by: string, at: string) => string
  readonly notices: string
  readonly channel: string
  readonly stage: string
  readonly link: string
  readonly noticeState: Readonly<Record<Notice['state'], string>>
  /** `unknown` is null where it is not counted. */
  readonly recipients: (accepted: number, refused: number, unknown: number | null) => string
  readonly claim: (channel: string, event: string, evidence: string, approvedBy: string) => string
  readonly manual: string
  readonly clause: string
  readonly by: string
  readonly carriers: string
  readonly reason: string
  readonly authorities: string
  readonly report: string
  readonly countsFrom: string
  readonly reported: string
  readonly ref: string
  readonly made: (report: string) => string
  readonly noDeadline: string
  readonly atOnce: string
  readonly range: (due: string, latest: string) => string
  readonly inTime: string
  readonly late: string
  readonly overdue: string
  readonly deviations: string
  /** Said instead of a list that stood there before. */
  readonly sameAs: (time: string) => string
  readonly step: string
  readonly event: string
  readonly deviation: { readonly skipped: string; readonly forced: string; readonly 'open-at-lift': string }
  readonly actions: string
  readonly owner: string
  readonly due: string
  readonly done: string
  readonly open: string
  /** A hypothesis that nobody ruled out. */
  readonly considered: string
  /** A report to an authority that is still to be made. */
  readonly notReported: string
  readonly corrections: string
  readonly evidence: string
  readonly outcomeUnknown: string
  readonly outcomeSettled: string
  readonly size: string
  readonly digest: string
  readonly conflicts: string
  readonly timeline: string
  readonly recorded: string
  readonly undone: string
  readonly corrected: string
  readonly log: string
  /** What the head of the log follows. */
  readonly logState: (events: number) => string
  readonly chainWhole: string
  readonly chain: (chain: Report['chain']) => string[]
  readonly impact: string
  readonly stopped: string
  readonly restricted: string
  readonly toResumption: string
  /** Those inside the company as well. */
  readonly noticesSent: (count: number) => string
  readonly mailed: string
  readonly to: string
  readonly scopeNow: string
  readonly factChanges: string
  readonly promiseKept: string
  readonly promiseMissed: string
  readonly textNotKept: string
  readonly causes: string
  readonly prevention: string
  readonly compensation: string
  readonly review: string
  readonly texts: string
  readonly drawnUp: (at: string) => string
  readonly notDrawnUp: string
  readonly joined: (states: readonly string[]) => string
  readonly carriedOut: (done: number, of: number) => string
  readonly notCarriedOut: string
  readonly filling: string
  /** What a report for outsiders says of itself. */
  readonly audience: Readonly<Record<Audience, string | null>>
  readonly partial: (where: readonly string[]) => string
  readonly partialTitle: string
  readonly draft: (authority: string) => string
  readonly checkForm: (written: string) => string
  readonly byHand: string
  readonly nothing: string
  readonly noScope: string
}

/** A number with its thousands apart. */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

const MILESTONES: Readonly<Record<string, string>> = {
  started: 'halt began',
  detected: 'detected',
  declared: 'declared',
  'first-notice': 'first notice',
  lifted: 'lifted',
  resumed: 'open again',
  'fully-resumed': 'fully resumed',
  'resumption-notice': 'resumption notice',
  closed: 'closed',
}

export const labels: ReportLabels = {
  heading: (title) => `Post-incident report: ${title}`,
  drill: 'This was a DRILL. None of it happened to customers.',
  openStill: 'The incident is still open; this is its state so far.',
  summary: 'Summary',
  incident: 'Incident',
  type: 'Type',
  typeBecame: 'reclassified',
  severity: (words) => `Severity: ${words}`,
  severityBecame: 'changed',
  phase: 'Phase',
  undeclared: 'not declared yet',
  fromTo: (from, to) => `${from} to ${to}`,
  declaredBy: 'Declared by',
  people: 'People',
  listed: (names) => names.join(', '),
  planned: 'Planned',
  duration: 'Duration',
  days: (n, rest) => `${n} d ${rest}`,
  plannedDuration: 'Planned duration',
  closedAs: 'Closed as',
  metrics: 'In numbers',
  timeToDetect: 'Time to detect',
  timeToNotify: 'Time to notify customers on all channels',
  timeFromDeclaring: 'From declaring to the first notice',
  beforeDeclaring: 'told before it was declared',
  timeToResumptionNotice: 'From the lift to the notice of resumption',
  factsKnown: 'Facts that notices state, known now',
  timeToResume: 'Time to full resumption',
  promises: 'Promised reports',
  promisesInTime: 'Promised reports made in time',
  kept: (kept, due) => `${kept} of ${due}`,
  unknown: 'not known',
  milestones: 'Milestones',
  offset: 'Offset',
  time: 'Time',
  zone: 'All times',
  what: 'What',
  interruption: 'Interruption',
  milestone: (id, name) => `${MILESTONES[id] ?? id}${name === '' ? '' : `: ${name}`}`,
  scope: 'Scope',
  operation: 'Operation',
  state: 'State',
  since: 'Since',
  facts: 'Facts',
  fact: 'Fact',
  value: 'Value',
  publicWords: 'Public words',
  thought: 'What was thought to be the cause',
  discarded: 'discarded',
  leads: 'People, hand-overs and assignments',
  lead: 'Lead',
  from: 'From',
  until: 'Until',
  assigned: 'Steps that were given to somebody:',
  calls: 'Calls and escalations',
  whom: 'Whom',
  way: 'How',
  ways: contacts.ways,
  note: 'Note',
  called: { tried: 'called', reached: 'answered', raised: 'level raised' },
  paged: { sent: 'paged', failed: 'page FAILED', unknown: 'page: OUTCOME UNKNOWN' },
  offered: (to, by, at) => `Offered to ${to} by ${by} at ${at}, and not accepted`,
  notices: 'Notices',
  channel: 'Channel',
  stage: 'Stage',
  link: 'Link',
  noticeState: { posted: 'posted by hand', sent: 'sent', failed: 'NOT sent', unknown: 'OUTCOME UNKNOWN' },
  recipients: (accepted, refused, unknown) =>
    [
      `accepted ${grouped(accepted)}`,
      `refused ${grouped(refused)}`,
      ...(unknown === null ? [] : [`unknown ${grouped(unknown)}`]),
    ].join(', '),
  claim: (channel, event, evidence, approvedBy) =>
    `Claim in a notice (${channel}, ${event}): evidence: ${evidence}; approved by ${approvedBy}`,
  manual: 'The manual, clause by clause',
  clause: 'Clause',
  by: 'By',
  carriers: 'Carried by',
  reason: 'Reason',
  authorities: 'Reports to authorities',
  report: 'Report',
  countsFrom: 'Counts from',
  reported: 'Reported',
  ref: 'Their number',
  made: (report) => `${report} made`,
  noDeadline: 'none was running',
  atOnce: 'at once',
  range: (due, latest) => `${due} (by another reading ${latest})`,
  inTime: 'in time',
  late: 'LATE',
  overdue: 'OVERDUE',
  deviations: 'Deviations',
  sameAs: (time) => `the same as at ${time}`,
  step: 'Step',
  event: 'Event',
  deviation: { skipped: 'skipped', forced: 'forced', 'open-at-lift': 'open when the halt was lifted' },
  actions: 'Follow-ups',
  owner: 'Owner',
  due: 'Due',
  done: 'done',
  open: 'open',
  considered: 'not ruled out',
  notReported: 'not reported yet',
  corrections: 'Corrections',
  evidence: 'Evidence',
  outcomeUnknown: 'Outcome unknown, or still running',
  outcomeSettled: 'Outcome found out',
  size: 'Size',
  digest: 'Salted SHA-256',
  conflicts: 'Conflicts',
  timeline: 'Timeline',
  recorded: 'recorded',
  undone: 'undone',
  corrected: 'corrected',
  log: 'Log',
  logState: (events) => `${grouped(events)} ${events === 1 ? 'event' : 'events'}; head `,
  chainWhole: 'The chain of hashes was checked for this report, and is whole.',
  chain: ({ writers, tornEnds, givenUp }) => [
    `Written by ${writers} ${writers === 1 ? 'writer' : 'writers'}.`,
    ...(tornEnds === 0 ? [] : [`Torn ends of files that a crash left, set aside: ${tornEnds}.`]),
    ...(givenUp === 0
      ? []
      : [`Writers of whom records are missing, and over which the log was continued: ${givenUp}.`]),
  ],
  impact: 'Impact',
  stopped: 'Stopped for',
  restricted: 'Restricted for (stopped included)',
  toResumption: 'From the start to resumption',
  noticesSent: (count) => `Notices that went out, inside the company as well: ${count}`,
  mailed: 'Mails, one for each recipient',
  to: 'To',
  scopeNow: 'As of this report:',
  factChanges: 'How they changed:',
  promiseKept: 'kept',
  promiseMissed: 'MISSED',
  textNotKept: 'The text was not kept.',
  causes: 'Root cause and contributing factors',
  prevention: 'Prevention',
  compensation: 'Compensation',
  review: 'What went well, what went badly, where luck helped',
  texts: 'Notices in full',
  drawnUp: (at) => `drawn up ${at}`,
  notDrawnUp: 'not drawn up yet',
  joined: (states) => states.join(', '),
  carriedOut: (done, of) => `${done} of ${of} follow-ups carried out`,
  notCarriedOut: 'no follow-up carries it out yet',
  filling: 'What the report lacks. Enter: later; ?: not known.',
  audience: { internal: null, executive: null, customer: 'For customers', regulator: 'For the authority' },
  partial: (where) =>
    `PARTIAL: the log is damaged (${where.join('; ')}). What was recorded after that is missing here.`,
  partialTitle: '[PARTIAL]',
  draft: (authority) => `Draft report: ${authority}`,
  checkForm: (written) =>
    `A DRAFT. Verify every field against the current form of the authority; this one was written on ${written}.`,
  byHand: 'To be filled in by hand.',
  nothing: 'None.',
  noScope: 'What was stopped is not known.',
}

export interface StatsText {
  readonly incidents: (count: number) => string
  readonly apart: (drills: number, falseAlarms: number, duplicates: number) => string
  readonly months: (first: string, last: string) => string
  readonly head: readonly [type: string, count: string, notify: string, resume: string]
  readonly all: string
  readonly unknown: string
  /** The median of so many, and from the least to the most. */
  readonly spread: (median: string, least: string, most: string) => string
  /** What the figures are. */
  readonly howSpread: string
  readonly promises: (kept: number, due: number) => string
  readonly skipped: string
  readonly times: (count: number) => string
  readonly overdue: string
  readonly nothing: string
  readonly nothingYet: string
  /** Logs that cannot be believed are in no figure. */
  readonly leftOut: (ids: string) => string
}

export const stats: StatsText = {
  incidents: (count) => counted(count, 'incident'),
  apart: (drills, falseAlarms, duplicates) =>
    `counted apart: ${[counted(drills, 'drill'), counted(falseAlarms, 'false alarm'), counted(duplicates, 'duplicate')].join(', ')}`,
  months: (first, last) => `${first} to ${last}`,
  head: ['Type', 'Count', 'Time to notify', 'Time to resume'],
  all: 'all',
  unknown: '-',
  spread: (median, least, most) => `${median} (${least} to ${most})`,
  howSpread: 'Times are medians, with the shortest and the longest.',
  promises: (kept, due) => `Promised reports made in time: ${kept} of ${due}`,
  skipped: 'Steps skipped most:',
  times: (count) => `${count} x`,
  overdue: 'Follow-ups past their date:',
  nothing: 'No incidents in that time.',
  nothingYet: 'No incidents yet.',
  leftOut: (ids) => `left out, since their logs are damaged: ${ids}`,
}
