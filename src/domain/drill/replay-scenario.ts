import { attemptsOf } from '../incident/calls.ts'
import { registerOf, registersByName, typeOf } from '../incident/current-values.ts'
import { factWrites } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import { type Lifecycle, lifecycleOf } from '../incident/lifecycle.ts'
import { wentOut } from '../incident/notice-reach.ts'
import type { Write } from '../incident/register.ts'
import { formatTarget, parseTarget } from '../incident/scope.ts'
import type { ScopeChange } from '../log/event.ts'
import { roleOf } from '../runbook/fact-roles.ts'
import { type FactRole, isTimeKind, type Runbook, SEVERITIES, type Severity } from '../runbook/runbook.ts'
import { MINUTE } from '../time.ts'
import type { GivenFact, Inject, Scenario } from './scenario.ts'
import { type Score, scoreOf } from './score.ts'

const RESPONSE_WITHIN = 10 * MINUTE
const PASS_MARK = 80

/** A part of an inject: something that happened at one time, in milliseconds from the opening. */
type Moment = Partial<Omit<Inject, 'id' | 'at'>> & { readonly at: number }

/**
 * Turns an incident into a scenario for `runbook`, without names of people, notes, titles, reasons, notices and internal
 * values. It has the incident's score, unless `isGoverned` is false: the incident's own runbook or settings are not known.
 * Returns null if the log declares no incident.
 */
export function replayScenarioOf(incident: Incident, runbook: Runbook, isGoverned = true): Scenario | null {
  const { declaration } = incident
  if (declaration === null) return null
  const lifecycle = lifecycleOf(incident)
  const opened = Date.parse(declaration.declaredAt)
  const past = { incident, lifecycle, runbook, opened, declared: declaration.event }
  const ended = lifecycle.closedAt === null ? (incident.clock?.[0] ?? opened) : Date.parse(lifecycle.closedAt)
  const end = Math.max(opened, ended)
  const moments = [scopeMoments, factMoments, severityMoments, channelFailures, silentHeads].flatMap((of) => of(past))
  const startedBefore = lifecycle.startedAt === null ? null : opened - Date.parse(lifecycle.startedAt)
  const scenario: Scenario = {
    id: declaration.id,
    type: typeOf(incident),
    severity: severityAtOpening(past),
    title: { ja: declaration.id, en: declaration.id },
    briefing: null,
    before: declaration.planned !== null || startedBefore === null || startedBefore < 0 ? null : startedBefore,
    planned: plannedWindow(past),
    scope: scopeAtOpening(past),
    facts: factsAtOpening(past),
    // A minute more, so that something at the very end of the incident still happens in the drill.
    lasts: end - opened + MINUTE,
    mark: PASS_MARK,
    injects: injectsOf(moments),
    original: null,
  }
  if (!isGoverned) return scenario
  const exercise = { scenario, scenarioDigest: '', speed: 1, auto: false, injected: [] }
  const { total, sections } = scoreOf({ ...incident, exercise }, end) as Score
  const scores = Object.fromEntries(sections.map(({ id, score }) => [id, score]))
  return { ...scenario, original: { incident: declaration.id, total, sections: scores } }
}

/** The incident that is replayed. */
interface Past {
  readonly incident: Incident
  readonly lifecycle: Lifecycle
  /** The runbook of the scenario, not the one that was in force. */
  readonly runbook: Runbook
  /** When the incident was declared, in milliseconds: the opening of the drill. */
  readonly opened: number
  /** Name of the event that declared the incident. */
  readonly declared: string
}

/** Merges what occurred at the same time into one inject; ids follow the order. */
function injectsOf(moments: readonly Moment[]): Inject[] {
  const byTime = new Map<number, Moment[]>()
  for (const moment of moments) byTime.set(moment.at, [...(byTime.get(moment.at) ?? []), moment])
  return [...byTime]
    .sort(([a], [b]) => a - b)
    .map(([at, simultaneous], i) => {
      // The compiler does not see that all the values of one key have the same type.
      const all = <K extends 'facts' | 'scope' | 'fails' | 'silent' | 'resumes'>(key: K) =>
        simultaneous.flatMap((moment) => (moment[key] ?? []) as Inject[K][number][]) as unknown as Inject[K]
      const ends = simultaneous.flatMap(({ until }) => until ?? [])
      const until = ends.length === 0 ? null : Math.max(...ends)
      const severity = simultaneous.find((moment) => moment.severity != null)?.severity ?? null
      const times = { id: `i${i + 1}`, at, words: null, within: RESPONSE_WITHIN, until }
      const effects = {
        facts: all('facts'),
        scope: all('scope'),
        fails: all('fails'),
        damaged: [],
        silent: all('silent'),
      }
      return { ...times, ...effects, resumes: all('resumes'), steps: [], notices: [], severity }
    })
}

/** Returns the time of something in milliseconds from the opening; 0 if it precedes the opening. */
function timeOf({ at }: { readonly at: string }, { opened }: Past): number {
  return Math.max(0, Date.parse(at) - opened)
}

/** Returns the changes of the scope that were not undone, of the operations that the runbook has. */
function scopeWrites({ incident, runbook }: Past) {
  return registersByName(incident, 'scope:').flatMap(([key, writes]) => {
    const target = parseTarget(key)
    if (!Object.hasOwn(runbook.operations, target.operation)) return []
    return writes
      .filter((w) => !w.undone)
      .map(({ event, at, value }) => ({ change: { ...target, ...value }, event, at }))
  })
}

function scopeAtOpening(past: Past): ScopeChange[] {
  return scopeWrites(past).flatMap(({ change, event }) => (event === past.declared ? [change] : []))
}

