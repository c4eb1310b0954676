import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BURST_MS, Keyboard } from '../../src/platform/keyboard.ts'
import { output } from '../../src/platform/output.ts'
import { BRACKETED_PASTE_OFF, BRACKETED_PASTE_ON } from '../../src/platform/terminal-input.ts'

const ENTER = '\r'
const ESC = '\u001b'
const CTRL_C = '\u0003'
const CTRL_Z = '\u001a'
const pasted = (text: string) => `\u001b[200~${text}\u001b[201~`

let keyboard: Keyboard
afterEach(() => {
  keyboard.close()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const type = (keys: string) => void process.stdin.emit('data', Buffer.from(keys))

/** Lets what was typed reach a question. */
async function reached(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await setImmediate()
}

/** A question that stands on the screen. */
interface Asked {
  /** What it got: keys as they are, pastes in angle brackets, Esc as its name. */
  readonly got: string[]
  /** Ends the question. */
  answer(): Promise<void>
}

function asked(kind: 'line' | 'choice' = 'line'): Asked {
  const got: string[] = []
  const onData = (keys: Buffer) => got.push(String(keys))
  const onKey = (_: unknown, key: { name: string; text?: string }) =>
    got.push(key.name === 'paste' ? `<${key.text}>` : key.name)
  keyboard.input.on('data', onData).on('keypress', onKey)
  let end = () => {}
  const answered = keyboard.whileAsking(kind, (onShown) => {
    onShown()
    return new Promise<void>((resolve) => {
      end = resolve
    })
  })
  return {
    got,
    answer() {
      keyboard.input.off('data', onData).off('keypress', onKey)
      end()
      return answered
    },
  }
}

describe('Ctrl-C', () => {
  it('between two questions is kept for the next one', async () => {
    keyboard = new Keyboard()
    expect(keyboard.wasInterrupted).toBe(false)
    process.emit('SIGINT')
    expect(keyboard.wasInterrupted).toBe(true)
    const { got, answer } = asked()
    await reached()
    expect(got).toEqual([CTRL_C])
    await answer()
  })

  it('during a question is left to that question', async () => {
    keyboard = new Keyboard()
    const others = process.listeners('SIGINT')
    const { answer } = asked()
    for (const listener of others) listener('SIGINT')
    await answer()
    expect(keyboard.wasInterrupted).toBe(false)
  })

  it('is not handled after the keyboard is closed', () => {
    const before = process.listenerCount('SIGINT')
    keyboard = new Keyboard()
    keyboard.close()
    expect(process.listenerCount('SIGINT')).toBe(before)
  })

  it('sends SIGINT while something runs, but not as part of a paste', async () => {
    keyboard = new Keyboard()
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true)
    await keyboard.whileRunning(async () => {
      type(pasted(`a${CTRL_C}b`))
      expect(kill).not.toHaveBeenCalled()
      type(CTRL_C)
      expect(kill).toHaveBeenCalledWith(process.pid, 'SIGINT')
    })
    expect(keyboard.wasInterrupted).toBe(false)
  })
})

describe('the terminal', () => {
  const { stdin } = process
  const kept = { isTTY: stdin.isTTY, setRawMode: stdin.setRawMode }
  let modes: boolean[] = []
  let written: string[] = []

  beforeEach(() => {
    modes = []
    written = []
    vi.spyOn(output, 'write').mockImplementation((text) => void written.push(String(text)))
    const setRawMode = (raw: boolean) => {
      modes.push(raw)
      return stdin
    }
    Object.assign(stdin, { isTTY: true, setRawMode })
    keyboard = new Keyboard()
  })
  afterEach(() => {
    keyboard.close()
    Object.assign(stdin, kept)
  })

  /** One question, as readline asks it. */
  const ask = () =>
    keyboard.whileAsking('line', async (onShown) => {
      keyboard.input.setRawMode(true)
      onShown()
      keyboard.input.setRawMode(false)
    })

  it('stays in raw mode from question to question, and is restored at the end', async () => {
    await ask()
    await keyboard.whileRunning(async () => {})
    await ask()
    expect(modes).not.toContain(false)
    keyboard.close()
    expect(modes.at(-1)).toBe(false)
  })

  it('puts brackets around pastes in raw mode, told once, and no longer at the end', async () => {
    await ask()
    await keyboard.whileRunning(async () => {})
    await ask()
    expect(written).toEqual([BRACKETED_PASTE_ON])
    keyboard.close()
    expect(written).toEqual([BRACKETED_PASTE_ON, BRACKETED_PASTE_OFF])
  })

  it('is restored while another program has it', async () => {
    await keyboard.lendTerminal(async () => {
      expect(modes.at(-1)).toBe(false)
      expect(written).toEqual([BRACKETED_PASTE_ON, BRACKETED_PASTE_OFF])
    })
    expect(modes.at(-1)).toBe(true)
    expect(written.at(-1)).toBe(BRACKETED_PASTE_ON)
  })

  it('is restored while a question is suspended by Ctrl-Z, and raw again afterwards', async () => {
    await keyboard.whileAsking('line', async (onShown) => {
      onShown()
      type(CTRL_Z)
      await new Promise((resolve) => keyboard.input.once('data', resolve))
      keyboard.input.setRawMode(false)
      expect(modes.at(-1)).toBe(false)
      expect(written.at(-1)).toBe(BRACKETED_PASTE_OFF)
      process.emit('SIGCONT')
      keyboard.input.setRawMode(true)
      expect(written.at(-1)).toBe(BRACKETED_PASTE_ON)
      keyboard.input.setRawMode(false)
      expect(modes.at(-1)).toBe(true)
      expect(written.at(-1)).toBe(BRACKETED_PASTE_ON)
    })
  })

  it('is raw again after a Ctrl-Z that suspended nothing', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true)
    const question = asked()
    type(CTRL_Z)
    await later(1000)
    expect(kill.mock.calls).toEqual([[process.pid, 'SIGCONT']])
    type(CTRL_Z)
    await reached()
    process.emit('SIGCONT')
    await later(1000)
    expect(kill.mock.calls).toHaveLength(1)
    await question.answer()
  })

  it('is told about brackets again after SIGSTOP, since a shell had it', async () => {
    process.emit('SIGCONT')
    await ask()
    expect(written).toEqual([BRACKETED_PASTE_ON, BRACKETED_PASTE_ON])
  })

  it('in raw mode keeps Ctrl-C between two questions for the next one', async () => {
    await ask()
    type(CTRL_C)
    expect(keyboard.wasInterrupted).toBe(true)
  })
})

