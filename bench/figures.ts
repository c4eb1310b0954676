import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Made } from './made.ts'
import { PROGRAM } from './program.ts'

const USAGE = join(import.meta.dirname, 'usage.mjs')

/** What one run of a command took. */
export interface Figures {
  readonly wallMs: number
  readonly cpuMs: number
  /** The most memory that the process had at once. */
  readonly peakBytes: number
  /** What it wrote to standard output. */
  readonly outputBytes: number
}

/** Runs the program as it was built on a made log. Throws where it fails. */
export async function figuresOf({ env, directory }: Made, args: readonly string[]): Promise<Figures> {
  const output = join(directory, 'output')
  const fd = openSync(output, 'w')
  const began = performance.now()
  const child = spawn(process.execPath, ['--import', USAGE, PROGRAM, ...args], {
    env,
    cwd: directory,
    stdio: ['ignore', fd, 'pipe', 'pipe'],
  })
  const [said, usage] = [child.stdio[2], child.stdio[3]].map((stream) => {
    const chunks: Buffer[] = []
    stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
    return chunks
  }) as [Buffer[], Buffer[]]
  const [code, signal] = await once(child, 'close')
  const wallMs = performance.now() - began
  closeSync(fd)
  if (code !== 0) throw new Error(`haltctl ${args.join(' ')}: ${code ?? signal}: ${Buffer.concat(said)}`)
  const { cpuMs, peakBytes } = JSON.parse(Buffer.concat(usage).toString()) as Pick<Figures, 'cpuMs' | 'peakBytes'>
  return { wallMs, cpuMs, peakBytes, outputBytes: statSync(output).size }
}

/** Figure by figure, the middle one of several runs. */
export function median(runs: readonly Figures[]): Figures {
  const of = (figure: keyof Figures) => {
    const sorted = runs.map((run) => run[figure]).sort((a, b) => a - b)
    return sorted[Math.floor(sorted.length / 2)] ?? 0
  }
  return {
    wallMs: of('wallMs'),
    cpuMs: of('cpuMs'),
    peakBytes: of('peakBytes'),
    outputBytes: of('outputBytes'),
  }
}
