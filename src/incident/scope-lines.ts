import type { ScopeStatement } from '../domain/decide/scope.ts'
import { currentWrite } from '../domain/incident/current-values.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { isStartStated, lifecycleOf, startedAtOf } from '../domain/incident/lifecycle.ts'
import { formatTarget, restrictedScope, type ScopeTarget, scopeOf } from '../domain/incident/scope.ts'
import { INVOCATION } from '../domain/problem.ts'
import { wholeMinute } from '../domain/time.ts'
import { withOwnNames } from '../i18n/own-names.ts'
import type { Journal } from '../store/journal.ts'
import { resumeCommand } from '../view/resume-command.ts'
import { briefTimeText } from '../view/time-format.ts'
import type { World } from '../world.ts'
import { drillPrefix } from './event-lines.ts'
import { targetName, typedScope } from './labels.ts'

export function sayStillRestricted(world: World, incident: Incident): void {
  for (const line of stillRestrictedLines(world, incident)) world.say(`${drillPrefix(incident, world.text)}${line}`)
}

/** A line that says what is still restricted; none if nothing is. */
export function stillRestrictedLines(world: World, incident: Incident): string[] {
  // What was planned, and closed before it began, never was restricted.
  if (lifecycleOf(incident).startedAt === null && incident.declaration?.planned != null) return []
  const scope = restrictedWords(world, incident)
  return scope.length === 0 ? [] : [world.text.said.stillRestricted(scope.join(' '))]
}

/** What is restricted, in statements as they can be typed. */
export function restrictedWords({ text }: World, incident: Incident): string[] {
  return typedScope(restrictedScope(incident), incident.runbook, withOwnNames(text, incident.runbook))
}

/** Tells of what was restricted `before` a closing if that makes it never restricted, and what to do if it was. */
export function neverRestrictedLines(
  world: World,
  { incident, id }: Pick<Journal, 'incident' | 'id'>,
  before: readonly string[],
): string[] {
  const after = restrictedWords(world, incident)
  const restricted = before.filter((one) => !after.includes(one))
  const closing = currentWrite(incident, 'phase')?.event
  if (restricted.length === 0 || closing === undefined) return []
  const { said } = world.text
  const undo = resumeCommand(world, 'undo', closing, '--reason', said.wasRestricted, '-i', id)
  return [said.neverRestricted(restricted.join(' ')), said.liftBefore(undo)]
}

/**
 * Says which single assets stay open although their operation was stated to be restricted, with the command that restricts
 * them too: the specific beats the general.
 */
export function sayStillOpen(
  world: World,
  { incident }: Pick<Journal, 'incident'>,
  statements: readonly ScopeStatement[],
): void {
  const general = statements.filter(({ asset, state }) => asset === null && state !== 'open')
  const isStated = (entry: ScopeTarget) => statements.some((one) => formatTarget(one) === formatTarget(entry))
  const open = scopeOf(incident).flatMap((entry) => {
    const { state, words } = general.findLast(({ operation }) => operation === entry.operation) ?? entry
    if (state === 'open' || entry.asset === null || entry.state !== 'open' || isStated(entry)) return []
    return { entry, command: `${formatTarget(entry)}=${state}${words === null ? '' : `:${words}`}` }
  })
  if (open.length === 0) return
  const text = withOwnNames(world.text, incident.runbook)
  const names = open.map(({ entry }) => targetName(formatTarget(entry), incident.runbook, text.language))
  const commands = open.map(({ command }) => command)
  const line = resumeCommand(world, 'scope', ...commands, '-i', incident.declaration?.id ?? '')
  world.say(`${drillPrefix(incident, text)}${text.said.stillOpen(names, line)}`)
}

/**
 * Says that what was stated first, without a time of its own, counts from the beginning of the halt (`scopeWrites`), with the
 * command for another time. Null if something was stated `before`, or that was in the same minute.
 */
export function datedBackLine(world: World, before: Incident, { incident }: Pick<Journal, 'incident'>): string | null {
  if (scopeOf(before).length > 0) return null
  const start = startedAtOf(incident)
  const back = restrictedScope(incident).filter(({ since }) => since === start)
  const [write] = back.flatMap((entry) => currentWrite(incident, `scope:${formatTarget(entry)}`) ?? [])
  if (start === null || write === undefined) return null
  if (wholeMinute(Date.parse(write.at)) === wholeMinute(Date.parse(start))) return null
  const text = withOwnNames(world.text, incident.runbook)
  const names = back.map((entry) => targetName(formatTarget(entry), incident.runbook, text.language))
  const line = `${INVOCATION} correct ${write.event} --at ... --reason ...`
  return text.said.datedBack(names, briefTimeText(start), isStartStated(incident), line)
}
