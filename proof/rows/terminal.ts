import { constants } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import stringWidth from 'string-width'
import type { Attack, Proof } from '../proof.ts'
import { closeAll, type Sitting, Terminal } from '../terminal.ts'
import { inTurns } from '../turns.ts'
import { Workspace } from '../workspace.ts'

const { SIGHUP, SIGTERM } = constants.signals
const CTRL_C = '\u0003'
const CTRL_D = '\u0004'
const CTRL_Z = '\u001a'
const BRACKETED_PASTE_ON = '\u001b[?2004h'

/** A command that waits: what is typed to come to the question, each time once something was shown. */
interface Question {
  readonly args: readonly string[]
  readonly shown: readonly RegExp[]
  readonly typed: readonly string[]
}

const KEYS = /\n\s*> ?$/

/** Every kind of question, with an answer half typed where it takes words; Enter would confirm it. */
const QUESTIONS: readonly Question[] = [
  { args: ['start'], shown: [/market volatility/], typed: [''] },
  { args: ['start'], shown: [/market volatility/, /Title/], typed: ['\r', 'half a title'] },
  { args: ['start', '--drill', '--type', 'maintenance', '--title', 'x'], shown: [/Planned/], typed: ['02:00/04:00'] },
  { args: ['walk'], shown: [KEYS], typed: [''] },
  { args: ['walk'], shown: [KEYS], typed: ['half a note'] },
  { args: ['walk'], shown: [KEYS], typed: ['\u001b[200~d\rhalf a paste\u001b[201~'] },
  { args: ['walk'], shown: [KEYS, /What was done/, /2 of \d/], typed: ['d\r', 'half of it\r', '1m ag'] },
  { args: ['walk'], shown: [KEYS, /next report/], typed: ['/next-report\r', ''] },
  { args: ['walk'], shown: [KEYS, /What is open again/, /all the same/], typed: ['r\r', 'all\r', 'because'] },
  {
    args: ['walk'],
    shown: [KEYS, /resolved,/, /Why/, /end the incident/],
    typed: ['x\r', 'duplicate\r', 'twice\r', 'close'],
  },
  { args: ['start', '--plain'], shown: [/5 market volatility/], typed: ['2'] },
  { args: ['start', '--plain'], shown: [/5 market volatility/, /Title/], typed: ['2\r', 'half a title'] },
  { args: ['walk', '--plain'], shown: [KEYS], typed: ['d'] },
  { args: ['walk', '--plain'], shown: [KEYS, /2 lines/], typed: ['d\rhalf a paste\r', ''] },
  { args: ['walk', '--plain'], shown: [KEYS, /being done/], typed: ['b\r', 'half a note'] },
  { args: ['walk', '--plain'], shown: [KEYS, /next report/], typed: ['/next-report\r', '23:0'] },
  {
    args: ['walk', '--plain'],
    shown: [KEYS, /resolved,/, /Why/, /end the incident/],
    typed: ['x\r', 'duplicate\r', 'twice\r', 'close'],
  },
]

const WATCHES: readonly Question[] = [['watch'], ['watch', '--plain'], ['watch', '--json']].map((args) => ({
  args,
  shown: [/system.failure/],
  typed: [''],
}))

