import { join } from 'node:path'
import { Bench } from '../../bench.ts'
import { logIn } from './lines.ts'

const MINUTE = 60_000
const BEGAN = Date.parse('2026-11-24T22:00:00.000+09:00')

/** So many minutes after 22:00 in Tokyo, in the format of options. */
export function clock(minutes: number): string {
  return new Date(BEGAN + minutes * MINUTE + 9 * 3_600_000).toISOString().replace('Z', '+09:00')
}

interface Who {
  readonly name?: string
  /** Each machine has its own state directory and is therefore a separate writer. */
  readonly machine?: string
}

/** A workspace in which commands record a halt, each at its minute after 22:00. */
export class HaltRecorder {
  readonly bench = new Bench()
  id = ''
  private readonly known = new Set<string>()

  static async begin(minutes: number, start: readonly string[], settings?: string): Promise<HaltRecorder> {
    const told = new HaltRecorder()
    if (settings !== undefined) told.bench.write('halt.yaml', settings)
    told.id = (await told.run(minutes, {}, 'start', ...start, '--no-walk')).trim()
    told.news()
    return told
  }

  /** Runs a recording command; returns the name of its first event. */
  async at(minutes: number, ...args: readonly string[]): Promise<string> {
    return await this.by({}, minutes, ...args)
  }

  async by({ name = 'taro', machine = '' }: Who, minutes: number, ...args: readonly string[]): Promise<string> {
    const state = join(this.bench.directory, `state${machine}`)
    await this.run(minutes, { HALT_OPERATOR: name, HALT_INCIDENT: this.id, XDG_STATE_HOME: state }, ...args)
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

  /** Accepts exit code 6: recorded, although a notice did not go out. */
  private async run(minutes: number, env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<string> {
    this.bench.now = BEGAN + minutes * MINUTE
    const { code, out, err } = await this.bench.haltWith({ env }, ...args)
    if (code !== 0 && code !== 6) throw new Error(`${args.join(' ')} exited ${code}: ${err}`)
    return out
  }
}
