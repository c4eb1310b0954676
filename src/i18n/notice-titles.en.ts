import { MAIL_SUBJECT_COLUMNS, PUSH_TITLE_COLUMNS } from '../domain/runbook/channel-forms.ts'
import type { Stage } from '../domain/runbook/runbook.ts'
import { columnsOf } from '../view/columns.ts'

/** What a notice covers: a halt with a name of its own, other suspended services, restrictions, or an unstated scope. */
export type NoticeKind = 'halt' | 'services' | 'restriction' | 'unknown'

/** What notices call a halt. */
export interface HaltNames {
  /** In titles. */
  readonly title: string
  /** The same in titles that have little room. */
  readonly brief: { readonly title: string; readonly resumption: string }
  /** In the middle of a sentence. */
  readonly noun: string
  /** In the title of the notice that everything is open again. */
  readonly resumption: string
  /** A clause that says what is the case. */
  readonly state: string
}

/** Operations that a title names, at least one, and whether there are others that it does not. */
export interface NamedOperations {
  readonly operations: readonly string[]
  readonly hasMore: boolean
}

/** What the title of a notice depends on. */
export interface NoticeHeading {
  readonly stage: Stage
  readonly kind: NoticeKind
  readonly names: HaltNames
  /** The number of the notice; null if it has none. */
  readonly number: number | null
  /** Everything in the stated scope is open again. */
  readonly isFullyResumed: boolean
  /** What has resumed was told before. */
  readonly noneResumed: boolean
  /** It is an advance notice that says otherwise than the one before it on the channel. */
  readonly isRevised: boolean
  /** A planned halt was closed before it began. */
  readonly isCalledOff: boolean
  /** A result is still open, or a further notice is promised: a final notice is not the last one. */
  readonly isInterim: boolean
  /** Services that had resumed are restricted again. */
  readonly isAgain: boolean
  /** The type of a halt that is planned work, and why services are stopped; null for other halts. */
  readonly work: { readonly type: string; readonly reason: string } | null
}

const SUSPENSION = { noun: 'suspension of services', resumption: 'Services have resumed' }
const RESTRICTION = { noun: 'restriction of services', resumption: 'Restrictions have been lifted' }

/** Names of halts of services that are not named. */
export const HALT_NAMES: Readonly<Record<Exclude<NoticeKind, 'halt'> | 'mixed', HaltNames>> = {
  services: withBrief({
    ...SUSPENSION,
    noun: 'suspension of some services',
    title: 'Some services suspended',
    state: 'some of our services are suspended',
  }),
  mixed: withBrief(
    {
      ...SUSPENSION,
      noun: 'suspension and restriction of services',
      title: 'Services suspended or restricted',
      state: 'services are suspended or restricted',
    },
    { title: 'Services suspended' },
  ),
  restriction: withBrief({
    ...RESTRICTION,
    noun: 'restriction of some services',
    title: 'Some services restricted',
    state: 'some of our services are restricted',
  }),
  unknown: withBrief({
    ...SUSPENSION,
    title: 'Services suspended',
    state: 'some or all of our services are suspended',
  }),
}

/** What a phone shows of a title. */
const fits = (title: string) => columnsOf(title) <= PUSH_TITLE_COLUMNS

function withBrief(names: Omit<HaltNames, 'brief'>, brief: Partial<HaltNames['brief']> = {}): HaltNames {
  return { ...names, brief: { title: names.title, resumption: names.resumption, ...brief } }
}

/** Operations in a title: the first of them and others, if these are too many or not named. */
const listed = ({ operations, hasMore }: NamedOperations) =>
  hasMore ? `${operations[0]} and other services` : joinWithAnd(operations)

const isPlural = ({ operations, hasMore }: NamedOperations) => hasMore || operations.length > 1

export function haltOf(stopped: NamedOperations): HaltNames {
  const names = listed(stopped)
  const title = `${capitalised(names)} halted`
  const resumption = `${capitalised(names)} resumed`
  return {
    title,
    noun: `suspension of ${names}`,
    resumption,
    state: isPlural(stopped) ? `${names} are suspended` : HALT_NAMES.services.state,
    brief: {
      title: fits(title) ? title : HALT_NAMES.unknown.title,
      resumption: fits(resumption) ? resumption : SUSPENSION.resumption,
    },
  }
}

export function restrictionOf(restricted: NamedOperations): HaltNames {
  const names = listed(restricted)
  const title = `${capitalised(names)} restricted`
  const noun = `restriction of ${names}`
  const state = isPlural(restricted) ? `${names} are restricted` : HALT_NAMES.restriction.state
  return withBrief(
    { ...HALT_NAMES.restriction, noun, title, state },
    { title: fits(title) ? title : 'Services restricted' },
  )
}

