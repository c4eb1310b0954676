import { writeFileSync } from 'node:fs'
import { checkFile, type Line } from '../chain.ts'
import { anEventOfEachType, type Draft, forgedLines, newKey, rechained } from '../forging.ts'
import { Hosted } from '../hosted.ts'
import type { Attack, Proof } from '../proof.ts'
import { random } from '../random.ts'
import { Workspace } from '../workspace.ts'

const NOTES = 6
const PER_TYPE = { full: 12, short: 2 }

/** Somebody who can write to the folder adds lines to a file that is another's, or puts them into the middle of it. */
export const FORGED_LINES: Proof = {
  fault: 'forged lines',
  needs: [],
  async run(attack) {
    const hosted = new Hosted(attack)
    try {
      const scene = await Scene.begin(attack, hosted)
      const pick = random(Number(process.env.HALT_PROOF_SEED ?? 1))
      const drafts = anEventOfEachType(attack)
      const each = attack.full ? PER_TYPE.full : PER_TYPE.short
      for (const draft of drafts)
        for (let n = 0; n < each; n += 1) await scene.attackWith(draft, WAYS[pick(WAYS.length)] as Way, pick)
      const { attacks, goesOn, continued, faults } = scene
      const figure = [
        `${attacks} times lines of ${drafts.length} types in a file of somebody else, at its end, in the middle or instead of it:`,
        `${faults.length} counted or unnoticed; ${goesOn} times recording went on at once, ${continued} times after verify --continue`,
        ...faults.slice(0, 5),
      ].join(' ')
      return { holds: attacks > 0 && goesOn > 0 && faults.length === 0, figure }
    } finally {
      hosted.end()
    }
  },
}

/** What a file is after the attack; `at` is the last line that is left as it was, `after` those that followed it. */
interface Way {
  readonly name: string
  make(at: Line, after: readonly Line[], draft: Draft): string
}

const WAYS: readonly Way[] = [
  { name: 'unsigned', make: (at, _, draft) => forgedLines(at, at, [draft], null) },
  { name: 'signed by another key', make: (at, _, draft) => forgedLines(at, at, [draft], newKey()) },
  {
    name: 'signed by a key that introduces itself',
    make(at, _, draft) {
      const key = newKey()
      const introducedBy = { key: key.key, sig: key.sign(`halt writer ${key.key}\n`) }
      return forgedLines(at, at, [draft], key, { key: key.key, introducedBy })
    },
  },
  {
    name: 'with the signature of the line before',
    make: (at, _, draft) => forgedLines(at, at, [draft], String(JSON.parse(at.raw).sig)),
  },
  {
    name: 'with all lines after it chained again',
    make(at, after, draft) {
      let text = forgedLines(at, at, [draft], null)
      let before = JSON.parse(text) as Line
      for (const line of after) {
        const moved = rechained(line, before)
        text += `${moved.line}\n`
        before = { ...(JSON.parse(moved.line) as Line), raw: moved.line }
      }
      return text
    },
  },
]

/** Taro's halt, in which Hanako, whom he knows, records at another desk. */
class Scene {
  attacks = 0
  goesOn = 0
  continued = 0
  readonly faults: string[] = []
  private readonly workspace: Workspace
  private readonly hosted: Hosted
  private restore = () => {}

  private constructor(workspace: Workspace, hosted: Hosted) {
    this.workspace = workspace
    this.hosted = hosted
  }

  static async begin(attack: Attack, hosted: Hosted): Promise<Scene> {
    const scene = new Scene(new Workspace(attack), hosted)
    await scene.must('taro', 'start', '--type', 'system-failure')
    await scene.must('hanako', 'note', 'hanako is here')
    const { log } = JSON.parse((await scene.must('taro', 'status', '--json')).out)
    await scene.must('taro', 'verify', '--accept', log.unknownWriters[0].writer)
    for (let n = 0; n < NOTES; n += 1) for (const who of PEOPLE) await scene.must(who, 'note', `${who} ${n}`)
    scene.restore = scene.workspace.saved()
    return scene
  }

  async attackWith(draft: Draft, way: Way, pick: (below: number) => number): Promise<void> {
    this.attacks += 1
    this.restore()
    const files = this.workspace.files()
    const path = files[pick(files.length)] as string
    const { lines } = checkFile(path)
    const [owner, other] = lines[0]?.by === 'taro' ? PEOPLE : ([...PEOPLE].reverse() as [Person, Person])
    const at = pick(3) === 0 ? pick(lines.length) : lines.length - 1
    const kept = lines.slice(0, at + 1)
    const whole = kept.map(({ raw }) => `${raw}\n`).join('')
    writeFileSync(path, whole + way.make(lines[at] as Line, lines.slice(at + 1), draft))
    const wrong = [...(await this.noticed(owner, other)), ...(await this.goneOn(owner, other, kept, path))]
    this.faults.push(...wrong.map((what) => `[${draft.type} ${way.name} after ${at + 1} of ${lines.length}: ${what}]`))
  }

  /** Neither machine says that all is well. */
  private async noticed(owner: Person, other: Person): Promise<string[]> {
    const found = [await this.run(other, 'verify'), await this.run(owner, 'verify')]
    return found.flatMap(({ code, err }) => (code === 4 && /\([a-z-]+\)/.test(err) ? [] : [`verify: ${code} ${err}`]))
  }

  /** The owner records again, then the other, and not a line of Mallory's counts; nor are those before them gone. */
  private async goneOn(owner: Person, other: Person, kept: readonly Line[], path: string): Promise<string[]> {
    const faults: string[] = []
    const first = await this.run(owner, 'note', 'goes on')
    if (first.code === 0) this.goesOn += 1
    else {
      if (first.code !== 4 || !first.err.includes('--continue')) faults.push(`note: ${first.code} ${first.err}`)
      this.continued += 1
      await this.must(owner, 'verify', '--continue', '--reason', 'somebody wrote there')
      await this.must(owner, 'note', 'goes on')
    }
    const second = await this.run(other, 'note', 'goes on too')
    if (second.code !== 0) faults.push(`note of the other: ${second.code} ${second.err}`)
    for (const who of PEOPLE) {
      const logged = (await this.must(who, 'log', '--json')).out.trim().split('\n')
      const events = logged.map((line) => JSON.parse(line) as Line)
      const counting = events.filter(({ writer }) => path.includes(`.${writer}.`)).length
      if (events.some(({ by }) => by === 'mallory')) faults.push(`it counts for ${who}`)
      if (counting !== kept.length) faults.push(`${counting} of ${kept.length} lines count for ${who}`)
    }
    return faults
  }

  private run(who: Person, ...args: readonly string[]) {
    const env = { ...this.workspace.env, XDG_STATE_HOME: `${this.workspace.state}/${who}`, HALT_OPERATOR: who }
    return this.hosted.reply({ args, env })
  }

  private async must(who: Person, ...args: readonly string[]) {
    const ran = await this.run(who, ...args)
    if (ran.code !== 0) throw new Error(`halt ${args.join(' ')}: ${ran.code} ${ran.err}`)
    return ran
  }
}

const PEOPLE = ['taro', 'hanako'] as const
type Person = (typeof PEOPLE)[number]
