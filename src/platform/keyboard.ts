import { PassThrough } from 'node:stream'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { isTerminal, output } from './output.ts'
import type { AheadText } from './prompter.ts'
import { afterSilence, untilInputIsRead } from './silence.ts'
import { BRACKETED_PASTE_OFF, BRACKETED_PASTE_ON, type Stroke, TerminalInput } from './terminal-input.ts'
import { TypedAhead } from './typed-ahead.ts'

const CTRL_C = '\u0003'
const CTRL_Z = '\u001a'
const ESC = '\u001b'
/** Signals that end the process before a question can restore the terminal itself. */
const FATAL_SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const
const SHOW_CURSOR = '\u001b[?25h'

/** Lines that follow each other faster than this, in ms, were not typed one by one but pasted. */
export const BURST_MS = 150

/** How long, in ms, an Enter may take to end a choice. */
const CHOSEN_MS = 50

/** How long, in ms, Ctrl-Z may take to suspend the process. */
const SUSPENDED_MS = 100

/**
 * Characters and an Enter that follow each other faster than this, in ms, were not pressed one by one. A key and its Enter may
 * still arrive together over a slow line, and so may a word of an input method; its Enter comes later.
 */
const AT_ONCE_MS = 10
/** After this time in ms, an Esc is the key, and no longer the beginning of an escape sequence. */
const ESC_MS = 50
/** After this time in ms without input, a paste that has not ended counts as ended. */
const PASTE_MS = 1000

/**
 * Standard input, one key or paste at a time. The terminal stays raw between questions too, since it would otherwise echo
 * what is typed then. What is typed while no question is open is no answer: it is kept as typed ahead.
 */
export class Keyboard {
  /** What Inquirer reads instead of standard input. A paste arrives as a `keypress` event named `paste`. */
  readonly input = Object.assign(new PassThrough(), {
    isTTY: true,
    /** A question that is answered leaves the terminal raw; one that is suspended by Ctrl-Z does not. */
    setRawMode: (raw: boolean) => setRaw(raw || this.lastKey !== CTRL_Z),
  })
  /** Whether Ctrl-C was pressed, or SIGINT sent, between two questions. */
  wasInterrupted = false
  private readonly terminal = new TerminalInput()
  private readonly ahead = new TypedAhead()
  private readonly pending: Stroke[] = []
  private asking: 'nothing' | 'line' | 'choice' = 'nothing'
  /** Whether something runs that Ctrl-C stops. */
  private isRunning = false
  private isPumping = false
  private lastInputAt = 0
  private textInChoiceAt = 0
  /** Stands for the choice that is open; null if none is. */
  private choice: object | null = null
  /** Stops waiting for the rest of an escape sequence or paste. */
  private stopWaiting = () => {}
  /** An Enter that may turn out to be a line break of a paste. */
  private stopHolding: (() => void) | null = null
  /** Whether a paste without brackets has brought line breaks, or a line that came at once. */
  private isInBurst = false
  /** Whether the question that is open has had a stroke. */
  private isBegun = false
  /** How many characters have arrived at once, up to now. */
  private atOnce = 0
  /** The last key passed to a question. */
  private lastKey = ''

  private readonly onData = (chunk: Uint8Array) => {
    this.stopWaiting()
    this.receive(this.terminal.read(chunk))
    if (!this.terminal.isWaiting) return
    const isEscape = chunk.at(-1) === 0x1b
    this.stopWaiting = afterSilence(isEscape ? ESC_MS : PASTE_MS, () => this.receive(this.terminal.flush()))
  }

  /** Ctrl-C between two questions takes effect at the next one, instead of killing the process. */
  private readonly onInterrupt = () => {
    this.wasInterrupted ||= this.asking === 'nothing'
  }

  /** After Ctrl-Z and SIGCONT, readline leaves its input paused. */
  private readonly onContinue = () => {
    this.lastKey = ''
    // Whoever had the terminal meanwhile, such as a shell, may have switched this off.
    bracketsPastes = false
    void setImmediate().then(() => this.input.resume())
  }

  constructor() {
    process.stdin.on('data', this.onData).off('error', ignore).on('error', ignore)
    process.on('SIGCONT', this.onContinue).on('SIGINT', this.onInterrupt)
    for (const signal of FATAL_SIGNALS) process.on(signal, restoreAndEnd)
    setRaw(true)
  }

  /**
   * Passes keys to a question from when it stands on the screen, which `ask` tells by its callback; to a choice no pastes and
   * no Esc.
   */
  async whileAsking<T>(kind: 'line' | 'choice', ask: (onShown: () => void) => Promise<T>): Promise<T> {
    this.choice = kind === 'choice' ? {} : null
    let isShown = false
    const onShown = () => {
      if (isShown) return
      isShown = true
      this.asking = kind
      this.isBegun = false
      if (this.wasInterrupted) void setImmediate().then(() => this.input.write(CTRL_C))
    }
    try {
      return await ask(onShown)
    } finally {
      this.stopAsking()
    }
  }

