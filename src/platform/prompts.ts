import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isTabKey,
  isUpKey,
  useEffect,
  useKeypress,
  useRef,
  useState,
} from '@inquirer/core'
import inquirer from 'inquirer'
import stringWidth from 'string-width'
import { Keyboard } from './keyboard.ts'
import { lineReader } from './line-reader.ts'
import { output } from './output.ts'
import {
  type Choice,
  INPUT_END_EVENTS,
  type InputText,
  NoAnswer,
  type Prompter,
  type Question,
  type Reply,
} from './prompter.ts'

interface LineConfig extends Question {
  readonly now: () => number
  readonly mark: string
  readonly hasUnicode: boolean
  /** Called when the question is drawn, right before it takes keys. */
  readonly onShown: () => void
}

/** What Inquirer passes on for a key; `text` is that of a paste. */
interface KeyPress {
  readonly name: string
  readonly ctrl: boolean
  readonly text?: string
}

const NO_TEXT: InputText = { text: '', isPasted: false }

/** How long after a key somebody counts as typing, in ms. */
const TYPING_MS = 1000

const linePrompt = createPrompt<Reply, LineConfig>((config, done) => {
  const { lines, draft = NO_TEXT, saveDraft, isStale, history = [], complete, now, mark, hasUnicode, onShown } = config
  const [value, setValue] = useState(shielded(draft.text))
  const [, redraw] = useState(0)
  // The timer sees only the values of the first rendering, hence the references.
  const current = useRef(draft)
  const place = useRef(-1)
  const edited = useRef(draft)
  const standing = useRef(draft.standing === undefined ? '' : shielded(draft.text))
  const replaced = useRef<InputText | null>(null)
  const typedAt = useRef(0)
  const isDrawn = useRef(false)
  const hasRoom = useRef(true)
  const end = (kind: Reply['kind']) =>
    done({ kind, ...current.current, ...(replaced.current && { replaced: replaced.current }) })
  useEffect((rl) => {
    onShown()
    if (draft.text !== '') rl.write(shielded(draft.text))
    // Who is typing is not interrupted: a key that comes while the question is replaced would not get into the line.
    const isTyping = () => performance.now() - typedAt.current < TYPING_MS
    const timer = setInterval(() => {
      if (!isTyping() && isStale?.()) end('stale')
      // An input line that is taller than the terminal would leave its beginning behind each time.
      else if (hasRoom.current) redraw(now())
    }, 1000)
    return () => clearInterval(timer)
  }, [])
  useKeypress((event, rl) => {
    const key = event as KeyPress
    typedAt.current = performance.now()
    if (isEnterKey(event)) return end('line')
    if (key.name === 'escape') return end('back')
    if (standing.current !== '' && (key.name === 'paste' || isAdded(rl.line, standing.current))) {
      replaceLine(rl, rl.line.slice(standing.current.length))
      replaced.current = draft
      current.current = NO_TEXT
    }
    standing.current = ''
    let { isPasted, beginsTyped = false } = current.current
    if (key.name === 'paste') {
      rl.write(shielded(key.text ?? ''))
      beginsTyped ||= !isPasted && current.current.text !== ''
      isPasted = true
    } else if (isTabKey(event)) {
      replaceLine(rl, shielded((complete ?? unchanged)(unshielded(rl.line.replaceAll('\t', '')))))
    } else if ((isUpKey(event) || isDownKey(event)) && history.length > 0) {
      if (place.current < 0) edited.current = current.current
      place.current = Math.min(Math.max(place.current + (isUpKey(event) ? 1 : -1), -1), history.length - 1)
      const chosen = history[place.current] ?? edited.current
      replaceLine(rl, shielded(chosen.text))
      isPasted = chosen.isPasted
    }
    current.current = { text: unshielded(rl.line), isPasted: isPasted && rl.line !== '', beginsTyped }
    setValue(rl.line)
    saveDraft?.(current.current)
  })
  const input = `${mark}> ${drawn(value, hasUnicode)}`
  const room = roomAbove(input)
  hasRoom.current = room >= 0
  const above = isDrawn.current ? lastThatFit(lines(now()), room) : lines(now())
  isDrawn.current = true
  return [...above, input].join('\n')
})

