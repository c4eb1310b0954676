import { PassThrough } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { setImmediate } from 'node:timers/promises'
import { isTerminal, output } from './output.ts'

/** An arrow or another key that sends several characters, or one character. */
const KEY = /\u001b(?:\[[\d;]*[A-Za-z~]|O[A-Za-z])|[\s\S]/gu

const CTRL_C = 0x03
const CTRL_Z = '\u001a'
/** Ends that leave no time for a question to put the terminal back by itself. */
const ENDING = ['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const
const SHOW_CURSOR = '\u001b[?25h'

/**
 * Standard input as one key after the other. A question takes only the keys typed until it is answered; what was typed
 * or pasted ahead waits for the next one, where Inquirer by itself would drop it. The terminal stays raw between two
 * questions as well: what is typed there would be echoed by it.
 */
export class Keyboard {
  readonly input = Object.assign(new PassThrough(), {
    isTTY: true,
    /** A question that is over leaves the terminal raw; one that is suspended does not. */
    setRawMode: (raw: boolean) => setRaw(raw || this.given !== CTRL_Z),
  })
  private readonly typed: string[] = []
  private readonly decoder = new StringDecoder('utf8')
  private open = false
  private pumping = false
  private left = false
  /** The key that a question got last. */
  private given = ''
  private readonly take = (chunk: Buffer) => {
    if (!this.open && chunk.includes(CTRL_C)) this.leave()
    this.typed.push(...(this.decoder.write(chunk).match(KEY) ?? []))
    void this.pump()
  }

  /** Ctrl-C between two questions is heeded at the next, and not as a death by that signal. */
  private readonly leave = () => {
    this.left ||= !this.open
  }

  /** Back from Ctrl-Z, readline leaves its input paused. */
  private readonly wake = () => {
    this.given = ''
    void setImmediate().then(() => this.input.resume())
  }

  constructor() {
    process.stdin.on('data', this.take).on('error', () => {})
    process.on('SIGCONT', this.wake).on('SIGINT', this.leave)
    for (const signal of ENDING) process.on(signal, endBy)
    setRaw(true)
  }

  /** Whether somebody wants to leave since before the question that is to come. */
  get isLeft(): boolean {
    return this.left
  }

  /** Lets a question have the keys while it is asked. */
  async during<T>(ask: () => Promise<T>): Promise<T> {
    this.open = true
    void this.pump()
    try {
      return await ask()
    } finally {
      this.open = false
    }
  }

  /**
   * Keys typed while something else has the screen are dropped; Ctrl-C is sent on as the signal it stands for. Signals are
   * for what runs: it may have something to record before the end.
   */
  async aside<T>(act: () => Promise<T>): Promise<T> {
    const onKeys = (chunk: Buffer) => {
      if (chunk.includes(CTRL_C)) process.kill(process.pid, 'SIGINT')
    }
    process.stdin.off('data', this.take).on('data', onKeys).resume()
    for (const signal of ENDING) process.off(signal, endBy)
    process.off('SIGINT', this.leave)
    try {
      return await act()
    } finally {
      process.stdin.off('data', onKeys).on('data', this.take)
      process.on('SIGINT', this.leave)
      for (const signal of ENDING) process.on(signal, endBy)
    }
  }

  /** Lets another program have the terminal until `act` is over. */
  async lend<T>(act: () => Promise<T>): Promise<T> {
    process.stdin.off('data', this.take).pause()
    setRaw(false)
    process.off('SIGINT', this.leave)
    try {
      return await act()
    } finally {
      setRaw(true)
      process.stdin.on('data', this.take).resume()
      process.on('SIGINT', this.leave)
    }
  }

  close(): void {
    process.stdin.off('data', this.take).pause()
    setRaw(false)
    process.off('SIGCONT', this.wake).off('SIGINT', this.leave)
    for (const signal of ENDING) process.off(signal, endBy)
  }

  /** One key a turn of the loop, so that the question it answers is over before the next key comes. */
  private async pump(): Promise<void> {
    if (this.pumping) return
    this.pumping = true
    await setImmediate()
    for (let key = this.next(); key !== undefined; key = this.next()) {
      this.given = key
      this.input.write(key)
      await setImmediate()
      await setImmediate()
    }
    this.pumping = false
  }

  private next(): string | undefined {
    return this.open ? this.typed.shift() : undefined
  }
}

function setRaw(raw: boolean): void {
  if (process.stdin.isTTY) process.stdin.setRawMode(raw)
}

/** Puts the terminal back as it was, where it is still there, and ends by the signal. */
function endBy(signal: NodeJS.Signals): void {
  if (isTerminal(0)) {
    process.stdin.setRawMode(false)
    output.write(SHOW_CURSOR)
  }
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
}
