import { registerNames, typeOf } from '../domain/incident/current-values.ts'
import type { Incident, Notice } from '../domain/incident/incident.ts'
import { incidentAsOf } from '../domain/incident/incident-as-of.ts'
import { hasEverResumed, lifecycleOf } from '../domain/incident/lifecycle.ts'
import { reachedSomebody } from '../domain/incident/notice-reach.ts'
import { restrictionsOf } from '../domain/incident/restrictions.ts'
import { formatTarget, parseTarget, restrictedScope } from '../domain/incident/scope.ts'
import { scopeStatements } from '../domain/incident/scope-statements.ts'
import { type FactRole, type HaltWords, type Language, mendsAnother, type Runbook } from '../domain/runbook/runbook.ts'
import { customerWordsFor, labelOf } from '../i18n/customer-words.ts'
import type { HaltNames, NamedOperations, NoticeKind } from '../i18n/notice-titles.en.ts'
import type { NoticeRequest } from './notice.ts'

type NameContext = Pick<NoticeRequest, 'incident' | 'stage' | 'language'>

/**
 * What the restricted scope amounts to, and what to call it: all of it, or only these services. For notices of resumption
 * and those about the whole halt, what has resumed counts as it was before.
 */
export function haltNames(
  { incident, stage, language }: NameContext,
  only: readonly string[] | null = null,
): { kind: NoticeKind; names: HaltNames } {
  const told = stage === 'retraction' ? lastReport(incident) : undefined
  // What a false alarm takes back is what was told.
  if (told !== undefined && !hasEverResumed(lifecycleOf(incident)))
    return haltNames({ incident: incidentAsOf(incident, told), stage: told.stage, language })
  const { names, haltOf, restrictionOf, mixedOf } = customerWordsFor(language)
  const { runbook } = incident
  const entries = restrictedScope(incident).filter((entry) => only === null || only.includes(formatTarget(entry)))
  const stopped = entries.flatMap((entry) => (entry.state === 'stopped' ? formatTarget(entry) : []))
  const isAboutPast = stage === 'resumption' || stage === 'final' || mendsAnother(stage)
  const { interruptions, current } = lifecycleOf(incident)
  const covered = isAboutWhole({ incident, stage }) ? interruptions : [current]
  const resumed = isAboutPast ? covered.flatMap((one) => [...one.resumed.keys()]) : []
  const halted = [...stopped, ...resumed.filter((target) => mayHaveBeenStopped(incident, target))]
  // Assets that are only restricted are exceptions of an operation that is stopped.
  const haltedTargets = new Set(halted)
  const isHalted = (target: string) => haltedTargets.has(target) || haltedTargets.has(parseTarget(target).operation)
  const limited = [...entries.map(formatTarget), ...resumed].filter((target) => !isHalted(target))
  if (halted.length === 0 && limited.length === 0) return { kind: 'unknown', names: names.unknown }
  const namedLimited = namedOperations(incident, language, limited)
  if (halted.length === 0)
    return { kind: 'restriction', names: namedLimited === null ? names.restriction : restrictionOf(namedLimited) }
  const namedHalted = namedOperations(incident, language, halted)
  // What was only restricted, and is no more, is no matter of the title.
  if (entries.some((entry) => !isHalted(formatTarget(entry)))) {
    const isNamed = namedHalted !== null && namedLimited !== null
    return { kind: 'services', names: isNamed ? mixedOf(namedHalted, namedLimited) : names.mixed }
  }
  const own = ownHaltWords(runbook, halted)
  if (own === undefined) return { kind: 'services', names: namedHalted === null ? names.services : haltOf(namedHalted) }
  const [title, resumption] = [own.title[language], own.resumption[language]]
  const said = { title, resumption, noun: own.noun[language], state: own.state[language], brief: { title, resumption } }
  return { kind: 'halt', names: said }
}

/** The last notice about the halt itself that reached somebody, on any channel. */
function lastReport({ notices }: Incident): Notice | undefined {
  return notices.findLast((notice) => !mendsAnother(notice.stage) && reachedSomebody(notice))
}

