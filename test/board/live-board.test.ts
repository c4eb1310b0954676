import { expect, it } from 'vitest'
import { READERS } from '../../src/board/audience.ts'
import { LiveBoard } from '../../src/board/live-board.ts'
import { loadText } from '../../src/i18n/text.ts'
import { openWorkspace } from '../../src/store/workspace.ts'
import { Bench, ROOT } from '../bench.ts'
import { silentWorld } from '../world.ts'

it('draws nothing for its clients while a page is drawn, since clocks have one zone for the whole process', async () => {
  const bench = new Bench()
  const id = (await bench.ok('start', '--type', 'system-failure')).trim()
  const workspace = openWorkspace(bench.workspace, bench.env, () => 'taro')
  const world = silentWorld({ root: ROOT, env: bench.env, text: await loadText('en'), workspace })
  let now = Date.now()
  const board = await LiveBoard.open(Object.create(world, { now: { value: () => now } }), (error) => {
    throw error
  })
  const sent: string[] = []
  await board.sendViews(
    [{ incident: id, language: 'en', department: null }],
    READERS,
    ({ data }) => sent.push(data) > 0,
  )
  let finish = () => {}
  const page = board.alone(
    () =>
      new Promise<void>((resolve) => {
        finish = resolve
      }),
  )
  now += 60_000
  const tick = board.tick()
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(sent).toHaveLength(1)
  finish()
  await page
  await tick
  expect(sent).toHaveLength(2)
})
