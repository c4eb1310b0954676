import { registerOf, registersByName, typeOf } from '../domain/incident/current-values.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { formatTarget, restrictedScope } from '../domain/incident/scope.ts'
import { type HaltWords, type Language, mendsAnother, type Runbook } from '../domain/runbook/runbook.ts'
import { customerWordsFor, labelOf } from '../i18n/customer-words.ts'
import type { HaltNames, NoticeKind } from '../i18n/notice-titles.en.ts'
import type { NoticeRequest } from './notice.ts'

type NameContext = Pick<NoticeRequest, 'incident' | 'stage' | 'language'>

/**
 * What the restricted scope amounts to, and what to call it. For notices of resumption and final ones, what has resumed
 * counts as it was before.
 */
export function haltNames({ incident, stage, language }: NameContext): { kind: NoticeKind; names: HaltNames } {
  const { names } = customerWordsFor(language)
  const entries = restrictedScope(incident)
  const stopped = entries.flatMap((entry) => (entry.state === 'stopped' ? formatTarget(entry) : []))
  const isAboutPast = stage === 'resumption' || stage === 'final' || mendsAnother(stage)
  const resumed = isAboutPast ? [...lifecycleOf(incident).current.resumed.keys()] : []
  const halted = [...stopped, ...resumed.filter((target) => mayHaveBeenStopped(incident, target))]
  const named = ownHaltWords(incident.runbook, halted)
  if (named !== undefined) {
    const { title, noun, resumption, state } = named
    const own = {
      title: title[language],
      noun: noun[language],
      resumption: resumption[language],
      state: state[language],
    }
    return { kind: 'halt', names: own }
  }
  const isRestricted = entries.length > 0 || resumed.length > 0
  const kind = halted.length > 0 ? 'services' : isRestricted ? 'restriction' : 'unknown'
  const isMixed = kind === 'services' && entries.some(({ state }) => state !== 'stopped')
  return { kind, names: names[isMixed ? 'mixed' : kind] }
}

/** Whether the halt is one in which services are, or were, restricted and none was stopped. */
export function isRestriction(context: NameContext): boolean {
  return haltNames(context).kind === 'restriction' && !wasAnythingStopped(context.incident)
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
  return registersByName(incident, 'scope:').some(([, writes]) =>
    writes.some((write) => !write.undone && write.order >= order && write.value.state === 'stopped'),
  )
}

/** Whether what has resumed was stopped at some time, and not only restricted, or nobody stated which. */
function mayHaveBeenStopped(incident: Incident, target: string): boolean {
  const states = registerOf(incident, `scope:${target}`).flatMap(({ undone, value }) => (undone ? [] : value.state))
  return states.includes('stopped') || states.every((state) => state === 'open')
}

/**
 * What the manual calls a halt of these: its words for all of them that have words, by themselves or together as one
 * service; else for assets of an operation. Undefined if only some of them would be named.
 */
function ownHaltWords({ operations, services = [] }: Runbook, halted: readonly string[]): HaltWords | undefined {
  const joint = services.filter(({ asset }) => asset === null)
  const single = Object.entries(operations).map(([id, { halt }]) => ({ operations: [id], halt }))
  const named = [...joint, ...single].filter(
    (one) => one.halt !== undefined && one.operations.every((id) => halted.includes(id)),
  )
  const ids = named.flatMap((one) => one.operations)
  const all = named.find((one) => ids.every((id) => one.operations.includes(id)))
  if (named.length > 0) return all?.halt
  const ofAssets = Object.entries(operations).find(
    ([id, { assetHalt }]) => assetHalt !== undefined && halted.some((target) => target.startsWith(`${id}:`)),
  )
  return ofAssets?.[1].assetHalt
}
