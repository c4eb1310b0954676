import type { ChildProcess } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Postgres } from '../test/postgres.ts'
import { Machine } from './machine.ts'
import type { Attack, Figure } from './proof.ts'
import { type Ran, type RunOptions, Workspace } from './workspace.ts'

const NAMES = ['taro', 'hanako', 'saburo'] as const
/** Promised: so long after trouble ends, all machines have the same; where there is other work to do, two commands later. */
const AGREEMENT_MS = 5_000
/** Whoever waits for a network takes so much longer than somebody without one, who records at the same time. */
const WAITED_MS = 2_500
/** How long operators think between two events. */
const THINKING_MS = 700
/** Whatever shares in the background ends by itself sooner: connections and queries are given up. */
const SETTLING_MS = 30_000
const TEMPLATE = 'prepared'

/** Where an operator sits, and how the relay is reached from there. */
export interface Seat {
  readonly url: string
  /** What every command runs under, before the machine. */
  readonly under?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  readonly directory?: string
}

/** An event whose command exited 0. */
interface Acknowledged {
  readonly name: string
  readonly text: string
}

/** Somebody at a machine of their own, with a workspace and a state of their own, who shares through a relay. */
export class Operator extends Workspace {
  readonly name: string
  readonly acknowledged: Acknowledged[] = []
  readonly faults: string[] = []
  /** Milliseconds that each recording took. */
  readonly took: number[] = []
  private readonly machine: Machine
  private readonly under: readonly string[]
  private follower: { readonly child: ChildProcess; readonly ended: Promise<Ran> } | null = null
  private count = 0

  constructor(attack: Attack, name: string, { url, under = [], env = {}, directory = attack.folder() }: Seat) {
    const own = { HALT_OPERATOR: name, HALT_RELAY_URL: url, ...env }
    // Processes that are left behind start as often as commands do: it pays to keep what was compiled.
    super(attack, { ...own, NODE_DISABLE_COMPILE_CACHE: undefined }, directory)
    this.name = name
    this.machine = new Machine(attack, name)
    this.under = under
    mkdirSync(this.path, { recursive: true })
    writeFileSync(join(this.path, 'halt.yaml'), 'relay: { via: postgres, allowPlain: true }\n')
  }

  override spawn(args: readonly string[], options: RunOptions = {}): { child: ChildProcess; ended: Promise<Ran> } {
    return super.spawn(args, { ...options, under: [...this.under, ...this.machine.under, ...(options.under ?? [])] })
  }

  /** Records the next of several kinds of events. */
  async record(): Promise<void> {
    this.count += 1
    const text = `${this.name} ${this.count}`
    const kinds: readonly (readonly string[])[] = [
      ['note', text],
      ['set', `cause.en=${text}`],
      ['note', text, '--hypothesis'],
      ['action', 'add', text, '--owner', this.name],
      ['classify', '--title', text, '--reason', 'found out'],
    ]
    await this.recordBy(text, ...(kinds[this.count % kinds.length] as readonly string[]))
  }

  private async recordBy(text: string, ...args: readonly string[]): Promise<void> {
    const began = performance.now()
    const ran = await this.halt(...args)
    this.took.push(performance.now() - began)
    if (!this.acknowledge(text, ran)) this.faults.push(`${args.join(' ')}: ${ran.code ?? ran.signal} ${ran.err.trim()}`)
  }

  /** Tries to record a note where there is no place for it. Returns whether it was refused. */
  async isRefused(): Promise<boolean> {
    this.count += 1
    const text = `${this.name} ${this.count}`
    const ran = await this.halt('note', text)
    if (this.acknowledge(text, ran)) return false
    if (!ran.err.includes('NOT recorded')) this.faults.push(`refused: ${ran.code ?? ran.signal} ${ran.err.trim()}`)
    return true
  }

  /** Keeps in mind what a command says that it recorded. */
  private acknowledge(text: string, { code, err }: Ran): boolean {
    const names = [...err.matchAll(/\d\d:\d\d:\d\d {2}([a-z2-7]{8}:\d+) /g)].map(([, name]) => String(name))
    if (code === 0) this.acknowledged.push(...names.map((name) => ({ name, text })))
    return code === 0 && names.length > 0
  }

  /** Whether the program says that the relay gives word of what is new. It may exit otherwise than 0 for what else it finds. */
  async isToldOfNews(): Promise<boolean> {
    const { out } = await this.halt('doctor', '--json')
    const { findings } = JSON.parse(out) as { readonly findings: readonly { code: string; message: string }[] }
    const news = findings.find(({ code }) => code === 'relay-news')
    if (news === undefined) throw new Error('doctor says nothing of word from the relay')
    return news.message.includes('LISTEN')
  }

  follow(): void {
    this.follower = this.spawn(['sync', '--follow'])
  }

  get isFollowing(): boolean {
    return this.follower !== null
  }

  /** Stops following by Ctrl-C. A follower that ended before by itself is a fault. */
  async unfollow(): Promise<void> {
    if (this.follower === null) return
    const { child, ended } = this.follower
    this.follower = null
    const isRunning = child.exitCode === null && child.signalCode === null
    child.kill('SIGINT')
    const { code, signal, err } = await ended
    if (!isRunning) this.faults.push(`sync --follow ended: ${code ?? signal} ${err.trim()}`)
  }

