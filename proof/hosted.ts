import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Attack } from './proof.ts'

export interface Order {
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** The folder the program takes for its own, where not the one that it is in: other shipped runbooks. */
  readonly root?: string
}

export interface Reply {
  readonly code: number
  readonly out: string
  readonly err: string
  /** Processor time of this command. */
  readonly seconds: number
  /** Most memory that the process has had resident so far, in MiB. */
  readonly peak: number
}

/** The process was gone before the command ended. */
export interface Died {
  readonly died: string
}

const LIMIT_MS = 20_000

/**
 * The built program hosted in one process, for what has to be tried thousands of times: the same code without a start
 * of Node for each command. Its heap is bounded; where it dies, the next command gets another process.
 */
export class Hosted {
  private readonly program: string
  private readonly megabytes: number
  private child: ChildProcess | null = null

  constructor({ program }: Attack, megabytes = 256) {
    this.program = program
    this.megabytes = megabytes
  }

  async run(order: Order): Promise<Reply | Died> {
    this.child ??= fork(join(import.meta.dirname, 'host.mjs'), [this.program], {
      execArgv: [`--max-old-space-size=${this.megabytes}`],
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    })
    const { child } = this
    const over = new AbortController()
    const watchdog = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS)
    child.send(order)
    const reply = once(child, 'message', { signal: over.signal }).then(([message]) => message as Reply)
    const death = once(child, 'exit', { signal: over.signal }).then(([code, signal]): Died => {
      this.child = null
      return { died: String(signal ?? code) }
    })
    try {
      return await Promise.race([reply, death])
    } finally {
      clearTimeout(watchdog)
      over.abort()
      await Promise.allSettled([reply, death])
    }
  }

  /** Runs a command that must not end the process. */
  async reply(order: Order): Promise<Reply> {
    const reply = await this.run(order)
    if ('died' in reply) throw new Error(`halt ${order.args.join(' ')}: the process died (${reply.died})`)
    return reply
  }

  end(): void {
    this.child?.kill('SIGKILL')
    this.child = null
  }
}
