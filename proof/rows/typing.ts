import { setTimeout } from 'node:timers/promises'
import type { Attack, Proof } from '../proof.ts'
import { random } from '../random.ts'
import { closeAll, Terminal } from '../terminal.ts'
import { inTurns } from '../turns.ts'
import { Workspace } from '../workspace.ts'

const ESC = '\u001b'
const ENTER = '\r'
const CTRL_C = '\u0003'
const CTRL_U = '\u0015'
const pasted = (text: string) => `${ESC}[200~${text.replaceAll('\n', '\r')}${ESC}[201~`

/** Longer than the time within which lines that follow each other count as one text. */
const PAUSE_MS = 190

const TYPES = ['maintenance', 'system-failure', 'security-incident', 'compliance', 'market-volatility'] as const
const LANGUAGES = ['en', 'ja'] as const

/** What an operator types by mistake, or has in the clipboard, at three in the morning. None is exactly a key or a name. */
const MESSAGES = [
  'sev1',
  'deploying rollback now',
  'assets safe, hot wallet frozen',
  'oops',
  'engine-3 out of memory 22:04:51',
  '@sato please look',
  '@22:0x engine died',
  '@everyone trading is DOWN',
  '/var/log/engine.log: No space left',
  '/close returns 500',
  '/status page is red',
  '/log is full of errors',
  '/unknown',
  '//done',
  '/',
  'close the ticket',
  'lift looks fine to me',
  'send it to legal first',
  'posted on the old page only',
  'done?',
  'skip',
  'done',
  'yes',
  'y y y',
  'lift all',
  'u ok?',
  'd...',
  'n/a',
  'kill -9 4711',
  '> quoted: please close this',
  '- [ ] call the bank',
  '{"alert":"EngineDown","sev":1}',
  'https://status.example.com/incidents/42',
  'javax.net.ssl.SSLException: closed\n\tat a.b.C.d(E.java:12)',
  'd\ndone\ns\nskip this\nx\nclose\n',
  '/done\n/skip because\n/close',
  'a\nsato\n',
  'r\nall\nlift\n',
  'u\ny\nposted\nposted\nposted\nposted\n',
  'z\nwrong one\n',
  '再起動しています',
  '取引停止、至急確認お願いします',
  '完了しました',
  '／完了したらしい',
  'ｄ',
  'Ｄ',
  'あ',
  'D',
  'S',
  'X',
  'SEND',
  'Lift',
  '🔥',
  '🔥🔥 down',
  '\u202eesrever',
  'é',
] as const

/** Keys that enter no words. */
const ODD_KEYS = [
  '\t',
  `${ESC}[A`,
  `${ESC}[B`,
  `${ESC}[C`,
  `${ESC}[D`,
  `${ESC}[3~`,
  `${ESC}OP`,
  '\u0001',
  '\u0007',
] as const

const WAYS = ['typed', 'pasted', 'pasted without brackets', 'typed ahead', 'after an odd key', 'in two pieces'] as const

/** How a person comes from the step to a screen on which words must not act, and its words are asked for. */
const SCREENS: readonly (readonly string[])[] = [
  [],
  ['n'],
  ['n', 'n', 'n'],
  ['<'],
  ['u', '?'],
  ['u', '?', 'y'],
  ['e'],
  ['@'],
  ['x', ''],
  ['l'],
  ['?'],
  ['/no-such-name'],
]

/** Where the question is for `posted` or a link: a link is its answer there, and records the notice. */
const POSTED_SCREEN = SCREENS[5]
const LINK = /^https:\/\/[!-~]+$/
const ANSWERED = /^(?:notice\.posted|step\.done)$/

const FORCED = ['--force', '--reason', 'earlier'] as const

/** The commands that bring a halt into each phase in which a walk can be. */
const PHASES: readonly (readonly (readonly string[])[])[] = [
  [],
  [
    ['scope', 'trading=stopped'],
    ['advance', ...FORCED],
  ],
  [
    ['scope', 'trading=stopped'],
    ['advance', ...FORCED],
    ['lift', '--all', ...FORCED],
  ],
]