/** How many rows the terminal has above an input line; Inquirer adds an empty one below a line that ends at the edge. */
function roomAbove(input: string): number {
  const { rows } = output.stream
  return (rows || 24) - Math.floor(stringWidth(input) / terminalColumns()) - 1
}

/**
 * The last lines that `room` rows hold. What is drawn above the upper edge of the terminal cannot be erased: all lines are drawn
 * once, and these again.
 */
function lastThatFit(lines: readonly string[], room: number): readonly string[] {
  let left = room
  const first = lines.findLastIndex((line) => {
    left -= Math.max(Math.ceil(stringWidth(line) / terminalColumns()), 1)
    return left < 0
  })
  return lines.slice(first + 1)
}

function terminalColumns(): number {
  return output.stream.columns || 80
}

/** Whether something was typed at the end of what stood in a line. */
function isAdded(line: string, standing: string): boolean {
  return line.length > standing.length && line.startsWith(standing)
}

type Line = Parameters<Parameters<typeof useKeypress>[0]>[1]

function replaceLine(rl: Line, text: string): void {
  rl.clearLine(0)
  rl.write(text)
}

/** The first character of the private use area that stands for a control character of a paste in the input line. */
const SHIELD = 0xe000

/** A text whose line breaks and other control characters do nothing in the input line, each replaced by one character. */
function shielded(text: string): string {
  const plain = text.replaceAll(/[\u2028\u2029]/g, '\n')
  return plain.replaceAll(/\p{Cc}/gu, (c) => String.fromCharCode(SHIELD + c.charCodeAt(0)))
}

function unshielded(line: string): string {
  return line.replaceAll(/[\ue000-\ue09f]/g, (c) => String.fromCharCode(c.charCodeAt(0) - SHIELD))
}

const SHIELDED_BREAK = '\ue00a'

/** A line as it is shown, of the same length. */
function drawn(line: string, hasUnicode: boolean): string {
  return line.replaceAll(SHIELDED_BREAK, hasUnicode ? '\u23ce' : '|').replaceAll(/[\ue000-\ue09f]/g, ' ')
}

/**
 * A prompter that redraws in place, with Inquirer; `mark` comes before each line that is typed. Without `hasUnicode` it
 * draws in ASCII.
 */
export function redrawingPrompter(now: () => number, mark: string, hasUnicode: boolean): Prompter {
  const keyboard = new Keyboard()
  return {
    isPlain: false,
    ask: (question) =>
      askWith(keyboard, 'line', (context, onShown) =>
        linePrompt({ ...question, now, mark, hasUnicode, onShown }, context),
      ),
    askChoice: (question, choices, preselected, refusal) =>
      askWith(keyboard, 'choice', async (context, onShown) => {
        const prompt = inquirer.createPromptModule(context)
        let typed = ''
        const theme = plainTheme(onShown)
        const { answer } = await prompt({
          type: 'search',
          name: 'answer',
          message: `${mark}${question}`,
          source: (term = '') => {
            typed = term
            const matching = choicesMatching(choices, term)
            // After each character, the first one is chosen.
            const first = term === '' ? [] : matching.filter(({ value }) => value === preselected)
            const all = new Set([...first, ...matching])
            return [...all].map(({ value, name }) => ({ value, name: `${mark}${name}` }))
          },
          default: preselected,
          pageSize: choices.length,
          theme: {
            ...theme,
            style: { ...theme.style, error: () => refusal(drawn(shielded(typed), false)).join('\n') },
          },
        })
        return String(answer)
      }),
    takeTypedAhead: () => keyboard.takeTypedAhead(),
    whileRunning: (act) => keyboard.whileRunning(act),
    lendTerminal: (act) => keyboard.lendTerminal(act),
    printDuringQuestion: () => {},
    close: () => keyboard.close(),
  }
}

