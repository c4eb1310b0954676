import type { ScopeState } from '../domain/log/event.ts'
import type { ScopeItem } from '../domain/notice/scope-groups.ts'
import type { FactRole, Stage } from '../domain/runbook/runbook.ts'
import { isSameDay, type Moment, timeOfDay, utcOffsetName, zoneName } from './moment.ts'
import {
  capitalised,
  HALT_NAMES,
  haltOf,
  joinWithAnd,
  mixedOf,
  report,
  restrictionOf,
  titlesOf,
} from './notice-titles.en.ts'

/** `about` for estimates and times that people noticed; planned and promised times are `exact`. */
export type Exactness = 'about' | 'exact'

/** What the label of a fact depends on. */
export interface LabelContext {
  readonly role: FactRole | null
  readonly stage: Stage
  readonly isRestriction: boolean
  /** The halt was reopened: the beginning is that of what was stopped again. */
  readonly isAgain: boolean
  /** The halt was planned, or is of a type that gives a reason rather than a cause. */
  readonly isReason: boolean
  /** What the manual calls the fact. */
  readonly label: string
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const
const MONTHS = 'January February March April May June July August September October November December'.split(' ')

const month = (at: Moment) => MONTHS[at.month - 1] as string
const zone = (at: Moment) =>
  zoneName(at) === utcOffsetName(at.offsetMinutes)
    ? zoneName(at)
    : `${zoneName(at)} (${utcOffsetName(at.offsetMinutes)})`
const date = (at: Moment) => `${DAYS[at.weekday]} ${at.day} ${month(at)} ${at.year}`
const briefDate = (at: Moment) => `${at.day} ${month(at).slice(0, 3)}`
const full = (at: Moment) => `${timeOfDay(at)} ${zone(at)}, ${date(at)}`
const short = (at: Moment) => `${timeOfDay(at)} ${zoneName(at)}, ${briefDate(at)}`
const about = (exactness: Exactness) => (exactness === 'about' ? 'about ' : '')

/** A range of time in words. Shows the date once if both times are on the same day. */
function span(from: Moment, to: Moment, exactness: Exactness, form: (at: Moment) => string): string {
  const first = isSameDay(from, to) ? timeOfDay(from) : form(from).replace(` ${zoneName(to)}, `, ', ')
  return exactness === 'about' ? `between ${first} and ${form(to)}` : `from ${first} to ${form(to)}`
}

/** Items of a list; what follows an exception is none. */
function list(items: readonly string[]): string {
  return items.join(items.some((one) => one.includes(' except ')) ? '; ' : ', ')
}

const hasAnd = (items: readonly string[]) => items.some((item) => item.includes(' and '))

/** Items inside a sentence. Puts a comma before the last `and` if an item contains `and` itself. */
function phrase(items: readonly string[]): string {
  return hasAnd(items) && items.length > 1
    ? `${items.slice(0, -1).join(', ')}, and ${items.at(-1)}`
    : joinWithAnd(items)
}

function spoken(items: readonly string[], state: ScopeState, limits: string | null, isPlanned: boolean): string {
  const services = phrase(items)
  const bracketed = limits === null ? '' : ` (${limits})`
  if (isPlanned)
    return {
      stopped: `To be suspended: ${services}.`,
      'cancel-only': `For ${services}, ${PLANNED[CANCEL_ONLY]}.`,
      'post-only': `For ${services}, ${PLANNED[POST_ONLY]}.`,
      limited: `To be limited: ${services}${bracketed}.`,
      open: `Not affected: ${services}.`,
    }[state]
  return {
    stopped: `Currently suspended: ${services}.`,
    'cancel-only': `For ${services}, orders can be cancelled, but not placed.`,
    'post-only': `For ${services}, only limit orders that do not execute immediately are accepted.`,
    limited: `Currently limited: ${services}${bracketed}.`,
    open: `Currently available: ${services}.`,
  }[state]
}

/** `name` may have `{assets}` in it, which stands for the assets, or for assets in general. */
function item({ assets, except }: Pick<ScopeItem, 'assets' | 'except'>, name: string, asset: string): string {
  const without = except.length === 0 ? '' : ` except ${joinWithAnd(except)}`
  const all = assets.length === 0 ? asset : joinWithAnd(assets)
  if (name.includes('{assets}')) return `${name.replaceAll('{assets}', all)}${without}`
  return `${name}${assets.length === 0 ? '' : ` of ${all}`}${without}`
}

const SUSPENDED = 'Suspended'
const CANCEL_ONLY = 'Orders can be cancelled, but not placed'
const POST_ONLY = 'Only limit orders that do not execute immediately are accepted'
const LIMITED = 'Limited'
const RESTRICTED = 'Restricted'
const AVAILABLE = 'Available'
/** States before they apply. */
const PLANNED: Readonly<Record<string, string>> = {
  [SUSPENDED]: 'to be suspended',
  [CANCEL_ONLY]: 'it will be possible to cancel orders, but not to place them',
  [POST_ONLY]: 'only limit orders that do not execute immediately will be accepted',
  [LIMITED]: 'to be limited',
  [RESTRICTED]: 'to be restricted',
  [AVAILABLE]: 'not affected',
}

/** What can still be done, after what will be restricted. */
const STILL_DONE: Readonly<Record<string, string>> = {
  [CANCEL_ONLY]: 'orders can only be cancelled',
  [POST_ONLY]: 'only limit orders that do not execute immediately',
}

const PERIODS = { stopped: SUSPENDED, restricted: RESTRICTED, mixed: 'Suspended or restricted' }

/** Short labels for the beginning of what goes on. */
const SINCE: Readonly<Record<string, string>> = {
  'Suspension began': 'Suspended since',
  'Restriction began': 'Restricted since',
}

/** Comes before a state, so that it is not read as that of the last item alone. */
function ofAll(items: readonly string[], state: string): string {
  const both = items.length === 2 && !hasAnd(items) ? 'both' : 'all'
  if (items.length < 2) return ''
  return state === CANCEL_ONLY || state === POST_ONLY ? `for ${both}, ` : `${both} `
}

function stateOfAll(items: readonly string[], state: string, is: string, limits: string | null, mark = ''): string {
  return `(${mark}${ofAll(items, state)}${is}${limits === null ? '' : `: ${limits}`})`
}

/** Words that end with a full stop, or the like. */
const sentence = (words: string) => words.replace(/(?<![.!?])$/, '.')

const former = (before: string) => `Previously: ${sentence(before)}`

/** A label with a mark in brackets, after what stands in brackets already. */
const marked = (label: string, mark: string) =>
  label.endsWith(')') ? `${label.slice(0, -1)}, ${mark})` : `${label} (${mark})`

/** Labels where what is updated is only named: as nouns, since `Updated: suspension began` would say that one has begun. */
const NAMED: Readonly<Record<string, string>> = {
  'Expected resumption': 'resumption time',
  'Suspension began': 'start of the suspension',
  'Suspended since': 'start of the suspension',
  'Suspended again': 'start of the renewed suspension',
  'Latest suspension began': 'start of the latest suspension',
  'Restriction began': 'start of the restriction',
  'Restricted since': 'start of the restriction',
  'Restricted again': 'start of the renewed restriction',
  'Latest restriction began': 'start of the latest restriction',
}

/** Labels inside a sentence. */
function lowered(labels: readonly string[]): string[] {
  return labels.map((label) => label.replace(/^[A-Z](?=[a-z])/, (a) => a.toLowerCase()))
}

/** The phrases of customer notices, in the notice's language. */
export const customerWords = {
  moment: (at: Moment, exactness: Exactness) => `${about(exactness)}${full(at)}`,
  range: (from: Moment, to: Moment, exactness: Exactness) => span(from, to, exactness, full),
  /** Short form, for push notices and social media. */
  brief: (at: Moment, exactness: Exactness) => `${about(exactness)}${short(at)}`,
  briefRange: (from: Moment, to: Moment, exactness: Exactness) => span(from, to, exactness, short),
  /** Names a service; `asset` means assets in general. */
  item,
  names: HALT_NAMES,
  haltOf,
  restrictionOf,
  mixedOf,
  /** After what services were stopped again. */
  after: (isPartly: boolean) => `After ${isPartly ? 'some services' : 'services'} had resumed`,
  /** That they were, and why, if that is known. */
  stoppedAgain: (services: string, isRestriction: boolean, reason: string | null) =>
    `we ${isRestriction ? 'restricted' : 'suspended'} ${services} again${reason === null ? '' : ` ${reason}`}`,
  /** Why services are stopped, if the type of halt has no words for it. */
  because: (type: string) => `because of ${type}`,
  state: {
    stopped: SUSPENDED,
    'cancel-only': CANCEL_ONLY,
    'post-only': POST_ONLY,
    open: AVAILABLE,
  } satisfies Readonly<Record<Exclude<ScopeState, 'limited'>, string>>,
  limited: LIMITED,
  /** That services are neither stopped nor open, in short texts. */
  restricted: RESTRICTED,
  list,
  /** The list inside a sentence. */
  phrase,
  /** The items in one state: `row` for lists, `group` for short texts. `limits` describes a limited state. */
  row: (items: readonly string[], state: string, limits: string | null, isPlanned: boolean) => {
    const planned = isPlanned ? PLANNED[state] : undefined
    // The manual's own name of a state says nothing of the time.
    const mark = isPlanned && planned === undefined ? 'planned: ' : ''
    return `${list(items)} ${stateOfAll(items, state, planned ?? state.toLowerCase(), limits, mark)}`
  },
  /** What is planned to be restricted, in a sentence that says that it is planned; without a state, not in which way. */
  plannedLimit: (items: readonly string[], state: string | null, limits: string | null): string =>
    state === null
      ? phrase(items)
      : `${phrase(items)} ${stateOfAll(items, state, STILL_DONE[state] ?? state.toLowerCase(), limits)}`,
  group: (items: readonly string[], state: string, limits: string | null, isStopped: boolean) =>
    isStopped
      ? `${capitalised(state)}: ${list(items)}`
      : `${capitalised(list(items))}: ${state.toLowerCase()}${limits === null ? '' : ` (${limits})`}`,
  /** A sentence that can be read to a customer. */
  spoken,
  /** The same for a state that the manual has a name of its own for. */
  spokenAs: (items: string, state: string, limits: string | null, isPlanned: boolean) =>
    `${capitalised(items)}: ${state}${isPlanned ? ' (planned)' : ''}${limits === null ? '' : ` (${limits})`}.`,
  groups: (groups: readonly string[]) => groups.join('; '),
  /** The same of what is still restricted after a partial resumption. */
  still: (items: readonly string[], state: string, limits: string | null, isStopped: boolean) =>
    isStopped
      ? `Still ${state.toLowerCase()}: ${list(items)}`
      : `Still restricted: ${customerWords.row(items, state, limits, false)}`,
  /** The same without what can still be done. */
  restrictedOnly: (items: readonly string[], isStill: boolean) =>
    `${isStill ? 'Still restricted' : RESTRICTED}: ${list(items)}`,
  /** Services that were stopped once more. */
  again: (items: readonly string[], state: string) => `${capitalised(state)} again: ${list(items)}`,
  unknown: {
    cause: 'under investigation',
    began: 'being confirmed',
    scopeBrief: 'Services affected: being confirmed',
    impact: 'being confirmed',
    'expected-end': 'not yet known',
    /** The scope, and any other fact. */
    fact: 'being confirmed',
    resumed: 'being confirmed',
    planned: 'to be announced',
  },
  /** The labels of rows that are no facts. */
  rows: {
    scope: 'Services affected',
    available: 'Available',
    /** Services of which nobody has said whether they are available. */
    others: 'Availability not yet confirmed',
    next: 'Next update',
    nextNotice: 'Next notice',
    prevention: 'Preventive measures',
  },
  /** The label of why services are stopped, and what stands behind it. */
  reasonLabel: (isRestriction: boolean, isAgain: boolean): string =>
    `Reason for the ${isAgain ? 'renewed ' : ''}${isRestriction ? 'restriction' : 'suspension'}`,
  asReason: (reason: string): string => reason.replace(/^(?:because of|due to|for) /, ''),
  /** The label of what is available during a halt to come. */
  availableThen: (_isRestriction: boolean): string => 'Not affected',
  /** What services that have not resumed are, as a participle, and the label of their list. */
  remainingState: (states: readonly ScopeState[]): string => {
    if (states.every((state) => state === 'stopped')) return 'suspended'
    return states.includes('stopped') ? 'suspended or restricted' : 'restricted'
  },
  remaining: (states: readonly ScopeState[], isStill = true): string => {
    const state = customerWords.remainingState(states).replace('suspended or restricted', 'affected')
    return isStill ? `Still ${state}` : `Services now ${state}`
  },
  /** The labels of what has resumed, or is no longer restricted; `partlyAt` of a part before the halt was reopened. */
  resumption: (isRestriction: boolean) =>
    isRestriction
      ? {
          at: 'Restrictions lifted',
          partlyAt: 'Some restrictions lifted',
          services: 'No longer restricted',
          brief: 'No longer restricted',
        }
      : { at: 'Resumed', partlyAt: 'Partly resumed', services: 'Services resumed', brief: 'Resumed' },
  /** What a notice calls a fact. */
  labelOf: ({ role, stage, isRestriction, isAgain, isReason, label }: LabelContext): string => {
    if (role === 'planned-begin') return 'Planned time'
    // In a notice of resumption, `Suspended again` would be read as news.
    if (role === 'began' && isAgain && stage === 'resumption')
      return `Latest ${isRestriction ? 'restriction' : 'suspension'} began`
    if (role === 'began' && isAgain) return isRestriction ? 'Restricted again' : 'Suspended again'
    if (role === 'began' && isRestriction) return 'Restriction began'
    if (role === 'cause' && isReason) return 'Reason'
    if (role === 'impact' && stage === 'final')
      return `${label} during the ${isRestriction ? 'restriction' : 'suspension'}`
    if (role !== 'expected-end') return label
    if (isRestriction) return `Expected end of the ${stage === 'resumption' ? 'remaining restrictions' : 'restriction'}`
    return stage === 'resumption' ? 'Expected resumption of the rest' : label
  },
  /** The same in a sentence to read aloud. */
  spokenLabelOf: (label: string): string => label,
  /** The same in a short text. */
  shortLabelOf: (role: FactRole | null, stage: Stage, label: string): string => {
    // It stands behind what is still suspended.
    if (role === 'expected-end') return label.replace(/ of the rest$/, '')
    // Once services have resumed, `since` would say that they have not.
    return role === 'began' && stage !== 'resumption' ? (SINCE[label] ?? label) : label
  },
  /** Services and when they resumed. */
  resumedThen: (items: readonly string[], at: string) => `${list(items)} (${ofAll(items, '')}${at})`,
  /** The same as a sentence to read aloud. */
  resumedSpoken: (services: string, at: string, isRestriction: boolean) =>
    isRestriction ? `Restrictions lifted at ${at}: ${services}.` : `Resumed at ${at}: ${services}.`,
  /** The time of the next report, and where it appears. */
  nextOn: (time: string, pages: string) => `${time}, on ${pages}`,
  /** A fact of a suspension before services resumed, and of the one after that. */
  ofEarlier: (label: string, isRestriction: boolean) =>
    `${label} (earlier ${isRestriction ? 'restriction' : 'suspension'})`,
  ofLatest: (label: string, isRestriction: boolean, isAgain: boolean) =>
    `${label} (${isAgain ? 'renewed' : 'later'} ${isRestriction ? 'restriction' : 'suspension'})`,
  /** The end of an estimate that has begun. */
  until: (time: string) => `by ${time}`,
  /** An estimate that has passed. */
  late: (time: string, brief: string) => ({
    long: `later than we expected (${time}); a new time is not yet known`,
    brief: `later than ${brief}`,
  }),
  /** Times, and the services to which they apply. */
  timeOf: (time: string, services: string) => `${time} (${services})`,
  /** What a notice states of some services, to read aloud. */
  labelFor: (services: string, label: string) => `${label} (${services})`,
  /** A time at which the first of several services were stopped. */
  inStages: (time: string) => `${time}, in stages`,
  /** From when to when; null: the beginning is not known, or the end has not come. */
  period: (from: Moment | null, exactness: Exactness, to: Moment | null): string => {
    if (from === null)
      return to === null
        ? 'ongoing (start time being confirmed)'
        : `until about ${full(to)} (start time being confirmed)`
    if (to === null) return `since ${about(exactness)}${full(from)}`
    const first = isSameDay(from, to) ? timeOfDay(from) : full(from).replace(` ${zone(to)}, `, ', ')
    return `from ${about(exactness)}${first} to about ${full(to)}`
  },
  /** Several of them. */
  periods: (periods: readonly string[]) => periods.join(', and '),
  /** The label of such a period; `own` is what the manual calls what is stopped. */
  periodLabel: (kind: keyof typeof PERIODS, own: string | null): string =>
    kind === 'stopped' && own !== null ? capitalised(own) : PERIODS[kind],
  /** A state, and what limits it. */
  stateLimits: (state: string, limits: string | null, isPlanned: boolean): string => {
    const is = isPlanned ? (PLANNED[state] ?? `${state.toLowerCase()} (planned)`) : state.toLowerCase()
    return limits === null ? is : `${is} (${limits})`
  },
  /** A line of a short text. */
  point: (label: string, value: string) => `${label}: ${value}`,
  /** What has changed; null if it was not, or is no longer, mentioned. */
  change: (before: string | null, after: string | null) =>
    before === null ? (after as string) : `${sentence(after ?? 'this statement no longer stands')} ${former(before)}`,
  /** How a change quotes what was stated before it. */
  former: (before: string, _after: string | null) => former(before),
  /** The same in few characters: what is the case now; null if it is no longer mentioned. */
  changeBrief: (label: string, after: string | null, isNew: boolean) =>
    after === null ? marked(label, 'no longer stands') : `${marked(label, isNew ? 'new' : 'updated')}: ${after}`,
  /** The same, and what was the case. */
  withOld: (change: string, before: string) => `${change}; previously ${before}`,
  /** What has changed where there is no room to say how, and whether there is more of it; `isFirst` if it begins a text. */
  updated: (labels: readonly string[], hasMore: boolean, isFirst: boolean) =>
    labels.length === 0
      ? isFirst
        ? 'Some details have changed'
        : 'More has changed'
      : `Updated: ${[...lowered(labels.map((label) => NAMED[label] ?? label)), ...(hasMore ? ['and more'] : [])].join(', ')}`,
  /** What an advance notice stated of a time of the halt. */
  planned: (time: string) => `${time} (planned)`,
  /** Services at the beginning of a line. */
  heading: capitalised,
  unchanged: 'Nothing new to report',
  /** Numbers have commas between groups of three. */
  count: (number: string, unit: string) => `${number} ${unit}`.trimEnd(),
  amount: (number: string, currency: string) => `${currency} ${number}`,
  /** What to tell a customer who asks about a fact, which may be whole sentences. */
  answer: (label: string, value: string, _isKnown: boolean) => sentence(`${label}: ${value}`),
  /** What a report gives, by label; null if nothing. */
  reported: (labels: readonly string[]): string | null => (labels.length === 0 ? null : lowered(labels).join(', ')),
  everything: 'all services that were suspended',
  nothing: 'none',
  asset: 'assets',
  titlesOf,
  /** Drill marks that come before any other text: one as a separate line, one as a prefix. */
  drillLine: '[DRILL] This is an exercise. Nothing has really been halted.',
  drillMark: '[DRILL] ',
  severity: (severity: string | null): string => (severity === null ? 'severity not set' : severity.toUpperCase()),
  /** The number of a notice after its name. */
  report,
  stageOf: (stage: Stage, number: number | null) =>
    `${{ scheduled: 'advance notice', first: 'first notice', update: 'update', resumption: 'resumption notice', final: 'final notice', correction: 'correction', retraction: 'retraction' }[stage]}${number === null ? '' : ` no. ${number}`}`,
  /** The same for customers, who know notices by the number in their titles. */
  named: (stage: Stage, number: number | null): string =>
    // As long as a result is open, it is not final.
    stage === 'final' ? 'report' : number === null ? customerWords.stageOf(stage, null) : `notice ${number}`,
  /** Names an earlier notice by `named` and its time. */
  earlier: (notice: string, at: string) => `${notice}, ${at}`,
  /** The same where it says since when something has changed. */
  since: (notice: string, at: string, number: number | null, correction: string | null) =>
    `${number === null ? 'our ' : ''}${notice} (${at}${correction === null ? '' : `; ${correction}`})`,
  /** Of a notice: that another one corrected it since. */
  correctedBy: (number: number | null) => `corrected ${number === null ? 'since' : `by notice ${number}`}`,
  /** Follows the name of a notice: whom it reached, where that was not everybody. */
  reached: {
    posted: '',
    sent: '',
    failed: ' (only some of them got it)',
    unknown: ' (it is not known whether it went out)',
  },
  notKnown: 'not yet known',
}
export type CustomerWords = typeof customerWords
