import { type Problem, problem } from '../../domain/problem.ts'
import { type ReadinessFinding, readinessFinding } from '../../domain/readiness/finding.ts'
import { failIfStillThere, mustBeIntact } from '../../evidence/io/evidence-status.ts'
import { mustBeSound, mustHaveAnchors, mustHaveNamedFiles, verifyLog } from '../../evidence/verify-log.ts'
import { isJustSilenced } from '../../incident/incident-index.ts'
import { namedWriters } from '../../incident/new-writers.ts'
import { type SigningSettings, signingSettings } from '../../runbook/io/signing-settings.ts'
import { checkAnchors, lacksSignature, lacksToken } from '../../signing/io/check-anchors.ts'
import { headsElsewhere } from '../../signing/io/heads-elsewhere.ts'
import { vouchForWriters } from '../../signing/vouching.ts'
import { lockHolders } from '../../store/incident-locks.ts'
import type { Journal } from '../../store/journal.ts'
import type { World } from '../../world.ts'
import type { CheckContext, LogSummary } from '../io/check-context.ts'
import { type CheckResult, collectProblems, readinessResults } from './check-result.ts'

/** Verifies every log of the workspace as `verify` does; reports missing logs, stray folders and open incidents. */
export async function checkLogs({ world, logs, now }: CheckContext): Promise<CheckResult[]> {
  const { workspace } = world
  const missing = workspace
    .missingIncidents()
    .map(({ incident: id, head: { writer, seq }, path }) => problem('log-missing', { id, writer, seq, path }))
  const unreadable = workspace.unreadableFolders().map(({ path, why }) => problem('unreadable', { path, why }))
  const strays = workspace.strayFolders().map((path) => readinessFinding('warning', 'stray-folder', { path }))
  const settings = await signingSettings(workspace.directory)
  const results: CheckResult[] = []
  for (const log of logs)
    results.push(...('problem' in log ? problemResults(log.problem) : await checkLog(world, log, settings, now)))
  return [
    ...results.filter(({ of }) => of === 'problem'),
    ...problemResults(...missing, ...unreadable),
    ...readinessResults(...strays),
    ...results.filter(({ of }) => of !== 'problem'),
  ]
}

/** Reads a log once, for all that is to be said of it. */
async function checkLog(world: World, log: LogSummary, settings: SigningSettings, now: number): Promise<CheckResult[]> {
  const { id, entry } = log
  const isOpen = entry.phase !== 'closed'
  const journal = world.workspace.journal(id)
  journal.readAfresh()
  const problems = problemsOf(world, journal, now)
  const { title, drill } = entry
  return [
    ...problemResults(...problems),
    ...readinessResults(
      ...stuckLocks(journal),
      ...unanchoredHeads(world, journal, isOpen, settings),
      ...(await newWritersOf(world, journal, isOpen, now)),
      ...(isOpen ? [readinessFinding('info', 'incident-open', { id, title, drill })] : []),
    ),
  ]
}

function unanchoredHeads(
  { env }: World,
  journal: Journal,
  isOpen: boolean,
  settings: SigningSettings,
): ReadinessFinding[] {
  const { id } = journal
  const isUnsigned = settings.key !== null && lacksSignature(journal, isOpen, settings, env)
  const isUnstamped = settings.timestamp.length > 0 && isOpen && lacksToken(journal, settings, env)
  return [
    ...(isUnsigned ? [readinessFinding('warning', 'head-unsigned', { id })] : []),
    ...(isUnstamped ? [readinessFinding('warning', 'head-unstamped', { id })] : []),
  ]
}

/** Locks that nobody here can wait for: held on other machines, in other containers, or by another program. */
function stuckLocks({ id, directory }: Journal): ReadinessFinding[] {
  return lockHolders(directory)
    .filter(({ holder: { place, runs } }) => place === 'elsewhere' || place === 'container' || runs !== null)
    .map(({ path, holder }) => readinessFinding('warning', 'lock-held', { id, path, holder }))
}

/** The writers that nobody here knows, of an incident that is open or that one of them has just closed. */
async function newWritersOf(world: World, journal: Journal, isOpen: boolean, now: number): Promise<ReadinessFinding[]> {
  const { id } = journal
  await vouchForWriters(world, journal)
  if (!isOpen && !isJustSilenced(journal, now)) return []
  const all = journal.unknownWriters()
  const { named, more } = namedWriters(all)
  const writers = named.map(({ writer, by, events }) => ({ writer, by, events }))
  return all.length === 0 ? [] : [readinessFinding('info', 'new-writer', { id, writers, more })]
}

function problemsOf({ workspace, env }: World, journal: Journal, now: number): Problem[] {
  // Who signed is for `verify` to say.
  const anchors = checkAnchors(journal, null, env, headsElsewhere(workspace, journal))
  const verified = verifyLog(workspace.directory, journal, now, undefined, anchors)
  return collectProblems(
    () => mustBeSound(journal, verified),
    () => mustHaveAnchors(journal, verified),
    () => mustHaveNamedFiles(journal, verified),
    () => mustBeIntact(journal, verified.evidence),
    () => failIfStillThere(journal, verified.evidence, verified.leftovers),
  )
}

function problemResults(...problems: readonly Problem[]): CheckResult[] {
  return problems.map((fault): CheckResult => ({ of: 'problem', problem: fault, place: placeOf(fault) }))
}

function placeOf({ code, params }: Problem) {
  return code === 'damaged' ? { file: params.file, line: params.line, column: 1, excerpt: '' } : null
}
