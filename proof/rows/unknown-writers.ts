import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf, type Line } from '../chain.ts'
import { anEventOfEachType, type Draft, type ForgersKey, forgedLines, newKey, newWriter } from '../forging.ts'
import { Hosted } from '../hosted.ts'
import type { Attack, Proof } from '../proof.ts'
import { random } from '../random.ts'
import { faketimeLibrary } from '../tools.ts'
import { Workspace } from '../workspace.ts'

/** The halt was declared three hours ago: every first notice, or the update after it, is overdue. */
const AGO = '-3h'
const POSTED = ['--posted', '--link', 'https://status.example/1', '--force', '--reason', 'by hand']
const CHANNELS = ['website', 'email', 'app-push', 'social'] as const
const FAR = '2099-12-31T23:59:59+09:00'
const END_OF_TIME = 253_402_300_000_000
const SHARE = { full: 1, short: 6 }

/** Somebody who can write to the folder begins a file there, as a colleague would, to silence an alarm that sounds. */
export const UNKNOWN_WRITERS: Proof = {
  fault: 'unknown writers',
  needs: ['faketime'],
  async run(attack) {
    const hosted = new Hosted(attack)
    try {
      const pick = random(Number(process.env.HALT_PROOF_SEED ?? 1))
      const scenes = [await Scene.begin(attack, hosted, false), await Scene.begin(attack, hosted, true)]
      const share = attack.full ? SHARE.full : SHARE.short
      for (const scene of scenes) {
        const all = [...anEventOfEachType(attack).map((draft) => [draft]), ...scene.silencing()]
        // Whatever is said of oneself first, the closing must not count for the alarm.
        const tries = all.flatMap((drafts) => [drafts, [...drafts, CLOSED]])
        for (const drafts of tries) for (const way of WAYS) if (pick(share) === 0) await scene.attackWith(drafts, way)
      }
      const sum = (of: (scene: Scene) => number) => scenes.reduce((total, scene) => total + of(scene), 0)
      const faults = scenes.flatMap((scene) => scene.faults)
      const figure = [
        `${sum((s) => s.attacks)} files of writers that nobody knows, with events of every type, early, now and at the end of time:`,
        `${faults.length} silenced the alarm of the machine that declared, of a colleague’s or of a monitor;`,
        `${sum((s) => s.recorded)} times the next note was recorded, ${sum((s) => s.setAside)} times once the file was set aside or frozen, or rules adopted anew`,
        ...faults.slice(0, 5),
      ].join(' ')
      return { holds: faults.length === 0 && sum((s) => s.attacks) > 50, figure }
    } finally {
      hosted.end()
    }
  },
}

const CLOSED: Draft = { type: 'incident.closed', data: { as: 'false-alarm', reason: 'nothing there' } }

type Way = (log: Line, drafts: readonly Draft[], writer: string) => string

const WAYS: readonly Way[] = [
  (log, drafts, writer) => forgedLines(log, null, drafts, null, { writer }),
  (log, drafts, writer) => signedFile(log, drafts, { writer }),
  (log, drafts, writer) => signedFile(log, drafts, { writer, introducedBy: { key: keyOf(log), sig: '' } }),
  (log, drafts, writer) => signedFile(log, drafts, { writer }, keyOf(log)),
  (log, drafts, writer) => {
    const { seq, hash } = log
    return signedFile(log, drafts, { writer, after: [{ writer: log.writer, seq, hash }] })
  },
  (log, drafts, writer) => signedFile({ ...log, hlc: [1, 0] }, drafts, { writer }),
  (log, drafts, writer) => signedFile({ ...log, hlc: [END_OF_TIME, 0] }, drafts, { writer, at: FAR, recordedAt: FAR }),
]

const keyOf = (line: Line) => String(JSON.parse(line.raw).key)

/** `key` is the one that the first line gives: that which signs, unless another is told. */
function signedFile(log: Line, drafts: readonly Draft[], over: object, key?: string): string {
  const own: ForgersKey = newKey()
  const [first, ...rest] = drafts as [Draft, ...Draft[]]
  const { introducedBy: _, ...later } = over as { introducedBy?: object }
  const line = forgedLines(log, null, [first], own, { ...over, key: key ?? own.key })
  const begun = JSON.parse(line) as Line
  return line + forgedLines(begun, begun, rest, own, later)
}

type Who = 'taro' | 'hanako' | 'monitor'

class Scene {
  attacks = 0
  recorded = 0
  setAside = 0
  readonly faults: string[] = []
  private readonly workspace: Workspace
  private readonly hosted: Hosted
  private readonly hasNotices: boolean
  private restore = () => {}
  private first: Line | null = null

