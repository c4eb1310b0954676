import { cpSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Journal } from '../../src/store/journal.ts'
import { Snapshots } from '../../src/store/snapshots.ts'
import { Bench, ID } from './bench.ts'

const PEOPLE = ['taro', 'hanako', 'saburo', 'jiro'] as const

const MOST_SAID = 6
const MOST_FILES = PEOPLE.length + MOST_SAID

const person = fc.nat(PEOPLE.length - 1)
/** Somebody records a note, accepts the writer of somebody, or sets it aside. */
const statement = fc.record({
  kind: fc.constantFrom('note', 'accept', 'set-aside', 'set-aside'),
  by: person,
  of: person,
})

/** What was said, and the order in which the files arrive elsewhere. */
const log = fc.record({
  said: fc.array(statement, { minLength: 1, maxLength: MOST_SAID }),
  // Whoever was set aside goes on in a new file.
  order: fc.shuffledSubarray([...Array(MOST_FILES).keys()], { minLength: MOST_FILES }),
})

/** A log in which each has written, and then said these things; what is refused stays unsaid. */
function written(said: readonly { kind: string; by: number; of: number }[]): Bench {
  const bench = new Bench()
  bench.begin()
  const name = (index: number) => PEOPLE[index] as string
  for (const who of PEOPLE.slice(1)) bench.note(bench.read(who), 'here')
  const writers = PEOPLE.map((who) => bench.read(who).writer)
  for (const { kind, by, of } of said) {
    if (by === of) continue
    const [journal, writer] = [bench.read(name(by)), writers[of] as string]
    try {
      if (kind === 'note') bench.note(journal, 'and more')
      else if (kind === 'accept') bench.want(journal, { kind: 'accept-writer', writer })
      else journal.setAside(bench.clock, [writer], 'who is that')
    } catch {}
  }
  return bench
}

/** The log as a new process reads it elsewhere, with the state of nobody who wrote it. */
function reader(bench: Bench, workspace: string, snapshots: Snapshots | null = null): Journal {
  const journal = new Journal(
    workspace,
    ID,
    bench.state('reader'),
    () => 'reader',
    () => {},
    snapshots,
  )
  journal.refresh()
  return journal
}

/** Both see the same incident, and the same writers set aside by the same events. */
function agree(one: Journal | null, other: Journal): void {
  const asideIn = (log: Journal | null) =>
    [...(log?.setAsideWriters ?? [])].map(([writer, { event, birth }]) => [writer, event, birth?.key]).sort()
  expect(asideIn(one)).toEqual(asideIn(other))
  expect(one?.incident).toEqual(other.incident)
}

describe('who is set aside, and the incident', () => {
  it('are the same cold, in a running process and from a snapshot, in whatever order files arrive', () => {
    fc.assert(
      fc.property(log, ({ said, order }) => {
        const bench = written(said)
        const elsewhere = join(bench.directory, 'elsewhere')
        // Runbook and settings are there, and files of lines come one by one.
        cpSync(bench.workspace, elsewhere, { recursive: true, filter: (path) => !path.endsWith('.jsonl') })
        const snapshots = () =>
          new Snapshots(elsewhere, { XDG_CACHE_HOME: join(bench.directory, 'cache') }, () => 'program', 'key')
        let running: Journal | null = null
        const files = order.flatMap((index) => bench.files[index] ?? [])
        expect(files).toHaveLength(bench.files.length)
        for (const path of files) {
          cpSync(path, join(elsewhere, 'incidents', ID, basename(path)))
          running ??= reader(bench, elsewhere)
          running.readNewEvents()
          for (const other of [reader(bench, elsewhere), reader(bench, elsewhere, snapshots())]) agree(other, running)
        }
        const whole = bench.read('reader')
        agree(running as Journal | null, whole)
        rmSync(bench.directory, { recursive: true })
      }),
      { numRuns: Number(process.env.HALT_MERGED_LOGS ?? 50) },
    )
  })
})
