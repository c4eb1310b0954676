import { factOf, isFactUnknown } from '../domain/incident/facts.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { stepsLeftBehind, stepsOf } from '../domain/incident/steps.ts'
import type { EventData } from '../domain/log/event.ts'
import type { FlawedFile } from '../domain/log/governing-files.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import { secondsBetween } from '../domain/time.ts'
import { spanWords } from '../i18n/span.ts'
import { inertLine } from '../view/inert.ts'
import { timeText } from '../view/time-format.ts'
import type { World } from '../world.ts'
import type { ChosenIncident } from './choose.ts'
import { assigneeName } from './labels.ts'

/** How many of the steps that a lift leaves open are named. */
export const OPEN_STEPS_NAMED = 6

/** After a lift: names the criteria for resumption that nobody has stated although their step is done, which is all it asks. */
export function sayUnstatedCriteria(world: Pick<World, 'text' | 'say'>, incident: Incident): void {
  const done = stepsOf(incident, 0).filter(({ step, state }) => step.gate === 'lift' && state === 'done')
  const criteria = done.flatMap(({ step }) => step.facts)
  const unknown = criteria.filter((name) => isFactUnknown(incident, name))
  const names = unknown.map((name) => incident.runbook.facts[name]?.[world.text.language] ?? name)
  if (names.length > 0) world.say(world.text.said.liftWithoutCriteria(names))
}

/**
 * After facts were stated: says that the halt began only after it was declared, or after it was detected. That may be so, as
 * when trading is stopped because of an attack; but it may be a mistake, such as "10m ago" answered an hour after declaring,
 * and a mistake moves every offset.
 */
export function sayLateBeginning(
  { text }: Pick<World, 'text'>,
  incident: Incident,
  statements: readonly EventData['fact.set'][],
  say: (line: string) => void,
): void {
  const { runbook, declaration } = incident
  const [began, detected] = [factWithRole(runbook, 'began'), factWithRole(runbook, 'detected')]
  const at = began === null ? null : factOf(incident, began).value
  if (began === null || at === null || declaration === null || declaration.planned !== null) return
  const isStated = (name: string | null) => statements.some(({ fact }) => fact === name)
  const sinceDeclared = secondsBetween(Date.parse(declaration.declaredAt), Date.parse(at))
  if (isStated(began) && sinceDeclared >= 60) {
    const since = spanWords(sinceDeclared, text.words)
    say(text.said.beginsAfterDeclaration(began, since, timeText(declaration.declaredAt)))
  }
  const detectedAt = detected === null ? null : factOf(incident, detected).value
  if (detected === null || detectedAt === null || !(isStated(began) || isStated(detected))) return
  const sinceDetected = secondsBetween(Date.parse(detectedAt), Date.parse(at))
  if (sinceDetected > 0) say(text.said.detectedBeforeBeginning(detected, spanWords(sinceDetected, text.words), began))
}

/** Warns about runbook and settings files that are missing, altered or unusable, in commands that can do without them. */
export function warnAboutFlawedFiles(world: World, flawed: readonly FlawedFile[]): void {
  for (const { file } of flawed) world.say(world.text.said.runbookMissing(inertLine(file)))
}

/**
 * Warns about logs that this machine recorded to and that are gone; names the file that still holds the head of each. Returns
 * whether there are any.
 */
export function warnAboutMissingLogs(world: World): boolean {
  const missing = world.workspace.missingIncidents()
  for (const { incident, head, path } of missing)
    world.say(world.text.said.missing(inertLine(incident), head.writer, head.seq, inertLine(path)))
  return missing.length > 0
}

/** Warns about folders of incidents that cannot be read, and are passed over. Returns whether there are any. */
export function warnAboutUnreadableFolders(world: World): boolean {
  const unreadable = world.workspace.unreadableFolders()
  for (const { path, why } of unreadable) world.say(world.text.said.unreadableFolder(inertLine(path), why))
  return unreadable.length > 0
}

/** How many folders are named that are no incident's: whoever can write there can add any number. */
const MAX_IGNORED = 20

/** Warns about folders among the incidents that are no incident's. */
export function warnAboutIgnoredFolders(world: World): void {
  const { said } = world.text
  const strays = world.workspace.strayFolders()
  for (const path of strays.slice(0, MAX_IGNORED)) world.say(said.ignored(inertLine(path)))
  const more = strays.length - MAX_IGNORED
  if (more > 0) world.say(said.moreIgnored(more))
}

/** Names begun and assigned steps of earlier phases, which a change of phase leaves behind. */
export function warnAboutStepsLeftBehind(world: World, { journal, clock }: ChosenIncident, say = world.say): void {
  const { incident } = journal
  const { words, said } = world.text
  const left = stepsLeftBehind(incident, clock.now()).map(({ step, assignee }) =>
    assignee === null
      ? step.id
      : words.marked(step.id, inertLine(assigneeName(assignee, incident.runbook, world.text))),
  )
  if (left.length > 0) say(said.leftBehind(left))
}