/** The choices that were typed: by number, by id, or by a part of a name; all if nothing was typed. */
function choicesMatching(choices: readonly Choice[], typed: string): readonly Choice[] {
  const wanted = comparable(typed)
  const exact = choices.filter(({ value }, i) => value === wanted || String(i + 1) === wanted)
  if (exact.length > 0) return exact
  return choices.filter(({ value, name }) => comparable(`${value} ${name}`).includes(wanted))
}

const comparable = (text: string) => text.normalize('NFKC').trim().toLowerCase()

const unchanged = (text: string) => text

/** `onShown` is called whenever the question is drawn. */
const plainTheme = (onShown: () => void) => ({
  prefix: '',
  icon: { cursor: '>' },
  style: {
    message(text: string) {
      onShown()
      return text
    },
    answer: unchanged,
    highlight: unchanged,
    searchTerm: unchanged,
    description: unchanged,
    disabled: unchanged,
    keysHelpTip: () => undefined,
  },
})

/** Asks one question. Rejects with `NoAnswer` on Ctrl-C, Ctrl-D and the end of input; on the last two Inquirer hangs. */
async function askWith<T>(
  keyboard: Keyboard,
  kind: 'line' | 'choice',
  ask: (context: PromptContext, onShown: () => void) => Promise<T>,
): Promise<T> {
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
    return await keyboard.whileAsking(kind, (onShown) =>
      ask({ input, output: output.stream, signal: controller.signal, clearPromptOnDone: true }, onShown),
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

/** A prompter in plain lines, never redrawn: for screen readers, slow lines and dumb terminals. */
export function plainPrompter(now: () => number, print: (line: string) => void, mark: string): Prompter {
  const reader = lineReader()
  let lastPrompt = ''
  const read = (prompt: string) => {
    lastPrompt = prompt
    output.write(`${mark}${prompt}`)
    // A terminal shows Ctrl-C as `^C`, without an end of line.
    return reader.next().catch((error: unknown) => {
      output.write('\n')
      throw error
    })
  }
  return {
    isPlain: true,
    async ask({ lines, draft = NO_TEXT, saveDraft }) {
      const isTaken = draft.text !== '' && draft.standing !== 'refused'
      for (const line of lines(now())) print(line)
      if (isTaken) print(`${mark}[${drawn(shielded(draft.text), false)}]`)
      const { text, isPasted } = await read('> ')
      saveDraft?.({ text, isPasted })
      const replaced = draft.text === '' ? {} : { replaced: draft }
      if (text.includes('\n')) return { kind: 'block', text, isPasted, ...replaced }
      if (text === '') return { kind: 'line', ...(isTaken ? draft : NO_TEXT) }
      return { kind: 'line', text, isPasted, ...replaced }
    },
    async askChoice(question, choices, preselected, refusal) {
      print(`${mark}${question}`)
      choices.forEach((choice, i) => {
        print(`${mark}${i + 1} ${choice.name}${choice.value === preselected ? ' *' : ''}`)
      })
      for (;;) {
        const { text } = await read('> ')
        const typed = text.trim()
        const [only, other] = typed === '' ? [] : choicesMatching(choices, typed)
        if (typed === '') return preselected
        if (only !== undefined && other === undefined) return only.value
        for (const line of refusal(drawn(shielded(typed), false))) print(line)
      }
    },
    takeTypedAhead: reader.takeTypedAhead,
    whileRunning: reader.aside,
    lendTerminal: reader.lend,
    printDuringQuestion(print) {
      if (!reader.isWaiting()) return
      output.write('\n')
      print()
      output.write(`${mark}${lastPrompt}`)
    },
    close: reader.close,
  }
}
