import { StringDecoder } from 'node:string_decoder'
import { createPrompt, isEnterKey, useEffect, useKeypress, useState } from '@inquirer/core'
import inquirer from 'inquirer'
import { Keyboard } from './keyboard.ts'
import { output } from './output.ts'
import { INPUT_END_EVENTS, type KeyQuestion, NoAnswer, type Prompter } from './prompter.ts'

interface KeyConfig extends KeyQuestion {
  readonly now: () => number
  readonly mark: string
}

const keyPrompt = createPrompt<string, KeyConfig>(({ lines, keys, isStale, now, mark }, done) => {
  const [, redraw] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => (isStale() ? done('refresh') : redraw(now())), 1000)
    return () => clearInterval(timer)
  }, [])
  useKeypress((key, rl) => {
    const typed = keyOf(key as { name?: string; sequence?: string })
    rl.clearLine(0)
    if (keys.has(typed)) done(typed)
  })
  return `${lines(now()).join('\n')}\n${mark}> `
})

/** Maps arrow keys to the keys that mean the same. */
function keyOf({ name = '', sequence = '' }: { name?: string; sequence?: string }): string {
  if (name === 'right' || name === 'down') return '>'
  if (name === 'left' || name === 'up') return '<'
  return sequence.normalize('NFKC')
}

interface LineConfig {
  readonly question: string
  readonly mark: string
  readonly draft: string
  readonly saveDraft: (draft: string) => void
}

const linePrompt = createPrompt<string, LineConfig>(({ question, mark, draft, saveDraft }, done) => {
  const [value, setValue] = useState(draft)
  useEffect((rl) => {
    if (draft !== '') rl.write(draft)
  }, [])
  useKeypress((key, rl) => {
    if (isEnterKey(key)) return done(value)
    setValue(rl.line)
    saveDraft(rl.line)
  })
  return `${question}\n${mark}> ${value}`
})

/** A prompter that redraws in place, with Inquirer; `mark` comes before each line that is typed. */
export function redrawingPrompter(now: () => number, mark: string): Prompter {
  const keyboard = new Keyboard()
  return {
    askKey: (screen) => askWith(keyboard, (context) => keyPrompt({ ...screen, now, mark }, context)),
    askLine: (question, draft, saveDraft) =>
      askWith(keyboard, (context) => linePrompt({ question, mark, draft, saveDraft }, context)),
    askChoice: (question, choices, preselected) =>
      askWith(keyboard, async (context) => {
        const prompt = inquirer.createPromptModule(context)
        const { answer } = await prompt({
          type: 'select',
          name: 'answer',
          message: `${mark}${question}`,
          choices: choices.map(({ value, name }) => ({ value, name: `${mark}${name}` })),
          default: preselected,
          pageSize: choices.length,
          theme: PLAIN_THEME,
        })
        return String(answer)
      }),
    whileRunning: (act) => keyboard.whileRunning(act),
    lendTerminal: (act) => keyboard.lendTerminal(act),
    printDuringQuestion: () => {},
    close: () => keyboard.close(),
  }
}

const unchanged = (text: string) => text

const PLAIN_THEME = {
  prefix: '',
  icon: { cursor: '>' },
  style: {
    message: unchanged,
    answer: unchanged,
    highlight: unchanged,
    description: unchanged,
    disabled: unchanged,
    keysHelpTip: () => undefined,
  },
}

/** Asks one question. Rejects with `NoAnswer` on Ctrl-C, Ctrl-D and the end of input; on the last two Inquirer hangs. */
async function askWith<T>(keyboard: Keyboard, ask: (context: PromptContext) => Promise<T>): Promise<T> {
  if (keyboard.wasInterrupted) throw new NoAnswer()
  const controller = new AbortController()
  const leave = () => controller.abort()
  const { input } = keyboard
  const onKey = (_: string, key: { name?: string; ctrl?: boolean } | undefined) => {
    if (key?.ctrl && key.name === 'd') leave()
  }
  input.on('keypress', onKey)
  process.on('SIGINT', leave)
  for (const event of INPUT_END_EVENTS) process.stdin.on(event, leave)
  try {
    return await keyboard.whileAsking(() =>
      ask({ input, output: output.stream, signal: controller.signal, clearPromptOnDone: true }),
    )
  } catch (error) {
    if (error instanceof Error && /^(AbortPrompt|ExitPrompt|CancelPrompt)Error$/.test(error.name)) throw new NoAnswer()
    throw error
  } finally {
    input.off('keypress', onKey)
    process.off('SIGINT', leave)
    for (const event of INPUT_END_EVENTS) process.stdin.off(event, leave)
  }
}

