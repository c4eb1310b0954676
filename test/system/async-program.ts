import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type Bench, type Outcome, PROGRAM } from './bench.ts'

export { mail, web } from '../servers.ts'

/** Runs the program while servers of this process answer it. */
export async function runAsync(bench: Bench, ...args: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: bench.env, cwd: bench.directory })
  child.stdin.end()
  const [out, err] = [child.stdout, child.stderr].map((stream) => {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    return chunks
  }) as [Buffer[], Buffer[]]
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }
}

export interface Recorded {
  readonly type: string
  readonly data: Record<string, unknown>
}

export function recorded(bench: Bench, ...types: readonly string[]): Recorded[] {
  const lines = bench.ok('log', '--json', '-i', 'latest').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Recorded).filter(({ type }) => types.includes(type))
}
