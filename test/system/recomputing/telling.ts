import { join } from 'node:path'
import { Bench } from '../bench.ts'
import { logIn } from './lines.ts'

const MINUTE = 60_000
const BEGAN = Date.parse('2026-11-24T22:00:00.000+09:00')

/** 22:00 in Tokyo, and so many minutes later, as options take it. */
export function clock(minutes: number): string {
  return new Date(BEGAN + minutes * MINUTE + 9 * 3_600_000).toISOString().replace('Z', '+09:00')
}

interface Who {
  readonly name?: string
  /** Another one keeps a state of its own, and so is another writer. */
  readonly machine?: string
}

/** A workspace in which a halt is told by running the program, each command at its minute after 22:00. */
export class Telling {
  readonly bench = new Bench()
  readonly id: string
  private readonly known = new Set<string>()

  constructor(minutes: number, start: readonly string[], settings?: string) {
    this.bench.write('now.cjs', CLOCK)
    if (settings !== undefined) this.bench.write('halt.yaml', settings)
    this.id = this.run(minutes, {}, 'start', ...start, '--no-walk').trim()
    this.news()
  }

  /** Records something; gives the name of the first event that came of it. */
  at(minutes: number, ...args: readonly string[]): string {
    return this.by({}, minutes, ...args)
  }

  by({ name = 'taro', machine = '' }: Who, minutes: number, ...args: readonly string[]): string {
    const state = join(this.bench.directory, `state${machine}`)
    this.run(minutes, { HALT_OPERATOR: name, HALT_INCIDENT: this.id, XDG_STATE_HOME: state }, ...args)
    const [first] = this.news()
    if (first === undefined) throw new Error(`nothing was recorded: ${args.join(' ')}`)
    return first
  }

  get folder(): string {
    return join(this.bench.workspace, 'incidents', this.id)
  }

  private news(): string[] {
    const fresh = logIn(this.folder).all.flatMap(({ name }) => (this.known.has(name) ? [] : [name]))
    for (const name of fresh) this.known.add(name)
    return fresh
  }

  /** What was recorded although something did not go out is recorded all the same (exit 6). */
  private run(minutes: number, env: NodeJS.ProcessEnv, ...args: readonly string[]): string {
    const NOW = String(BEGAN + minutes * MINUTE)
    const NODE_OPTIONS = `--require=${join(this.bench.workspace, 'now.cjs')}`
    const { code, out, err } = this.bench.haltWith({ env: { ...env, NOW, NODE_OPTIONS } }, ...args)
    if (code !== 0 && code !== 6) throw new Error(`${args.join(' ')} exited ${code}: ${err}`)
    return out
  }
}

const CLOCK = `const { now } = Date
const moved = Number(process.env.NOW) - now()
Date.now = () => now() + moved
`
