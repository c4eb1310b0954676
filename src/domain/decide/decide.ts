import { applyDrillRules, injectDrafts } from '../drill/injects.ts'
import { phaseOf } from '../incident/current-values.ts'
import type { Incident } from '../incident/incident.ts'
import { lifecycleOf } from '../incident/lifecycle.ts'
import { wentOut } from '../incident/notice-reach.ts'
import type { EventData } from '../log/event.ts'
import { type DueTo, type Problem, type ProblemCode, problem } from '../problem.ts'
import { customerChannels, type Stage } from '../runbook/runbook.ts'
import { type ActionIntent, decideAction } from './actions.ts'
import { type ApprovalIntent, approvalDeciders, channelsFreed } from './approvals.ts'
import { acceptedSinceStart } from './before-start.ts'
import { type CallIntent, decideCall, type PageIntent, pageDeciders } from './calls.ts'
import { type ClassificationIntent, decideClassification, decideTitle, type TitleIntent } from './classification.ts'
import { type CorrectionIntent, correctionDeciders } from './corrections.ts'
import { accept, type Decision, type DecisionContext, isProblem, type Situation, unchanged } from './decision.ts'
import { type EvidenceIntent, evidenceDeciders } from './evidence.ts'
import { decideFacts, type FactIntent } from './facts.ts'
import { type FilingIntent, filingDeciders } from './filings.ts'
import { type HandoverIntent, handoverDeciders } from './handovers.ts'
import { withNames } from './named-refusals.ts'
import { type NoticeIntent, noticeDeciders } from './notices.ts'
import { type PhaseIntent, phaseDeciders } from './phases.ts'
import { type RedactionIntent, redactionDeciders } from './redactions.ts'
import { decideScope, type ScopeIntent } from './scope.ts'
import { type SendingIntent, sendingDeciders } from './sending.ts'
import { decideSteps, type StepIntent } from './steps.ts'
import { type WriterIntent, writerDeciders } from './writers.ts'

/** What an operator, or the program on their behalf, wants recorded. */
export type Intent =
  | StepIntent
  | FactIntent
  | ScopeIntent
  | PhaseIntent
  | ClassificationIntent
  | TitleIntent
  | NoticeIntent
  | SendingIntent
  | ApprovalIntent
  | CallIntent
  | HandoverIntent
  | FilingIntent
  | PageIntent
  | CorrectionIntent
  | RedactionIntent
  | ActionIntent
  | EvidenceIntent
  | WriterIntent
  /** Records the injects of a drill that are due. */
  | { readonly kind: 'inject' }
  /** `isLost`: the runbook or the settings in force are missing, so that nothing can be compared with them. */
  | { readonly kind: 'adopt-runbook'; readonly data: EventData['runbook.adopted']; readonly isLost?: boolean }
  | { readonly kind: 'adopt-settings'; readonly data: EventData['settings.adopted'] }

/** Returns the events to record for an intent, given what the log says now, or the problem that prevents it. */
export function decide(incident: Incident, intent: Intent, context: DecisionContext): Decision {
  if (intent.kind === 'inject') return accept(...injectDrafts(incident, context))
  const decision = inDrill(incident, dispatch(incident, intent, context), context)
  if (!isProblem(decision)) return decision
  const dueTo = dueToStrangers(incident, intent, context, decision)
  return { ...withNames(decision, incident.runbook), ...(dueTo !== null && { dueTo }) }
}

function inDrill(incident: Incident, decision: Decision, context: DecisionContext): Decision {
  return incident.exercise === null ? decision : applyDrillRules(incident, decision, context)
}

/** The writers whose events a refusal is due to, if by what known writers have recorded there would be none of its kind; else null. */
function dueToStrangers(
  incident: Incident,
  intent: Exclude<Intent, { kind: 'inject' }>,
  context: DecisionContext,
  { code }: Problem,
): DueTo | null {
  const known = knownIn(incident, context)
  if (known === incident || known.declaration === null || NAMES_WRITERS.has(code)) return null
  const anew = inDrill(known, decideOn(known, intent, context), context)
  if (isProblem(anew) && anew.code === code) return null
  const writers = [...incident.heads.keys()].filter((writer) => !context.knows(writer))
  return { writers, incident: known.declaration.id }
}

/** These name the writers themselves, with ways on of their own. */
const NAMES_WRITERS: ReadonlySet<ProblemCode> = new Set(['newer-version', 'stated-by-new-writer'])

/** What only writers say who are not known does not hold already, be it a part of an intent: they could take it back. */
function dispatch(incident: Incident, intent: Exclude<Intent, { kind: 'inject' }>, context: DecisionContext): Decision {
  const decision = decideOn(incident, intent, context)
  if (isProblem(decision)) return decision
  const { events, already } = decision
  if (events.length > 0 && already.length === 0) return decision
  const known = knownIn(incident, context)
  const anew = known === incident ? decision : decideOn(known, intent, context)
  return isProblem(anew) || (events.length > 0 && anew.already.length >= already.length) ? decision : anew
}