  /** The files of logs and their bytes. */
  logs(): string {
    return JSON.stringify(this.files().map((path) => [path.slice(this.path.length), readFileSync(path, 'utf8')]))
  }

  /** The acknowledged events that are not in this log, of whomever. */
  lacking(acknowledged: readonly Acknowledged[]): Acknowledged[] {
    const lines = this.lines().map(({ writer, seq, data }) => ({
      name: `${writer}:${seq}`,
      text: JSON.stringify(data),
    }))
    const isIn = ({ name, text }: Acknowledged) => lines.some((line) => line.name === name && line.text.includes(text))
    return acknowledged.filter((event) => !isIn(event))
  }

  /** Waits until what commands have left behind is done; what takes too long is a fault, and ended. */
  async settle(): Promise<void> {
    for (let waited = 0; this.leftBehind().length > 0; waited += 100) {
      if (waited > SETTLING_MS) {
        this.faults.push('a process that shares in the background does not end')
        for (const pid of this.leftBehind()) process.kill(pid, 'SIGKILL')
        return
      }
      await pause(100)
    }
  }

  /** The processes of the program that share this workspace in the background. */
  private leftBehind(): number[] {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    return pids.filter((pid) => isAt(pid, this.path)).map(Number)
  }
}

function isAt(pid: string, path: string): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return words.includes('--background') && words.includes(path)
  } catch {
    return false
  }
}

/** What came of trouble. */
export interface Outcome {
  readonly events: number
  readonly lost: number
  /** How long after the trouble all had the same; null if they had not in time. */
  readonly agreedMs: number | null
  /** Milliseconds of each recording. */
  readonly took: readonly number[]
  readonly faults: readonly string[]
}

/** Three operators who share one incident through a database of their own. The third does not follow, but asks. */
export class Team {
  readonly operators: Operator[]
  /** Somebody who shares nothing, to compare with. */
  private readonly loner: Workspace
  private readonly isBrief: boolean
  private readonly lonerTook: number[] = []
  private readonly gone: Operator[] = []
  private readonly lookers = new Map<Operator, { readonly child: ChildProcess; readonly ended: Promise<unknown> }>()

  private constructor(attack: Attack, operators: Operator[]) {
    this.operators = operators
    this.isBrief = attack.brief === true
    this.loner = new Workspace(attack, { NODE_DISABLE_COMPILE_CACHE: undefined })
  }

  /** Does something with a team that has an incident, which two of them follow, and stops them whatever happens. */
  static async during<T>(attack: Attack, seats: readonly Seat[], act: (team: Team) => Promise<T>): Promise<T> {
    const team = new Team(
      attack,
      seats.map((seat, n) => new Operator(attack, NAMES[n] ?? `operator${n}`, seat)),
    )
    try {
      await team.begin()
      return await act(team)
    } finally {
      await team.stop()
    }
  }

  private async begin(): Promise<void> {
    const [first] = this.operators as [Operator]
    await this.loner.ok('start', '--type', 'system-failure', '--no-walk')
    await first.ok('start', '--type', 'system-failure', '--no-walk', '--scope', 'trading=stopped')
    for (const operator of this.operators.slice(0, 2)) operator.follow()
    await this.mustAgree()
  }

  /** Each records by turns, all at once, until it is over. */
  async work(over: Promise<unknown>, operators: readonly Operator[] = this.operators): Promise<void> {
    let isOver = false
    const ends = over.finally(() => {
      isOver = true
    })
    const byTurns = async (record: () => Promise<unknown>) => {
      do {
        await record()
        await Promise.race([pause(THINKING_MS), ends])
      } while (!isOver)
    }
    const working = operators.map((operator) => byTurns(() => operator.record()))
    await Promise.all([...working, byTurns(() => this.recordAlone()), ends])
  }

  private async recordAlone(): Promise<void> {
    const began = performance.now()
    await this.loner.ok('note', 'alone')
    this.lonerTook.push(performance.now() - began)
  }

  /** An operator whose machine is gone for good; the relay has what was recorded there. */
  async lose(operator: Operator): Promise<void> {
    await this.mustAgree()
    await operator.unfollow()
    await operator.settle()
    this.operators.splice(this.operators.indexOf(operator), 1)
    this.gone.push(operator)
  }

  join(operator: Operator): void {
    this.operators.push(operator)
  }

  /** Waits until all have the same; throws if that takes longer than half a minute. */
  private async mustAgree(): Promise<void> {
    if ((await this.agree(30_000)) === null) throw new Error('the machines did not agree before the trouble began')
    await this.stopLooking()
  }

  /** How long it takes until all have the same; null if longer. */
  private async agree(limit: number): Promise<number | null> {
    const began = performance.now()
    for (;;) {
      const [first, ...others] = this.operators.map((operator) => operator.logs())
      const took = performance.now() - began
      if (took > limit) return null
      if (first !== '[]' && others.every((logs) => logs === first)) return took
      for (const operator of this.operators) if (!operator.isFollowing) this.look(operator)
      await pause(50)
    }
  }

