import { PassThrough } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { setImmediate } from 'node:timers/promises'
import { isTerminal, output } from './output.ts'

/** The escape sequence of an arrow or other special key, or one character. */
const KEY = /\u001b(?:\[[\d;]*[A-Za-z~]|O[A-Za-z])|[\s\S]/gu

const CTRL_C = 0x03
const CTRL_Z = '\u001a'
/** Signals that end the process before a question can restore the terminal itself. */
const FATAL_SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const
const SHOW_CURSOR = '\u001b[?25h'

/**
 * Standard input, one key at a time. Keys typed or pasted ahead wait for the next question, whereas Inquirer by itself
 * would drop them. The terminal stays raw between questions too, since it would otherwise echo what is typed then.
 */
export class Keyboard {
  /** What Inquirer reads instead of standard input. */
  readonly input = Object.assign(new PassThrough(), {
    isTTY: true,
    /** A question that is answered leaves the terminal raw; one that is suspended by Ctrl-Z does not. */
    setRawMode: (raw: boolean) => setRaw(raw || this.lastKey !== CTRL_Z),
  })
  private readonly pendingKeys: string[] = []
  private readonly decoder = new StringDecoder('utf8')
  private isAsking = false
  private isPumping = false
  /** Whether Ctrl-C was pressed, or SIGINT sent, between two questions. */
  wasInterrupted = false
  /** The last key passed to a question. */
  private lastKey = ''
  private readonly onData = (chunk: Buffer) => {
    if (!this.isAsking && chunk.includes(CTRL_C)) this.onInterrupt()
    this.pendingKeys.push(...(this.decoder.write(chunk).match(KEY) ?? []))
    void this.pump()
  }

  /** Ctrl-C between two questions takes effect at the next one, instead of killing the process. */
  private readonly onInterrupt = () => {
    this.wasInterrupted ||= !this.isAsking
  }

  /** After Ctrl-Z and SIGCONT, readline leaves its input paused. */
  private readonly onContinue = () => {
    this.lastKey = ''
    void setImmediate().then(() => this.input.resume())
  }

  constructor() {
    process.stdin.on('data', this.onData).on('error', () => {})
    process.on('SIGCONT', this.onContinue).on('SIGINT', this.onInterrupt)
    for (const signal of FATAL_SIGNALS) process.on(signal, restoreAndEnd)
    setRaw(true)
  }

  /** Passes keys to a question while it is being asked. */
  async whileAsking<T>(ask: () => Promise<T>): Promise<T> {
    this.isAsking = true
    void this.pump()
    try {
      return await ask()
    } finally {
      this.isAsking = false
    }
  }

  /** Drops keys typed while `act` runs, but sends SIGINT for Ctrl-C. Leaves signals to `act`, which may have to record. */
  async whileRunning<T>(act: () => Promise<T>): Promise<T> {
    const onKeys = (chunk: Buffer) => {
      if (chunk.includes(CTRL_C)) process.kill(process.pid, 'SIGINT')
    }
    process.stdin.off('data', this.onData).on('data', onKeys).resume()
    for (const signal of FATAL_SIGNALS) process.off(signal, restoreAndEnd)
    process.off('SIGINT', this.onInterrupt)
    try {
      return await act()
    } finally {
      process.stdin.off('data', onKeys).on('data', this.onData)
      process.on('SIGINT', this.onInterrupt)
      for (const signal of FATAL_SIGNALS) process.on(signal, restoreAndEnd)
    }
  }

  /** Gives the terminal and all keys to another program until `act` has finished. */
  async lendTerminal<T>(act: () => Promise<T>): Promise<T> {
    process.stdin.off('data', this.onData).pause()
    setRaw(false)
    process.off('SIGINT', this.onInterrupt)
    try {
      return await act()
    } finally {
      setRaw(true)
      process.stdin.on('data', this.onData).resume()
      process.on('SIGINT', this.onInterrupt)
    }
  }

  /** Restores the terminal and stops reading. */
  close(): void {
    process.stdin.off('data', this.onData).pause()
    setRaw(false)
    process.off('SIGCONT', this.onContinue).off('SIGINT', this.onInterrupt)
    for (const signal of FATAL_SIGNALS) process.off(signal, restoreAndEnd)
  }

  /** Passes on keys with two turns of the event loop in between, enough to end a question that a key answered. */
  private async pump(): Promise<void> {
    if (this.isPumping) return
    this.isPumping = true
    await setImmediate()
    for (let key = this.nextKey(); key !== undefined; key = this.nextKey()) {
      this.lastKey = key
      this.input.write(key)
      await setImmediate()
      await setImmediate()
    }
    this.isPumping = false
  }

  private nextKey(): string | undefined {
    return this.isAsking ? this.pendingKeys.shift() : undefined
  }
}

function setRaw(raw: boolean): void {
  if (process.stdin.isTTY) process.stdin.setRawMode(raw)
}

/** Restores the terminal, if it still exists, and ends the process by the signal. */
function restoreAndEnd(signal: NodeJS.Signals): void {
  if (isTerminal(0)) {
    process.stdin.setRawMode(false)
    output.write(SHOW_CURSOR)
  }
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
}
