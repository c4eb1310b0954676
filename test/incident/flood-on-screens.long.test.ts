import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Line } from '../../proof/chain.ts'
import { FLOODS, type Flood } from '../../proof/floods.ts'
import { type Draft, forgedLines, newKey, writerOf } from '../../proof/forging.ts'
import { FourEyes } from '../approval/four-eyes.ts'
import { TestBoard } from '../board/board-bench.ts'
import { beforeFarewell, walk } from '../walk/walk.ts'

const EVENTS = 60
/** Three items and a count in each of the lists that one flood is in, and what `verify` says of a writer. */
const MOST_LINES = 40

const DUE = '2026-11-24T22:00:00+09:00'
const DIGEST = '0'.repeat(64)

/** What no flood of the proof has: each is in a list until somebody settles it. */
const UNSETTLED: Readonly<Record<string, Flood>> = {
  'open hypotheses': (i) => ({ type: 'note.added', data: { text: `h${i}`, hypothesis: true } }),
  'overdue follow-ups': (i) => ({ type: 'action.added', data: { text: `a${i}`, owner: 'o', due: DUE } }),
  'scope and notices': (i) =>
    i % 2 === 0
      ? {
          type: 'scope.changed',
          data: { changes: [{ operation: `o${i}`, asset: null, state: 'stopped', words: null }] },
        }
      : {
          type: 'notice.intended',
          data: {
            ...{ channel: `c${i}`, stage: 'first', number: 1, retries: null, via: 'smtp', key: `k${i}`, turn: i },
            ...{ texts: [], digest: DIGEST, next: null, journal: null },
          },
        },
}

/** Taro's halt: a notice waits for approval, the lead is offered, the first notices are overdue. */
class Flooded extends FourEyes {
  request = ''

  static async begun(): Promise<Flooded> {
    const bench = Object.assign(new Flooded(), await FourEyes.begin())
    bench.request = await bench.asked()
    await bench.ok('handover', '--to', 'Ito')
    bench.pass(10 * 60_000)
    return bench
  }

  /** Adds a file of a writer that nobody knows; returns its path. */
  flood(flood: Flood): string {
    const folder = join(this.workspace, 'incidents', this.id)
    const own = this.request.slice(0, this.request.indexOf(':'))
    const lines = readFileSync(join(folder, `${this.id}.${own}.jsonl`), 'utf8')
      .trimEnd()
      .split('\n')
    const [declared, last] = [lines[0], lines.at(-1)].map((line) => JSON.parse(line ?? '') as Line) as [Line, Line]
    const key = newKey()
    const writer = writerOf(key)
    const [first, ...rest] = Array.from({ length: EVENTS }, (_, i) =>
      flood(i, { before: `${writer}:${i}`, first: `${writer}:1` }, declared),
    ) as [Draft, ...Draft[]]
    const { hlc, at, recordedAt } = last
    const line = forgedLines({ ...declared, hlc, at, recordedAt }, null, [first], key, { writer, key: key.key })
    const begun = JSON.parse(line) as Line
    const path = join(folder, `${this.id}.${writer}.jsonl`)
    writeFileSync(path, line + forgedLines(begun, begun, rest, key, { writer }))
    return path
  }

  /** The lines of each screen, standard error included. */
  async screens(): Promise<Record<string, string[]>> {
    const screens: Record<string, string[]> = {}
    for (const command of ['status', 'handover', 'verify']) {
      const { out, err } = await this.halt(command)
      screens[command] = `${out}${err}`.trimEnd().split('\n')
    }
    return screens
  }
}

/** What each screen says of the halt, whatever a stranger adds: what is due, awaited, offered, and whose log it is. */
const honest = (request: string): Readonly<Record<string, readonly string[]>> => ({
  status: ['OVERDUE 05:00  first notice (e-mail)', request, 'lead offered to Ito', '  trading  '],
  handover: ['22:22:05: first notice (e-mail)', request, 'offered to Ito by taro', '  trading  '],
  verify: [`${request.split(':')[0]}  whole`, '  8 events in '],
})

