import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

const MINUTE = 60_000

async function declared(bench: Bench, ...args: readonly string[]): Promise<string> {
  return (await bench.ok('start', '--type', 'system-failure', ...args)).trim()
}

describe('the status of a closed halt', () => {
  it.each(['false-alarm', 'duplicate'])('shows nothing overdue and no next steps of a %s, however late', async (as) => {
    const bench = new Bench()
    const id = await declared(bench)
    await bench.ok('advance', '--force', '--reason', 'x')
    bench.pass(120 * MINUTE)
    expect(await bench.ok('status')).toContain('OVERDUE')
    await bench.ok('close', '--resolution', as, '--reason', 'a test alarm')
    bench.pass(600 * MINUTE)
    const status = await bench.ok('status', '-i', id)
    expect(status).not.toMatch(/OVERDUE|^Next$|and \d+ more/m)
    const { clocks, steps } = JSON.parse(await bench.ok('status', '--json', '-i', id))
    expect(clocks).toEqual([])
    expect(steps.filter(({ dueAt }: { dueAt: string | null }) => dueAt !== null)).toEqual([])
    expect(await bench.ok('status', '--department', 'system', '-i', id)).not.toMatch(/OVERDUE|\[>\]/)
    expect(JSON.parse(await bench.ok('next', '--json', '-i', id)).steps).toEqual([])
  })
})