/** A person at a terminal who leaves, is cut off, or never was there. */
export const TERMINAL: Proof = {
  fault: 'terminal',
  needs: ['pty'],
  async run(attack) {
    const trials: (() => Promise<string | null>)[] = [
      ...QUESTIONS.flatMap((question) => [
        () => leaves(attack, question, CTRL_C),
        () => leaves(attack, question, question.args.includes('--plain') ? `${CTRL_D}${CTRL_D}` : CTRL_D),
        () => isCutOff(attack, question),
        () => isEnded(attack, question, SIGHUP),
        () => isEnded(attack, question, SIGTERM),
      ]),
      ...WATCHES.flatMap((watch) => [() => leaves(attack, watch, CTRL_C), () => isCutOff(attack, watch)]),
      ...['<&-', '</dev/null'].flatMap((input) => [
        ...[['start'], ['start', '--plain'], ['walk'], ['walk', '--plain']].map(
          (args) => () => hasNoInput(attack, args, input),
        ),
      ]),
      ...['walk', 'walk --plain', 'watch'].map((command) => () => stopsAndGoesOn(attack, command.split(' '))),
      () => isNarrow(attack),
      () => goesOnByTheLine(attack),
    ]
    const faults = (await inTurns(trials).finally(closeAll)).filter((fault) => fault !== null)
    return {
      holds: faults.length === 0,
      figure: `${trials.length} terminals left, lost, stopped, narrow or without input: ${faults.length} faults${faults.slice(0, 3).map((fault) => `; ${fault}`)}`,
    }
  },
}

interface Asked {
  readonly workspace: Workspace
  readonly terminal: Terminal
  readonly events: number
}

/** Comes to the question, in a workspace of its own; what was recorded on the way there is counted. */
async function ask(attack: Attack, { args, shown, typed }: Question, sitting: Sitting = {}): Promise<Asked> {
  const workspace = new Workspace(attack)
  if (!args.includes('start')) await workspace.ok('start', '--type', 'system-failure')
  const terminal = new Terminal(workspace, args, sitting)
  let from = 0
  for (const [i, what] of shown.entries()) {
    from = await terminal.until(what, from)
    const [, line] = /^([^\r]+)\r$/.exec(typed[i] ?? '') ?? []
    if (line === undefined) terminal.type(typed[i] as string)
    else await terminal.enter(line)
  }
  await setTimeout(100)
  return { workspace, terminal, events: recorded(workspace) }
}

function recorded(workspace: Workspace): number {
  return workspace.ids().length === 0 ? 0 : workspace.lines().length
}

/** Leaves by a key: nothing is confirmed, exit 130, the line that goes on is there, and the terminal is as before. */
async function leaves(attack: Attack, question: Question, keys: string): Promise<string | null> {
  const { workspace, terminal, events } = await ask(attack, question)
  terminal.type(keys)
  const { code } = await terminal.end()
  const where = `${question.args.join(' ')} left by ${JSON.stringify(keys)} after ${JSON.stringify(question.typed)}`
  if (code !== 130) return `${where}: exit ${code}: ${terminal.text.slice(-200)}`
  if (recorded(workspace) !== events) return `${where}: something was recorded`
  const line = new RegExp(`(?:resume|start it again):\\s+.*halt\\.js ${question.args[0]}`)
  if (!line.test(terminal.text)) return `${where}: no line that goes on`
  return terminal.isSane ? null : `${where}: the terminal is left in another mode`
}

/** The terminal itself goes: the line drops, the window is closed. */
async function isCutOff(attack: Attack, question: Question): Promise<string | null> {
  const { workspace, terminal, events } = await ask(attack, question, { alone: true })
  terminal.hangUp()
  const { signal } = await terminal.end()
  const where = `${question.args.join(' ')} cut off after ${JSON.stringify(question.typed)}`
  if (signal !== SIGHUP) return `${where}: ended by signal ${signal}`
  return recorded(workspace) === events ? null : `${where}: something was recorded`
}

async function isEnded(attack: Attack, question: Question, signal: number): Promise<string | null> {
  const { workspace, terminal, events } = await ask(attack, question)
  process.kill(terminal.pid, signal)
  const { code } = await terminal.end()
  const where = `${question.args.join(' ')} ended by signal ${signal}`
  if (code !== 128 + signal) return `${where}: exit ${code}`
  if (recorded(workspace) !== events) return `${where}: something was recorded`
  return terminal.isSane ? null : `${where}: the terminal is left in another mode`
}

