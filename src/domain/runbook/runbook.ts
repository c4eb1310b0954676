/**
 * The runbook in force: the manual's chapters as data, normalised. It is written into the log when an incident
 * begins, so everything an incident needs to be understood is in its log. Nothing here knows one particular manual.
 */

export const PHASES = ['scheduled', 'initial-response', 'during-halt', 'after-resumption', 'closed'] as const
export type Phase = (typeof PHASES)[number]

/** How strongly the manual words a step: required, strive (努める), consider (検討), as needed (必要に応じて). */
export const MODALITIES = ['must', 'effort', 'consider', 'if-needed'] as const
export type Modality = (typeof MODALITIES)[number]

/** How urgent a step is for a halt type, most urgent first. */
export const URGENCIES = ['now', 'soon', 'normal', 'later'] as const
export type Urgency = (typeof URGENCIES)[number]

export const STAGES = ['scheduled', 'first', 'update', 'resumption', 'final'] as const
export type Stage = (typeof STAGES)[number]

/** Up to when a recurring step repeats. */
export const ENDS = ['lifted', 'fully-resumed', 'closed'] as const
export type End = (typeof ENDS)[number]

export const ASKS = ['scope', 'severity', 'type'] as const
export type Ask = (typeof ASKS)[number]

/** `time` lies in the past, `future` may lie ahead, `estimate` is a time, a range `FROM/TO` or unknown. */
export const FACT_KINDS = ['time', 'future', 'estimate', 'text'] as const
export type FactKind = (typeof FACT_KINDS)[number]

export const LANGUAGES = ['ja', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

export interface Bilingual {
  readonly ja: string
  readonly en: string
}

export interface HaltType extends Bilingual {
  /** Whether such a halt is announced beforehand: always, possibly, or never. */
  readonly planned: 'required' | 'allowed' | 'never'
  /** Whether something broke in such a halt, so that notices may speak of repair; false where it is missing. */
  readonly repair?: boolean
  /** Whether a report of such a halt has to say whom it is for; false where it is missing. */
  readonly confidential?: boolean
}

export interface Channel extends Bilingual {
  readonly audience: 'customers' | 'departments'
}

/** Parts of the post-incident report that facts fill. */
export const REPORT_PARTS = ['causes', 'compensation', 'prevention', 'review'] as const
export type ReportPart = (typeof REPORT_PARTS)[number]

export interface FactDefinition extends Bilingual {
  readonly kind: FactKind
  /** Stated in every customer notice. */
  readonly notice: boolean
  /** Has public words of its own, one for each language. */
  readonly words: boolean
  /** The part of the report that it fills, and what is asked for it; missing where it fills none. */
  readonly report?: { readonly part: ReportPart; readonly ask: Bilingual }
}

export interface Clause {
  readonly id: string
  readonly kind: string
  readonly modality: readonly string[]
  readonly gist: Bilingual
}

/** What carries clauses that no step carries. */
export interface Place extends Bilingual {
  readonly clauses: readonly string[]
}

/** A command that a step offers: an argument list, run without a shell, in a folder relative to the workspace. */
export interface StepCommand {
  readonly run: readonly string[]
  readonly title: Bilingual
  /** Run only after its word was typed. */
  readonly dangerous: boolean
  readonly directory: string
}

export interface Step {
  readonly id: string
  readonly section: string
  readonly phase: Phase
  readonly clauses: readonly string[]
  readonly why: Bilingual | null
  readonly source: 'manual' | 'extension'
  readonly department: string
  readonly title: Bilingual
  readonly instructions: Bilingual
  readonly modality: Modality
  readonly kind: 'once' | 'recurring'
  /** Milliseconds between two times, `cadence` for the notice cadence of its channel; null unless recurring. */
  readonly every: number | 'cadence' | null
  readonly until: End | null
  readonly facts: readonly string[]
  readonly asks: readonly Ask[]
  /** Urgency by halt type; a type that is not named does not apply. */
  readonly applies: Readonly<Record<string, Urgency>>
  readonly channel: string | null
  readonly stage: Stage | null
  /** Must be done before trading may be lifted. */
  readonly gate: 'lift' | null
  /** Is to be done anew after a reopening. */
  readonly renew: boolean
  /** The department that it tells: done when somebody of it was reached. */
  readonly tells?: string
  readonly commands?: readonly StepCommand[]
}

export interface Runbook {
  /** The name in the supplied manual, where the settings give none; never sent. */
  readonly organisation?: Bilingual
  readonly types: Readonly<Record<string, HaltType>>
  readonly operations: Readonly<Record<string, Bilingual>>
  readonly channels: Readonly<Record<string, Channel>>
  readonly facts: Readonly<Record<string, FactDefinition>>
  readonly departments: Readonly<Record<string, Bilingual>>
  readonly places: Readonly<Record<string, Place>>
  readonly clauses: readonly Clause[]
  /** In the manual's order. */
  readonly steps: readonly Step[]
}

export const EMPTY_RUNBOOK: Runbook = {
  types: {},
  operations: {},
  channels: {},
  facts: {},
  departments: {},
  places: {},
  clauses: [],
  steps: [],
}

export function customerChannels(runbook: Runbook): string[] {
  return Object.keys(runbook.channels).filter((id) => runbook.channels[id]?.audience === 'customers')
}

export function stepById(runbook: Runbook, id: string): Step | undefined {
  return runbook.steps.find((step) => step.id === id)
}

export function phaseIndex(phase: Phase): number {
  return PHASES.indexOf(phase)
}