/** What a question got; pastes that follow each other are one text. */
const whole = (got: readonly string[]) => got.join('').replaceAll('><', '')

/** Lets time pass between keys. */
async function later(milliseconds: number): Promise<void> {
  vi.advanceTimersByTime(milliseconds)
  await reached()
}

describe('Enter', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
    keyboard = new Keyboard()
  })

  it('alone is passed on at once', async () => {
    const { got, answer } = asked()
    type(ENTER)
    await reached()
    expect(got).toEqual([ENTER])
    await answer()
  })

  it('in the same moment as text is passed on once nothing has followed it', async () => {
    const { got, answer } = asked()
    type(`d${ENTER}`)
    await later(BURST_MS - 1)
    expect(got).toEqual(['d'])
    await later(1)
    expect(got).toEqual(['d', ENTER])
    await answer()
  })

  it.each([
    ['in one piece', [`one${ENTER}two`]],
    ['cut before the line break', ['one', `${ENTER}two`]],
    ['cut after the line break', [`one${ENTER}`, 'two']],
    ['line by line, each with its end', [`one${ENTER}`, `two${ENTER}`]],
    ['with an end of line', [`one${ENTER}two${ENTER}`]],
  ])('is a line break if more follows it at once, and the text stands in the line: %s', async (_, pieces) => {
    const { got, answer } = asked()
    for (const piece of pieces) {
      type(piece)
      await later(BURST_MS - 1)
    }
    await later(BURST_MS * 10)
    expect(got.join('').replaceAll(/[<>]/g, '')).toBe('one\ntwo')
    type(ENTER)
    await reached()
    expect(got.at(-1)).toBe(ENTER)
    await answer()
  })

  it.each<[string, string[], string]>([
    ['in one piece', [`/close --force${ENTER}`], '</close --force>'],
    ['as a word', [`posted${ENTER}`], '<posted>'],
    ['in two characters', [`注文${ENTER}`], '<注文>'],
    ['cut in the text', ['/close ', `--force${ENTER}`], '/close <--force>'],
    ['cut before the Enter', ['posted', ENTER], 'posted<>'],
    ['character by character', [...'posted', ENTER], 'posted<>'],
  ])('of a line that comes at once is not passed on until it comes by itself: %s', async (_, pieces, line) => {
    const { got, answer } = asked()
    for (const piece of pieces) {
      type(piece)
      await later(1)
    }
    await later(BURST_MS * 10)
    expect(whole(got)).toBe(line)
    type(ENTER)
    await reached()
    expect(got.at(-1)).toBe(ENTER)
    await answer()
  })

  it.each<[string, string[]]>([
    ['after a word that an input method brings at once', ['再起動した']],
    ['after characters that a slow line brings at once', ['pos', 'ted']],
    ['after arrows and a character that come at once', ['\u001b[A\u001b[A', 'x']],
  ])('is passed on if it comes later: %s', async (_, pieces) => {
    const { got, answer } = asked()
    for (const piece of pieces) {
      type(piece)
      await later(30)
    }
    type(ENTER)
    await later(BURST_MS)
    expect(got.join('')).toBe(`${pieces.join('')}${ENTER}`)
    await answer()
  })

  it('is passed on with an arrow that brings back an earlier line', async () => {
    const { got, answer } = asked()
    type(`\u001b[A${ENTER}`)
    await later(BURST_MS)
    expect(got.join('')).toBe(`\u001b[A${ENTER}`)
    await answer()
  })

  it('is a line break too if more had come by the time that a busy process looked', async () => {
    const { got, answer } = asked()
    type(`one${ENTER}`)
    vi.advanceTimersByTime(BURST_MS)
    type('two')
    await later(BURST_MS * 10)
    expect(got.join('').replaceAll(/[<>]/g, '')).toBe('one\ntwo')
    await answer()
  })

  it('in a long paste without brackets is passed on with the lines after it, not key by key', async () => {
    const { got, answer } = asked()
    const lines = Array.from({ length: 300 }, (_, i) => `\tline ${i}`)
    type(['oops', ...lines.slice(0, 150)].join(ENTER))
    type(`${ENTER}${lines.slice(150).join(ENTER)}`)
    await later(BURST_MS * 2)
    expect(got.length).toBeLessThan(4)
    expect(whole(got)).toBe(`<oops\n${lines.join('\n')}>`)
    await answer()
  })

  it('in a paste with brackets is part of the text, and Enter after it is passed on', async () => {
    const { got, answer } = asked()
    type(pasted(`one${ENTER}two${ENTER}`))
    await later(BURST_MS * 2)
    expect(got).toEqual(['<one\ntwo\n>'])
    type(ENTER)
    await reached()
    expect(got).toEqual(['<one\ntwo\n>', ENTER])
    await answer()
  })

  it.each([
    ['Ctrl-C', CTRL_C, CTRL_C],
    ['Esc', ESC, 'escape'],
  ])('is not passed on if %s follows it at once', async (_, sequence, name) => {
    const { got, answer } = asked()
    type(`d${ENTER}`)
    type(sequence)
    await later(BURST_MS * 2)
    expect(got).toEqual(['d', '<\n>', name])
    await answer()
  })

  it('that is still held when the question ends is not passed on to the next one', async () => {
    const first = asked()
    type(`d${ENTER}`)
    await reached()
    await first.answer()
    const { got, answer } = asked()
    await later(BURST_MS * 2)
    expect(got).toEqual([])
    await answer()
  })
})