describe('a flood of events of a writer that nobody knows', () => {
  let bench: Flooded
  let before: Awaited<ReturnType<Flooded['screens']>>
  beforeAll(async () => {
    bench = await Flooded.begun()
    before = await bench.screens()
  })

  it.each(Object.entries({ ...FLOODS, ...UNSETTLED }))('leaves each screen short: %s', async (_, flood) => {
    const path = bench.flood(flood)
    const after = await bench.screens()
    for (const [screen, lines] of Object.entries(after)) {
      expect(lines.length - (before[screen]?.length ?? 0)).toBeLessThan(MOST_LINES)
      for (const words of honest(bench.request)[screen] ?? [])
        expect(lines.find((line) => line.includes(words))).toBeDefined()
    }
    rmSync(path)
  })

  it('counts what it leaves out, below what known writers recorded, with the command that lists it', async () => {
    const bench = await Flooded.begun()
    await bench.ok('note', '--hypothesis', 'a full disk')
    const path = bench.flood(UNSETTLED['open hypotheses'] as Flood)
    const writer = path.split('.').at(-2)
    const { status = [], handover = [] } = await bench.screens()
    const begins = status.findIndex((line) => line.includes('a full disk')) - 1
    expect(status.slice(begins + 1, begins + 6)).toEqual([
      expect.stringMatching(/^ {2}\S+ {2}a full disk$/),
      ...['h0', 'h1', 'h2'].map((words) => expect.stringMatching(new RegExp(`^ {2}${writer}:\\d+ {2}${words}$`))),
      `  and ${EVENTS - 3} more that no known writer recorded: haltctl log --by ${writer} -i ${bench.id}`,
    ])
    expect(handover.join('\n')).toContain(`and ${EVENTS - 3} more that no known writer recorded`)
    expect(await bench.ok('log', '--by', writer ?? '')).toContain('"h59"')
    expect((await bench.halt('status', '--lang', 'ja')).out).toContain(`ほか${EVENTS - 3}件`)
    const { hypotheses } = await bench.json<{ hypotheses: object[] }>('status')
    expect(hypotheses).toHaveLength(EVENTS + 1)
    await bench.ok('verify', '--accept', writer ?? '')
    expect(await bench.ok('status')).toContain('h59')
  })

  it('shows on the board what it shows in status, and some of its files', async () => {
    const bench = await Flooded.begun()
    bench.flood(FLOODS.attachments as Flood)
    const board = await TestBoard.of(bench)
    const { body } = await board.send(`/incidents/${bench.id}?lang=en`)
    const files = body.slice(body.indexOf('id="files"'), body.indexOf('id="timeline"'))
    expect(files.match(/<li>/g)).toHaveLength(4)
    expect(files).toContain(`and ${EVENTS - 3} more that no known writer recorded`)
  })

  it('takes the place of nothing in the header of the walk, however long its own have been overdue', async () => {
    const bench = await Flooded.begun()
    bench.flood(UNSETTLED['overdue follow-ups'] as Flood)
    bench.flood(FLOODS['offers of the lead'] as Flood)
    const header = beforeFarewell((await walk(bench, [])).screen).join('\n')
    expect(header).toMatch(/OVERDUE.*first notice/)
    expect(header).toContain(bench.request)
    expect(header).toMatch(/offered to Ito/)
    expect(header).not.toContain('a0')
  })

  it('neither replaces nor ends on a screen an offer of the lead that a known writer made', async () => {
    const bench = await Flooded.begun()
    bench.flood(FLOODS['offers of the lead'] as Flood)
    const { status = [], handover = [] } = await bench.screens()
    const offered = (lines: string[]) =>
      lines.filter((line) => line.includes('offered to')).map((line) => /to (\w+)/.exec(line)?.[1])
    expect([offered(status), offered(handover)]).toEqual([
      ['Ito', 'p59'],
      ['Ito', 'p59'],
    ])
  })
})

describe('files that nobody known has named', () => {
  it('are counted by verify', async () => {
    const bench = await Flooded.begun()
    const before = (await bench.screens()).verify ?? []
    bench.flood((i) => ({ type: 'settings.adopted', data: { settingsDigest: String(i).padStart(64, '0') } }))
    for (let i = 0; i < EVENTS; i += 1) {
      const name = `${bench.id}.junk${String(i).replaceAll('0', 'a').replaceAll('1', 'b').replaceAll(/[89]/g, 'c').padStart(4, 'z')}.jsonl`
      writeFileSync(join(bench.workspace, 'incidents', bench.id, name), 'junk\n')
    }
    const after = (await bench.screens()).verify ?? []
    expect(after.length - before.length).toBeLessThan(4 * MOST_LINES)
    expect(after.filter((line) => line.includes('more that no known writer recorded'))).toHaveLength(2)
  })
})
