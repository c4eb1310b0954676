import type { Authority, Filing } from '../authorities/authority.ts'
import { openDeadlines } from '../deadlines.ts'
import { grouped } from '../grouped.ts'
import { type Approval, openApprovals } from '../incident/approvals.ts'
import { callOf, partiesOf } from '../incident/calls.ts'
import { type Conflict, conflictsOf } from '../incident/conflicts.ts'
import { phaseOf, severityOf, titleOf, typeOf } from '../incident/current-values.ts'
import { endedApprovals } from '../incident/ended-approvals.ts'
import { type LevelView, levelsOf } from '../incident/escalation.ts'
import { filingsOf } from '../incident/filings.ts'
import { hypothesesOf } from '../incident/hypotheses.ts'
import type { CommandRun, EventReference, Incident, Notice, Page } from '../incident/incident.ts'
import { isOutcomeUnknown } from '../incident/incident.ts'
import { leadOf, leadOfferOf, leadTermsOf } from '../incident/lead.ts'
import { type Lifecycle, lifecycleOf } from '../incident/lifecycle.ts'
import { noticeDeadlines } from '../incident/notice-deadlines.ts'
import { wentOut } from '../incident/notice-reach.ts'
import { unsafeReason, unsentNotices } from '../incident/notices.ts'
import { scopeOf } from '../incident/scope.ts'
import { RESOLVED_STATES, type StepView, stepsOf } from '../incident/steps.ts'
import { timelineEntryMaker } from '../incident/timeline.ts'
import { type Envelope, type EventData, nameOf } from '../log/event.ts'
import { secondsBetween } from '../time.ts'

/** What the next lead has to know at a hand-over (manual chapter 6), all from the log. */
export type HandoverPack = Readonly<ReturnType<typeof handoverPackOf>>

export interface ChannelStatus {
  readonly channel: string
  readonly last: Pick<Notice, 'event' | 'stage' | 'number' | 'at'> | null
  /** When the next notice is due, in milliseconds; null if none is. */
  readonly nextDueAt: number | null
  /** Why the channel must not be used; null if it may be. */
  readonly unsafe: string | null
}

/** A report that was made to an authority. */
export interface MadeReport extends EventReference {
  readonly authority: Authority
  readonly filing: Filing
  /** The authority's reference number. */
  readonly ref: string | null
}

/** The open steps that one person or department was assigned, or else has begun. */
export interface WorkOfPerson {
  readonly who: string
  readonly steps: readonly StepView[]
}

export interface HandoverNote extends EventReference {
  /** Null for a private note, whose text is stored outside the log. */
  readonly text: string | null
}

/** Returns the hand-over pack. `events` are those of the incident, in order; `now` is in milliseconds. */
export function handoverPackOf(
  incident: Incident,
  events: Iterable<Envelope>,
  now: number,
  conflicts: readonly Conflict[] = conflictsOf(incident),
) {
  const lifecycle = lifecycleOf(incident)
  const { startedAt, closedAt, current } = lifecycle
  const end = closedAt === null ? now : Date.parse(closedAt)
  const since = (start: string | null) => (start === null ? null : secondsBetween(Date.parse(start), end) * 1000)
  const term = leadTermsOf(incident).at(-1) ?? null
  return {
    incident: incident.declaration?.id ?? '',
    title: titleOf(incident),
    type: typeOf(incident),
    severity: severityOf(incident),
    drill: incident.declaration?.drill ?? false,
    phase: phaseOf(incident),
    interruption: current.number,
    startedAt,
    /** Milliseconds from the start of the halt to its closing, or to now. */
    elapsed: since(startedAt),
    /** The same from the start of the current interruption. */
    currentElapsed: since(current.startedAt),
    lead: leadOf(incident),
    offer: leadOfferOf(incident),
    /** When the current lead took over. */
    since: term?.from ?? null,
    scope: scopeOf(incident),
    hypotheses: hypothesesOf(incident),
    channels: channelsOf(incident, lifecycle),
    /** Those still to be made are among the clocks. */
    reports: madeReports(incident),
    work: workOf(stepsOf(incident, now)),
    parties: partiesOf(incident, lifecycle, now),
    clocks: openDeadlines(incident, lifecycle, now),
    matters: openItemsOf(incident, lifecycle, now, conflicts),
    /** Notes since the current lead took over, without those that state or discard a hypothesis. */
    notes: notesSince(incident, events, term?.event ?? null),
  }
}

function channelsOf(incident: Incident, lifecycle: Lifecycle): ChannelStatus[] {
  const deadlines = noticeDeadlines(incident, lifecycle)
  return Object.keys(incident.runbook.channels).map((channel) => {
    const last = incident.notices.findLast((n) => n.channel === channel && wentOut(n))
    const due = deadlines.filter(({ id }) => id.slice(id.indexOf(':') + 1) === channel).map(({ dueAt }) => dueAt)
    return {
      channel,
      last: last === undefined ? null : { event: last.event, stage: last.stage, number: last.number, at: last.at },
      nextDueAt: due.length === 0 ? null : Math.min(...due),
      unsafe: unsafeReason(incident, channel),
    }
  })
}

