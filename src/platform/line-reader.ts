import { setTimeout as sleep } from 'node:timers/promises'
import { BURST_MS } from './keyboard.ts'
import { type AheadText, INPUT_END_EVENTS, type InputText, NoAnswer } from './prompter.ts'
import { afterSilence, untilInputIsRead } from './silence.ts'
import { TerminalInput } from './terminal-input.ts'
import { TypedAhead } from './typed-ahead.ts'

interface Waiting {
  resolve(line: InputText): void
  reject(error: Error): void
}

/**
 * Reads standard input, which the terminal passes on line by line. Lines that follow each other at once are one text; what
 * comes while nobody waits is typed ahead. After Ctrl-C and at the end of input, `next` rejects with `NoAnswer`, even if a
 * line without a line break was typed before.
 */
export function lineReader() {
  const terminal = new TerminalInput()
  const ahead = new TypedAhead()
  let typed = ''
  let isPasted = false
  let waiting: Waiting | null = null
  let stopWaiting = () => {}
  let lastInputAt = 0
  let hasEnded = false

  const leave = () => {
    hasEnded = true
    waiting?.reject(new NoAnswer())
    waiting = null
  }
  const settle = () => {
    if (!typed.endsWith('\n')) return
    waiting?.resolve({ text: typed.slice(0, -1), isPasted })
    waiting = null
    typed = ''
    isPasted = false
  }
  const onData = (chunk: Uint8Array) => {
    lastInputAt = Date.now()
    for (const stroke of terminal.read(chunk)) {
      if (waiting === null) ahead.add(stroke)
      else if (stroke.kind === 'key') typed += stroke.sequence.replace('\r', '\n')
      else {
        typed += stroke.text
        isPasted = true
      }
    }
    stopWaiting()
    stopWaiting = afterSilence(BURST_MS, settle)
  }
  process.stdin.on('data', onData)
  for (const event of INPUT_END_EVENTS) process.stdin.on(event, leave)
  process.on('SIGINT', leave)
  return {
    next(): Promise<InputText> {
      if (hasEnded) return Promise.reject(new NoAnswer())
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject }
      })
    },
    isWaiting: () => waiting !== null,
    async takeTypedAhead(): Promise<AheadText> {
      await untilInputIsRead()
      while (!ahead.isEmpty && !hasEnded && Date.now() - lastInputAt < BURST_MS) await sleep(20)
      return ahead.take()
    },
    async aside<T>(act: () => Promise<T>): Promise<T> {
      process.off('SIGINT', leave)
      try {
        return await act()
      } finally {
        process.on('SIGINT', leave)
      }
    },
    async lend<T>(act: () => Promise<T>): Promise<T> {
      process.off('SIGINT', leave)
      process.stdin.off('data', onData).pause()
      try {
        return await act()
      } finally {
        process.stdin.on('data', onData).resume()
        process.on('SIGINT', leave)
      }
    },
    close() {
      stopWaiting()
      process.off('SIGINT', leave)
      process.stdin.off('data', onData).pause()
    },
  }
}