/** Keys, each alone with Enter and then left by Esc: what they open may record nothing that `z` does not take back. */
const KEYS = [...'dbsan<ljufcgtie@hzkvroxy!+w?'] as const

/** Event types that may be there without anybody having decided anything. */
const HARMLESS = /^(?:incident\.started|note\.added|settings\.adopted|fact\.set|log\.)/
/** What `z` takes back; a key alone may record it. */
const UNDOABLE = /^phase\.advanced$/

/** Somebody who types and pastes at the screens of a walk. */
class Typist {
  private readonly terminal: Terminal
  private readonly pick: (below: number) => number
  inputs = 0
  keys = 0

  constructor(terminal: Terminal, seed: number) {
    this.terminal = terminal
    this.pick = random(seed)
  }

  /**
   * Goes to a screen, mistypes there in one of several ways, and leaves it again. Resolves to what was done, in words, and
   * whether that was a link, typed where a link is asked for.
   */
  async mistype(screen: readonly string[]): Promise<{ readonly what: string; readonly isAnswer: boolean }> {
    for (const key of screen) await this.line(key)
    const [message, next] = [this.one(MESSAGES), this.one(MESSAGES)]
    const way = this.one(WAYS)
    if (way === 'typed') await this.line(message)
    else if (way === 'pasted') await this.writeAll(pasted(message), ENTER)
    else if (way === 'pasted without brackets')
      await this.writeAll(`${message}\n${next}\n`.replaceAll('\n', ENTER), ENTER)
    else if (way === 'typed ahead') await this.writeAll(`${message}${ENTER}${next}${ENTER}`)
    else if (way === 'after an odd key') await this.writeAll(this.one(ODD_KEYS), message, ENTER)
    else await this.writeAll(message, `${next}${ENTER}`)
    this.inputs += 1
    await this.leave()
    const typed = way === 'in two pieces' ? `${message}${next}` : message
    const isAnswer = screen === POSTED_SCREEN && !way.startsWith('pasted') && LINK.test(typed)
    return { what: `${way} at ${JSON.stringify(screen)}: ${JSON.stringify([message, next])}`, isAnswer }
  }

  /** Presses a key as it is meant to be pressed, and leaves what it opened. */
  async press(key: string): Promise<void> {
    await this.line(key)
    this.keys += 1
    await this.leave()
  }

  async leave(): Promise<void> {
    for (let i = 0; i < 5; i++) await this.write(ESC, 80)
    await this.write(CTRL_U, 30)
  }

  private async line(text: string): Promise<void> {
    await this.write(text.replaceAll('\n', ENTER))
    await this.write(ENTER)
  }

  private async writeAll(...pieces: readonly string[]): Promise<void> {
    for (const piece of pieces) await this.write(piece)
  }

  private async write(keys: string, pause = PAUSE_MS): Promise<void> {
    if (keys !== '') this.terminal.type(keys)
    await setTimeout(pause)
  }

  private one<T>(of: readonly T[]): T {
    return of[this.pick(of.length)] as T
  }
}

interface Typed {
  readonly inputs: number
  readonly keys: number
  readonly notes: number
  /** How often a link was typed where one was asked for. */
  readonly answers: number
  /** Types of events that words recorded, though only a key or a word asked for may. */
  readonly wrong: readonly string[]
}

interface Sitting {
  readonly type: string
  readonly language: string
  readonly seed: number
  readonly inputs: number
  /** Whether the walk stands still now and then, as on a machine that has too much to do. */
  readonly isStalled: boolean
}

/** Stops a process and has it go on, again and again, until the returned function is called. */
function stall(pid: number, seed: number): () => void {
  const pick = random(seed)
  let isOver = false
  const stop = async () => {
    await setTimeout(pick(600))
    if (isOver) return
    process.kill(pid, 'SIGSTOP')
    await setTimeout(50 + pick(700))
    if (isOver) return
    process.kill(pid, 'SIGCONT')
    await stop()
  }
  void stop()
  return () => {
    isOver = true
    process.kill(pid, 'SIGCONT')
  }
}

