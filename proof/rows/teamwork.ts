import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Machine } from '../machine.ts'
import type { Attack, Proof } from '../proof.ts'
import { random } from '../random.ts'
import { faketimeLibrary } from '../tools.ts'
import { inWorkers } from '../worker-pool.ts'
import { type Ran, Workspace } from '../workspace.ts'

const SEEDS = { full: 5, short: 1 }
/** How often the monitor looks. */
const CHECK_MINUTES = { full: 10, short: 20 }
const PEOPLE = ['taro', 'hanako', 'jiro', 'keiko', 'saburo'] as const
/** Who works at which of three machines. */
const SEATS = [0, 0, 1, 1, 2]
const MINUTES_OF_DAY = 24 * 60
/** A notice is due so many minutes after the one before it. */
const UPDATE_MINUTES = 240
const SETTINGS = 'cadence: { first: 45m, update: 4h }\nsign: { key: ~/.ssh/id_ed25519 }\nsigners: signers\n'
/** The clocks of machines that ask the same time servers differ by less than that. */
const SKEW_SECONDS = 0.5

const ALARM = /\((?:new-writer|foreign-lines|log-behind|log-missing|damaged|anchor-differs|lock-timeout|defect)\)/
const NEW_WRITER = /^new writers? /gm

/** A halt of a day, led by a team whose members come, go and start their machines anew; nothing is wrong with its log. */
export const TEAMWORK: Proof = {
  fault: 'teamwork',
  needs: ['machines', 'faketime'],
  async run(attack) {
    const seeds = Array.from({ length: attack.full ? SEEDS.full : SEEDS.short }, (_, n) => n + 1)
    const days = await inWorkers(seeds, async (seed) => {
      const day = new Day(attack, seed)
      await day.lead()
      return day
    })
    const sum = (of: (day: Day) => number) => days.reduce((total, day) => total + of(day), 0)
    const faults = days.flatMap((day) => day.faults.map((fault) => `[seed ${day.seed}: ${fault}]`))
    const figure = [
      `${days.length} day${days.length > 1 ? 's' : ''} of ${PEOPLE.length} people on 3 machines started anew ${sum((day) => day.restarts)} times:`,
      `${sum((day) => day.commands)} commands, ${sum((day) => day.inContainers)} of them in containers without state,`,
      `and ${sum((day) => day.checks)} by a monitor: ${faults.length} false alarms;`,
      `${sum((day) => day.overdue)} of ${sum((day) => day.late)} late notices alarmed;`,
      `${sum((day) => day.accepted)} writers accepted, ${sum((day) => day.named)} times a line named a new one`,
      ...faults.slice(0, 5),
    ].join(' ')
    const holds = faults.length === 0 && sum((day) => day.late) > 0 && sum((day) => day.inContainers) > 0
    return { holds, figure }
  },
}

/** Somebody at a machine, or what runs there by itself. */
interface Actor {
  readonly name: string
  readonly workspace: Workspace
  readonly machine: Machine
  readonly skew: number
  readonly isContainer: boolean
}

class Day {
  readonly seed: number
  readonly faults: string[] = []
  commands = 0
  checks = 0
  inContainers = 0
  restarts = 0
  accepted = 0
  named = 0
  /** How often a notice was late when the monitor looked, and how often it said so. */
  late = 0
  overdue = 0
  private readonly folder: string
  private readonly path: string
  private readonly attack: Attack
  private readonly pick: (below: number) => number
  private readonly machines: readonly Machine[]
  private readonly people: readonly Actor[]
  private readonly container: Actor
  private readonly monitor: Actor
  private readonly faketime = faketimeLibrary()
  private minute = 0
  private second = 0
  private readonly began = Date.now()
  private lastNotices = 0

  constructor(attack: Attack, seed: number) {
    this.seed = seed
    this.attack = attack
    this.pick = random(seed * 2_654_435_761)
    this.folder = attack.folder()
    this.path = join(this.folder, 'workspace')
    mkdirSync(this.path)
    writeFileSync(join(this.path, 'halt.yaml'), SETTINGS)
    this.machines = ['desk', 'ops', 'home'].map((host) => new Machine(attack, host))
    this.people = PEOPLE.map((name, i) => this.actor(name, SEATS[i] as number))
    this.container = this.actor('deploy', 2, true)
    this.monitor = this.actor('monitor', 1)
    // Nobody but a container has to have a key: the others are accepted by those who know them.
    const signers = [this.container, ...this.people.filter(() => this.pick(2) === 0)].map((actor) => this.keyOf(actor))
    writeFileSync(join(this.path, 'signers'), signers.join(''))
  }

