import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { checkFile, type Line, sealed } from '../chain.ts'
import { type Died, Hosted, type Reply } from '../hosted.ts'
import { ACTIVE } from '../inert.ts'
import { altered, encoded, madeText, mangled } from '../made.ts'
import type { Attack, Proof } from '../proof.ts'
import { hasErrorCode } from '../refusal.ts'
import { Workspace } from '../workspace.ts'

const MOST_SECONDS = 1
const MOST_MEGABYTES = 256
/** Half of that is for the heap: it is then collected before it grows by what earlier commands left. */
const HEAP_MEGABYTES = MOST_MEGABYTES / 2

/** Files that somebody broke, or made in order to break what reads them. */
export const INPUT: Proof = {
  fault: 'hostile input',
  needs: [],
  async run(attack) {
    const seed = Number(process.env.HALT_PROOF_SEED ?? Date.now() % 2 ** 31)
    const many = attack.full ? 10_000 : 1500
    const trial = new Trial(attack)
    try {
      const yaml = await yamls(attack, trial, many, seed)
      const lines = await logLines(attack, trial, many, seed)
      return {
        holds: trial.faults.length === 0 && yaml >= many && lines >= many && trial.slowest > 0,
        figure: `${yaml} YAML files and ${lines} log lines (seed ${seed}): ${trial.faults.length} without a typed error, ${trial.accepted} taken; slowest ${trial.slowest.toFixed(2)} s, most ${Math.round(trial.largest)} MiB${trial.faults.slice(0, 3).map((fault) => `; ${fault}`)}`,
      }
    } finally {
      trial.end()
    }
  },
}

/** Runs commands, and keeps what went wrong, the longest and the largest. */
class Trial {
  readonly faults: string[] = []
  slowest = 0
  largest = 0
  accepted = 0
  private readonly hosted: Hosted
  private runs = 0

  constructor(attack: Attack) {
    this.hosted = new Hosted(attack, HEAP_MEGABYTES)
  }

  async run(what: Buffer | string, order: Parameters<Hosted['run']>[0]): Promise<void> {
    this.runs += 1
    const reply = await this.hosted.run(order)
    const fault = faultOf(reply)
    if (fault !== null) this.faults.push(`${order.args.join(' ')}: ${fault} by ${excerptOf(what)}`)
    if ('died' in reply) return
    if (reply.code === 0) this.accepted += 1
    this.slowest = Math.max(this.slowest, reply.seconds)
    this.largest = Math.max(this.largest, reply.peak)
    if (this.runs % 4000 === 0 || reply.peak > MOST_MEGABYTES) this.end()
  }

  end(): void {
    this.hosted.end()
  }
}

function excerptOf(what: Buffer | string): string {
  const text = JSON.stringify(what.toString('latin1'))
  return text.length > 400 ? `${text.slice(0, 200)} … ${text.slice(-200)} (${text.length})` : text
}

/** Null where a command ended as it may: done, or with a typed error in one line and what to do; in time and space. */
function faultOf(reply: Reply | Died): string | null {
  if ('died' in reply) return `died (${reply.died})`
  const { code, out, err, seconds, peak } = reply
  if (seconds > MOST_SECONDS) return `took ${seconds} s`
  if (peak > MOST_MEGABYTES) return `took ${peak} MiB`
  if (code === 1 || /\(defect\)/.test(err)) return `a defect: ${err.split('\n').slice(0, 3).join(' ')}`
  if (ACTIVE.test(err) || (!out.startsWith('{') && ACTIVE.test(out)))
    return `shows what acts on a terminal: ${JSON.stringify(out + err).slice(0, 300)}`
  if (code === 0 || [3, 4, 7].includes(code)) return null
  return code === 2 && hasErrorCode(err) ? null : code === 2 && out !== '' ? null : `exit ${code}: ${err}`
}

/** Made settings and made chapters, each read as the only file of its kind. */
async function yamls(attack: Attack, trial: Trial, many: number, seed: number): Promise<number> {
  const [root, place] = [attack.folder(), attack.folder()]
  const [workspace, shipped] = [join(place, 'workspace'), join(root, 'runbooks')]
  const chapter = readFileSync(join(attack.program, '../../runbooks/2-initial-response.yaml'), 'utf8')
  mkdirSync(workspace)
  mkdirSync(shipped)
  writeFileSync(join(shipped, 'base.yaml'), BASE)
  const env = {
    HALT_DIR: workspace,
    XDG_STATE_HOME: join(place, 'state'),
    HOME: place,
    HALT_LANG: 'en',
    HALT_OPERATOR: 'taro',
  }
  const settings = fc.oneof(madeText, mangled(SETTINGS))
  const chapters = fc.oneof(madeText, mangled(chapter.slice(0, 4000)), mangled(BASE))
  const half = Math.ceil(many / 2)
  let made = 0
  for (const bytes of [...fc.sample(encoded(settings), { numRuns: half, seed }), ...LARGE]) {
    made += 1
    writeFileSync(join(workspace, 'halt.yaml'), bytes)
    await trial.run(bytes, { args: ['start', '--type', 'failure'], env, root })
    if (made % 20 === 0)
      for (const args of LOOKS) await trial.run(bytes, { args: [...args, '-i', 'latest'], env, root })
    rmSync(join(workspace, 'incidents'), { recursive: true, force: true })
  }
  rmSync(join(workspace, 'halt.yaml'))
  for (const bytes of [...fc.sample(encoded(chapters), { numRuns: half, seed }), ...LARGE]) {
    made += 1
    const file = join(place, 'made.yaml')
    writeFileSync(file, bytes)
    await trial.run(bytes, { args: ['runbook', 'check', file], env, root })
  }
  return made
}