describe('what a busy process reads late', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
    keyboard = new Keyboard()
  })

  it.each([
    ['an escape sequence', ESC, '[A', '\u001b[A'],
    ['a paste', '\u001b[200~one ', `two${ENTER}\u001b[201~`, '<one two\n>'],
  ])('still ends %s', async (_, begins, ends, whole) => {
    const { got, answer } = asked()
    type(begins)
    vi.advanceTimersByTime(5000)
    type(ends)
    await later(5000)
    expect(got).toEqual([whole])
    await answer()
  })
})

describe('keys that no question is there for', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
    keyboard = new Keyboard()
  })

  const typedAhead = async () => {
    vi.advanceTimersByTime(BURST_MS)
    return (await keyboard.takeTypedAhead()).text
  }

  it('are typed ahead, and answer no question', async () => {
    type(`d${ENTER}`)
    type(pasted('engine-3 is down'))
    const { got, answer } = asked()
    await later(BURST_MS * 2)
    expect(got).toEqual([])
    await answer()
    expect(await typedAhead()).toBe('d\nengine-3 is down')
    expect(await typedAhead()).toBe('')
  })

  it('are typed ahead until the question stands on the screen', async () => {
    let show = () => {}
    const question = keyboard.whileAsking('line', async (onShown) => {
      show = onShown
      await new Promise((resolve) => keyboard.input.once('data', resolve))
    })
    type('too early')
    show()
    vi.advanceTimersByTime(BURST_MS)
    type('x')
    await question
    expect(await typedAhead()).toBe('too early')
  })

  /** A question that is shown while somebody types; what arrives at it. */
  const shownAfter = async (kind: 'line' | 'choice', before: string, after: readonly string[]) => {
    const got: string[] = []
    keyboard.input.on('data', (data) => got.push(String(data)))
    keyboard.input.on('keypress', (_, { name }) => got.push(name))
    let end = () => {}
    const question = keyboard.whileAsking(kind, async (onShown) => {
      type(before)
      onShown()
      await new Promise<void>((resolve) => (end = resolve))
    })
    for (const keys of after) {
      await later(BURST_MS)
      type(keys)
    }
    await later(BURST_MS * 2)
    end()
    await question
    return got
  }

  it.each(['line', 'choice'] as const)('end with the Enter of their line, which is no answer to a %s', async (kind) => {
    expect(await shownAfter(kind, 'n', [ENTER])).toEqual([])
    expect(await typedAhead()).toBe('n\n')
  })

  it('leave the second Enter to the question', async () => {
    expect(await shownAfter('line', 'n', [ENTER, ENTER])).toEqual([ENTER])
    expect(await typedAhead()).toBe('n\n')
  })

  it('leave the question the Enter after a character of its own', async () => {
    expect(await shownAfter('line', 'n', ['d', ENTER])).toEqual(['d', ENTER])
    expect(await typedAhead()).toBe('n')
  })

  it('leave the question the Enter after a line that was ended', async () => {
    expect(await shownAfter('line', `n${ENTER}`, [ENTER])).toEqual([ENTER])
  })

  it('leave the question Esc and Ctrl-C', async () => {
    expect(await shownAfter('line', 'n', [ESC])).toEqual(['escape'])
    expect(await shownAfter('line', 'n', [CTRL_C])).toEqual([CTRL_C])
  })

  it('go on until a pause', async () => {
    const question = keyboard.whileAsking('line', async (onShown) => {
      type('sa')
      onShown()
      type('n')
      type(`d${ENTER}d`)
      type(ENTER)
      await later(BURST_MS * 2)
    })
    await question
    expect(await typedAhead()).toBe('sand\nd\n')
  })

  it('are typed ahead after the Enter that ended a question', async () => {
    const { got, answer } = asked()
    type(ENTER)
    await reached()
    type('d')
    await reached()
    expect(got).toEqual([ENTER])
    await answer()
    expect(await typedAhead()).toBe('d')
  })

  it('are typed ahead after the Esc that ended a question', async () => {
    const { got, answer } = asked()
    type(ESC)
    await later(50)
    type('d')
    await reached()
    expect(got).toEqual(['escape'])
    await answer()
    expect(await typedAhead()).toBe('d')
  })

  it('are typed ahead while something runs, the one after Esc too', async () => {
    await keyboard.whileRunning(async () => {
      type(ESC)
      await later(50)
      type('d')
    })
    expect(await typedAhead()).toBe('d')
  })

  it('are waited for while somebody is typing', async () => {
    vi.useRealTimers()
    const start = Date.now()
    type('typing')
    expect((await keyboard.takeTypedAhead()).text).toBe('typing')
    expect(Date.now() - start).toBeGreaterThanOrEqual(BURST_MS - 1)
  })

  it('of a paste are not for a choice, nor is Esc', async () => {
    const { got, answer } = asked('choice')
    type(pasted('engine-3 is down'))
    await later(BURST_MS)
    type(ESC)
    await later(BURST_MS)
    type('\u001b[B')
    await later(BURST_MS)
    expect(got).toEqual(['\u001b[B'])
    await answer()
    expect(await typedAhead()).toBe('engine-3 is down')
  })
})
