import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

const MINUTE = 60_000
const FALSE_ALARM = ['close', '--resolution', 'false-alarm', '--reason', 'a test alarm']

async function halted(bench: Bench): Promise<string> {
  const id = (await bench.ok('start', '--type', 'system-failure', '--title', 'Engine down')).trim()
  await bench.ok('scope', 'trading=stopped', '-i', id)
  await bench.ok('notice', 'website', '--posted', '-i', id)
  return id
}

const statusOf = async (bench: Bench, id: string) => JSON.parse(await bench.ok('status', '--json', '-i', id))

describe('halt undo of a closing', () => {
  it('opens the halt again: list, status, notes, lifts, the report and statistics', async () => {
    const bench = new Bench()
    const id = await halted(bench)
    await bench.ok(...FALSE_ALARM)
    expect(await bench.ok('list', '--open')).toBe('')
    expect(JSON.parse(await bench.ok('stats', '--json'))).toMatchObject({ incidents: 0, falseAlarms: 1 })
    expect(await statusOf(bench, id)).toMatchObject({ phase: 'closed', closedAt: expect.any(String) })
    expect((await bench.halt('lift', '--all', '--force', '--reason', 'x', '-i', id)).code).toBe(3)

    bench.pass(MINUTE)
    const undone = await bench.halt('undo', '--reason', 'closed the wrong halt', '-i', id)
    expect(undone).toMatchObject({ code: 0, err: expect.stringContaining('"closed the wrong halt"') })
    expect(await bench.ok('list', '--open')).toContain(id)
    expect(await statusOf(bench, id)).toMatchObject({ phase: 'initial-response', closedAt: null, conflicts: [] })
    expect(await bench.ok('status', '-i', id)).not.toContain('retraction')
    // Commands without -i mean it again.
    expect((await bench.halt('note', 'still down')).err).toContain(id)
    await bench.ok('lift', '--all', '--force', '--reason', 'it trades')

    const report = JSON.parse(await bench.ok('report', '--format', 'json'))
    expect(report).toMatchObject({ phase: 'after-resumption', closedAt: null, closedAs: null })
    expect(report.milestones.map((m: { id: string }) => m.id)).not.toContain('closed')
    const text = await bench.ok('report')
    expect(text).toContain('closed as false alarm')
    expect(text).toMatch(/undone .*"closed the wrong halt"/)
    expect(JSON.parse(await bench.ok('stats', '--json'))).toMatchObject({ incidents: 1, falseAlarms: 0 })

    await bench.ok('close', '--force', '--reason', 'over')
    expect(await statusOf(bench, id)).toMatchObject({ phase: 'closed' })
  })

  it('works by name, and for somebody else, once the log is looked up', async () => {
    const bench = new Bench()
    const id = await halted(bench)
    await bench.ok(...FALSE_ALARM)
    const [closing = ''] = /\w{8}:\d+(?= {2}closed as)/.exec(await bench.ok('log', '-i', id)) ?? []
    const hanako = { env: { HALT_OPERATOR: 'hanako' } }
    const bare = await bench.haltWith(hanako, 'undo', '--reason', 'x', '-i', id)
    expect(bare).toMatchObject({ code: 3, err: expect.stringContaining('(nothing-to-undo)') })
    expect((await bench.haltWith(hanako, 'undo', closing, '--reason', 'wrong halt', '-i', id)).code).toBe(0)
    expect(await bench.ok('list', '--open')).toContain(id)
  })

  it('takes back the closing that join made; joining it again copies nothing twice', async () => {
    const bench = new Bench()
    const other = (
      await bench.haltWith({ env: { HALT_OPERATOR: 'hanako' } }, 'start', '--type', 'compliance')
    ).out.trim()
    const own = await halted(bench)
    await bench.ok('note', 'engine-3', '-i', own)
    await bench.ok('join', other, '-i', own)
    await bench.ok('undo', '--reason', 'another halt after all', '-i', own)
    expect(await bench.ok('list', '--open')).toContain(own)
    const copies = async () => (await bench.ok('log', '-i', other)).match(/copied from/g)?.length
    expect(await copies()).toBe(1)
    await bench.ok('join', other, '-i', own)
    expect(await copies()).toBe(1)
    expect(await bench.ok('list', '--open')).not.toContain(own)
  })

  it('says of what came before a closing that the closing has to be taken back first', async () => {
    const bench = new Bench()
    const id = await halted(bench)
    await bench.ok(...FALSE_ALARM)
    const { code, err } = await bench.halt('undo', '2', '--reason', 'x', '-i', id)
    expect(code).toBe(3)
    expect(err).toContain(`undo EVENT --reason ... -i ${id}`)
  })

  it('takes back a notice posted by mistake while closed, and the retraction that it made due', async () => {
    const bench = new Bench()
    const id = await halted(bench)
    await bench.ok(...FALSE_ALARM)
    expect(await bench.ok('status', '-i', id)).toContain('retraction (website)')
    const [posted] = await bench.events('notice.posted')
    await bench.ok('undo', `${posted?.writer}:${posted?.seq}`, '--reason', 'never posted', '-i', id)
    expect(await bench.ok('status', '-i', id)).not.toContain('retraction (website)')
    expect(await statusOf(bench, id)).toMatchObject({ phase: 'closed', notices: [] })
  })
})