const LOOKS = [
  ['status'],
  ['next', '--all'],
  ['log'],
  ['report'],
  ['report', '--format', 'json'],
  ['list'],
  ['status', '--json'],
  ['verify'],
]

const SETTINGS = `organisation: { ja: 例示取引所, en: Example Exchange }
contact: { ja: support@example.com, en: support@example.com }
timezone: Asia/Tokyo
language: ja
channels:
  website: { via: file, path: site/notices, languages: [ja, en] }
  email: { via: smtp, url: smtps://mail.example.com, from: a@example.com, to: [b@example.com] }
cadence: { first: 5m, update: 30m, email: on-change, sev1: { update: 15m } }
share: { group: oncall }
`

/** A manual of one step, for incidents that begin under made settings. */
const BASE = `chapter: "2"
reviewed: 2026-11-24
title: { ja: 初期対応, en: Initial response }
phase: initial-response
types: { failure: { planned: never, ja: 障害, en: failure } }
operations: { trading: { ja: 売買, en: trading } }
channels: { website: { audience: customers, ja: サイト, en: website } }
departments: { desk: { ja: 係, en: desk } }
facts: { cause: { kind: text, notice: true, words: true, ja: 原因, en: cause } }
clauses: [{ id: 2-m1, kind: procedure, modality: [must], gist: { ja: 見る, en: look } }]
steps:
  - id: 2-look
    section: "2"
    clauses: [2-m1]
    source: manual
    department: desk
    title: { ja: 見る, en: look }
    instructions: { ja: 見る, en: look }
    modality: must
    kind: once
    gate: lift
    applies: { all: now }
`

/** What reading by pieces would not come to: very large, very deep, very wide. */
const LARGE: readonly Buffer[] = [
  '- x\n'.repeat(2_500_000),
  '['.repeat(1_000_000),
  `${'{a: '.repeat(60_000)}`,
  `${' '.repeat(200_000)}a: b`,
  Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
  Array.from({ length: 20_000 }, (_, i) => `key${i}: ${i}\n`).join(''),
  `${'k'.repeat(250_000)}: x`,
  `title: "${'\\u0041'.repeat(40_000)}"`,
  `a: &a [x]\n${Array.from({ length: 9000 }, () => '- *a\n').join('')}`,
  `x: "${'\u0000'.repeat(100_000)}"`,
  '? '.repeat(100_000),
  `${'- '.repeat(100_000)}x`,
  `steps:\n${'  - {}\n'.repeat(30_000)}`,
  `a: ${'!!str '.repeat(40_000)}x`,
  `a: |\n${'  x\n'.repeat(60_000)}`,
  `cadence: { first: ${'9'.repeat(200_000)}d }`,
].map((text) => Buffer.from(text))

/** Made lines in an otherwise sound log: sealed, so that they are read, and as bytes that are no line at all. */
async function logLines(attack: Attack, trial: Trial, many: number, seed: number): Promise<number> {
  const workspace = new Workspace(attack)
  for (const args of HISTORY) await workspace.ok(...args)
  const { file, env } = workspace
  const { lines } = checkFile(file)
  const bodies = lines.map(({ raw }) => JSON.parse(raw) as Record<string, unknown>)
  const resealed = fc
    .oneof({ weight: 3, arbitrary: fc.nat(bodies.length - 1) }, { weight: 1, arbitrary: fc.constant(0) })
    .chain((at) => fc.tuple(fc.constant(at), altered(small(bodies[at] as object))))
    .map(([at, body]) => lineAt(lines, at, bodies, body))
  const raw = fc.tuple(encoded(madeText), fc.boolean()).map(([bytes, whole]) => {
    const head = Buffer.from(`${lines[0]?.raw}\n`)
    const seal = Buffer.from(`,"hash":"${createHash('sha256').update(bytes).digest('hex')}"}\n`)
    return Buffer.concat(whole ? [head, bytes, seal] : [head, bytes])
  })
  let made = 0
  const sampled = fc.sample(fc.oneof({ weight: 4, arbitrary: resealed }, { weight: 1, arbitrary: raw }), {
    numRuns: many,
    seed,
  })
  for (const bytes of [...sampled, ...largeLines(lines)]) {
    writeFileSync(file, bytes)
    const shown = bytes.subarray(bytes.length > 120_000 ? 97_000 : 0)
    await trial.run(shown, { args: ['verify'], env })
    await trial.run(shown, { args: [...(LOOKS[made % LOOKS.length] as string[])], env })
    if (made % 10 === 0) await trial.run(shown, { args: ['note', 'after it'], env })
    if (made % 10 === 5)
      for (const args of [['log', '--json'], ['action', 'list'], ['scope'], ['lift']])
        await trial.run(shown, { args, env })
    made += 1
  }
  return made
}