  private constructor(workspace: Workspace, hosted: Hosted, hasNotices: boolean) {
    this.workspace = workspace
    this.hosted = hosted
    this.hasNotices = hasNotices
  }

  /** A halt that was declared hours ago; with notices, all first ones were posted then. */
  static async begin(attack: Attack, hosted: Hosted, hasNotices: boolean): Promise<Scene> {
    const scene = new Scene(new Workspace(attack), hosted, hasNotices)
    const { workspace } = scene
    const env = { LD_PRELOAD: faketimeLibrary(), FAKETIME: AGO, XDG_STATE_HOME: scene.stateOf('taro') }
    const commands = [
      ['start', '--type', 'system-failure'],
      ['scope', 'trading=stopped'],
      ['handover', '--to', 'hanako'],
      ...(hasNotices ? [['notice', ...POSTED]] : []),
    ]
    for (const args of commands) {
      const { code, err } = await workspace.haltWith({ env }, ...args)
      if (code !== 0) throw new Error(`${args.join(' ')}: ${code} ${err}`)
    }
    await scene.run('hanako', 'handover', '--accept')
    scene.first = workspace.lines().find(({ type }) => type === 'incident.started') ?? null
    for (const who of WHO) {
      const { code, err } = await scene.run(who, 'status', '--check')
      if (code !== 7) throw new Error(`no alarm for ${who}: ${code} ${err}`)
    }
    scene.restore = workspace.saved()
    return scene
  }

  /** Events that each would silence an alarm if a colleague had recorded them. */
  silencing(): Draft[][] {
    const lines = this.workspace.lines()
    const log = this.first as Line
    const [scope, offer] = ['scope.changed', 'handover.offered'].map((type) =>
      nameOf(lines.find((l) => l.type === type)),
    )
    const changes = [{ operation: 'trading', asset: null, state: 'open', words: null }]
    const stage = this.hasNotices ? 'update' : 'first'
    const notice = { stage, number: 9, link: null, text: null, digest: null, next: FAR }
    const reason = 'nothing there'
    const head = { writer: log.writer, seq: log.seq, hash: log.hash }
    const given = { writer: log.writer, found: null, kept: null }
    const frozen = { file: 'x', bytes: 1, digest: 'd', line: 1, why: 'hash-differs', words: reason }
    return [
      [CLOSED],
      [{ type: 'incident.closed', data: { as: 'resolved', reason } }],
      [{ type: 'incident.closed', data: { as: 'duplicate', reason, duplicateOf: 'x' } }],
      CHANNELS.map((channel) => ({ type: 'notice.posted', data: { channel, ...notice } })),
      CHANNELS.map((channel) => ({ type: 'notice.promised', data: { channel, next: FAR } })),
      CHANNELS.map((channel) => ({ type: 'channel.marked', data: { channel, safe: false, reason } })),
      [{ type: 'scope.changed', data: { changes } }],
      [{ type: 'scope.lifted', data: { changes, open: [] } }],
      ...['during-halt', 'after-resumption', 'closed', 'scheduled'].map((to) => [
        { type: 'phase.advanced', data: { to } },
      ]),
      [{ type: 'event.undone', data: { event: scope, reason } }],
      [{ type: 'event.undone', data: { event: nameOf(log), reason } }],
      [{ type: 'event.corrected', data: { event: scope, at: FAR, reason } }],
      [{ type: 'event.corrected', data: { event: nameOf(log), at: FAR, reason } }],
      [{ type: 'incident.classified', data: { type: 'maintenance', reason } }],
      [{ type: 'incident.started', data: { ...log.data, drill: true } }],
      [{ type: 'incident.started', data: { ...log.data, planned: { from: FAR, to: FAR } } }],
      // Rules under which nothing is due, and some that this version cannot read.
      [this.adopted('settings', (text) => text.replaceAll(/"(first|update)":\d+/g, '"$1":999999999'))],
      [this.adopted('settings', (text) => text.replaceAll('"cadence":{', '"cadence":{"first":"x",'))],
      [this.adopted('runbook', (text) => text.replaceAll('"audience":"customers"', '"audience":"departments"'))],
      [this.adopted('runbook', () => '{}')],
      ...this.facts().map((fact) => [{ type: 'fact.set', data: { fact, known: true, value: FAR } }]),
      [{ type: 'handover.accepted', data: { offer, reason: null } }],
      [{ type: 'handover.accepted', data: { offer: null, reason } }],
      [{ type: 'handover.offered', data: { to: 'mallory' } }],
      [{ type: 'writer.accepted', data: { writer: log.writer, key: keyOf(log) } }],
      [{ type: 'log.continued', data: { ...given, reason: 'set-aside', words: reason } }],
      [{ type: 'log.continued', data: { ...given, found: head, reason: 'foreign-lines', words: reason } }],
      [{ type: 'log.continued', data: { ...given, found: head, reason: 'damaged', frozen } }],
      [{ type: 'log.continued', data: { ...given, reason: 'missing' } }],
    ]
  }

