import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROGRAM } from './program.ts'

const OPTIONS = '--type system-failure --severity sev2 --title Benchmark --scope trading=stopped --no-walk'.split(' ')

/** Where the program keeps what it keeps. */
interface Homes {
  readonly HALT_DIR: string
  readonly XDG_STATE_HOME: string
  readonly XDG_CACHE_HOME: string
}

/** A place for a workspace, and how the program is run in it. */
interface Place {
  readonly directory: string
  readonly env: NodeJS.ProcessEnv & Homes
  readonly remove: () => void
}

/** A workspace with what it was made with. */
export interface Made extends Place {
  readonly logBytes: number
}

/** A workspace with the log of one incident. */
export interface MadeLog extends Made {
  /** The folder of the log. */
  readonly folder: string
}

/** What the program wrote of a halt that it began and whose deadlines it started. */
export interface Begun {
  readonly incident: string
  readonly started: { readonly id: string }
  /** Ids of the steps of its runbook. */
  readonly steps: readonly string[]
  /** Paths of the runbook and the settings that its log names. */
  readonly beside: readonly string[]
  readonly clock: Readonly<Record<string, unknown>>
}

/** A new workspace, in which the program has begun one halt. */
export function newPlace(): Place & { readonly begun: Begun } {
  const directory = mkdtempSync(join(tmpdir(), 'halt-bench-'))
  const env = {
    PATH: process.env.PATH,
    HOME: directory,
    HALT_DIR: join(directory, 'workspace'),
    XDG_STATE_HOME: join(directory, 'state'),
    XDG_CACHE_HOME: join(directory, 'cache'),
    USER: 'taro',
    HALT_OPERATOR: 'taro',
    HALT_LANG: 'en',
  }
  const begun = begin(env)
  rmSync(env.XDG_STATE_HOME, { recursive: true })
  return { directory, env, begun, remove: () => rmSync(directory, { recursive: true, force: true }) }
}

/** An id as earlier versions gave it, which commits to no key: the lines that are made here are not signed. */
function uncommitted(incident: string): string {
  return incident.slice(0, 24)
}

function begin(env: NodeJS.ProcessEnv & { readonly HALT_DIR: string }): Begun {
  for (const args of [
    ['start', ...OPTIONS],
    ['clock', 'start', 'jp-fsa:awareness'],
  ])
    execFileSync(process.execPath, [PROGRAM, ...args], { env, stdio: 'ignore' })
  const incidents = join(env.HALT_DIR, 'incidents')
  const folder = join(incidents, readdirSync(incidents)[0] ?? '')
  const file = readdirSync(folder).find((name) => name.endsWith('.jsonl')) ?? ''
  const lines = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n')
  const [first, second] = lines.map((line) => JSON.parse(line))
  const beside = readdirSync(folder).flatMap((name) => (name.endsWith('.json') ? [join(folder, name)] : []))
  const runbook = JSON.parse(readFileSync(join(folder, `runbook.${first.data.runbookDigest}.json`), 'utf8'))
  const steps = runbook.steps.map(({ id }: { id: string }) => id)
  return { incident: uncommitted(first.incident), started: first.data, steps, beside, clock: second.data }
}
