import { once } from 'node:events'
import { fstatSync, statSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'

/** A sink for text. A reader that goes away is not an error. */
export interface Output {
  write(data: string | Uint8Array): void
  /** The underlying stream, for code that needs its methods or events. Once used, all output goes through it. */
  readonly stream: NodeJS.WriteStream
  /** Waits until more can be written; false if nothing more can, because of an error or because the reader is gone. */
  takesMore(): Promise<boolean>
  /** Waits until everything is written. Resolves to the code of the first error, or null if there was none. */
  flush(): Promise<string | null>
  /** Writes what is held back, if anything is, and holds nothing back from then on. */
  stopHolding?(): void
}

/** Takes what is written to a standard stream instead of it. */
export interface Detour extends Pick<Output, 'write' | 'takesMore'> {
  /** Passes on what is left, and takes nothing any more. */
  end(): Promise<void>
}

/**
 * Standard output or standard error. Writes to the file descriptor directly, since loading Node's streams takes a tenth of
 * the start-up time, and through the stream once something needs it or a non-blocking pipe is full.
 */
export class StandardStream implements Output {
  /** The code of the first error; null if there was none, or only because the reader went away (EPIPE). */
  private errorCode: string | null = null
  private hasFailed = false
  private opened: NodeJS.WriteStream | null = null
  private detour: Detour | null = null
  private readonly descriptor: 1 | 2
  private readonly openStream: () => NodeJS.WriteStream

  constructor(descriptor: 1 | 2, openStream: () => NodeJS.WriteStream) {
    this.descriptor = descriptor
    this.openStream = openStream
  }

  write(data: string | Uint8Array): void {
    if (this.detour === null) this.writeDirect(data)
    else this.detour.write(data)
  }

  /** Has all that is written take a detour until it is flushed; `direct` is what that can write with itself. */
  divert(detour: (direct: (data: string | Uint8Array) => void) => Detour): void {
    this.detour = detour((data) => this.writeDirect(data))
  }

  private writeDirect(data: string | Uint8Array): void {
    // The Windows console takes UTF-8 only through its stream.
    if (this.opened !== null || process.platform === 'win32') this.stream.write(data)
    else if (!this.hasFailed) this.writeNow(typeof data === 'string' ? Buffer.from(data) : data)
  }

  get stream(): NodeJS.WriteStream {
    this.opened ??= this.openStream().on('error', (error) => this.fail(error))
    return this.opened
  }

  /** Node's stream of standard output does not stay destroyed, so `hasFailed` is checked as well. */
  async takesMore(): Promise<boolean> {
    const { opened } = this
    if (this.detour !== null) return this.detour.takesMore()
    if (opened === null || this.hasFailed) return !this.hasFailed
    if (!opened.writableNeedDrain) return !opened.destroyed
    const listening = new AbortController()
    const happens = (event: string) => once(opened, event, { signal: listening.signal })
    const taken = happens('drain').then(() => true)
    const gone = happens('close').then(() => false)
    return Promise.race([taken, gone])
      .catch(() => false)
      .finally(() => listening.abort())
  }

  async flush(): Promise<string | null> {
    await this.detour?.end()
    this.detour = null
    const { opened } = this
    if (opened !== null) await new Promise<void>((resolve) => setImmediate(resolve))
    // The callback of an empty write comes once everything before it is written.
    if (opened !== null && opened.writableLength > 0)
      await new Promise<void>((resolve) => opened.write('', () => resolve()))
    return this.errorCode
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
    this.hasFailed = true
    if (code !== 'EPIPE') this.errorCode ??= code ?? message
  }
}

/** Standard output. */
export const output = new StandardStream(1, () => process.stdout)
/** Standard error. */
export const errorOutput = new StandardStream(2, () => process.stderr)

/** Whether a descriptor is a terminal. `node:tty` loads sockets, so it is loaded only if there may be one. */
export function isTerminal(descriptor: number): boolean {
  return mayBeTerminal(descriptor) && tty().isatty(descriptor)
}

const tty = (): typeof import('node:tty') => createRequire(process.execPath)('node:tty')

/** True if it cannot be ruled out. */
function mayBeTerminal(descriptor: number): boolean {
  if (process.platform === 'win32') return true
  try {
    const device = fstatSync(descriptor)
    return device.isCharacterDevice() && device.rdev !== statSync('/dev/null').rdev
  } catch {
    return true
  }
}
