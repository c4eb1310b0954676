import type { Period } from '../../domain/authorities/authority.ts'
import type { RecurrenceEnd, StepQuestion, Urgency } from '../../domain/runbook/runbook.ts'
import { pluralize } from '../../i18n/words.en.ts'
import type { OmittedKind } from './omissions.ts'

const UNITS = { hours: 'hour', days: 'day', months: 'month' } as const

const periodText = ({ count, unit }: Period) => pluralize(count, UNITS[unit])

const until: Readonly<Record<RecurrenceEnd, string>> = {
  lifted: 'until the halt is lifted',
  'fully-resumed': 'until nothing is restricted any more',
  closed: 'until the incident is closed',
}

const urgency: Readonly<Record<Urgency, string>> = {
  first: 'first',
  now: 'now',
  soon: 'soon',
  normal: 'normal',
  later: 'later',
}

const asks: Readonly<Record<StepQuestion, string>> = {
  scope: 'what is stopped',
  severity: 'the severity',
  type: 'the type of the halt',
}

/** What CACAO has no place for, not even in the extension, or what only the extension has. */
const omitted: Readonly<Record<OmittedKind, (n: number) => string>> = {
  templates: (n) => `not exported: ${pluralize(n, 'notice template')}`,
  authorities: (n) => `not exported: what ${n === 1 ? '1 authority requires' : `${n} authorities require`}`,
  scenarios: (n) => `not exported: ${pluralize(n, 'drill scenario')}`,
  people: (n) => `not exported: ${n === 1 ? '1 person' : `${n} people`} on the contact list`,
  reopenings: (n) =>
    `only in the extension: ${pluralize(n, 'step')} to do again when halted again; the workflow does not go back`,
  cadence: (n) =>
    `only in the extension: the cadence of notices; no pause in the workflow for ${pluralize(n, 'step')} that follow it`,
  urgencies: (n) =>
    `only in the extension: ${pluralize(n, 'step')} as urgent as the type wants; --type puts the most urgent first`,
  commands: (n) =>
    `only in the extension: ${pluralize(n, 'command')} that steps offer; CACAO would run them without asking`,
}

export const exportText = {
  title: (type: string | null) => `Runbook for halts${type === null ? '' : `: ${type}`}`,
  description: (steps: number, digest: string) =>
    `${pluralize(steps, 'step')} for people, as manual commands. Departments work in parallel. Runbook ${digest}.`,
  extensionName: 'halt runbook',
  extensionDescription:
    'What CACAO has no place for: both languages, how binding a step is, urgency, intervals, facts, channels, clauses.',
  lead: 'Incident lead',
  beside: (phase: string) => `${phase}: what recurs, beside everything else`,
  onlyFor: (types: readonly string[]) => `Only for: ${types.join(', ')}`,
  ifPlanned: 'If the halt was planned',
  repeat: (title: string, end: RecurrenceEnd) => `${title}, ${until[end]}`,
  lift: 'Lift the halt: record what is open again',
  liftGate: (steps: readonly string[]) => `Only once this is done: ${steps.join('; ')}.`,
  liftRest: 'Lift the rest: record what else is open again',
  liftRestLoop: 'While anything is still restricted',
  close: 'Close the incident',
  closeWhen: 'Once every step is resolved and every follow-up has an owner and a due date.',
  manual: (clause: string) => `Manual ${clause}`,
  variables: {
    type: (values: string) => `Type of the halt: ${values}`,
    planned: 'Whether the halt was planned; always true for types that are',
    lifted: 'Whether anything was lifted, if only in part',
    resumed: 'Whether nothing is restricted any more',
    closed: 'Whether the incident is closed',
    scope: 'What is stopped',
    severity: 'Severity, sev1 to sev4; if unsure, the higher',
  },
  omitted,
  // The manual as Markdown.
  chapters: ['File', 'Chapter', 'Title', 'Last reviewed'],
  notReviewed: 'not yet',
  types: 'Types of halts',
  typeColumns: ['Type', 'Name', 'Planned'],
  planned: { required: 'always', allowed: 'possibly', never: 'never' },
  runbookDigest: (digest: string) => `Runbook ${digest}`,
  labels: {
    who: 'Who',
    modality: 'Binding',
    when: 'When',
    often: 'How often',
    notice: 'Notice',
    tells: 'Tells',
    record: 'Record',
    gate: 'Before lifting',
    renew: 'When halted again',
    clauses: 'Clauses',
    why: 'Why here',
    commands: 'Commands',
  },
  every: (duration: string, end: RecurrenceEnd) => `every ${duration}, ${until[end]}`,
  atCadence: (end: RecurrenceEnd) => `at the cadence of notices, ${until[end]}`,
  everyDepartment: 'every department',
  noClauses: 'none; good practice beyond the manual',
  noticeOn: (stage: string, channel: string) => `${stage}, ${channel}`,
  asks,
  gateRule: 'must be done before the halt may be lifted',
  renewRule: 'to be done again',
  urgency,
  forTypes: (how: string, types: readonly string[]) => `${how}; only for ${types.join(', ')}`,
  /** For which types, each with its urgency. */
  byType: (types: readonly (readonly [name: string, urgency: string])[]) =>
    types.map(([name, how]) => `${name}: ${how}`).join('; '),
  all: (things: readonly string[]) => things.join('; '),
  departments: 'Departments',
  departmentColumns: ['Department', 'Name', 'Also called'],
  operations: 'What can be stopped',
  operationColumns: ['Operation', 'Name', 'Also called'],
  channels: 'Notice channels',
  channelColumns: ['Channel', 'Name', 'For'],
  audience: { customers: 'customers', departments: 'departments' },
  facts: 'Facts',
  factColumns: ['Fact', 'Name', 'In every customer notice', 'Asked by'],
  yes: 'yes',
  claims: 'Claims that notices make only with evidence and an approver, or had better not make',
  claimKinds: { promise: 'Promise', safety: 'Safety', blame: 'Blame', guess: 'Guess', number: 'Number' },
  manualClauses: 'Clauses of the manual',
  clauseColumns: ['Clause', 'What it asks for', 'Covered by'],
  uncovered: 'NOTHING',
  authorities: 'Reports to authorities',
  authorityColumns: ['Authority', 'If', 'Report', 'Due'],
  verify: (title: string) => `${title} (deadlines not yet verified)`,
  atOnce: (from: string) => `at once after: ${from}`,
  /** A deadline; `latest` is the longer period of one that the law states as a range. */
  within: (period: Period, latest: Period | null, from: string) =>
    `within ${periodText(period)}${latest === null ? '' : ` (by another reading ${periodText(latest)})`} of: ${from}`,
  dueIf: (due: string, event: string) => `${due}, if this happened: ${event}`,
  dueUnless: (due: string, event: string) => `${due}, unless this happened: ${event}`,
  noDeadline: 'no deadline stated',
}
export type ExportText = typeof exportText
