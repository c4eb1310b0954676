import { readFileSync } from 'node:fs'
import { checkBytes, type Line } from '../chain.ts'
import type { Attack, Proof } from '../proof.ts'
import { pathsOf, SCENES, type Scene, START } from '../scenes.ts'
import { traced } from '../trace.ts'
import { inWorkers, sample } from '../worker-pool.ts'
import { isReceipt, Workspace } from '../workspace.ts'

/** Where strace kills: before the call of that name and number, all of them counted or those on our paths alone. */
interface Point {
  readonly scene: Scene
  readonly call: string
  readonly onPaths: boolean
  readonly when: number
}

interface Found {
  readonly struck: boolean
  readonly acknowledged: boolean
  readonly extra: number
  readonly faults: readonly string[]
}

const FULL = 500
/** The first runs of a command keep what they compiled: those after them make the same calls each time. */
const USES = [1, 2, 3]
/** Calls that change something, wherever they go to: what is written to the operator as well. */
const CHANGES = 'write,writev,pwrite64,rename,link,linkat,mkdir,chmod,fchmod,fsync,fdatasync,ftruncate,unlink'

/** Killed at every system call: nothing acknowledged is lost, at most the one command not yet acknowledged is there. */
export const KILL: Proof = {
  fault: 'kill at every system call',
  needs: ['strace'],
  async run(attack) {
    const sets = await inWorkers(SCENES, (scene) => pointsOf(attack, scene))
    const points = attack.full ? sets.flat() : sets.flatMap(fewOf)
    const places = new Map<string, Promise<Place>>()
    const found = await inWorkers(points, async (point, worker) => {
      const key = `${worker} ${point.scene.name}`
      const place = places.get(key) ?? placeOf(attack, point.scene)
      places.set(key, place)
      return strike(await place, point)
    })
    const kills = found.filter(({ struck }) => struck).length
    const faults = found.flatMap(({ faults }) => faults)
    const extra = found.filter(({ acknowledged, extra }) => !acknowledged && extra > 0).length
    const acknowledged = found.filter((f) => f.acknowledged).length
    const lost = faults.filter((fault) => fault.includes('LOST')).length
    const figure = [
      `${kills} kills in ${SCENES.length} scenes (${acknowledged} after the receipt):`,
      `${lost} acknowledged events lost, ${extra} commands there without a receipt, ${faults.length - lost} other faults`,
      ...faults.slice(0, 5),
    ].join(' ')
    return { holds: faults.length === 0 && kills === points.length && kills >= (attack.full ? FULL : 1), figure }
  },
}

/** A third of the calls that change something, and a few of those that only look. */
function fewOf(points: readonly Point[]): Point[] {
  const changes = points.filter(({ onPaths }) => !onPaths)
  const looks = points.filter(({ onPaths }) => onPaths)
  return [...sample(changes, Math.ceil(changes.length / 3)), ...sample(looks, 2)]
}

/** A workspace to kill in, put back as it was before each kill. */
interface Place {
  readonly workspace: Workspace
  restore(): void
  /** Events that the command gives where nothing kills it. */
  readonly whole: number
  readonly before: ReadonlyMap<string, readonly Line[]>
}

async function placeOf(attack: Attack, scene: Scene): Promise<Place> {
  const workspace = new Workspace(attack)
  await scene.prepare(workspace)
  const restore = workspace.saved()
  const before = linesOf(workspace)
  for (const _ of USES) {
    restore()
    await workspace.ok(...scene.args)
  }
  const whole = count(linesOf(workspace)) - count(before)
  if (whole === 0) throw new Error(`${scene.name}: the command records nothing`)
  return { workspace, restore, whole, before }
}

