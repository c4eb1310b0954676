import { execFileSync } from 'node:child_process'
import { appendFileSync, closeSync, fdatasyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { appendIntents } from '../../src/incident/record.ts'
import { clockOf } from '../../src/platform/clock.ts'
import { openWorkspace } from '../../src/store/workspace.ts'
import type { Made } from '../made.ts'
import { middle, quantile } from '../middle.ts'
import { markdown } from '../page.ts'
import { insertTimes } from './sqlite.ts'

/** Times in microseconds, one for each line that was appended. */
type Times = readonly number[]

const WARM_UP = 200
const COMMITS = 30

/**
 * What it takes to append an event, locked, decided, sealed, synced and kept in mind, beside the same bytes written in
 * other ways: of so many events, each in turn with the others.
 */
export async function appendTable(made: Made, count: number): Promise<string> {
  const record = recorder(made)
  const { write, close } = keptOpen(join(made.directory, 'kept-open'))
  const opened = join(made.directory, 'opened')
  const [own, plain, open]: [number[], number[], number[]] = [[], [], []]
  const lines: string[] = []
  for (let n = 0; n < WARM_UP + count; n += 1) {
    let line = ''
    own.push(
      microseconds(() => {
        line = record(`checked ${n}`)
      }),
    )
    plain.push(microseconds(() => writeOnce(opened, line)))
    open.push(microseconds(() => write(line)))
    if (n >= WARM_UP) lines.push(line)
  }
  close()
  const base = middle(plain.slice(WARM_UP))
  const database = await insertTimes(join(made.directory, 'log.db'), lines)
  const commits = commitTimes(made, lines.slice(0, COMMITS))
  const rows = [
    rowOf('an event appended by `Journal`', own.slice(WARM_UP), base),
    rowOf('open, write, fdatasync, close', plain.slice(WARM_UP), base),
    rowOf('write, fdatasync, the file kept open', open.slice(WARM_UP), base),
    ...(database === null ? [] : [rowOf(`insert, ${database.name}, WAL, synchronous=FULL`, database.times, base)]),
    ...(commits === null ? [] : [rowOf('`git commit`, a process', commits, base)]),
  ]
  return markdown(['what', 'median, µs', '95 of 100, µs', 'times the plain write'], rows)
}

/** Records a note as the program does, and gives back the line that it became. */
function recorder({ env }: Made): (text: string) => string {
  const workspace = openWorkspace(env.HALT_DIR, env, () => 'taro')
  const journal = workspace.journal(workspace.ids()[0] ?? '')
  journal.refresh()
  const clock = clockOf(journal.incident.settings.timezone)
  return (text) => {
    const { events } = appendIntents(journal, clock, { kind: 'note', text })
    return `${JSON.stringify(events[0])}\n`
  }
}

function writeOnce(path: string, line: string): void {
  const fd = openSync(path, 'a')
  writeSync(fd, line)
  fdatasyncSync(fd)
  closeSync(fd)
}

function keptOpen(path: string) {
  const fd = openSync(path, 'a')
  return {
    write(line: string): void {
      writeSync(fd, line)
      fdatasyncSync(fd)
    },
    close: () => closeSync(fd),
  }
}

/** Each line appended to a file that is then committed; null where there is no git. */
function commitTimes({ directory, env }: Made, lines: readonly string[]): Times | null {
  const cwd = join(directory, 'committed')
  mkdirSync(cwd)
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=taro', '-c', 'user.email=taro@example.com', ...args], {
      cwd,
      env,
      stdio: 'ignore',
    })
  try {
    git('init', '--quiet')
  } catch {
    return null
  }
  appendFileSync(join(cwd, 'log'), '')
  git('add', 'log')
  return lines.map((line) => {
    appendFileSync(join(cwd, 'log'), line)
    return microseconds(() => git('commit', '--quiet', '--all', '--message', 'checked'))
  })
}

function rowOf(what: string, times: Times, base: number): string[] {
  const median = middle(times)
  return [what, median.toFixed(0), quantile(times, 0.95).toFixed(0), (median / base).toFixed(2)]
}

function microseconds(act: () => void): number {
  const began = performance.now()
  act()
  return (performance.now() - began) * 1000
}