/** Whether a notice is about all that was stopped or restricted, also before the halt was reopened. */
function isAboutWhole({ incident, stage }: Pick<NoticeRequest, 'incident' | 'stage'>): boolean {
  const corrected = incident.notices.findLast((notice) => !mendsAnother(notice.stage))?.stage
  return stage === 'final' || stage === 'retraction' || (stage === 'correction' && corrected === 'final')
}

/** The most operations that a title names. */
const MAX_NAMED = 2

/** What a title calls the operations of these services; null if none is restricted as a whole. */
function namedOperations(incident: Incident, language: Language, targets: readonly string[]): NamedOperations | null {
  const { operations, services = [] } = incident.runbook
  const stated = registerNames(incident, 'scope:')
  // What customers know as another service, such as that for yen, may be available.
  const isWhole = (id: string) =>
    targets.includes(id) &&
    services.every(({ operations: of, asset }) => {
      const part = `${id}:${asset}`
      return asset === null || !of.includes(id) || !stated.includes(part) || targets.includes(part)
    })
  const affected = Object.keys(operations).filter((id) =>
    targets.some((target) => parseTarget(target).operation === id),
  )
  const whole = affected.filter(isWhole)
  if (whole.length === 0) return null
  const labels = whole.map((id) => operations[id]?.heading?.[language] ?? labelOf(operations, id, language))
  return { operations: labels, hasMore: whole.length < affected.length || whole.length > MAX_NAMED }
}

/** Whether the halt is one in which services are, or were, restricted and none was stopped. */
export function isRestriction(context: NameContext): boolean {
  return haltNames(context).kind === 'restriction' && !wasAnythingStopped(context.incident)
}

/** Whether a fact of this role is about a restriction: what is expected to end is what is stopped or restricted now. */
export function isOfRestriction(context: NameContext, role: FactRole | null): boolean {
  const states = restrictedScope(context.incident).map(({ state }) => state)
  return role === 'expected-end' && states.length > 0 ? !states.includes('stopped') : isRestriction(context)
}

/** Why services are stopped: a part of a sentence. */
export function reasonOf(incident: Incident, language: Language): string {
  const { types } = incident.runbook
  const type = typeOf(incident)
  return types[type]?.reason?.[language] ?? customerWordsFor(language).because(labelOf(types, type, language))
}

/** Whether a service was stated to be stopped since the halt began or was reopened, even if it is only restricted now. */
function wasAnythingStopped(incident: Incident): boolean {
  const { order } = lifecycleOf(incident).current
  return scopeStatements(incident).some(([, writes]) =>
    writes.some((write) => !write.undone && write.order >= order && write.value.state === 'stopped'),
  )
}

/** Whether what has resumed was stopped at some time, and not only restricted, or nobody stated which. */
function mayHaveBeenStopped(incident: Incident, target: string): boolean {
  const own = restrictionsOf(incident).filter((one) => one.target === target)
  return own.length === 0 || own.some(({ stoppedAt }) => stoppedAt !== null)
}

/** What the manual calls a halt of these: of one operation or service, or of some of its assets; undefined if of more. */
function ownHaltWords({ operations, services = [] }: Runbook, halted: readonly string[]): HaltWords | undefined {
  const affected = [...new Set(halted.map((target) => parseTarget(target).operation))]
  const joint = services.filter(({ asset }) => asset === null)
  const single = Object.entries(operations).map(([id, { halt }]) => ({ operations: [id], halt }))
  const isAll = (ids: readonly string[]) => ids.length === affected.length && ids.every((id) => halted.includes(id))
  const own = [...joint, ...single].find(
    ({ operations: ids, halt }) => halt !== undefined && affected.every((id) => ids.includes(id)) && isAll(ids),
  )
  const [first = '', ...others] = affected
  return own?.halt ?? (others.length === 0 && !halted.includes(first) ? operations[first]?.assetHalt : undefined)
}