async function hasNoInput(attack: Attack, args: readonly string[], input: string): Promise<string | null> {
  const workspace = new Workspace(attack)
  if (args[0] !== 'start') await workspace.ok('start', '--type', 'system-failure')
  const events = recorded(workspace)
  const terminal = new Terminal(workspace, args, { input })
  const { code } = await terminal.end()
  const fits = code === 3 && /\((missing-answer|no-terminal)\)/.test(terminal.text) && recorded(workspace) === events
  return fits && terminal.isSane ? null : `${args.join(' ')} ${input}: exit ${code}: ${terminal.text}`
}

/** Ctrl-Z gives the terminal back as it was; back in the foreground, the question takes an answer. */
async function stopsAndGoesOn(attack: Attack, args: readonly string[]): Promise<string | null> {
  const watches = args.includes('watch')
  const question = { args, shown: [watches ? /system.failure/ : KEYS], typed: [''] }
  const { workspace, terminal, events } = await ask(attack, question, { stops: true })
  const isRedrawn = args.join() === 'walk'
  const drawn = terminal.written.length
  terminal.type(CTRL_Z)
  for (let waited = 0; terminal.wasSaneStopped === null; waited += 10) {
    if (waited > 60_000) return `${args.join(' ')}: Ctrl-Z does not stop it`
    await setTimeout(10)
  }
  await terminal.untilForeground()
  // The walk then makes the terminal raw again: of what is typed before, the Enter would come with the text.
  for (let waited = 0; isRedrawn && !terminal.written.slice(drawn).includes(BRACKETED_PASTE_ON); waited += 10) {
    if (waited > 60_000) return 'walk: back, it is not drawn again'
    await setTimeout(10)
  }
  if (!watches) {
    const from = terminal.text.length
    await terminal.enter('after the stop')
    await terminal.until(/note \S+ "after the stop"/, from)
  }
  terminal.type(CTRL_C)
  const { code } = await terminal.end()
  if (!terminal.wasSaneStopped) return `${args.join(' ')}: stopped, it leaves the terminal in another mode`
  if (recorded(workspace) !== events + (watches ? 0 : 1)) return `${args.join(' ')}: back, it does not take an answer`
  return code === 130 && terminal.isSane ? null : `${args.join(' ')}: back, it ended with exit ${code}`
}

/** In twenty columns nothing is written past the edge, and the walk takes an answer. */
async function isNarrow(attack: Attack): Promise<string | null> {
  const workspace = new Workspace(attack)
  await workspace.ok('start', '--type', 'system-failure', '--title', '取引システムの障害で注文が通らない')
  const terminal = new Terminal(workspace, ['walk'], { columns: 20 })
  const from = await terminal.until(KEYS)
  await terminal.enter('narrow')
  await terminal.until(/narrow"/, from)
  await terminal.until(KEYS, from)
  const wide = terminal.text
    .split(/[\r\n]+/)
    .slice(1)
    .filter((line) => stringWidth(line) > 20)
  terminal.type(CTRL_C)
  const { code } = await terminal.end()
  if (code !== 130 || workspace.notes().join() !== 'narrow') return `20 columns: exit ${code}`
  return wide.length === 0 ? null : `20 columns: ${wide.length} lines are wider: ${wide[0]}`
}

/** The line that an interrupted walk leaves goes on from there, with what was being typed. */
async function goesOnByTheLine(attack: Attack): Promise<string | null> {
  const { workspace, terminal } = await ask(attack, {
    args: ['walk'],
    shown: [KEYS],
    typed: ['half a note'],
  })
  terminal.type(CTRL_C)
  await terminal.end()
  const line = /resume:\s+node (\S+) (.*)/.exec(terminal.text.replaceAll('\r\n', '\n'))
  if (line === null) return 'no line to go on by'
  const next = new Terminal(workspace, (line[2] as string).trim().split(' '))
  await next.until(/not recorded when the walk was left: "half a note"/)
  next.type(CTRL_C)
  return (await next.end()).code === 130 ? null : 'the line does not go on'
}