interface PromptContext {
  readonly input: Keyboard['input']
  readonly output: NodeJS.WriteStream
  readonly signal: AbortSignal
  readonly clearPromptOnDone: true
}

/** A prompter in plain lines, never redrawn: for screen readers, slow lines and dumb terminals. Keys need Enter. */
export function plainPrompter(now: () => number, print: (line: string) => void, mark: string): Prompter {
  const lines = lineReader()
  let lastPrompt = ''
  const ask = (prompt: string) => {
    lastPrompt = prompt
    output.write(`${mark}${prompt}`)
    return lines.next()
  }
  return {
    async askKey({ lines: screen, keys }) {
      for (const line of screen(now())) print(line)
      for (;;) {
        const typed = (await ask('> ')).trim().normalize('NFKC')
        if (keys.has(typed)) return typed
      }
    },
    async askLine(question, draft, saveDraft) {
      print(question)
      if (draft !== '') print(`${mark}[${draft}]`)
      const typed = await ask('> ')
      saveDraft(typed)
      return typed === '' ? draft : typed
    },
    async askChoice(question, choices, preselected) {
      print(`${mark}${question}`)
      choices.forEach((choice, i) => {
        print(`${mark}${i + 1} ${choice.name}${choice.value === preselected ? ' *' : ''}`)
      })
      for (;;) {
        const typed = (await ask('> ')).trim()
        const chosen =
          typed === ''
            ? preselected
            : (choices[Number(typed) - 1]?.value ?? choices.find((c) => c.value === typed)?.value)
        if (chosen !== undefined) return chosen
      }
    },
    whileRunning: lines.aside,
    lendTerminal: lines.lend,
    printDuringQuestion(print) {
      if (!lines.isWaiting()) return
      output.write('\n')
      print()
      output.write(`${mark}${lastPrompt}`)
    },
    close: lines.close,
  }
}

/**
 * Reads standard input, one line per question; lines typed ahead wait for the next question. After Ctrl-C and at the end of
 * input, `next` rejects with `NoAnswer`, even if a line without a line break was typed before.
 */
function lineReader() {
  const typed: string[] = []
  const decoder = new StringDecoder('utf8')
  let partial = ''
  let waiting: { resolve: (line: string) => void; reject: (error: Error) => void } | null = null
  let hasEnded = false
  const leave = () => {
    hasEnded = true
    waiting?.reject(new NoAnswer())
  }
  const onData = (chunk: Buffer) => {
    const lines = (partial + decoder.write(chunk)).split(/\r?\n/)
    partial = lines.pop() ?? ''
    for (const line of lines) {
      if (waiting === null) typed.push(line)
      else waiting.resolve(line)
      waiting = null
    }
  }
  process.stdin.on('data', onData)
  for (const event of INPUT_END_EVENTS) process.stdin.on(event, leave)
  process.on('SIGINT', leave)
  return {
    next(): Promise<string> {
      const line = typed.shift()
      if (line !== undefined) return Promise.resolve(line)
      if (hasEnded) return Promise.reject(new NoAnswer())
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject }
      })
    },
    isWaiting: () => waiting !== null,
    async aside<T>(act: () => Promise<T>): Promise<T> {
      process.off('SIGINT', leave)
      try {
        return await act()
      } finally {
        typed.length = 0
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
      process.off('SIGINT', leave)
      process.stdin.off('data', onData).pause()
    },
  }
}