function knownIn(incident: Incident, { ofKnown }: DecisionContext): Incident {
  return ofKnown?.() ?? incident
}

function decideOn(incident: Incident, intent: Exclude<Intent, { kind: 'inject' }>, context: DecisionContext): Decision {
  if (incident.beyond !== null) return problem('newer-version', incident.beyond)
  if (phaseOf(incident) === 'closed' && !isAllowedAfterClosing(incident, intent))
    return problem('incident-closed', { id: incident.declaration?.id ?? '' })
  const situation: Situation = {
    incident,
    context,
    get known() {
      return knownIn(incident, context)
    },
    // A getter, since many decisions, such as recording a note, do not need it.
    get lifecycle() {
      return lifecycleOf(incident)
    },
  }
  // The compiler does not see that the decider found by this kind accepts this intent.
  const decider = DECIDERS[intent.kind] as (situation: Situation, intent: Intent) => Decision
  const decision = decider(situation, intent)
  return isProblem(decision) ? decision : acceptedSinceStart(situation, decision)
}

type Deciders = {
  readonly [K in Exclude<Intent['kind'], 'inject'>]: (situation: Situation, intent: Intent & { kind: K }) => Decision
}

const DECIDERS: Deciders = {
  begin: decideSteps,
  done: decideSteps,
  decline: decideSteps,
  skip: decideSteps,
  assign: decideSteps,
  set: decideFacts,
  scope: decideScope,
  ...phaseDeciders,
  classify: decideClassification,
  title: decideTitle,
  ...noticeDeciders,
  ...sendingDeciders,
  ...approvalDeciders,
  call: decideCall,
  escalate: decideCall,
  ...filingDeciders,
  ...handoverDeciders,
  ...pageDeciders,
  ...correctionDeciders,
  ...redactionDeciders,
  'add-action': decideAction,
  'change-action': decideAction,
  'finish-action': decideAction,
  ...evidenceDeciders,
  ...writerDeciders,
  'adopt-runbook': ({ incident }, { data, isLost = false }) =>
    data.runbookDigest === incident.runbookDigest
      ? unchanged('runbook adopt')
      : accept({ type: 'runbook.adopted', data: { ...data, ...(!isLost && channelsFreed(incident, data.runbook)) } }),
  'adopt-settings': ({ incident }, { data }) =>
    data.settingsDigest === incident.settingsDigest
      ? unchanged('settings')
      : accept({ type: 'settings.adopted', data }),
}

const AFTER_CLOSING: ReadonlySet<Intent['kind']> = new Set([
  'note',
  'mark-moment',
  'decline-moments',
  'title',
  'private-note',
  'end-command',
  'settle-command',
  'remove-evidence',
  'retry-notices',
  'deliver-notice',
  'deliver-page',
  'mark-channel',
  // Changes nothing; `close` itself refuses another way to end.
  'close',
  // Of some events only: `undo` itself refuses the others.
  'undo',
  'correct',
  'redact',
  'add-action',
  'change-action',
  'finish-action',
  'start-clocks',
  'state-fields',
  'report-to',
  'approve',
  'refuse',
  'accept-writer',
])

const STAGES_AFTER_CLOSING: ReadonlySet<Stage> = new Set(['final', 'correction', 'retraction'])

/** Besides `AFTER_CLOSING`: final notices and those that mend others, and facts for the report or for steps after resumption. */
function isAllowedAfterClosing(incident: Incident, intent: Intent): boolean {
  // A notice without a stage gets the next one, which after closing is `final` or `retraction`.
  if (intent.kind === 'posted') return STAGES_AFTER_CLOSING.has(intent.stage ?? 'final')
  if (intent.kind === 'intend-notices' || intent.kind === 'request-notices')
    return intent.notices.every((n) => STAGES_AFTER_CLOSING.has(n.stage))
  if (intent.kind !== 'set') return AFTER_CLOSING.has(intent.kind)
  const { steps, facts } = incident.runbook
  const factsAfterResumption = steps.filter((s) => s.phase === 'after-resumption').flatMap((s) => s.facts)
  return intent.statements.every(
    (statement) =>
      factsAfterResumption.includes(statement.fact) ||
      facts[statement.fact]?.report !== undefined ||
      (isPublicWordsOnly(statement) && isFinalNoticeDue(incident)),
  )
}

function isPublicWordsOnly({ fact: _, ja: __, en: ___, ...others }: EventData['fact.set']): boolean {
  return Object.values(others).every((value) => value === undefined)
}

/** Whether customers are still owed a final notice somewhere, so that the words for it can be put right. */
function isFinalNoticeDue({ runbook, notices }: Incident): boolean {
  return customerChannels(runbook).some(
    (channel) => !notices.some((notice) => notice.channel === channel && notice.stage === 'final' && wentOut(notice)),
  )
}