/** Altering the runbook in the first line would otherwise be all that is done to it. */
function small(body: object): object {
  const copy = structuredClone(body) as { data?: { runbook?: { steps: unknown[]; clauses: unknown[] } } }
  const runbook = copy.data?.runbook
  if (runbook !== undefined)
    Object.assign(runbook, { steps: runbook.steps.slice(0, 2), clauses: runbook.clauses.slice(0, 2) })
  return copy
}

/** The log up to a line, that line made anew, and the lines after it sealed to follow. */
function lineAt(lines: readonly Line[], at: number, bodies: readonly object[], body: object): Buffer {
  const made: string[] = lines.slice(0, at).map(({ raw }) => raw)
  let prev = lines[at - 1]?.hash ?? null
  for (const [i, next] of [body, ...bodies.slice(at + 1)].entries()) {
    const { hash: _, ...unsealed } = { ...(i === 0 ? { prev } : {}), ...next, ...(i === 0 ? {} : { prev }) } as {
      hash?: unknown
    }
    const { line, hash } = sealed(JSON.stringify(unsealed).slice(0, -1))
    made.push(line)
    prev = hash
  }
  return Buffer.from(`${made.join('\n')}\n`)
}

function largeLines(lines: readonly Line[]): Buffer[] {
  const [first, second] = lines as [Line, Line]
  const body = JSON.parse(second.raw) as Record<string, unknown>
  const follows = (text: string) => Buffer.from(`${first.raw}\n${sealed(text).line}\n`)
  const withData = (data: string, type = 'note.added') => {
    const { v, incident, writer, seq, prev, hlc, at, recordedAt, by, critical } = body
    const rest = { v, incident, writer, seq, prev, hlc, at, recordedAt, by, type, critical }
    return follows(`${JSON.stringify(rest).slice(0, -1)},"data":${data}`)
  }
  return [
    withData(`{"text":${'['.repeat(400_000)}${']'.repeat(400_000)}}`),
    withData(`{"text":"x","more":${'['.repeat(400_000)}${']'.repeat(400_000)}}`),
    withData(`{"text":"x","more":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`),
    withData(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 'page.sent'),
    withData(`{"text":"${'x'.repeat(1_040_000)}"}`),
    withData(`{"text":"${'\\u0000'.repeat(150_000)}"}`),
    withData(`{"text":"\\ud800\\udfff\\ud800"}`),
    withData(`{"text":"x",${Array.from({ length: 60_000 }, (_, i) => `"k${i}":1`).join()}}`),
    withData(`{"text":"x","text":"y","__proto__":{"text":"z"}}`),
    withData(`{"${'k'.repeat(1_000_000)}":1,"text":"x"}`),
    withData(`{"text":1e999}`),
    Buffer.from(`${first.raw}\n${'x'.repeat(3_000_000)}`),
    Buffer.from(`${first.raw}\n${'x'.repeat(3_000_000)}\n`),
    Buffer.from(`\ufeff${first.raw}\n`),
    Buffer.from(`${first.raw}\r\n`),
    Buffer.from(`${first.raw}\n\n${second.raw}\n`),
    Buffer.alloc(2_000_000),
    Buffer.from('\n'.repeat(100_000)),
    Buffer.alloc(0),
  ]
}

/** One event of nearly every kind. */
const HISTORY: readonly (readonly string[])[] = [
  [
    'start',
    '--type',
    'system-failure',
    '--severity',
    'sev2',
    '--scope',
    'trading=stopped',
    'withdrawals:XEM=limited:some',
  ],
  ['note', 'engine-3'],
  ['begin', '2.1-assess'],
  ['done', '2.1-logs', '--note', 'kept'],
  ['decline', '3.4-ladder', '--reason', 'no need'],
  ['skip', '2.1-hearing', '--reason', 'no time'],
  ['assign', '2.1-cause', '--to', 'hanako'],
  ['set', 'cause=disk', 'cause.ja=障害', 'cause.en=failure'],
  ['set', 'expected-recovery=?'],
  ['classify', '--severity', 'sev1', '--title', 'x', '--reason', 'worse'],
  ['scope', 'deposits=open'],
  ['notice', 'website', '--posted', '--link', 'https://example.com', '--next', '30m'],
  ['notice', 'email', '--next', '30m'],
  ['action', 'add', 'buy disks', '--owner', 'taro', '--due', '2d'],
  ['advance', '--force', '--reason', 'x'],
  ['undo', '--reason', 'slip'],
  ['lift', '--all', '--force', '--reason', 'x'],
  ['reopen', '--reason', 'again', '--scope', 'trading=stopped'],
  ['lift', '--all', '--force', '--reason', 'y'],
  ['close', '--force', '--reason', 'z'],
]
