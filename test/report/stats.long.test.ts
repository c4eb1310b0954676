import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { Bench } from '../bench.ts'

/** Two halts, a drill and a false alarm. */
async function lived(): Promise<Bench> {
  const bench = new Bench()
  for (const title of ['=cmd', 'disk, full']) {
    const id = (await bench.ok('start', '--type', 'system-failure', '--title', title, '--at', '50m ago')).trim()
    for (const channel of ['website', 'email', 'app-push', 'social'])
      await bench.ok('notice', channel, '--posted', '--at', '40m ago', '-i', id)
    await bench.ok('skip', '3.1-faq', '--reason', 'nobody there', '-i', id)
    await bench.ok('lift', '--all', '--force', '--reason', 'x', '--at', '10m ago', '-i', id)
  }
  await bench.ok('start', '--type', 'maintenance', '--drill', '--planned', 'in 1h/in 2h')
  const wrong = (await bench.ok('start', '--type', 'compliance')).trim()
  await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test', '-i', wrong)
  return bench
}

describe('halt stats', () => {
  it('shows counts, times and skipped steps, and counts drills and false alarms separately', async () => {
    const out = await (await lived()).ok('stats')
    expect(out).toMatch(/^2 incidents {2}\d{4}-\d\d/)
    expect(out).toContain('counted apart: 1 drill, 1 false alarm, 0 duplicates')
    expect(out).toMatch(
      /^system failure\n {2}Count: 2\n {2}Time to detect: no figure\n {2}Time to notify: 10 min(?: \d+ s)?$/m,
    )
    expect(out).toMatch(/Time to resume: 40 min/)
    expect(out).toMatch(/2 x {2}3\.1-faq[\s\S]*- nobody there/)
  })

  it('lists the follow-ups that are longest overdue first, as the report does', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    for (const [text, due] of [
      ['second', '2026-12-20'],
      ['first', '2026-12-10'],
    ] as const)
      await bench.ok('action', 'add', text, '--owner', 'hanako', '--due', due)
    bench.pass(60 * 24 * 3_600_000)
    expect(await bench.ok('stats')).toMatch(/2026-12-10 {2}first[\s\S]*2026-12-20 {2}second/)
    expect(await bench.ok('report', '--audience', 'internal')).toMatch(/\| first \|[\s\S]*\| second \|/)
  })

  it('says that planned work has no time to detect, and counts it in none of those that are known', async () => {
    const bench = await lived()
    const work = (await bench.ok('start', '--type', 'maintenance', '--planned', '20m ago/in 1h')).trim()
    await bench.ok('set', 'detected-at=10m ago', '-i', work)
    const text = await bench.ok('stats')
    expect(text).toMatch(/^system maintenance\n {2}Count: 1\n {2}Time to detect: does not apply$/m)
    const stats = documentSchemas.stats.parse(await bench.json('stats'))
    expect(stats).toMatchObject({ incidents: 3, planned: 1, timeToDetect: null })
    expect(stats.types).toMatchObject([{ planned: 0 }, { type: 'maintenance', planned: 1, timeToDetect: null }])
    expect(stats.cases.find(({ incident }) => incident === work)).toMatchObject({ planned: true })
    const failed = stats.cases.find(({ type }) => type === 'system-failure')?.incident as string
    await bench.ok('set', 'detected-at=45m ago', '-i', failed)
    expect(await bench.ok('stats')).toMatch(
      /^all\n {2}Count: 3\n {2}Time to detect: \d+ min(?: \d+ s)?; figures for 1 of 2$/m,
    )
    const page = await bench.ok('stats', '--format', 'html')
    expect(page).toContain('does not apply')
    expect(await bench.ok('stats', '--format', 'svg')).toMatch(/Time to detect \d+ min(?: \d+ s)?; figures for 1 of 2/)
    const [head = '', ...rows] = (await bench.ok('stats', '--csv')).trimEnd().split('\n')
    expect([head, ...rows].map((row) => row.split(',').at(-1))).toContain('planned')
    expect(rows.filter((row) => row.endsWith(',yes'))).toHaveLength(2)
  })

  it('rejects --csv with --json', async () => {
    const { code, out, err } = await new Bench().halt('stats', '--csv', '--json')
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('these cannot be used together: --csv --json')
  })

  it('prints a document that matches its schema with --json', async () => {
    const stats = documentSchemas.stats.parse(await (await lived()).json('stats'))
    expect(stats).toMatchObject({
      incidents: 2,
      drills: 1,
      falseAlarms: 1,
      types: [{ type: 'system-failure', count: 2 }],
    })
    expect(stats.timeToNotify?.median).toBeGreaterThan(599)
  })

  it('escapes formulas and commas with --csv', async () => {
    const rows = (await (await lived()).ok('stats', '--csv')).split('\n')
    expect(rows[0]).toMatch(/^incident,title,type,/)
    expect(rows).toHaveLength(6)
    // Incidents that began in the same second are sorted by type.
    expect(rows.join('\n')).toMatch(/^[\d-]+system-failure,'=cmd,system-failure,/m)
    expect(rows.join('\n')).toContain('"disk, full"')
  })

  it('is limited to a period by --since and --until', async () => {
    const bench = await lived()
    expect(await bench.json('stats', '--since', '20m ago')).toMatchObject({ incidents: 0, falseAlarms: 1 })
    expect(await bench.json('stats', '--until', '20m ago')).toMatchObject({ incidents: 2, falseAlarms: 0 })
    expect(await bench.json('stats', '--until', '2199-12-31')).toMatchObject({ incidents: 2, falseAlarms: 1 })
    expect(await bench.ok('stats', '--since', '20m ago')).toMatch(/^No incidents besides those counted apart\./)
    expect(await Bench.empty().ok('stats')).toBe('No incidents yet.\n')
    expect((await bench.halt('stats', '--since', '2199-12-31')).err).toContain('(future-time)')
    expect(await bench.halt('stats', '--since', '10m ago', '--until', '20m ago')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(bad-range)'),
    })
  })

  it('excludes damaged logs, and says so', async () => {
    const bench = await lived()
    const [id = ''] = readdirSync(join(bench.workspace, 'incidents')).filter((name) => name.endsWith('system-failure'))
    const folder = join(bench.workspace, 'incidents', id)
    const path = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) ?? '')
    writeFileSync(path, readFileSync(path, 'utf8').replace('nobody', 'somebody'))
    const { code, out, err } = await bench.halt('stats')
    expect({ code, out: out.slice(0, 10) }).toEqual({ code: 4, out: '1 incident' })
    expect(err).toContain(`left out, since their logs or runbooks are not whole: ${id}`)
  })
})
