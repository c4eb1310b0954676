import {
  customerChannels,
  type FactDefinition,
  type FactRole,
  type Language,
  type Stage,
} from '../../src/domain/runbook/runbook.ts'
import type { Manual } from './manual.ts'
import type { Arrived, ManualBench, Outlets } from './manual-bench.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** The roles of facts that the declaration states. */
const PLANNED: readonly (FactRole | undefined)[] = ['planned-begin', 'planned-end']

/** What went out to customers in one round of notices, at this stage. */
export interface Round {
  readonly stage: Stage
  /** Whether nothing is restricted any more. */
  readonly isOver: boolean
  readonly arrived: readonly Arrived[]
}

interface ShownStep {
  readonly id: string
  readonly phase: string
  readonly state: string
  readonly modality: string
}

/** What is stated of a fact: on the command line, and as customers read it in each language. */
export interface Statement {
  readonly given: readonly string[]
  readonly read: Readonly<Record<Language, string>>
}

/** Plays a halt by commands that must all succeed, from start to close, as its manual asks. */
export class PlayedHalt {
  readonly rounds: Round[] = []
  /** What departments were told. */
  readonly toDepartments: Arrived[] = []
  private readonly bench: ManualBench
  private readonly manual: Manual
  private readonly outlets: Outlets
  private readonly type: string
  private isOver = false

  constructor(bench: ManualBench, manual: Manual, outlets: Outlets, type: string) {
    this.bench = bench
    this.manual = manual
    this.outlets = outlets
    this.type = type
  }

  get isPlanned(): boolean {
    return this.manual.runbook.types[this.type]?.planned === 'required'
  }

  async play(): Promise<void> {
    const { bench, manual, type } = this
    const [first, second, third] = Object.keys(manual.runbook.operations) as [string, string, string]
    const window = [HOUR, 3 * HOUR].map((later) => this.iso(later)).join('/')
    await bench.ok('start', '--type', type, '--title', '1042', ...(this.isPlanned ? ['--planned', window] : []))
    await bench.ok('scope', `${first}=stopped`, `${second}=limited:予約分 / booked`, `${third}=open`)
    await bench.ok('classify', '--severity', 'sev2', '--reason', '1042')
    await this.state(({ role }) => role !== 'began' && !PLANNED.includes(role))
    if (this.isPlanned) {
      await this.notify('scheduled', ['--stage', 'scheduled'])
      await this.doSteps('scheduled')
      bench.pass(HOUR)
      await bench.ok('advance')
    }
    await this.state(({ role }) => role === 'began')
    await this.notify('first')
    await this.tellDepartments()
    await this.doSteps('initial-response')
    await bench.ok('advance')
    bench.pass(20 * MINUTE)
    await this.notify('update', ['--next', this.iso(30 * MINUTE)])
    await this.tellDepartments()
    await this.look()
    await this.doSteps('during-halt')
    await this.lift(first)
    await this.lift('--all')
    await this.tellDepartments()
    await this.doSteps('after-resumption')
    await bench.ok('action', 'add', '1042', '--owner', 'taro', '--due', '2026-12-24')
    await bench.ok('close')
    await this.notify('final')
    const corrections = ['--correct-ja', '正しくは1042です。', '--correct-en', 'The right number is 1042.']
    await this.notify('correction', corrections)
  }

  /** States facts anew with each value as customers read it. */
  private async state(isMeant: (fact: FactDefinition) => boolean): Promise<void> {
    const facts = Object.entries(this.manual.runbook.facts).filter(([, fact]) => isMeant(fact))
    const given = facts.flatMap(([name]) => statementOf(this.manual, name, this.isPlanned).given)
    if (given.length > 0) await this.bench.ok('set', ...given)
  }

  /** Looks at everything, and records some of what may come between. */
  private async look(): Promise<void> {
    const { bench } = this
    const looks = ['status', 'next', 'next --all', 'next --brief', 'notice', 'notice --check', 'contacts', 'handover']
    for (const command of [...looks, 'escalate', 'list', 'clock list', 'log']) await bench.ok(...command.split(' '))
    await bench.ok('note', '--hypothesis', '1042')
    await bench.ok('undo', '--reason', '1042')
  }

  /** Sends what the stage asks for on every customers' channel. */
  private async notify(stage: Stage, options: readonly string[] = []): Promise<void> {
    await this.bench.ok('notice', ...customerChannels(this.manual.runbook), '--send', '-i', 'latest', ...options)
    this.rounds.push({ stage, isOver: this.isOver, arrived: this.outlets.arrived() })
    this.bench.pass(MINUTE)
  }

  private async tellDepartments(): Promise<void> {
    const { channels } = this.manual.runbook
    const ids = Object.keys(channels).filter((id) => channels[id]?.audience === 'departments')
    await this.bench.ok('notice', ...ids, '--send')
    this.toDepartments.push(...this.outlets.arrived())
  }

  private async lift(target: string): Promise<void> {
    await this.bench.ok('lift', target)
    this.isOver = target === '--all'
    this.bench.pass(MINUTE)
    await this.state(({ renew }) => renew === true)
    await this.notify('resumption')
  }

  /** Does the open steps of a phase; those that the manual leaves open are declined. */
  private async doSteps(phase: string): Promise<void> {
    const { steps } = await this.bench.json<{ steps: readonly ShownStep[] }>('status')
    const open = steps.filter((step) => step.phase === phase && ['pending', 'in-progress'].includes(step.state))
    const isOptional = ({ modality }: ShownStep) => ['consider', 'if-needed'].includes(modality)
    const optional = open.filter(isOptional).map(({ id }) => id)
    const required = open.filter((step) => !isOptional(step)).map(({ id }) => id)
    if (required.length > 0) await this.bench.ok('done', ...required)
    if (optional.length > 0) await this.bench.ok('decline', ...optional, '--reason', '1042')
    this.bench.pass(MINUTE)
  }

  private iso(later: number): string {
    return new Date(this.bench.now + later + 9 * HOUR).toISOString().replace('Z', '+09:00')
  }
}

/** What a played halt states of a fact. */
export function statementOf({ runbook }: Manual, name: string, isPlanned: boolean): Statement {
  const place = Object.keys(runbook.facts).indexOf(name)
  const { kind, role, unit, words } = runbook.facts[name] as FactDefinition
  if (words) {
    const [ja, en] = [`確認済み${place}`, `known as ${place}`]
    return { given: [`${name}.ja=${ja}`, `${name}.en=${en}`], read: { ja, en } }
  }
  if (kind === 'text') return { given: [`${name}=${place} of 1042`], read: both(`${place} of 1042`) }
  const number = `1${place},042`
  const digits = number.replace(',', '')
  if (kind === 'count')
    return {
      given: [`${name}=${digits}`],
      read: { ja: `${number}${unit?.ja ?? ''}`, en: `${number} ${unit?.en ?? ''}` },
    }
  if (kind === 'amount') return { given: [`${name}=${digits} JPY`], read: { ja: `${number}円`, en: `JPY ${number}` } }
  const isPlannedTime = isPlanned && role === 'began'
  const [day, hours, minutes] = role === 'planned-end' ? [25, '01', '17'] : TIMES[isPlannedTime ? 'future' : kind]
  const read = { ja: `${hours}時${minutes}分`, en: `${hours}:${minutes}` }
  return { given: [`${name}=2026-11-${day}T${hours}:${minutes}+09:00`], read }
}

/** Days of November, hours and minutes. */
const TIMES = { time: [24, '22', '11'], estimate: [24, '23', '41'], future: [24, '23', '17'] } as const

function both(text: string): Record<Language, string> {
  return { ja: text, en: text }
}
