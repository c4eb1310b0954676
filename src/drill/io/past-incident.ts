import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { foldInOrder } from '../../domain/incident/evolve.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import { mergeInOrder } from '../../domain/log/hybrid-clock.ts'
import { fail } from '../../domain/problem.ts'
import { readAt } from '../../platform/file-bytes.ts'
import { withRegularFile } from '../../platform/regular-files.ts'
import { shownPath } from '../../platform/shown-path.ts'
import { chunkBytesFor } from '../../store/line-reader.ts'
import { LogFile } from '../../store/log-file.ts'
import { LOG_SUFFIX } from '../../store/log-paths.ts'
import { RunbookFiles } from '../../store/runbook-files.ts'

/** The incident that `drill --replay` replays. */
export interface PastIncident {
  readonly incident: Incident
  /** Whether the runbook and settings that its log names are beside it, unaltered; otherwise both are empty. */
  readonly hasOwnRunbook: boolean
}

/** Reads an incident from a log file of any name, or a folder of them. Throws `no-such-file` or `past-log-damaged`. */
export function readPastIncident(path: string): PastIncident {
  const files = (statSync(path).isDirectory() ? logsIn(path) : [path]).map(logAt)
  const [first] = files
  if (first === undefined) return fail('no-such-file', { path: join(path, `*${LOG_SUFFIX}`) })
  const chunk = chunkBytesFor(files.length)
  const folded = foldInOrder(mergeInOrder(files.map((file) => file.events(chunk))))
  const runbookFiles = new RunbookFiles(dirname(first.path))
  const hasOwnRunbook = runbookFiles.flawed(folded.named).length === 0
  const incident = hasOwnRunbook ? runbookFiles.withGoverning(folded) : folded
  const damaged = files.find(({ damage }) => damage !== null)
  if (damaged === undefined && incident.declaration !== null) return { incident, hasOwnRunbook }
  const { line, why } = damaged?.damage ?? { line: 1, why: 'no-beginning' as const }
  return fail('past-log-damaged', { file: shownPath((damaged ?? first).path), line, why })
}

function logsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(LOG_SUFFIX))
    .sort()
    .map((name) => join(folder, name))
}

/** The log at a path. If its name has no writer, as in a renamed copy, the first line tells whose log it is. */
function logAt(path: string): LogFile {
  const hasWriterName = /\.[a-z0-9]{8}\.jsonl$/.test(basename(path))
  return hasWriterName ? new LogFile(path) : new LogFile(path, null, { writer: writerInFirstLine(path) })
}

/** Enough to find the writer in the first line. */
const START_BYTES = 4096

function writerInFirstLine(path: string): string {
  const start = withRegularFile(path, 0, (fd) => readAt({ fd, at: 0 }, Buffer.alloc(START_BYTES)))
  return /"writer":"([a-z0-9]{8})"/.exec(start.toString('utf8'))?.[1] ?? ''
}
