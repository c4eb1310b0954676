import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { checkBytes, type Line } from '../chain.ts'
import { Hosted } from '../hosted.ts'
import type { Attack, Figure, Proof } from '../proof.ts'
import { Workspace } from '../workspace.ts'

/** What stands after the cut: nothing, what a file system leaves of blocks never written, or what was there before. */
const TAILS: readonly (readonly [name: string, bytes: Buffer])[] = [
  ['nothing', Buffer.alloc(0)],
  ['a NUL', Buffer.alloc(1)],
  ['a block of NULs', Buffer.alloc(4096)],
  [
    'garbage',
    Buffer.from(
      createHash('sha512')
        .update('garbage')
        .digest()
        .filter((byte) => byte !== 0x0a),
    ),
  ],
  ['another line', Buffer.from('{"v":1,"incident":"x"}')],
]

const LINES = 3

/** A crash in the middle of a write: the last line is whole, or in part there, or followed by anything. */
export const TORN: Proof = {
  fault: 'torn tail',
  needs: [],
  async run(attack) {
    const workspace = new Workspace(attack)
    const whole = await written(workspace)
    const hosted = new Hosted(attack)
    try {
      return await cuts(attack, workspace, whole, hosted)
    } finally {
      hosted.end()
    }
  },
}

async function written(workspace: Workspace): Promise<Buffer> {
  await workspace.ok('start', '--type', 'system-failure', '--title', '注文が通らない')
  await workspace.ok('set', 'cause.ja=調査しています', 'cause.en=under investigation')
  await workspace.ok('note', 'first')
  await workspace.ok('done', '2.1-logs', '--note', '記録を確保した — engine-3')
  await workspace.ok('scope', 'trading=stopped', 'withdrawals:XEM=limited:sells only')
  await workspace.ok('note', 'last, "quoted", with a \\ and 絵文字 🛑')
  return readFileSync(workspace.file)
}

type Run = (...args: readonly string[]) => Promise<{ code: number | null; out: string; err: string }>

async function cuts(attack: Attack, workspace: Workspace, whole: Buffer, hosted: Hosted): Promise<Figure> {
  const { lines } = checkBytes(whole)
  const from = whole.length - lengthOf(lines.slice(-LINES))
  const inside: Run = (...args) => hosted.reply({ args, env: workspace.env })
  const outside: Run = (...args) => workspace.halt(...args)
  const { step, every, sampled } = attack.full ? { step: 1, every: 1, sampled: 60 } : { step: 3, every: 6, sampled: 90 }
  const faults: string[] = []
  let cut = 0
  let tried = 0
  let processes = 0
  for (let at = from; at <= whole.length; at += step) {
    cut += 1
    for (const [i, [name, tail]] of TAILS.entries()) {
      if (i > 0 && (at + i) % every !== 0) continue
      const run = tried % sampled === 0 ? outside : inside
      tried += 1
      if (run === outside) processes += 1
      const fault = await recover(workspace, Buffer.concat([whole.subarray(0, at), tail]), run)
      if (fault !== null) faults.push(`cut at ${at} and ${name}: ${fault}`)
    }
  }
  return {
    holds: faults.length === 0 && cut > 400 && processes > 0,
    figure: `${cut} cuts, ${tried} tails (${processes} with a process for each command): ${faults.length} recovered wrongly${faults.slice(0, 3).map((fault) => `; ${fault}`)}`,
  }
}

function lengthOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { raw }) => sum + Buffer.byteLength(raw) + 1, 0)
}

/** What must become of such a file; what was acknowledged is the whole lines at its start. */
interface Expected {
  readonly lines: readonly Line[]
  readonly kept: Buffer
  readonly torn: Buffer
}

function expectedOf(bytes: Buffer): Expected {
  const { lines, tail } = checkBytes(bytes)
  const prefix = bytes.subarray(0, bytes.length - tail.length)
  const seal = /^.*?,"hash":"[0-9a-f]{64}"\}/.exec(tail.toString('latin1'))?.[0] ?? ''
  const last = checkBytes(Buffer.concat([prefix, tail.subarray(0, seal.length), Buffer.from('\n')]))
  if (seal === '' || last.lines.length !== lines.length + 1) return { lines, kept: prefix, torn: tail }
  const kept = Buffer.concat([prefix, tail.subarray(0, seal.length), Buffer.from('\n')])
  return { lines: last.lines, kept, torn: tail.subarray(seal.length) }
}

/** Puts such a file there, lets the program go on with it, and says what it did wrong; null where nothing. */
async function recover(workspace: Workspace, bytes: Buffer, run: Run): Promise<string | null> {
  const { file, incident } = workspace
  const { lines, kept, torn } = expectedOf(bytes)
  for (const name of asideIn(incident)) rmSync(join(incident, name))
  writeFileSync(file, bytes)
  acknowledge(workspace, lines.at(-1) as Line)
  const read = await run('verify')
  if (read.code !== 0) return `verify exited ${read.code}: ${read.err}`
  if (!readFileSync(file).equals(bytes)) return 'verify changed the file'
  const first = await run('note', 'once')
  if (first.code !== 0) return `the next note exited ${first.code}: ${first.err}`
  const once = readFileSync(file)
  const added = checkBytes(once)
  if (added.fault !== null || added.tail.length > 0) return `${added.fault ?? 'a tail'} after recovery`
  if (!once.subarray(0, kept.length).equals(kept)) return 'a whole line was lost or changed'
  const types = added.lines.slice(lines.length).map(({ type }) => type)
  const wanted = torn.length === 0 ? ['note.added'] : ['log.recovered', 'note.added']
  if (types.join() !== wanted.join()) return `recorded ${types.join()}`
  const aside = asideIn(incident).map((name) => readFileSync(join(incident, name)))
  if (aside.length !== wanted.length - 1) return `${aside.length} files beside the log`
  if (torn.length > 0 && !aside[0]?.equals(torn)) return 'other bytes were kept than those cut off'
  const said = added.lines[lines.length]?.data
  if (torn.length > 0 && (said?.bytes !== torn.length || !existsSync(join(workspace.path, String(said.kept)))))
    return 'log.recovered names other bytes'
  const again = await run('verify')
  if (again.code !== 0 || !readFileSync(file).equals(once)) return 'verify after recovery'
  const second = await run('note', 'twice')
  const twice = readFileSync(file)
  const more = checkBytes(twice).lines.slice(added.lines.length)
  if (second.code !== 0 || !twice.subarray(0, once.length).equals(once)) return 'the second note changed what was there'
  if (more.map(({ type }) => type).join() !== 'note.added') return `recovered twice: ${more.map(({ type }) => type)}`
  return asideIn(incident).length === aside.length ? null : 'kept the same bytes twice'
}

function asideIn(incident: string): string[] {
  return readdirSync(incident).filter((name) => name.includes('.torn'))
}

/** Sets the state outside the workspace to what it was when this line had been the last acknowledged. */
function acknowledge({ state, incident }: Workspace, { writer, seq, hash }: Line): void {
  const [key = ''] = readdirSync(join(state, 'halt'))
  writeFileSync(join(state, 'halt', key, `${basename(incident)}.head`), `${writer} ${seq} ${hash}\n`)
}