  private actor(name: string, seat: number, isContainer = false): Actor {
    const home = join(this.folder, name)
    mkdirSync(home)
    const env = { HOME: home, HALT_DIR: this.path, XDG_STATE_HOME: join(home, 'state'), HALT_OPERATOR: name }
    const skew = (this.pick(2000) / 1000 - 1) * SKEW_SECONDS
    const machine = this.machines[seat] as Machine
    return { name, workspace: new Workspace(this.attack, env, home), machine, skew, isContainer }
  }

  /** Makes a key, and gives its line in the file of allowed signers. */
  private keyOf({ name, workspace }: Actor): string {
    const path = join(workspace.directory, '.ssh', 'id_ed25519')
    mkdirSync(join(path, '..'), { mode: 0o700 })
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', path])
    return `${name}@example.com ${readFileSync(`${path}.pub`, 'utf8')}`
  }

  async lead(): Promise<void> {
    const [declarer] = this.shuffled(this.people) as [Actor]
    await this.must(declarer, 'start', '--type', 'system-failure', '--title', 'Engine down')
    await this.must(declarer, 'scope', 'trading=stopped', 'deposits=stopped')
    for (const actor of this.shuffled([...this.people, this.container])) {
      await this.at(this.minute + 2 + this.pick(2))
      await this.must(actor, 'note', `${actor.name} is here`)
      await this.must(actor, 'status')
    }
    await this.accept(declarer)
    await this.notices()
    let lead = declarer
    const lateAt = 600 + this.pick(3) * UPDATE_MINUTES
    for (let slot = 60; slot <= 22 * 60; slot += 30) {
      await this.at(slot + this.pick(10))
      if (this.pick(6) === 0) this.restart()
      await this.work()
      if (this.pick(12) === 0) lead = await this.handOver(lead)
      const isDue = slot + 30 >= this.lastNotices + UPDATE_MINUTES - 15
      if (isDue && slot >= lateAt && this.late === 0) await this.beLate()
      else if (isDue) await this.notices()
    }
    await this.must(this.anybody(), 'lift', '--all', '--force', '--reason', 'checked')
    await this.at(this.minute + 1)
    await this.notices()
    await this.at(23 * 60)
    await this.must(lead, 'close', '--force', '--reason', 'over')
    await this.at(MINUTES_OF_DAY + 120)
    await this.lookBack()
  }

  /** Lets the time pass; meanwhile the monitor looks from time to time. */
  private async at(minute: number, isLate = false): Promise<void> {
    const every = this.attack.full ? CHECK_MINUTES.full : CHECK_MINUTES.short
    for (let next = this.minute - (this.minute % every) + every; next <= minute; next += every) {
      this.minute = next
      const late = next - this.lastNotices - UPDATE_MINUTES
      // A notice takes its time to be recorded: just then, either is right.
      if (late < 0 || late > 5) await this.check(isLate && late > 0)
    }
    this.minute = Math.max(this.minute, minute)
  }

  private async check(isLate: boolean): Promise<void> {
    const { code, out, err } = await this.run(this.monitor, 'status', '--check', '--json')
    this.checks += 1
    const { overdue = [], silenced = [] } = code === 0 || code === 7 ? JSON.parse(out) : {}
    if (isLate) {
      this.late += 1
      if (code === 7 && overdue.length > 0 && silenced.length === 0) this.overdue += 1
      else this.faults.push(`late at ${this.minute}, and the monitor: ${code} ${out}${err}`)
    } else if (code !== 0 || overdue.length + silenced.length > 0)
      this.faults.push(`the monitor at ${this.minute}: ${code} ${out}${err}`.trim())
  }

