import { once } from 'node:events'
import { fstatSync, statSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'

/** A sink for text. */
export interface Output {
  write(data: string | Uint8Array): void
  /** The underlying stream, for code that needs its methods or events. Once used, all output goes through it. */
  readonly stream: NodeJS.WriteStream
  /** Waits until the output takes more; false if it never will. */
  takesMore(): Promise<boolean>
  /** Waits until everything is written. Returns the error code if something could not be, else null. */
  lost(): Promise<string | null>
}

/**
 * Standard output or standard error. Written to directly, since loading Node's streams takes a tenth of the start-up
 * time; through the stream once something needs it, or once a non-blocking pipe is full. A reader that goes away is no
 * error.
 */
export class Outlet implements Output {
  /** The error code of a failed write, unless the pipe was closed. */
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
    // The Windows console takes UTF-8 only through its stream.
    if (this.opened !== null || process.platform === 'win32') this.stream.write(data)
    else if (!this.isClosed) this.writeNow(typeof data === 'string' ? Buffer.from(data) : data)
  }

  get stream(): NodeJS.WriteStream {
    this.opened ??= this.open().on('error', (error) => this.fail(error))
    return this.opened
  }

  /** The stream of standard output does not stay destroyed, so `isClosed` is checked as well. */
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

/** Whether a descriptor is a terminal. `node:tty` loads sockets, so it is loaded only if there may be one. */
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