  /** The ids of all facts of the runbook. */
  private facts(): string[] {
    const { incident } = this.workspace
    const name = readdirSync(incident).find((one) => one.startsWith('runbook.')) ?? ''
    return Object.keys(JSON.parse(readFileSync(join(incident, name), 'utf8')).facts)
  }

  /** The event that adopts other settings or another runbook, whose file is put beside the log. */
  private adopted(kind: 'settings' | 'runbook', change: (text: string) => string): Draft {
    const { incident } = this.workspace
    const name = readdirSync(incident).find((one) => one.startsWith(`${kind}.`)) ?? ''
    const bytes = Buffer.from(change(readFileSync(join(incident, name), 'utf8')))
    if (bytes.equals(readFileSync(join(incident, name)))) throw new Error(`nothing to change in ${name}`)
    const digest = digestOf(bytes)
    this.beside.set(`${kind}.${digest}.json`, bytes)
    return {
      type: `${kind}.adopted`,
      data: { [`${kind}Digest`]: digest, ...(kind === 'runbook' && { reason: 'ours' }) },
    }
  }

  /** Files that an attack needs beside the log. */
  private readonly beside = new Map<string, Buffer>()

  async attackWith(drafts: readonly Draft[], way: Way): Promise<void> {
    this.attacks += 1
    this.restore()
    const { incident } = this.workspace
    const writer = newWriter()
    // After Hanako took over: who takes up an offer before the person it was made to does is known (SECURITY.md).
    const last = this.workspace.lines().reduce((a, b) => (b.hlc[0] > a.hlc[0] ? b : a))
    const log = { ...(this.first as Line), hlc: last.hlc, at: last.at, recordedAt: last.recordedAt }
    const text = way(log, drafts, writer)
    writeFileSync(join(incident, `${this.workspace.ids()[0]}.${writer}.jsonl`), text)
    for (const [name, bytes] of this.beside) writeFileSync(join(incident, name), bytes)
    const what = `${drafts.map(({ type, data }) => `${type} ${JSON.stringify(data).slice(0, 90)}`).join(', ')}`
    const fail = (words: string) => this.faults.push(`[${what} (way ${WAYS.indexOf(way) + 1}): ${words}]`)
    for (const who of WHO) {
      const { code, out, err } = await this.run(who, 'status', '--check')
      // An incident that cannot be read whole is an alarm as well.
      const isAlarm = (code === 7 && /was due at|\(new-writer\)/.test(out + err)) || (code === 4 && err !== '')
      if (!isAlarm) fail(`status --check of ${who}: ${code} ${out}${err}`)
    }
    const note = await this.run('hanako', '-i', 'latest', 'note', 'goes on')
    if (note.code === 0) this.recorded += 1
    else await this.goOn(writer, fail)
  }

  /** What keeps others from recording can be set aside or, where it is no event, frozen; rules can be adopted anew. */
  private async goOn(writer: string, fail: (words: string) => void): Promise<void> {
    const known = await this.run('hanako', 'verify', '-i', 'latest', '--set-aside', writer, '--reason', 'nobody’s')
    const frozen = ['verify', '-i', 'latest', '--continue', '--reason', 'nobody’s']
    const adopted = ['runbook', 'adopt', '-i', 'latest', '--reason', 'ours']
    const words = known.err.includes('(runbook-missing)') ? adopted : frozen
    const way = known.code === 0 ? known : await this.run('hanako', ...words)
    const note = await this.run('hanako', '-i', 'latest', 'note', 'goes on')
    if (way.code !== 0 || note.code !== 0) fail(`the way on: ${way.code} ${way.err}, note: ${note.code} ${note.err}`)
    this.setAside += 1
  }

  private stateOf(who: Who): string {
    return join(this.workspace.state, who)
  }

  private run(who: Who, ...args: readonly string[]) {
    const env = { ...this.workspace.env, XDG_STATE_HOME: this.stateOf(who), HALT_OPERATOR: who }
    return this.hosted.reply({ args, env })
  }
}

const WHO: readonly Who[] = ['taro', 'hanako', 'monitor']

function nameOf(line: Line | undefined): string {
  return `${line?.writer}:${line?.seq}`
}
