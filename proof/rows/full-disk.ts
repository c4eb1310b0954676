import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Attack, Proof } from '../proof.ts'
import { before, judge, recovers } from '../refusal.ts'
import { onTmpfs, type Tmpfs } from '../tmpfs.ts'
import { inWorkers } from '../worker-pool.ts'
import { Workspace } from '../workspace.ts'

const START = ['start', '--type', 'system-failure', '--title', 'x']

/** The incident comes first, so that a second one cannot make it unclear which is meant. */
const COMMANDS: readonly (readonly string[])[] = [
  ['-i', 'latest', 'note', 'short'],
  ['-i', 'latest', 'note', 'x'.repeat(6000)],
  ['-i', 'latest', 'note', 'x'.repeat(40_000)],
  ['-i', 'latest', 'done', '2.1-logs', '2.1-cause', '2.1-hearing'],
  START,
]

interface Counts {
  recorded: number
  refused: number
  /** Recorded, though the head could not be kept outside. */
  unkept: number
  readonly faults: string[]
}

/** Pages of 4 KiB that are left free, so that writes end at once, half way, or in what comes after them. */
const PAGES = { full: [0, 1, 2, 3, 4, 6, 8, 12, 20, 30], short: [0, 2, 12] }

/** Each of the places on a disk that is full: recorded or refused, and never a lie. */
export const FULL_DISK: Proof = {
  fault: 'full disk',
  needs: ['tmpfs'],
  async run(attack) {
    const counts: Counts = { recorded: 0, refused: 0, unkept: 0, faults: [] }
    await inWorkers(['workspace', 'state', 'both'] as const, (place) =>
      onTmpfs(attack.folder(), 2048, async (tmpfs) => {
        const workspace = await begun(attack, tmpfs, place)
        const restore = workspace.saved()
        for (const pages of attack.full ? PAGES.full : PAGES.short)
          for (const args of COMMANDS) {
            restore()
            await strike(workspace, tmpfs, pages, args, place, counts)
          }
      }),
    )
    const filled = await fillUp(attack)
    const held = await heldBack(attack)
    counts.faults.push(...filled.faults, ...held.faults)
    const { recorded, refused, unkept, faults } = counts
    const figure = [
      `${recorded + refused} commands on a full disk: ${recorded} recorded (${unkept} with no place for the head), ${refused} NOT recorded,`,
      `${filled.events} events until a disk was full, none lost;`,
      `${held.ran} commands run and ${held.refused} held back, each as the log says;`,
      `${faults.length} lies or losses`,
      ...faults.slice(0, 5),
    ].join(' ')
    return {
      holds: faults.length === 0 && refused > 0 && unkept > 0 && filled.refused > 0 && held.refused > 0 && held.ran > 0,
      figure,
    }
  },
}

async function begun(attack: Attack, { path }: Tmpfs, place: 'workspace' | 'state' | 'both'): Promise<Workspace> {
  const workspace = new Workspace(attack, {
    ...(place !== 'state' && { HALT_DIR: join(path, 'workspace') }),
    ...(place !== 'workspace' && { XDG_STATE_HOME: join(path, 'state') }),
  })
  await workspace.ok(...START)
  await workspace.ok('note', 'before')
  return workspace
}

async function strike(
  workspace: Workspace,
  tmpfs: Tmpfs,
  pages: number,
  args: readonly string[],
  place: string,
  counts: Counts,
): Promise<void> {
  const was = before(workspace)
  tmpfs.fill(pages)
  const ran = await workspace.halt(...args)
  const { outcome, faults } = judge(workspace, was, ran)
  tmpfs.free()
  if (outcome === 'recorded') counts.recorded += 1
  else counts.refused += 1
  if (outcome === 'recorded' && !workspace.keepsHead()) counts.unkept += 1
  const after = await recovers(workspace, ['-i', 'latest'])
  counts.faults.push(
    ...[...faults, ...after].map((f) => `[${place}, ${pages} pages, ${args.join(' ').slice(0, 30)}: ${f}]`),
  )
}

/** Notes of many lengths until the disk is full, and on: whatever was acknowledged is there afterwards. */
async function fillUp(attack: Attack): Promise<{ events: number; refused: number; faults: string[] }> {
  return onTmpfs(attack.folder(), 512, async (tmpfs) => {
    const workspace = await begun(attack, tmpfs, 'both')
    const told: string[] = ['before']
    const faults: string[] = []
    let refused = 0
    for (let n = 0; refused < (attack.full ? 40 : 8); n += 1) {
      const text = `${n} ${'x'.repeat((n * 7919) % 25_000)}`
      const was = before(workspace)
      const ran = await workspace.halt('note', text)
      const judged = judge(workspace, was, ran)
      faults.push(...judged.faults.map((fault) => `[note ${n}: ${fault}]`))
      if (judged.outcome === 'recorded') told.push(text)
      else refused += 1
      if (n > 500) throw new Error('the disk was never full')
    }
    const notes = workspace.notes()
    if (notes.join() !== told.join()) faults.push(`${told.length} told, ${notes.length} there`)
    return { events: told.length, refused, faults }
  })
}

/** A command is run only where that is recorded, and its output has a place. */
async function heldBack(attack: Attack): Promise<{ ran: number; refused: number; faults: string[] }> {
  return onTmpfs(attack.folder(), 512, async (tmpfs) => {
    const workspace = await begun(attack, tmpfs, 'workspace')
    const restore = workspace.saved()
    const marker = join(attack.folder(), 'ran')
    const faults: string[] = []
    let [ran, refused] = [0, 0]
    for (const pages of PAGES.full) {
      restore()
      rmSync(marker, { force: true })
      tmpfs.fill(pages)
      const { code, err } = await workspace.halt('exec', '--', 'touch', marker)
      tmpfs.free()
      const begun = workspace.lines().some(({ type }) => type === 'command.started')
      if (existsSync(marker)) ran += 1
      else refused += 1
      if (begun !== existsSync(marker) || (!begun && !(code === 5 && err.includes('NOT recorded'))))
        faults.push(`[exec, ${pages} pages: exit ${code}, ${begun ? 'recorded' : 'not recorded'}: ${err}]`)
    }
    return { ran, refused, faults }
  })
}
