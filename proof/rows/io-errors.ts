import type { Attack, Proof } from '../proof.ts'
import { type Before, before, judge, recovers } from '../refusal.ts'
import { pathsOf, SCENES, type Scene } from '../scenes.ts'
import { type Call, traced } from '../trace.ts'
import { inWorkers, sample } from '../worker-pool.ts'
import { Workspace } from '../workspace.ts'

/** What strace lets fail: the call of that number, or all from it on; on our paths alone where they are known beforehand. */
interface Point {
  readonly scene: Scene
  readonly call: string
  readonly when: number
  /** Whether all calls from that one on fail. */
  readonly always: boolean
  /** The file that the call is on, without what differs from run to run. */
  readonly target: string
  readonly error: string
  readonly onPaths: boolean
}

const ERRORS: Readonly<Record<string, readonly string[]>> = {
  write: ['ENOSPC', 'EIO', 'EDQUOT'],
  fsync: ['EIO', 'ENOSPC', 'EDQUOT'],
  fdatasync: ['EIO', 'ENOSPC', 'EDQUOT'],
  openat: ['ENOSPC', 'EIO', 'EDQUOT', 'EMFILE'],
  rename: ['ENOSPC', 'EIO', 'EDQUOT'],
  ftruncate: ['EIO'],
  mkdir: ['ENOSPC', 'EDQUOT'],
  getdents64: ['EIO'],
  pread64: ['EIO'],
  read: ['EIO'],
}
const SHORT = 70

interface Place {
  readonly workspace: Workspace
  restore(): void
  readonly was: Before
}

/** Every call that may fail, fails once and from then on: recorded, or refused with nothing of it in the log. */
export const IO_ERRORS: Proof = {
  fault: 'full quota and I/O errors',
  needs: ['strace'],
  async run(attack) {
    const all = (await inWorkers(SCENES, (scene) => pointsOf(attack, scene))).flat()
    const points = attack.full ? all : sample(all, SHORT)
    const places = new Map<string, Promise<Place>>()
    const found = await inWorkers(points, async (point, worker) => {
      const key = `${worker} ${point.scene.name}`
      const place = places.get(key) ?? placeOf(attack, point.scene)
      places.set(key, place)
      return strikeTarget(await place, point)
    })
    const faults = found.flatMap((f) => f.faults)
    const count = (outcome: string) => found.filter((f) => f.outcome === outcome).length
    const missed = count('missed')
    const figure = [
      `${found.length - missed} calls failed: ${count('not recorded')} NOT recorded, ${count('unreadable')} unreadable,`,
      `${count('recorded')} recorded all the same; ${faults.length} lies or losses`,
      ...faults.slice(0, 8),
    ].join(' ')
    // Of what failed once the log had been read, many calls have to be ones without which nothing is recorded.
    const afterReading = points.length - count('unreadable')
    return { holds: faults.length === 0 && missed === 0 && count('not recorded') > afterReading / 4, figure }
  },
}

async function placeOf(attack: Attack, scene: Scene): Promise<Place> {
  const workspace = new Workspace(attack)
  await scene.prepare(workspace)
  return { workspace, restore: workspace.saved(), was: before(workspace) }
}

async function pointsOf(attack: Attack, scene: Scene): Promise<Point[]> {
  const { workspace, restore } = await placeOf(attack, scene)
  const points: Point[] = []
  for (const onPaths of [true, false]) {
    restore()
    const paths = onPaths ? pathsOf(workspace) : []
    if (onPaths && paths.length === 0) continue
    const expressions = [`trace=${Object.keys(ERRORS).join(',')}`]
    const known = pathsOf(workspace)
    const { calls } = await traced(workspace, { expressions, paths }, ...scene.args)
    const counts = new Map<string, number>()
    for (const { name, text } of calls.filter(({ main }) => main)) {
      const when = (counts.get(name) ?? 0) + 1
      counts.set(name, when)
      const path = pathIn(text)
      if (!within(path, workspace) || (!onPaths && known.includes(path))) continue
      for (const error of ERRORS[name] ?? []) {
        const point = { scene, call: name, when, target: targetOf(path), error, onPaths }
        points.push({ ...point, always: false })
        if (onPaths) points.push({ ...point, always: true })
      }
    }
  }
  return points
}

function pathIn(text: string): string {
  return /^\d+<([^>]*)>/.exec(text)?.[1] ?? /"([^"]*)"/.exec(text)?.[1] ?? ''
}

/** A path without ids, process numbers, the folder of the run, and the number of a second incident in one second. */
function targetOf(path: string): string {
  return path
    .replace(/[0-9A-Za-z]{6,}/g, '#')
    .replace(/\d+/g, '0')
    .replace(/(#-#)-0\b/g, '$1')
}

function within(path: string, { path: folder, state }: Workspace): boolean {
  return [folder, state].some((place) => path === place || path.startsWith(`${place}/`))
}

interface Found {
  readonly outcome: ReturnType<typeof judge>['outcome'] | 'missed'
  readonly faults: readonly string[]
}

const MOST_TRIES = 12

/** Strikes until the call on the counted file fails: from run to run, Node opens and reads a file more or less before it. */
async function strikeTarget(place: Place, point: Point): Promise<Found> {
  let { when } = point
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const struck = await strike(place, { ...point, when })
    if ('outcome' in struck) return struck
    when = Math.max(1, struck.madeAt ?? when + (tries % 2 === 0 ? tries : -tries))
  }
  return { outcome: 'missed', faults: [] }
}

/** `madeAt` is the number of the call on the counted file, where another one failed or none. */
async function strike(
  { workspace, restore, was }: Place,
  { scene, call, when, always, target, error, onPaths }: Point,
): Promise<Found | { readonly madeAt: number | null }> {
  restore()
  const expressions = [`trace=${call}`, `inject=${call}:error=${error}:when=${when}${always ? '+' : ''}`]
  const ran = await traced(workspace, { expressions, paths: onPaths ? pathsOf(workspace) : [] }, ...scene.args)
  const calls = ran.calls.filter(({ main }) => main)
  const isTarget = ({ text }: Call) => targetOf(pathIn(text)) === target
  const failed = calls.find(({ injected }) => injected)
  if (failed === undefined || !isTarget(failed)) {
    const near = calls.flatMap((one, i) => (isTarget(one) ? [i + 1] : []))
    return { madeAt: near.toSorted((a, b) => Math.abs(a - when) - Math.abs(b - when))[0] ?? null }
  }
  const { outcome, faults } = judge(workspace, was, ran)
  const which = `${scene.name}, ${call} ${when}${always ? '+' : ''} ${error}`
  const after = scene.name === 'start' ? [] : await recovers(workspace, ['-i', 'latest'])
  return { outcome, faults: [...faults, ...after].map((fault) => `[${which}: ${fault}]`) }
}
