import { type Problem, problem } from '../../domain/problem.ts'
import { readinessFinding } from '../../domain/readiness/finding.ts'
import { failIfStillThere, mustBeIntact } from '../../evidence/io/evidence-status.ts'
import { mustBeSound, mustHaveNamedFiles, verifyLog } from '../../evidence/verify-log.ts'
import type { Workspace } from '../../store/workspace.ts'
import type { CheckContext } from '../io/check-context.ts'
import { type CheckResult, collectProblems, readinessResults } from './check-result.ts'

/** Verifies every log of the workspace as `verify` does; reports missing logs, stray folders and open incidents. */
export function checkLogs({ world, logs, now }: CheckContext): CheckResult[] {
  const { workspace } = world
  const missing = workspace
    .missingIncidents()
    .map(({ incident: id, head: { writer, seq }, path }) => problem('log-missing', { id, writer, seq, path }))
  const strays = workspace.strayFolders().map((path) => readinessFinding('warning', 'stray-folder', { path }))
  const bad = logs.flatMap((log) => ('problem' in log ? log.problem : problemsOf(workspace, log.id, now)))
  const open = logs.flatMap((log) => ('problem' in log || log.entry.phase === 'closed' ? [] : [log]))
  return [
    ...[...bad, ...missing].map((fault): CheckResult => ({ of: 'problem', problem: fault, place: placeOf(fault) })),
    ...readinessResults(
      ...strays,
      ...open.map(({ id, entry: { title, drill } }) => readinessFinding('info', 'incident-open', { id, title, drill })),
    ),
  ]
}

function problemsOf(workspace: Workspace, id: string, now: number): Problem[] {
  const journal = workspace.journal(id)
  journal.readAfresh()
  const verified = verifyLog(workspace.directory, journal, now)
  return collectProblems(
    () => mustBeSound(journal, verified),
    () => mustHaveNamedFiles(journal, verified),
    () => mustBeIntact(journal, verified.evidence),
    () => failIfStillThere(journal, verified.evidence, verified.leftovers),
  )
}

function placeOf({ code, params }: Problem) {
  return code === 'damaged' ? { file: params.file, line: params.line, column: 1, excerpt: '' } : null
}