  /** What a team does in between. */
  private async work(): Promise<void> {
    const [one, other] = [this.anybody(), this.anybody()]
    const kinds: readonly (() => Promise<unknown>)[] = [
      () => this.must(one, 'note', `at ${this.minute}`),
      () => this.must(one, 'done', '2.1-logs', '2.1-cause'),
      () => this.must(one, 'set', 'cause.ja=調査中', 'cause.en=being looked into'),
      () => this.must(one, 'classify', '--severity', ['sev1', 'sev2'][this.pick(2)] as string, '--reason', 'reviewed'),
      () => this.must(one, 'scope', `withdrawals=${['stopped', 'limited:by hand'][this.pick(2)]}`),
      () => this.must(one, 'action', 'add', `Look at ${this.minute}`, '--owner', other.name),
      () => Promise.all([this.must(one, 'note', 'at the same time'), this.must(other, 'note', 'at the same time')]),
      () => this.must(one, 'log'),
      () => this.must(one, 'verify'),
      () => this.must(one, 'list'),
    ]
    await kinds[this.pick(kinds.length)]?.()
    await this.must(one, 'status')
  }

  private async notices(): Promise<void> {
    const posted = ['--posted', '--link', 'https://status.example/1', '--force', '--reason', 'by hand']
    await this.must(this.anybody(), 'notice', ...posted)
    this.lastNotices = this.minute
  }

  /** Nobody posts in time: the alarm is a true one until somebody does. */
  private async beLate(): Promise<void> {
    // Long enough for the monitor to look once, however rarely it does.
    await this.at(this.lastNotices + UPDATE_MINUTES + 30, true)
    await this.notices()
  }

  private async handOver(lead: Actor): Promise<Actor> {
    const next = this.people[this.pick(this.people.length)] as Actor
    if (next === lead) return lead
    await this.must(lead, 'handover', '--to', next.name)
    await this.must(next, 'handover', '--accept')
    return next
  }

  /** Those who are new are known by their voices to the one who declared the halt, once. */
  private async accept(declarer: Actor): Promise<void> {
    const { log } = JSON.parse((await this.must(declarer, 'status', '--json')).out) as {
      log: { unknownWriters: readonly { writer: string; by: string }[] }
    }
    for (const { writer, by } of log.unknownWriters) {
      if (!PEOPLE.some((name) => name === by)) this.faults.push(`${by} is not known`)
      await this.must(declarer, 'verify', '--accept', writer)
      this.accepted += 1
    }
  }

  /** When all is over, nobody finds anything. */
  private async lookBack(): Promise<void> {
    for (const actor of [...this.people, this.container]) {
      await this.must(actor, 'verify', '-i', 'latest')
      await this.must(actor, 'report', '-i', 'latest')
      const named = this.named
      await this.must(actor, 'list')
      if (this.named > named) this.faults.push(`list of ${actor.name} names a new writer`)
    }
  }

  private restart(): void {
    this.machines[this.pick(this.machines.length)]?.restart()
    this.restarts += 1
  }

  /** One of the people, or a container. */
  private anybody(): Actor {
    return this.pick(4) === 0 ? this.container : (this.people[this.pick(this.people.length)] as Actor)
  }

  private shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => [this.pick(2 ** 20), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item)
  }

  /** Runs what must be done without an alarm. */
  private async must(actor: Actor, ...args: readonly string[]): Promise<Ran> {
    this.commands += 1
    if (actor.isContainer) this.inContainers += 1
    const ran = await this.run(actor, ...args)
    const said = `${ran.out}${ran.err}`
    this.named += [...ran.err.matchAll(NEW_WRITER)].length
    if (ran.code !== 0 || ALARM.test(said))
      this.faults.push(`${actor.name} at ${this.minute}: ${args.join(' ')}: ${ran.code} ${ran.err.trim()}`)
    return ran
  }

  private async run({ name, workspace, machine, skew, isContainer }: Actor, ...args: readonly string[]): Promise<Ran> {
    // However long commands take here, each begins at its minute of that day, a second after the one before it.
    this.second = Math.max(this.minute * 60, this.second + 1)
    const seconds = this.second + skew - (Date.now() - this.began) / 1000
    const env: NodeJS.ProcessEnv = {
      LD_PRELOAD: this.faketime,
      FAKETIME: `${seconds < 0 ? '' : '+'}${seconds.toFixed(3)}s`,
      // The times of files stay those of the disk.
      NO_FAKE_STAT: '1',
    }
    if (!isContainer) return workspace.haltWith({ under: machine.under, env }, ...args)
    const state = join(this.folder, `${name}-${process.hrtime.bigint()}`)
    const fresh = { XDG_STATE_HOME: state, XDG_CACHE_HOME: join(state, 'cache') }
    try {
      return await workspace.haltWith({ under: machine.inContainer, env: { ...env, ...fresh } }, ...args)
    } finally {
      rmSync(state, { recursive: true, force: true })
    }
  }
}