/** Some are stopped, others restricted. */
export function mixedOf(stopped: NamedOperations, restricted: NamedOperations): HaltNames {
  const [halted, limited] = [listed(stopped), listed(restricted)]
  const title = `${capitalised(halted)} halted, ${limited} restricted`
  return {
    ...HALT_NAMES.mixed,
    title,
    state: `services are suspended (${halted}) or restricted (${limited})`,
    brief: { ...HALT_NAMES.mixed.brief, title: fits(title) ? title : haltOf(stopped).brief.title },
  }
}

export function joinWithAnd(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

const revised = (updated: boolean) => (updated ? ' (updated)' : '')

export function capitalised(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

/** What a title that has little room calls the halt. */
function matter(kind: NoticeKind, { noun }: HaltNames): string {
  return kind === 'halt' ? noun : kind === 'restriction' ? 'restriction' : 'suspension'
}

const partly = (kind: NoticeKind) =>
  kind === 'restriction' ? 'Some restrictions have been lifted' : 'Some services have resumed'

/** What is planned, without what it is of. */
const plannedMatter = (kind: NoticeKind) => `Planned ${kind === 'restriction' ? 'restriction' : 'suspension'}`

/** The title of an advance notice: as much of what is planned, why, and the mark as a mail program shows. */
function plannedTitle({ kind, names, work, isRevised }: NoticeHeading): string {
  const titles = [
    `[Advance notice] Planned ${names.noun}${reason(work)}${revised(isRevised)}`,
    `Planned ${names.noun}${reason(work)}${revised(isRevised)}`,
  ]
  const general = `[Advance notice] ${plannedMatter(kind)}${reason(work)}${revised(isRevised)}`
  return titles.find((title) => columnsOf(title) <= MAIL_SUBJECT_COLUMNS) ?? general
}

/** The same in few words, with an ending. */
function plannedBriefly(kind: NoticeKind, { noun }: HaltNames, ending: string): string {
  const title = `Planned ${noun}${ending}`
  return fits(title) ? title : `${plannedMatter(kind)}${ending}`
}

const again = (isAgain: boolean) => (isAgain ? ' again' : '')

const reason = (work: NoticeHeading['work']) => (work === null ? '' : ` ${work.reason}`)

export const report = (number: number | null) => (number === null ? '' : ` (notice ${number})`)

export interface NoticeTitles {
  readonly title: string
  /** For push notices and posts, where little of it is shown. */
  readonly shortTitle: string
}

export function titlesOf(heading: NoticeHeading): NoticeTitles {
  const { stage, kind, names, number, isFullyResumed, isRevised, isCalledOff, isInterim, isAgain, work } = heading
  const isToldBefore = isFullyResumed && heading.noneResumed
  const titles = {
    scheduled: plannedTitle(heading),
    // Why is more important than a mark, where a mail program cuts the subject.
    first: `${work === null ? '[Important] ' : ''}${names.title}${again(isAgain)}${reason(work)}${report(number)}`,
    update: `${work === null || number === null ? '[Update] ' : ''}${names.title}${again(isAgain)}${reason(work)}${report(number)}`,
    resumption: isToldBefore
      ? `[Update] Information on the earlier ${names.noun}${report(number)}`
      : `${isFullyResumed ? names.resumption : partly(kind)}${report(number)}`,
    final:
      isInterim && !isCalledOff
        ? `[Interim report] ${capitalised(names.noun)}`
        : `[Final notice] ${isCalledOff ? `Planned ${names.noun} called off` : `Report on the ${names.noun}`}`,
    // What was announced may be over.
    correction: `[Correction] ${capitalised(names.noun)}${report(number)}`,
    retraction: isCalledOff
      ? `[Called off] ${plannedMatter(kind)}${report(number)}`
      : `[Retraction] ${capitalised(names.noun)}${report(number)}`,
  }
  const shortTitles = {
    scheduled: plannedBriefly(kind, names, revised(isRevised)),
    first: work === null ? `${names.brief.title}${again(isAgain)}` : capitalised(work.type),
    update: work === null ? `${names.brief.title}${again(isAgain)}` : capitalised(work.type),
    resumption: isToldBefore
      ? `Update: earlier ${matter(kind, names)}`
      : isFullyResumed
        ? names.brief.resumption
        : partly(kind),
    final: isCalledOff
      ? plannedBriefly(kind, names, ' called off')
      : isFullyResumed
        ? isInterim
          ? kind === 'restriction'
            ? 'Interim report: limits lifted'
            : 'Interim report: services back'
          : `Report: ${kind === 'restriction' ? 'restrictions lifted' : 'services have resumed'}`
        : `${isInterim ? 'Interim report' : 'Report'}: ${matter(kind, names)}`,
    correction: `Correction${report(number)}`,
    retraction: isCalledOff ? plannedBriefly(kind, names, ' called off') : `Retraction${report(number)}`,
  }
  return { title: titles[stage], shortTitle: shortTitles[stage] }
}
