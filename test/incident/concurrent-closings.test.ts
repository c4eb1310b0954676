import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Bench } from '../bench.ts'

const MINUTE = 60_000

/** A halt that customers were told of, which Taro and then Hanako change without knowing of each other, and the merged log. */
async function changedApart(taro: readonly string[], hanako: readonly string[]) {
  const bench = new Bench()
  const id = (await bench.ok('start', '--type', 'system-failure')).trim()
  await bench.ok('scope', 'trading=stopped')
  await bench.ok('notice', 'website', '--posted')
  const elsewhere = join(bench.directory, 'elsewhere')
  cpSync(bench.workspace, elsewhere, { recursive: true })
  await bench.ok(...taro)
  bench.pass(MINUTE)
  const env = { HALT_DIR: elsewhere, HALT_OPERATOR: 'hanako', XDG_STATE_HOME: join(bench.directory, 'state-2') }
  expect((await bench.haltWith({ env }, ...hanako, '-i', id)).code).toBe(0)
  const [from, to] = [join(elsewhere, 'incidents', id), join(bench.workspace, 'incidents', id)]
  for (const file of readdirSync(from).filter((name) => !readdirSync(to).includes(name)))
    cpSync(join(from, file), join(to, file))
  return { bench, id }
}

const close = (as: string) => ['close', '--resolution', as, '--force', '--reason', 'a test alarm']

it('status, check and report name closings that contradict each other, and the retraction stays due', async () => {
  const { bench, id } = await changedApart(close('false-alarm'), close('duplicate'))
  const events = /(\w{8}:\d+) <> (\w{8}:\d+)/
  const status = await bench.ok('status', '-i', id)
  const [, alarm = '', duplicate = ''] = events.exec(status) ?? []
  expect(status).toContain('retraction (website)')
  const { conflicts } = JSON.parse(await bench.ok('status', '--json', '-i', id))
  expect(conflicts).toEqual([{ target: 'phase', events: [alarm, duplicate] }])
  bench.pass(6 * MINUTE)
  const check = await bench.halt('status', '--check')
  expect(check).toMatchObject({ code: 7, out: expect.stringContaining('retraction-notice:website') })
  expect(check.err).toContain(`${id}: ${alarm} and ${duplicate} contradict each other`)
  expect(await bench.ok('report', '-i', id)).toMatch(
    /## Conflicts\n\n.*\n.*\n\| `phase` \| \[#5\]\(#event-5\) \[#6\]\(#event-6\) \|/,
  )
  expect(await bench.ok('notice', 'website', '-i', id)).toContain('取り消します')

  const undone = await bench.halt('undo', duplicate, '--reason', 'it was a false alarm', '-i', id)
  expect(undone.err).toContain(`still closed: ${alarm} closed it too; to open it: haltctl undo ${alarm} --reason`)
  expect(await bench.ok('status', '-i', id)).not.toMatch(events)
  expect((await bench.halt('status', '--check')).err).not.toContain('contradict')
})

it('undo of the last closing, or of anything else, does not say that the halt is still closed', async () => {
  const { bench, id } = await changedApart(close('false-alarm'), close('duplicate'))
  const closings = (await bench.events('incident.closed')).map(({ writer, seq }) => `${writer}:${seq}`)
  const [posted] = await bench.events('notice.posted')
  const undo = async (event: string, ...args: readonly string[]) =>
    (await bench.halt('undo', event, '--reason', 'x', '-i', id, ...args)).err
  expect(await undo(`${posted?.writer}:${posted?.seq}`)).not.toContain('still closed')
  expect(await undo(closings[0] ?? '', '--lang', 'ja')).toContain(`まだ終了したままです。${closings[1]}`)
  expect(await undo(closings[1] ?? '')).not.toContain('still closed')
  expect(await bench.ok('list', '--open')).toContain(id)
})

it('a lift after a closing that its writer did not know of leaves the halt open, its clock running', async () => {
  const { bench, id } = await changedApart(close('duplicate'), ['lift', '--all', '--force', '--reason', 'it trades'])
  bench.pass(60 * MINUTE)
  const status = await bench.ok('status', '-i', id)
  expect(status).not.toContain('closed')
  expect(status).toContain('01:01:')
  expect(await bench.ok('list', '--open')).toContain(id)
  expect(JSON.parse(await bench.ok('status', '--json', '-i', id))).toMatchObject({
    phase: 'after-resumption',
    closedAt: null,
  })
  const report = await bench.ok('report', '-i', id)
  expect(report).not.toContain('- Closed as:')
  expect(report).toContain('the incident is not closed')
  expect((await bench.halt('status', '--check')).err).toContain('contradict each other')
})
