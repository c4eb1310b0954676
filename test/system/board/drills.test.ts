import { describe, expect, it } from 'vitest'
import { LANGUAGES, type Language } from '../../../src/domain/runbook/runbook.ts'
import { Bench } from '../../bench.ts'
import { TestBoard, type TestGuest } from '../../board/board-bench.ts'

const TYPES = ['maintenance', 'system-failure', 'security-incident', 'compliance', 'market-volatility']

/** Does what the page of somebody asks for, step by step, until nothing is left; what cannot be done is skipped. */
async function doAll(guest: TestGuest, id: string, language: Language): Promise<void> {
  const tried = new Set<string>()
  for (;;) {
    const { body } = await guest.get(`/incidents/${id}?lang=${language}`)
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

async function begin(type: string): Promise<{ bench: Bench; id: string }> {
  const bench = new Bench()
  const planned = type === 'maintenance' ? ['--planned', '22:20/23:30'] : []
  const id = (await bench.ok('start', '--drill', '--type', type, '--title', 'Rehearsal', ...planned)).trim()
  return { bench, id }
}

describe('a drill', () => {
  it.each(TYPES.map((type, i) => [type, LANGUAGES[i % 2] as Language] as const))(
    'is led to its end by three people, two of them on the board alone: %s, in %s',
    async (type, language) => {
      const { bench, id } = await begin(type)
      const board = await TestBoard.of(bench)
      const relations = await board.guest('Mori', '--act', '--department', 'public-relations')
      const operations = await board.guest('Sato', '--act')
      const rest = async () => {
        await doAll(relations, id, language)
        await doAll(operations, id, language)
      }
      if (type === 'maintenance') {
        await rest()
        bench.pass(5 * 60_000)
        await bench.ok('advance')
      }
      await bench.ok('scope', 'trading=stopped')
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
      expect(by('Mori').length).toBeGreaterThan(0)
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
