import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Line } from '../chain.ts'
import { FLOODS, type Flood } from '../floods.ts'
import { type Draft, forgedLines, newKey, writerOf } from '../forging.ts'
import type { Proof } from '../proof.ts'
import { Workspace } from '../workspace.ts'

const EVENTS = { full: 1500, short: 200 }
/** Twice the events take twice the work, and somewhat more to sort them; with their square, it is four times. */
const MOST = 2.4

/** What people look at, again and again, or once it is over. */
const COMMANDS = ['status', 'report']

/**
 * Somebody fills the log with events of one kind. What `status` and `report` do for them is counted, not timed: how often each
 * part of the program runs.
 */
export const FLOOD_OF_WORDS: Proof = {
  fault: 'flood of words',
  needs: [],
  async run(attack) {
    const events = attack.full ? EVENTS.full : EVENTS.short
    const workspace = new Workspace(attack)
    mkdirSync(workspace.path)
    writeFileSync(join(workspace.path, 'halt.yaml'), SETTINGS)
    await workspace.ok('start', '--type', 'system-failure', '--at', '3h ago', '--scope', 'trading=stopped')
    await workspace.ok('notice', '--posted', '--force', '--reason', 'by hand')
    const work = new Work(workspace)
    const faults: string[] = []
    let worst = { kind: '', times: 0 }
    for (const command of COMMANDS)
      for (const [kind, flood] of Object.entries(FLOODS)) {
        const [few, half, whole] = [
          await work.of(command, flood, 2),
          await work.of(command, flood, events / 2),
          await work.of(command, flood, events),
        ]
        const times = (whole - few) / (half - few)
        if (times > worst.times) worst = { kind: `${command}, ${kind}`, times }
        if (!(times <= MOST)) faults.push(`[${command}, ${kind}: ${times.toFixed(2)} times]`)
      }
    const figure = [
      `${events} events of each of ${Object.keys(FLOODS).length} kinds by a writer that nobody knows: \`status\` and \`report\` do`,
      `${worst.times.toFixed(2)} times as much as for half of them at most (${worst.kind}); ${faults.length} faults`,
      ...faults,
    ].join(' ')
    return { holds: faults.length === 0, figure }
  },
}

const SETTINGS = `organisation: { ja: 取引所, en: Exchange }
contact: { ja: 窓口, en: Desk }
approval: { notice: [first, update, resumption], lift: true, claims: true }
`

class Work {
  private readonly workspace: Workspace
  private readonly counts: string

  constructor(workspace: Workspace) {
    this.workspace = workspace
    this.counts = join(workspace.directory, 'counts')
  }

  /** How often parts of the program run for a command while the log has a file of so many events of a flood. */
  async of(command: string, flood: Flood, events: number): Promise<number> {
    const { workspace, counts } = this
    const file = this.flood(flood, events)
    const env = {
      NODE_V8_COVERAGE: counts,
      XDG_CACHE_HOME: join(workspace.directory, `cache-${events}-${Math.random()}`),
    }
    const { code, err } = await workspace.haltWith({ env }, command)
    if (code !== 0 && code !== 4) throw new Error(`${command}: ${code} ${err}`)
    const sum = readdirSync(counts).reduce((all, name) => all + countsIn(join(counts, name)), 0)
    rmSync(counts, { recursive: true })
    rmSync(env.XDG_CACHE_HOME, { recursive: true, force: true })
    rmSync(file)
    return sum
  }

  private flood(flood: Flood, events: number): string {
    const { workspace } = this
    const lines = workspace.lines()
    const declared = lines.find(({ type }) => type === 'incident.started') as Line
    const last = lines.at(-1) as Line
    const key = newKey()
    const writer = writerOf(key)
    const drafts = Array.from({ length: events }, (_, i): Draft => {
      return flood(i, { before: `${writer}:${i}`, first: `${writer}:1` }, declared)
    })
    const text = signedFile(
      { ...declared, hlc: last.hlc, at: last.at, recordedAt: last.recordedAt },
      drafts,
      writer,
      key,
    )
    const path = join(workspace.incident, `${workspace.ids().at(-1)}.${writer}.jsonl`)
    writeFileSync(path, text)
    return path
  }
}

function signedFile(
  log: Line,
  [first, ...rest]: readonly Draft[],
  writer: string,
  key: ReturnType<typeof newKey>,
): string {
  const line = forgedLines(log, null, [first as Draft], key, { writer, key: key.key })
  const begun = JSON.parse(line) as Line
  return line + forgedLines(begun, begun, rest, key, { writer })
}

interface Coverage {
  readonly result: readonly {
    readonly url: string
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[]
  }[]
}

/** The sum of what V8 counted of the program's own functions and blocks, in a file of its coverage. */
function countsIn(path: string): number {
  const { result } = JSON.parse(readFileSync(path, 'utf8')) as Coverage
  const own = result.filter(({ url }) => url.includes('/dist/'))
  return own
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
    .reduce((sum, { count }) => sum + count, 0)
}