  /** Has somebody who does not follow ask the relay, once at a time. */
  private look(operator: Operator): void {
    if (this.lookers.has(operator)) return
    const { child, ended } = operator.spawn(['sync'])
    this.lookers.set(operator, { child, ended: ended.then(() => this.lookers.delete(operator)) })
  }

  /** Waits until nobody asks any more; who takes too long is ended. */
  private async stopLooking(): Promise<void> {
    const timer = setTimeout(() => {
      for (const [operator, { child }] of this.lookers) {
        operator.faults.push('sync does not end')
        child.kill('SIGKILL')
      }
    }, SETTLING_MS)
    await Promise.all([...this.lookers.values()].map(({ ended }) => ended))
    clearTimeout(timer)
  }

  private get limit(): number {
    return AGREEMENT_MS + 2 * Math.max(...this.lonerTook)
  }

  /** Counts what came of the trouble, which has just ended, and stops all that shares. */
  async end(): Promise<Outcome> {
    const agreedMs = await this.agree(this.limit)
    // What is late may still come: whether anything is lost is another question.
    if (agreedMs === null && !this.isBrief) await this.agree(40_000)
    const all = [...this.operators, ...this.gone]
    const acknowledged = all.flatMap((operator) => operator.acknowledged)
    const lost = new Set(this.operators.flatMap((operator) => operator.lacking(acknowledged).map(({ name }) => name)))
    await this.stop()
    const took = all.flatMap((operator) => operator.took)
    const slow = took.filter((ms) => ms > 2 * Math.max(...this.lonerTook) + WAITED_MS)
    const faults = [
      ...(agreedMs === null ? [`not the same everywhere ${AGREEMENT_MS / 1000} s later`] : []),
      ...[...lost].map((name) => `lost: ${name}`),
      ...slow.map((ms) => `a recording took ${Math.round(ms)} ms`),
      ...all.flatMap((operator) => [
        ...operator.faults.map((fault) => `${operator.name}: ${fault}`),
        ...operator.checked().flatMap(({ fault, tail }) => fault ?? (tail.length > 0 ? ['an unfinished line'] : [])),
      ]),
    ]
    return { events: acknowledged.length, lost: lost.size, agreedMs, took, faults }
  }

  private async stop(): Promise<void> {
    await Promise.all([...this.operators.map((operator) => operator.unfollow()), this.stopLooking()])
    await Promise.all([...this.operators, ...this.gone].map((operator) => operator.settle()))
  }
}

/** Makes a relay in a server by the program itself, as an administrator does: `newDatabase` copies it. */
async function prepare(attack: Attack, server: Postgres): Promise<void> {
  await server.sql(`create database ${TEMPLATE}`)
  const admin = new Operator(attack, 'admin', { url: server.url('admin', TEMPLATE) })
  await admin.ok('sync', '--setup')
  const roles = [...NAMES, 'mallory']
  await server.sql(roles.map((name) => `create role ${name} login in role halt_operator`).join(';'))
}

let databases = 0

/** Makes a relay of its own in a server that was prepared. */
export async function newDatabase(server: Postgres): Promise<string> {
  databases += 1
  const name = `relay${databases}`
  await server.sql(`create database ${name} template ${TEMPLATE}`)
  return name
}

/** The seats of three operators who reach the relay at a port of this machine. */
export function seatsAt(port: number, database: string): Seat[] {
  return NAMES.map((name) => ({ url: `postgres://${name}@127.0.0.1:${port}/${database}` }))
}

/** Does something with a new server that has a relay to copy, and removes it whatever happens. */
export async function withServer<T>(attack: Attack, act: (server: Postgres) => Promise<T>): Promise<T> {
  const server = await Postgres.start()
  try {
    await prepare(attack, server)
    return await act(server)
  } finally {
    await server.remove()
  }
}

/** What came of several kinds of trouble, in a line. */
export function outcomesOf(outcomes: readonly (readonly [name: string, Outcome])[]): Figure {
  const events = outcomes.reduce((sum, [, outcome]) => sum + outcome.events, 0)
  const lost = outcomes.reduce((sum, [, outcome]) => sum + outcome.lost, 0)
  const took = outcomes.flatMap(([, outcome]) => outcome.took).sort((a, b) => a - b)
  const faults = outcomes.flatMap(([name, outcome]) => outcome.faults.map((fault) => `[${name}: ${fault}]`))
  const each = outcomes.map(([name, { agreedMs }]) => `${name}: ${agreedMs === null ? 'NO' : seconds(agreedMs)}`)
  const figure = [
    `3 operators on 3 machines, ${events} events acknowledged, ${lost} lost;`,
    `the same everywhere after ${each.join(', ')};`,
    `recording took ${seconds(took[took.length >> 1] ?? 0)}, ${seconds(took.at(-1) ?? 0)} at most`,
    ...faults.slice(0, 8),
  ].join(' ')
  return { holds: faults.length === 0, figure }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
