import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { onTestFinished } from 'vitest'
import { type Bench, type Outcome, PROGRAM } from './bench.ts'

/** Runs the program while servers of this process answer it. */
export async function halt(bench: Bench, ...args: readonly string[]): Promise<Outcome> {
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

export async function web(answer: RequestListener): Promise<string> {
  const server: Server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
}

export async function mail(options: ConstructorParameters<typeof SMTPServer>[0]): Promise<number> {
  const server = new SMTPServer({ authOptional: true, disableReverseLookup: true, closeTimeout: 100, ...options })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  onTestFinished(() => server.close())
  return (server.server.address() as AddressInfo).port
}

export interface Recorded {
  readonly type: string
  readonly data: Record<string, unknown>
}

export function recorded(bench: Bench, ...types: readonly string[]): Recorded[] {
  const lines = bench.ok('log', '--json', '-i', 'latest').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Recorded).filter(({ type }) => types.includes(type))
}