/** One sitting at the walk of a halt: mistakes at every screen, or every key alone. */
async function sit(attack: Attack, { type, language, seed, inputs, isStalled }: Sitting): Promise<Typed> {
  const workspace = new Workspace(attack, { HALT_LANG: language })
  await workspace.ok('start', '--type', type, '--title', 'down')
  for (const command of PHASES[seed % PHASES.length] ?? []) await workspace.ok(...command)
  const terminal = new Terminal(workspace, ['walk'])
  await terminal.until(/> ?$/)
  const typist = new Typist(terminal, seed)
  const goOn = isStalled ? stall(terminal.pid, seed) : () => {}
  const wrong: string[] = []
  const before = typesOf(workspace).length
  let known = before
  let answers = 0
  const judge = (what: string, harmless: (type: string) => boolean) => {
    const types = typesOf(workspace)
    wrong.push(
      ...types
        .slice(known)
        .filter((type) => !harmless(type))
        .map((type) => `${type} after ${what}`),
    )
    known = types.length
  }
  for (let i = 0; i < inputs; i++) {
    const { what, isAnswer } = await typist.mistype(SCREENS[(i + seed) % SCREENS.length] ?? [])
    if (isAnswer) answers += 1
    judge(what, (event) => HARMLESS.test(event) || (isAnswer && ANSWERED.test(event)))
  }
  for (const key of inputs > 0 ? [] : KEYS) {
    await typist.press(key)
    judge(`the key ${key}`, (event) => HARMLESS.test(event) || UNDOABLE.test(event))
  }
  const notes = typesOf(workspace)
    .slice(before)
    .filter((event) => event === 'note.added').length
  goOn()
  terminal.type(CTRL_C)
  const { code } = await terminal.end()
  if (code !== 130) wrong.push(`exit ${code}: ${terminal.text.slice(-200)}`)
  return { inputs: typist.inputs, keys: typist.keys, notes, answers, wrong }
}

function typesOf(workspace: Workspace): string[] {
  return workspace.lines().map(({ type }) => type)
}

/** Whatever is typed or pasted at a screen of the walk and is not exactly a key becomes a note, and nothing else. */
export const TYPING: Proof = {
  fault: 'typing',
  needs: ['pty'],
  waits: true,
  async run(attack) {
    const halts = TYPES.flatMap((type) => LANGUAGES.map((language) => ({ type, language })))
    const rounds = attack.full ? 20 : 1
    const inputs = attack.full ? 50 : 15
    const sittings = Array.from({ length: rounds }, (_, round) =>
      halts.map((halt, i) => ({ ...halt, seed: round * halts.length + i, inputs, isStalled: false })),
    ).flat()
    const keys = halts.map((halt) => ({ ...halt, seed: 0, inputs: 0, isStalled: false }))
    const stalled = sittings.map((sitting) => ({ ...sitting, isStalled: true }))
    const typed = await inTurns(
      [...sittings, ...keys, ...stalled].map((sitting) => () => sit(attack, sitting)),
      10,
    ).finally(closeAll)
    const sum = (count: (typed: Typed) => number) => typed.reduce((total, each) => total + count(each), 0)
    const wrong = typed.flatMap((each) => each.wrong)
    return {
      holds: wrong.length === 0 && sum((each) => each.notes) > 0,
      figure: `${sum((each) => each.inputs)} messages, pastes and wrong keys, half of them while the walk stood still now and then: ${sum((each) => each.notes)} notes, ${wrong.length} other events; ${sum((each) => each.answers)} links where one was asked for; ${sum((each) => each.keys)} keys opened and left${wrong
        .slice(0, 5)
        .map((type) => `; ${type}`)
        .join('')}`,
    }
  },
}
