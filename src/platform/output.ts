import { once } from 'node:events'
import { fstatSync, statSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'

/** Where text goes. */
export interface Output {
  write(data: string | Uint8Array): void
  /** For what writes by itself, or waits for events; from now on everything goes through it. */
  readonly stream: NodeJS.WriteStream
  /** Waits until more is taken; false where it never will be. */
  takesMore(): Promise<boolean>
  /** Waits until everything is taken, and tells why it could not be, in the system's words; null where it was. */
  lost(): Promise<string | null>
}

/**
 * Standard output, or standard error. It is written to at once, since Node's streams take a tenth of what starting takes;
 * through the stream from when something needs that, or a pipe is full that does not let its writer wait. A reader may go
 * away quietly.
 */
export class Outlet implements Output {
  /** Why something could not be written, where that is no closed pipe. */
  private why: string | null = null
  private isClosed = false
  private opened: NodeJS.WriteStream | null = null

  private readonly descriptor: 1 | 2
  private readonly open: () => NodeJS.WriteStream

  constructor(descriptor: 1 | 2, open: () => NodeJS.WriteStream) {
    this.descriptor = descriptor
    this.open = open
  }

  write(data: string | Uint8Array): void {
    // Only through its stream does the console of Windows take UTF-8.
    if (this.opened !== null || process.platform === 'win32') this.stream.write(data)
    else if (!this.isClosed) this.writeNow(typeof data === 'string' ? Buffer.from(data) : data)
  }

  /** For what writes by itself, or waits for events; from now on everything goes through it. */
  get stream(): NodeJS.WriteStream {
    this.opened ??= this.open().on('error', (error) => this.fail(error))
    return this.opened
  }

  /** Waits until more is taken; false where it never will be. The stream of standard output does not stay destroyed. */
  async takesMore(): Promise<boolean> {
    const { opened } = this
    if (opened === null || this.isClosed) return !this.isClosed
    if (!opened.writableNeedDrain) return !opened.destroyed
    const listening = new AbortController()
    const { signal } = listening
    const happens = (event: string) => once(opened, event, { signal })
    const taken = happens('drain').then(() => true)
    const gone = happens('close').then(() => false)
    return Promise.race([taken, gone])
      .catch(() => false)
      .finally(() => listening.abort())
  }

  /** Waits until everything is taken, and tells why it could not be, in the system's words; null where it was. */
  async lost(): Promise<string | null> {
    const { opened } = this
    if (opened !== null) await new Promise<void>((resolve) => setImmediate(resolve))
    if (opened !== null && opened.writableLength > 0)
      await new Promise<void>((resolve) => opened.write('', () => resolve()))
    return this.why
  }

  private writeNow(bytes: Uint8Array): void {
    let written = 0
    try {
      while (written < bytes.length) written += writeSync(this.descriptor, bytes, written)
    } catch (error) {
      const failed = error as NodeJS.ErrnoException
      if (failed.code === 'EAGAIN') this.stream.write(bytes.subarray(written))
      else this.fail(failed)
    }
  }

  private fail({ code, message }: NodeJS.ErrnoException): void {
    this.isClosed = true
    if (code !== 'EPIPE') this.why ??= code ?? message
  }
}

export const output = new Outlet(1, () => process.stdout)
export const talk = new Outlet(2, () => process.stderr)

/** Whether that descriptor is a terminal. Node is asked only where one may be: its module for them loads sockets. */
export function isTerminal(descriptor: number): boolean {
  return mayBeTerminal(descriptor) && tty().isatty(descriptor)
}

const tty = (): typeof import('node:tty') => createRequire(process.execPath)('node:tty')

function mayBeTerminal(descriptor: number): boolean {
  if (process.platform === 'win32') return true
  try {
    const device = fstatSync(descriptor)
    return device.isCharacterDevice() && device.rdev !== statSync('/dev/null').rdev
  } catch {
    return true
  }
}