async function pointsOf(attack: Attack, scene: Scene): Promise<Point[]> {
  const { workspace, restore } = await placeOf(attack, scene)
  const points: Point[] = []
  for (const [calls, onPaths] of [
    ['all', true],
    [CHANGES, false],
  ] as const) {
    restore()
    const paths = onPaths ? pathsOf(workspace) : []
    if (onPaths && paths.length === 0) continue
    const ran = await traced(workspace, { expressions: [`trace=${calls}`], paths }, ...scene.args)
    if (ran.code !== 0) throw new Error(`${scene.name}: ${ran.err}`)
    const counts = new Map<string, number>()
    const only = onPaths ? ran.calls.filter(({ name }) => !CHANGES.split(',').includes(name)) : ran.calls
    for (const { name } of only.filter(({ main }) => main)) {
      const when = (counts.get(name) ?? 0) + 1
      counts.set(name, when)
      points.push({ scene, call: name, onPaths, when })
    }
  }
  return points
}

async function strike(place: Place, { scene, call, onPaths, when }: Point): Promise<Found> {
  const { workspace, restore, whole, before } = place
  restore()
  const paths = onPaths ? pathsOf(workspace) : []
  const expressions = [`trace=${call}`, `inject=${call}:signal=KILL:when=${when}`]
  const killed = await traced(workspace, { expressions, paths }, ...scene.args)
  const struck = killed.signal === 'SIGKILL'
  const acknowledged = isReceipt(killed)
  const after = linesOf(workspace)
  const extra = count(after) - count(before)
  const faults = [...lostFrom(before, after), ...(await lameness(workspace, scene, extra === 0))]
  if (acknowledged && extra < whole) faults.push(`LOST after the receipt: ${extra} of ${whole} events`)
  if (extra !== 0 && extra !== whole) faults.push(`${extra} of ${whole} events`)
  return {
    struck,
    acknowledged,
    extra,
    faults: faults.map((fault) => `[${scene.name}, ${call} ${when}: ${fault}]`),
  }
}

function linesOf(workspace: Workspace): Map<string, readonly Line[]> {
  return new Map(workspace.files().map((path) => [path, checkBytes(readFileSync(path)).lines]))
}

function count(files: ReadonlyMap<string, readonly Line[]>): number {
  return [...files.values()].reduce((sum, lines) => sum + lines.length, 0)
}

/** Lines that were there, byte for byte, and are no more. */
function lostFrom(before: Place['before'], after: Place['before']): string[] {
  return [...before].flatMap(([path, lines]) =>
    lines.filter((line, n) => after.get(path)?.[n]?.raw !== line.raw).map(({ seq }) => `LOST ${seq} of ${path}`),
  )
}

/** What does not work after the kill: our own reading, `verify`, the next command, and all of these once more. */
async function lameness(workspace: Workspace, { name }: Scene, nothing: boolean): Promise<string[]> {
  const faults = readingOf(workspace)
  if (name.startsWith('start')) {
    const id = (await workspace.halt(...START)).out.trim()
    const which = nothing && name === 'start' ? [] : ['-i', id]
    const next = [['list'], [...which, 'note', 'next'], [...which, 'verify'], [...which, 'status']]
    return [...faults, ...(await failing(workspace, ...next))]
  }
  const verify = await workspace.halt('verify')
  const behind = name === 'restored log' && verify.err.includes('(log-behind)')
  if (verify.code !== 0 && !behind) faults.push(`verify: ${verify.code} ${verify.err}`)
  const next = name === 'close' ? ['-i', 'latest', 'note', 'next'] : ['note', 'next']
  faults.push(...(await failing(workspace, next, ['verify'])), ...readingOf(workspace))
  if (!workspace.notes().includes('next')) faults.push('the next note is not in the log')
  return faults
}

function readingOf(workspace: Workspace): string[] {
  return [...workspace.checked().flatMap(({ fault }) => fault ?? []), ...workspace.lackingFiles()]
}

async function failing(workspace: Workspace, ...commands: readonly string[][]): Promise<string[]> {
  const faults: string[] = []
  for (const args of commands) {
    const { code, err } = await workspace.halt(...args)
    if (code !== 0) faults.push(`then ${args.join(' ')}: ${code} ${err.trim()}`)
  }
  return faults
}
