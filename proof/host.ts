import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Order, Reply } from './hosted.ts'

/** Runs commands of the program under attack one after the other in this process, as its parent asks for them. */

const [program = ''] = process.argv.slice(2)
const installed = join(dirname(program), '..')
const load = createRequire(import.meta.url)
const { main } = load(join(installed, 'dist/main.cjs')) as {
  main(root: string, node: NodeJS.Require): Promise<void>
}

const STATUS = '/proc/self/status'

type Write = typeof process.stdout.write
const fs = load('node:fs') as typeof import('node:fs')

/** Takes what is written to a descriptor and to its stream; gives it back, and both their own way, when called. */
function captured(descriptor: number, stream: NodeJS.WriteStream): () => string {
  const chunks: Buffer[] = []
  const own = { write: stream.write, writeSync: fs.writeSync }
  stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    chunks.push(Buffer.from(chunk as string))
    const done = rest.find((given) => typeof given === 'function') as (() => void) | undefined
    if (done !== undefined) setImmediate(done)
    return true
  }) as Write
  fs.writeSync = ((to: number, data: string | Uint8Array, ...rest: [number?]) => {
    if (to !== descriptor) return Reflect.apply(own.writeSync, fs, [to, data, ...rest])
    const bytes = Buffer.from(data as string).subarray(rest[0] ?? 0)
    chunks.push(bytes)
    return bytes.length
  }) as typeof fs.writeSync
  return () => {
    stream.write = own.write
    fs.writeSync = own.writeSync
    stream.removeAllListeners('error')
    return Buffer.concat(chunks).toString()
  }
}

async function run({ args, env, root }: Order): Promise<Reply> {
  process.argv = [process.execPath, program, ...args]
  for (const name of Object.keys(process.env)) delete process.env[name]
  Object.assign(process.env, env)
  process.exitCode = 0
  const out = captured(1, process.stdout)
  const err = captured(2, process.stderr)
  const before = process.cpuUsage()
  await main(root ?? installed, load)
  const { user, system } = process.cpuUsage(before)
  const code = Number(process.exitCode)
  process.exitCode = 0
  // In turn: each gives back what the other one had found.
  const [said, shown] = [err(), out()]
  return { code, out: shown, err: said, seconds: (user + system) / 1e6, peak: peak() }
}

/**
 * The most memory that this process had, in MiB. Linux keeps it apart for each program that runs; what `getrusage` gives
 * begins with that of the process that started it.
 */
function peak(): number {
  const status = existsSync(STATUS) ? readFileSync(STATUS, 'utf8') : ''
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? []
  return Number(kilobytes ?? process.resourceUsage().maxRSS) / 1024
}

process.on('message', (order: Order) => {
  run(order).then((reply) => process.send?.(reply))
})
