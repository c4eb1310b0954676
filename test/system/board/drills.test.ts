import { cpSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LANGUAGES, type Language, type Runbook } from '../../../src/domain/runbook/runbook.ts'
import { loadRunbook } from '../../../src/runbook/io/chapter-files.ts'
import { Bench } from '../../bench.ts'
import { TestBoard, type TestGuest } from '../../board/board-bench.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

/** A manual that comes with the program; `folder` is copied into the workspace, null for the one that is in force without. */
interface ShippedManual {
  readonly name: string
  readonly folder: string | null
  readonly runbook: Runbook
}

const MANUALS: readonly ShippedManual[] = [
  { name: 'supplied', folder: null, runbook: loadRunbook(join(ROOT, 'runbooks'), null).runbook },
  { name: 'starter', folder: join(ROOT, 'starter'), runbook: loadRunbook(null, join(ROOT, 'starter')).runbook },
]

/** Every type of halt, in every language. */
const DRILLS = MANUALS.flatMap((manual) =>
  Object.keys(manual.runbook.types).flatMap((type) =>
    LANGUAGES.map((language) => ({ manual, name: manual.name, type, language })),
  ),
)

/** Does what the page of somebody asks for, step by step, until nothing is left; what cannot be done is skipped. */
async function doAll(guest: TestGuest, id: string): Promise<void> {
  const tried = new Set<string>()
  for (;;) {
    const { body } = await guest.get(`/incidents/${id}?lang=${guest.language}`)
    expect(body).toContain(`<html lang="${guest.language}">`)
    const steps = [...body.matchAll(/<details id="step-([^"]+)"/g)].flatMap(([, step = '']) => step)
    if (steps.length === 0) return
    for (const step of steps) {
      expect(tried.has(step), step).toBe(false)
      tried.add(step)
      const done = await guest.act(id, { act: 'done', step })
      if (done.code === 200) continue
      expect(await guest.act(id, { act: 'skip', step, text: done.lines.join(' ') })).toMatchObject({ code: 200 })
    }
  }
}

function benchWith({ folder }: ShippedManual, language: Language): Bench {
  const bench = new Bench({ HALT_LANG: language })
  if (folder === null) return bench
  cpSync(folder, join(bench.workspace, 'runbooks'), { recursive: true })
  bench.write('halt.yaml', 'runbooks: { shipped: false }\n')
  return bench
}

/** The department with most of the steps. */
function busiestDepartment({ steps }: Runbook): string {
  const counts = new Map<string, number>()
  for (const { department } of steps) if (department !== null) counts.set(department, (counts.get(department) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] as string
}

async function invited(board: TestBoard, language: Language, name: string, ...flags: readonly string[]) {
  return Object.assign(await board.guest(name, '--act', ...flags), { language })
}

describe('a drill', () => {
  it.each(DRILLS)(
    'is led to its end by three people, two of them on the board alone: $type of the $name manual, in $language',
    async ({ manual, type, language }) => {
      const { runbook } = manual
      const bench = benchWith(manual, language)
      const isPlanned = runbook.types[type]?.planned === 'required'
      const planned = isPlanned ? ['--planned', '22:20/23:30'] : []
      const id = (await bench.ok('start', '--drill', '--type', type, '--title', 'Rehearsal', ...planned)).trim()
      const board = await TestBoard.of(bench)
      const ofDepartment = await invited(board, language, 'Mori', '--department', busiestDepartment(runbook))
      const ofAll = await invited(board, language, 'Sato')
      const rest = async () => {
        await doAll(ofDepartment, id)
        await doAll(ofAll, id)
      }
      if (isPlanned) {
        await rest()
        bench.pass(5 * 60_000)
        await bench.ok('advance')
      }
      await bench.ok('scope', `${Object.keys(runbook.operations)[0]}=stopped`)
      await rest()
      await bench.ok('advance')
      await rest()
      await bench.ok('lift', '--all')
      await rest()
      await bench.ok('close', '--force', '--reason', 'rehearsed')
      const events = await bench.events()
      const by = (name: string) => events.filter((event) => event.by === name)
      for (const { via, invitedBy } of [...by('Mori'), ...by('Sato')] as { via?: string; invitedBy?: string }[])
        expect([via, invitedBy]).toEqual(['board', 'taro'])
      for (const name of ['Mori', 'Sato', 'taro']) expect(by(name), name).not.toEqual([])
      const status = await bench.json<{ phase: string; steps: { state: string; modality: string }[] }>(
        'status',
        '-i',
        id,
      )
      expect(status.phase).toBe('closed')
      const open = status.steps.filter(({ state }) => state === 'pending' || state === 'in-progress')
      expect(open).toEqual([])
      expect((await bench.halt('verify', '-i', id)).code).toBe(0)
    },
    300_000,
  )
})
