import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from './bench.ts'

const FIXTURES = resolve(import.meta.dirname, '../fixtures/version-1')
const FAILURE = '20241124-221722-system-failure'
const CLOSED = '20241124-231722-market-volatility'
const SHARED = '20241125-001722-security-incident'

interface Status {
  readonly phase: string
  readonly steps: readonly { readonly id: string; readonly state: string }[]
  readonly clocks: readonly { readonly id: string; readonly dueAt: string }[]
  readonly conflicts: readonly unknown[]
  readonly log: { readonly events: number; readonly intact: boolean }
}

function versionOneBench(): Bench {
  const bench = new Bench()
  cpSync(FIXTURES, bench.workspace, { recursive: true })
  return bench
}

const linesOf = (bench: Bench, id: string) => {
  const folder = join(bench.workspace, 'incidents', id)
  const logs = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  const lines = logs.flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'))
  return lines.map((line) => JSON.parse(line))
}

const namesIn = (bench: Bench, id: string) => readdirSync(join(bench.workspace, 'incidents', id))

describe('a log of version 1', () => {
  it('can be listed, verified and reported', () => {
    const bench = versionOneBench()
    const listed = bench.json<{ incidents: { incident: string; phase: string; intact: boolean }[] }>('list')
    expect(listed.incidents.map(({ incident, phase, intact }) => [incident, phase, intact])).toEqual([
      [FAILURE, 'during-halt', true],
      [CLOSED, 'closed', true],
      [SHARED, 'initial-response', true],
    ])
    for (const id of [FAILURE, CLOSED, SHARED]) {
      expect(bench.json('verify', '-i', id)).toMatchObject({ result: 'consistent', flawed: [] })
      expect(bench.json('report', '-i', id)).toMatchObject({ incident: id })
    }
    expect(bench.json('verify', '-i', FAILURE)).toMatchObject({
      head: '74004cf634c94edbf0c858c82a0e5b7bc4f94d019ba300a7cd774eac9d2ad1e8',
      evidence: [{ standing: 'intact' }],
    })
    expect(bench.halt('doctor').out).not.toContain('(runbook-missing)')
  })

  it('uses the runbooks in its lines, including adopted ones', () => {
    const bench = versionOneBench()
    const status = bench.json<Status>('status', '-i', FAILURE)
    expect(status).toMatchObject({ phase: 'during-halt', log: { events: 13, intact: true } })
    expect(status.steps).toContainEqual(expect.objectContaining({ id: '3.9-queue', state: 'done' }))
    expect(bench.json<Status>('status', '-i', SHARED).steps.some(({ id }) => id === '3.9-queue')).toBe(false)
  })

  it('is continued in version 1, with adopted runbooks and settings in its lines', () => {
    const bench = versionOneBench()
    bench.ok('-i', FAILURE, 'note', 'two years later')
    bench.ok('-i', FAILURE, 'done', '3.3-vigilance')
    bench.write('halt.yaml', 'cadence: { first: 5m, update: 45m }\n')
    bench.ok('-i', FAILURE, 'runbook', 'adopt', '--reason', 'the shipped one')
    bench.ok('-i', FAILURE, 'close', '--resolution', 'duplicate', '--reason', 'long over')
    const lines = linesOf(bench, FAILURE)
    expect(lines.map(({ v }) => v)).toEqual(lines.map(() => 1))
    const adopted = lines.filter(({ type, writer }) => type.endsWith('.adopted') && writer !== 'tjswitb3')
    expect(adopted.map(({ data }) => [data.settings?.cadence?.update, data.runbook?.steps?.length])).toEqual([
      [2_700_000, undefined],
      [undefined, 86],
    ])
    expect(namesIn(bench, FAILURE).filter((name) => name.endsWith('.json'))).toEqual([])
    expect(bench.json('verify', '-i', FAILURE)).toMatchObject({ result: 'consistent' })
    expect(bench.json('report', '-i', FAILURE)).toMatchObject({ incident: FAILURE })
  })

  it('of two writers can be continued by a third', () => {
    const bench = versionOneBench()
    bench.ok('-i', SHARED, 'done', '2.1-logs')
    bench.ok('-i', SHARED, 'note', 'still here')
    const status = bench.json<Status>('status', '-i', SHARED)
    expect(status).toMatchObject({ conflicts: [], log: { events: 6, intact: true } })
    expect(new Set(linesOf(bench, SHARED).map(({ writer }) => writer)).size).toBe(3)
    expect(bench.json('verify', '-i', SHARED)).toMatchObject({ result: 'consistent' })
  })

  it('can be replayed as a drill, whose log has version 2', () => {
    const bench = versionOneBench()
    const id = bench.ok('drill', '--replay', FAILURE, '--no-walk').trim()
    expect(linesOf(bench, id).map(({ v }) => v)).toEqual([2, 2])
    expect(bench.ok('stats')).toContain('1 false alarm')
  })
})