  /** What was typed while no question was open, once nobody is in the middle of typing; forgets it. */
  async takeTypedAhead(): Promise<AheadText> {
    await untilInputIsRead()
    while (!this.ahead.isEmpty && !this.wasInterrupted && Date.now() - this.lastInputAt < BURST_MS) await sleep(20)
    return this.ahead.take()
  }

  /** Keeps keys typed while `act` runs, but sends SIGINT for Ctrl-C. Leaves signals to `act`, which may have to record. */
  async whileRunning<T>(act: () => Promise<T>): Promise<T> {
    this.isRunning = true
    process.stdin.resume()
    for (const signal of FATAL_SIGNALS) process.off(signal, restoreAndEnd)
    process.off('SIGINT', this.onInterrupt)
    try {
      return await act()
    } finally {
      this.isRunning = false
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
    this.stopWaiting()
    this.dropEnter()
    process.stdin.off('data', this.onData).pause()
    setRaw(false)
    process.off('SIGCONT', this.onContinue).off('SIGINT', this.onInterrupt)
    for (const signal of FATAL_SIGNALS) process.off(signal, restoreAndEnd)
  }

  private receive(arrived: readonly Stroke[]): void {
    const now = Date.now()
    const pause = now - this.lastInputAt
    const isAfterPause = pause >= BURST_MS
    this.lastInputAt = now
    if (isAfterPause) this.isInBurst = false
    if (pause >= AT_ONCE_MS) this.atOnce = 0
    const strokes = this.withoutRestOfTypedAhead(arrived, isAfterPause)
    if (this.endsLineAtOnce(strokes)) this.takeAsPaste(strokes)
    for (const [i, stroke] of strokes.entries()) {
      if (this.asking === 'nothing') this.typeAhead(stroke)
      else this.accept(stroke, { isLast: i === strokes.length - 1, isAlone: isAfterPause && strokes.length === 1 })
    }
  }

  /**
   * Types ahead what goes on from before the question was shown: characters and Enter without a pause, and after one the Enter
   * of the line that was begun. Returns the other strokes.
   */
  private withoutRestOfTypedAhead(arrived: readonly Stroke[], isAfterPause: boolean): readonly Stroke[] {
    const goesOn = (stroke: Stroke) =>
      isEnter(stroke) ? !isAfterPause || this.ahead.isInLine : !isAfterPause && isCharacter(stroke)
    const left = [...arrived]
    if (this.asking === 'nothing' || this.isBegun || this.ahead.isEmpty) return left
    for (let [next] = left; next !== undefined && goesOn(next); [next] = left) this.typeAhead(left.shift() as Stroke)
    this.isBegun = left.length > 0
    return left
  }

  /** Whether strokes bring the Enter of a line that came at once, so that it was pasted: two characters or more. */
  private endsLineAtOnce(strokes: readonly Stroke[]): boolean {
    const enter = strokes.findIndex(isEnter)
    const line = enter < 0 ? strokes : strokes.slice(0, enter)
    const length = this.atOnce + line.filter(isCharacter).length
    this.atOnce = enter < 0 ? length : 0
    return enter >= 0 && length > 1
  }

  /** Makes a paste of what is in the line, of strokes, and of what follows at once: the Enter in them is not passed on. */
  private takeAsPaste(strokes: readonly Stroke[]): void {
    this.isInBurst = true
    if (this.asking === 'line' && !strokes.some(isCharacter)) this.pass({ kind: 'paste', text: '' })
  }

  /**
   * Passes a stroke on, but takes an Enter that more input follows at once as a line break of a paste: such a text stands in
   * the line until an Enter comes by itself.
   */
  private accept(stroke: Stroke, { isLast, isAlone }: { isLast: boolean; isAlone: boolean }): void {
    if (this.dropEnter()) this.breakLine()
    if (this.asking === 'choice') this.acceptChoice(stroke)
    else if (!isEnter(stroke) || (isLast && isAlone)) this.pass(this.isInBurst ? asPasted(stroke) : stroke)
    else if (isLast) this.hold(stroke)
    else this.breakLine()
  }

  /**
   * A choice takes keys, and text that narrows it down; an Enter at once after text does not choose, since it ends the text.
   * A paste is typed ahead.
   */
  private acceptChoice(stroke: Stroke): void {
    const isPaste = stroke.kind === 'paste'
    if (!isPaste && /^[^\p{Cc}\d]/u.test(stroke.sequence)) this.textInChoiceAt = this.lastInputAt
    const endsText = isEnter(stroke) && this.lastInputAt - this.textInChoiceAt < BURST_MS
    if (isPaste) this.typeAhead(stroke)
    else if (!endsText) this.pass(stroke)
  }

  private hold(enter: Stroke): void {
    this.stopHolding = afterSilence(BURST_MS, () => {
      this.stopHolding = null
      if (!this.isInBurst) this.pass(enter)
    })
  }

  /** Returns whether an Enter was held. */
  private dropEnter(): boolean {
    const isHeld = this.stopHolding !== null
    this.stopHolding?.()
    this.stopHolding = null
    return isHeld
  }

  private breakLine(): void {
    this.isInBurst = true
    this.pass({ kind: 'paste', text: '\n' })
  }

  private typeAhead(stroke: Stroke): void {
    if (stroke.kind === 'paste' || stroke.sequence !== CTRL_C)
      this.ahead.add(this.isInBurst ? asPasted(stroke) : stroke)
    else if (this.isRunning) process.kill(process.pid, 'SIGINT')
    else this.onInterrupt()
  }

  /** Pastes that follow each other are passed on as one, since the line is drawn again after each. */
  private pass(stroke: Stroke): void {
    const last = this.pending.at(-1)
    if (last?.kind === 'paste' && stroke.kind === 'paste')
      this.pending[this.pending.length - 1] = { kind: 'paste', text: last.text + stroke.text }
    else this.pending.push(stroke)
    void this.pump()
  }

  /** Passes on strokes with two turns of the event loop in between; what follows the end of a question is typed ahead. */
  private async pump(): Promise<void> {
    if (this.isPumping) return
    this.isPumping = true
    for (let stroke = this.pending.shift(); stroke !== undefined; stroke = this.pending.shift()) {
      if (this.asking === 'nothing') this.typeAhead(stroke)
      else if (stroke.kind === 'paste') this.paste(stroke)
      else this.press(stroke.sequence)
      await setImmediate()
      await setImmediate()
    }
    this.isPumping = false
  }

  private paste(stroke: Stroke & { kind: 'paste' }): void {
    if (this.asking === 'choice') this.ahead.add(stroke)
    else this.input.emit('keypress', undefined, { name: 'paste', sequence: '', text: stroke.text })
  }

  private press(sequence: string): void {
    this.lastKey = sequence
    const ends = isEnter({ kind: 'key', sequence }) || (sequence === ESC && this.asking === 'line')
    if (sequence !== ESC) this.input.write(sequence)
    // Readline would wait for the rest of a sequence.
    else if (this.asking === 'line') this.input.emit('keypress', undefined, { name: 'escape', sequence: '' })
    if (sequence === CTRL_Z) setTimeout(() => this.goOnUnlessSuspended(), SUSPENDED_MS)
    const isChoosing = ends && this.asking === 'choice'
    if (ends) this.asking = 'nothing'
    if (isChoosing) void this.goOnChoosing()
  }

  /**
   * No process is suspended that has no shell to continue it, such as the command of `ssh -t` (POSIX: orphaned process group).
   * Readline then still waits for SIGCONT, with the terminal no longer raw.
   */
  private goOnUnlessSuspended(): void {
    if (this.lastKey === CTRL_Z) process.kill(process.pid, 'SIGCONT')
  }

  /** An Enter that chose nothing leaves the choice open: what was typed is none of the choices. */
  private async goOnChoosing(): Promise<void> {
    const choice = this.choice
    await sleep(CHOSEN_MS)
    if (this.choice === choice && choice !== null) this.asking = 'choice'
  }

  /** An Enter that is still held confirms nothing any more: the line it was for is gone, or stands below news. */
  private stopAsking(): void {
    this.asking = 'nothing'
    this.choice = null
    this.dropEnter()
    for (const stroke of this.pending.splice(0)) this.typeAhead(stroke)
  }
}

/** A character of a paste without brackets; other keys, such as Ctrl-C, stay as they are. */
function asPasted(stroke: Stroke): Stroke {
  return isCharacter(stroke) ? { kind: 'paste', text: stroke.sequence } : stroke
}

function isCharacter(stroke: Stroke): stroke is Stroke & { kind: 'key' } {
  return stroke.kind === 'key' && /^[^\p{Cc}]|^\t$/u.test(stroke.sequence)
}

function isEnter(stroke: Stroke): boolean {
  return stroke.kind === 'key' && (stroke.sequence === '\r' || stroke.sequence === '\n')
}

/** A terminal that is gone is noticed elsewhere; its errors may come even after the end. */
const ignore = () => {}

/** Whether the terminal was told to put brackets around pastes. */
let bracketsPastes = false

function setRaw(raw: boolean): void {
  if (!process.stdin.isTTY) return
  process.stdin.setRawMode(raw)
  if (raw !== bracketsPastes) output.write(raw ? BRACKETED_PASTE_ON : BRACKETED_PASTE_OFF)
  bracketsPastes = raw
}

/** Restores the terminal, if it still exists, and ends the process by the signal. */
function restoreAndEnd(signal: NodeJS.Signals): void {
  if (isTerminal(0)) {
    process.stdin.setRawMode(false)
    output.write(`${BRACKETED_PASTE_OFF}${SHOW_CURSOR}`)
  }
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
}
