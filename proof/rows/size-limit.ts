import type { Attack, Proof } from '../proof.ts'
import { type Before, before, judge, recovers } from '../refusal.ts'
import { SCENES, type Scene } from '../scenes.ts'
import { traced } from '../trace.ts'
import { sample } from '../worker-pool.ts'
import { Workspace } from '../workspace.ts'

/** Bytes past the end of the log that a file may have: none, then a part of the next event, then nearly all of it. */
const ROOM = [0, 1, 20, 100, 200, 300, 360, 380]

interface Counts {
  refused: number
  recorded: number
  torn: number
  uncut: number
  readonly faults: string[]
}

/** No file may grow past a limit: a write takes a part only, and the next one fails. */
export const SIZE_LIMIT: Proof = {
  fault: 'file size limit',
  needs: ['prlimit', 'strace'],
  async run(attack) {
    const counts: Counts = { refused: 0, recorded: 0, torn: 0, uncut: 0, faults: [] }
    const scenes = SCENES.filter(({ name }) => name !== 'start')
    for (const scene of attack.brief ? sample(scenes, 2) : scenes) await limit(attack, scene, counts)
    await limitBeginning(attack, counts)
    const { refused, recorded, torn, uncut, faults } = counts
    const figure = [
      `${refused + recorded} commands at a limit: ${refused} NOT recorded (${torn} after a part was written),`,
      `${uncut} of a part that could not be cut off again, all said and set aside; ${faults.length} lies or losses`,
      ...faults.slice(0, 5),
    ].join(' ')
    return { holds: faults.length === 0 && torn > 0 && uncut > 0, figure }
  },
}

async function limit(attack: Attack, scene: Scene, counts: Counts): Promise<void> {
  const workspace = new Workspace(attack)
  await scene.prepare(workspace)
  const restore = workspace.saved()
  const was = before(workspace)
  for (const room of attack.full ? ROOM : sample(ROOM, 3)) {
    restore()
    const bytes = workspace.size() + room
    await strike(workspace, was, bytes, scene, counts)
    restore()
    if (room > 0) await strikeUncut(workspace, was, bytes, scene, counts)
  }
}

const limitedTo = (bytes: number) => ['prlimit', `--fsize=${bytes}`]

async function strike(workspace: Workspace, was: Before, bytes: number, scene: Scene, counts: Counts): Promise<void> {
  const expressions = ['trace=write,ftruncate']
  const ran = await traced(workspace, { expressions, under: limitedTo(bytes) }, ...scene.args)
  const { outcome, faults } = judge(workspace, was, ran)
  const cut = ran.calls.some(({ name, text }) => name === 'ftruncate' && text.includes('.jsonl'))
  if (outcome === 'not recorded' && cut) counts.torn += 1
  if (outcome === 'recorded') counts.recorded += 1
  else counts.refused += 1
  blame(counts, `${scene.name}, ${bytes}`, [...faults, ...(await recovers(workspace, ['-i', 'latest']))])
}

/** The part that was written stays, since it cannot be cut off either: said, and set aside by whoever writes next. */
async function strikeUncut(
  workspace: Workspace,
  was: Before,
  bytes: number,
  scene: Scene,
  counts: Counts,
): Promise<void> {
  const expressions = ['trace=ftruncate', 'inject=ftruncate:error=EIO']
  const ran = await traced(workspace, { expressions, under: limitedTo(bytes) }, ...scene.args)
  if (!ran.calls.some(({ injected }) => injected)) return
  counts.uncut += 1
  const faults = ran.code === 5 && ran.err.includes('NOT recorded') ? [] : [`exit ${ran.code}: ${ran.err.trim()}`]
  if (before(workspace).events !== was.events) faults.push('events that nobody was told of')
  blame(counts, `${scene.name}, ${bytes}, uncut`, [...faults, ...(await recovers(workspace, ['-i', 'latest']))])
}

async function limitBeginning(attack: Attack, counts: Counts): Promise<void> {
  for (const bytes of attack.full ? [0, 1, 100, 5000, 50_000, 90_000] : [100, 50_000]) {
    const workspace = new Workspace(attack)
    const ran = await workspace.haltWith({ under: limitedTo(bytes) }, 'start', '--type', 'system-failure')
    const { outcome, faults: lies } = judge(workspace, { files: new Map(), events: 0 }, ran)
    const faults = outcome === 'not recorded' ? [...lies] : [...lies, outcome]
    counts.refused += 1
    await workspace.ok('start', '--type', 'system-failure')
    blame(counts, `start, ${bytes}`, [...faults, ...(await recovers(workspace))])
  }
}

function blame(counts: Counts, what: string, faults: readonly string[]): void {
  counts.faults.push(...faults.map((fault) => `[${what} bytes: ${fault}]`))
}