function madeReports(incident: Incident): MadeReport[] {
  return filingsOf(incident).flatMap(({ authority, filing, submissions }) =>
    submissions.map(({ event, at, by, ref }) => ({ authority, filing, event, at, by, ref })),
  )
}

/** Groups open steps by who works on them: the assignee, else whoever began the step. */
function workOf(steps: readonly StepView[]): WorkOfPerson[] {
  const work = steps.flatMap((view) => {
    const who = view.assignee ?? (view.state === 'in-progress' ? view.by : null)
    return who === null || RESOLVED_STATES.has(view.state) ? [] : [{ who, view }]
  })
  return grouped(work, ({ who }) => who).map((group) => ({ who: group[0].who, steps: group.map(({ view }) => view) }))
}

/** Returns the notes after an event, or all if `after` is null, with corrections applied. */
function notesSince(incident: Incident, events: Iterable<Envelope>, after: string | null): HandoverNote[] {
  const entryOf = timelineEntryMaker(incident)
  const notes: HandoverNote[] = []
  for (const event of events) {
    if (event.type === 'note.added' || event.type === 'note.private') {
      const { event: name, at, by, data } = entryOf(event)
      const { text = null, hypothesis, discards, confirms, source } = data as Partial<EventData['note.added']>
      if (hypothesis !== true && (discards ?? confirms) === undefined)
        notes.push({ event: name, at, by: source?.by ?? by, text })
    }
    // Drops the notes so far, which precede the event.
    if (nameOf(event) === after) notes.length = 0
  }
  return notes
}

/** Something that needs a decision. */
export type OpenItem =
  /** A step that the manual leaves to judgement (検討, 必要に応じて: consider, as needed), not decided yet. */
  | { readonly kind: 'step'; readonly view: StepView }
  /** Concurrent events that set the register `target` to different values. */
  | { readonly kind: 'conflict'; readonly target: string; readonly events: readonly string[] }
  /** A raised level from which nobody has answered yet. */
  | { readonly kind: 'escalation'; readonly view: LevelView }
  | { readonly kind: 'channel'; readonly channel: string; readonly reason: string }
  /** A notice that failed or has an unknown outcome. */
  | { readonly kind: 'delivery'; readonly notice: Notice }
  /** A page that failed or has an unknown outcome, to a person who has not answered. */
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'command'; readonly command: CommandRun }
  /** What another person has to approve, or has approved and nobody carried out yet; then what was refused or is void. */
  | { readonly kind: 'approval'; readonly approval: Approval }

function openItemsOf(
  incident: Incident,
  lifecycle: Lifecycle,
  now: number,
  conflicts: readonly Conflict[],
): OpenItem[] {
  const phase = phaseOf(incident)
  return [
    ...conflicts.map((conflict): OpenItem => ({ kind: 'conflict', ...conflict })),
    ...[...openApprovals(incident, now), ...endedApprovals(incident, now)].map(
      (approval): OpenItem => ({ kind: 'approval', approval }),
    ),
    ...levelsOf(incident, lifecycle, now).flatMap((view): OpenItem[] =>
      view.raised === null || view.party.reached !== null ? [] : [{ kind: 'escalation', view }],
    ),
    ...Object.keys(incident.runbook.channels).flatMap((channel): OpenItem[] => {
      const reason = unsafeReason(incident, channel)
      return reason === null ? [] : [{ kind: 'channel', channel, reason }]
    }),
    ...unsentNotices(incident).map((notice): OpenItem => ({ kind: 'delivery', notice })),
    ...unsentPages(incident, lifecycle, now).map((page): OpenItem => ({ kind: 'page', page })),
    ...incident.commands.filter(isOutcomeUnknown).map((command): OpenItem => ({ kind: 'command', command })),
    ...stepsOf(incident, now)
      .filter(({ step, state }) => step.phase === phase && state === 'pending' && LEFT_TO_DECIDE.has(step.modality))
      .map((view): OpenItem => ({ kind: 'step', view })),
  ]
}

/** Returns the last page to each person who has not answered, if it failed or its outcome is unknown. */
function unsentPages(incident: Incident, { current }: Lifecycle, now: number): Page[] {
  const { roster } = incident.settings
  if (roster === undefined) return []
  return Object.keys(roster.people).flatMap((person) => {
    const { page, state } = callOf(incident, roster, person, { since: current.order, now })
    return page === null || page.state === 'sent' || state === 'reached' ? [] : [page]
  })
}

const LEFT_TO_DECIDE: ReadonlySet<string> = new Set(['consider', 'if-needed'])
