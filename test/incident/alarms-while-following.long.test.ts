import { cpSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { decide } from '../../src/domain/decide/decide.ts'
import { clockOf } from '../../src/platform/clock.ts'
import { thisMachine } from '../../src/platform/machine.ts'
import { Journal } from '../../src/store/journal.ts'
import { openWriterState } from '../../src/store/state.ts'
import { Bench, type Outcome } from '../bench.ts'
import { replies } from '../script.ts'

/** A halt of which this machine has recorded two notes, and a copy of its folder with only the first. */
class Followed extends Bench {
  id = ''

  static async begin(): Promise<Followed> {
    const bench = new Followed({ NO_COLOR: '1' })
    bench.id = (await bench.ok('start', '--type', 'system-failure', '--title', 'Engine down')).trim()
    await bench.ok('note', 'one')
    cpSync(bench.folder, join(bench.directory, 'older'), { recursive: true })
    await bench.ok('note', 'two')
    return bench
  }

  get folder(): string {
    return join(this.workspace, 'incidents', this.id)
  }

  /** Puts the older copy of the folder in its place. */
  rollBack(): void {
    renameSync(this.folder, join(this.directory, 'newer'))
    cpSync(join(this.directory, 'older'), this.folder, { recursive: true })
  }

  /** Puts a file under the name of a writer that is none. */
  leaveJunk(): void {
    writeFileSync(join(this.folder, `${this.id}.zzzzzzzz.jsonl`), 'junk\n')
  }

  /** A note by a machine that this one does not know. */
  async addWriter(): Promise<void> {
    const env = { XDG_STATE_HOME: join(this.directory, 'elsewhere'), HALT_OPERATOR: 'hana' }
    await this.haltWith({ env }, 'note', 'three')
  }

  /** Follows the log with a command until it has said something, then alters the log, which ends it. */
  async following(isTerminal: boolean, argv: readonly string[], until: RegExp, act = async () => {}): Promise<Outcome> {
    let shown = ''
    const onScreen = (text: string) => {
      shown += text
    }
    const ended = this.haltWith({ ...(isTerminal && { script: replies() }), onScreen, rows: 60 }, ...argv)
    await vi.waitFor(() => expect(shown).toContain('Engine down'), { timeout: 30_000 })
    await act()
    await vi.waitFor(
      () => {
        this.pass(1000)
        expect(shown.replaceAll(/\s+/g, ' ')).toMatch(until)
      },
      { timeout: 30_000, interval: 50 },
    )
    for (const name of readdirSync(this.folder).filter((file) => file.endsWith('.jsonl'))) {
      const path = join(this.folder, name)
      writeFileSync(`${path}.new`, readFileSync(path, 'utf8').replace('"by":"taro"', '"by":"jiro"'))
      renameSync(`${path}.new`, path)
    }
    this.pass(1000)
    return ended
  }
}

const COMMANDS: readonly (readonly [string, boolean, readonly string[]])[] = [
  ['watch on a terminal', true, ['watch']],
  ['watch --plain', true, ['watch', '--plain']],
  ['watch --json', false, ['watch', '--json']],
  ['log --follow', false, ['log', '--follow']],
]

const ALARMS: readonly (readonly [string, RegExp, (bench: Followed) => unknown])[] = [
  ['a new writer', /new writer \S+ \(hana, 1 event\)/, (bench) => bench.addWriter()],
  ['a folder that was rolled back', /was recorded: it was restored/, (bench) => bench.rollBack()],
  ['junk under the name of a writer', /zzzzzzzz\.jsonl.*\(damaged\)/, (bench) => bench.leaveJunk()],
]

describe.each(COMMANDS)('%s', (_command, isTerminal, argv) => {
  const streamOf = ({ out, err }: Outcome) => (argv.length === 1 ? out : err).replaceAll(/\s+/g, ' ')

  it.each(ALARMS)('says while it runs that there is %s', async (_what, said, act) => {
    const bench = await Followed.begin()
    const outcome = await bench.following(isTerminal, argv, said, async () => {
      await act(bench)
    })
    expect(outcome.code).toBe(4)
    expect(streamOf(outcome)).toMatch(said)
    if (argv.length > 1) expect(streamOf(outcome).split(said)).toHaveLength(2)
  })

  it.each(ALARMS)('says when it begins that there is %s', async (_what, said, act) => {
    const bench = await Followed.begin()
    await act(bench)
    expect(streamOf(await bench.following(isTerminal, argv, said))).toMatch(said)
  })
})

describe('a link that takes the place of the folder of an incident', () => {
  const replace = (bench: Followed) => {
    renameSync(bench.folder, join(bench.directory, 'moved'))
    symlinkSync(join(bench.directory, 'moved'), bench.folder)
  }

  it.each(['watch', 'log --follow'])('is not followed by a command that goes on: %s', async (line) => {
    const bench = await Followed.begin()
    let shown = ''
    let ended: Outcome | undefined
    const onScreen = (text: string) => {
      shown += text
    }
    void bench.haltWith({ onScreen }, ...line.split(' ')).then((outcome) => {
      ended = outcome
    })
    await vi.waitFor(() => expect(shown).toContain('Engine down'), { timeout: 30_000 })
    replace(bench)
    const ending = () => {
      bench.pass(1000)
      expect(ended).toBeDefined()
    }
    await vi.waitFor(ending, { timeout: 30_000, interval: 50 })
    expect(ended).toMatchObject({ code: 2, err: expect.stringMatching(/ELOOP.*\(unreadable\)/s) })
  })

  it('is not written through either; once the folder is back, a process goes on that had it open', async () => {
    const bench = await Followed.begin()
    const state = openWriterState(bench.workspace, bench.env, thisMachine())
    const journal = new Journal(bench.workspace, bench.id, state, () => 'taro')
    journal.refresh()
    const clock = clockOf('Asia/Tokyo', () => bench.now)
    const note = () =>
      journal.append(clock, (incident, when) => decide(incident, { kind: 'note', text: 'three' }, when))
    replace(bench)
    expect(journal.isReadable()).toBe(false)
    expect(note).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'not-recorded' }) }))
    rmSync(bench.folder)
    renameSync(join(bench.directory, 'moved'), bench.folder)
    expect(note().events).toHaveLength(1)
  })
})