/** The scope changes after the declaration: what a lift opened may resume, everything else happens by itself. */
function scopeMoments(past: Past): Moment[] {
  const lifts = new Set(registerOf(past.incident, 'phase').flatMap((w) => (w.value.by === 'lift' ? w.event : [])))
  return scopeWrites(past)
    .filter(({ event, change }) => event !== past.declared && change.state !== null)
    .map(({ change, event, at }) => {
      const effect = lifts.has(event) ? { resumes: [formatTarget(change)] } : { scope: [change] }
      return { at: timeOf({ at }, past), ...effect }
    })
}

/** Roles of facts that state times, which the scenario has elsewhere. */
const TIMES_OF_HALT: readonly (FactRole | null)[] = ['began', 'detected', 'planned-begin', 'planned-end']

/** Facts in the words given to customers, with the times they became known. */
function statedFacts({ incident, runbook, opened }: Past): { readonly given: GivenFact; readonly at: string }[] {
  return Object.keys(runbook.facts)
    .filter((fact) => !TIMES_OF_HALT.includes(roleOf(runbook, fact)))
    .flatMap((fact) => {
      const values = factWrites(incident, fact).filter((w) => !w.undone && w.value.known)
      const ja = registerOf(incident, `words:${fact}.ja`).filter(isStated)
      const en = registerOf(incident, `words:${fact}.en`).filter(isStated)
      const events = new Map([...values, ...ja, ...en].map(({ event, at }) => [event, at]))
      return [...events].map(([event, at]) => {
        const value = values.find((w) => w.event === event)?.value.value ?? null
        const wordsOf = (words: readonly Write<string | null>[]) => words.find((w) => w.event === event)?.value ?? null
        const isTime = isTimeKind(runbook.facts[fact]?.kind)
        const [from = null, to = null] = isTime ? spansOf(value, opened) : []
        return { at, given: { fact, value: null, ja: wordsOf(ja), en: wordsOf(en), from, to } }
      })
    })
}

function isStated({ undone, value }: Write<string | null>): boolean {
  return !undone && value !== null
}

/** Converts a time or a range to milliseconds from the opening; empty if it is neither, or precedes the opening. */
function spansOf(value: string | null, opened: number): number[] {
  const spans = (value ?? '').split('/').map((time) => Date.parse(time) - opened)
  return spans.every((span) => span >= 0) ? spans : []
}

function factsAtOpening(past: Past): GivenFact[] {
  return statedFacts(past).flatMap(({ given, at }) => (timeOf({ at }, past) === 0 ? [given] : []))
}

function factMoments(past: Past): Moment[] {
  return statedFacts(past)
    .map(({ given, at }) => ({ at: timeOf({ at }, past), facts: [given] }))
    .filter(({ at }) => at > 0)
}

function severityAtOpening({ incident, declared }: Past): Severity | null {
  return registerOf(incident, 'severity').find(({ event }) => event === declared)?.value ?? null
}

/** The times at which the severity got worse. */
function severityMoments(past: Past): Moment[] {
  let worst: number = SEVERITIES.length
  return registerOf(past.incident, 'severity')
    .filter((w) => !w.undone)
    .flatMap((w) => {
      const rank = SEVERITIES.indexOf(w.value)
      if (rank >= worst) return []
      worst = rank
      return w.event === past.declared ? [] : [{ at: timeOf(w, past), severity: w.value }]
    })
}

/** The periods in which a channel failed or was unsafe: until a notice went out or it was marked as safe. */
function channelFailures(past: Past): Moment[] {
  const { incident, runbook } = past
  const timesOf = (marks: readonly { readonly at: string }[]) => marks.map((mark) => timeOf(mark, past))
  return Object.keys(runbook.channels).flatMap((channel) => {
    const sent = incident.notices.filter((n) => n.channel === channel)
    const marks = registerOf(incident, `channel:${channel}`).filter((w) => !w.undone)
    const bad = [...sent.filter(({ state }) => state === 'failed'), ...marks.filter(({ value }) => !value.safe)]
    const good = [...sent.filter(wentOut), ...marks.filter(({ value }) => value.safe)]
    return periodsBetween(timesOf(bad), timesOf(good)).map((period) => ({ ...period, fails: [channel] }))
  })
}

/** The periods in which the head of a department was called and did not answer. */
function silentHeads(past: Past): Moment[] {
  const { incident, runbook } = past
  const departments = incident.settings.roster?.departments ?? {}
  return Object.entries(departments).flatMap(([department, [head]]) => {
    if (head === undefined || !Object.hasOwn(runbook.departments, department)) return []
    const calls = attemptsOf(incident, head, 0)
    const timesOf = (wanted: 'tried' | 'reached') =>
      calls.flatMap((call) => (call.state === wanted ? [timeOf(call, past)] : []))
    return periodsBetween(timesOf('tried'), timesOf('reached')).map((period) => ({ ...period, silent: [department] }))
  })
}

/** Returns the periods from a bad time to the next good one; `until` is null if there is none. */
function periodsBetween(bad: readonly number[], good: readonly number[]): { at: number; until: number | null }[] {
  const found: { at: number; until: number | null }[] = []
  for (const at of [...bad].sort((a, b) => a - b)) {
    const last = found.at(-1)
    if (last !== undefined && (last.until === null || at < last.until)) continue
    const until = good.filter((time) => time > at)
    found.push({ at, until: until.length === 0 ? null : Math.min(...until) })
  }
  return found
}

/** Returns the planned time of the halt, in milliseconds from the opening. */
function plannedWindow({ incident, opened }: Past): Scenario['planned'] {
  const planned = incident.declaration?.planned ?? null
  if (planned === null) return null
  const from = Math.max(0, Date.parse(planned.from) - opened)
  return { from, to: Math.max(from, Date.parse(planned.to) - opened) }
}
