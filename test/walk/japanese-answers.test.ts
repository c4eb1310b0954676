import { expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { KEYS } from './keys.ts'
import { TEXT } from './operator.ts'
import { recorded, walk } from './walk.ts'

const { ja } = TEXT

async function begun(type: string): Promise<Bench> {
  const bench = new Bench({ HALT_LANG: 'ja' })
  await bench.ok('start', '--type', type, '--scope', 'trading=stopped')
  return bench
}

test('a report to an authority, and what a deadline counts from, are told in Japanese', async () => {
  const bench = await begun('security-incident')
  await walk(bench, [
    ['1.2-contain', KEYS.authorities],
    [ja.authority, '起点 金融庁'],
    ['1.2-contain', KEYS.authorities],
    [ja.authority, '報告 金融庁 R 12'],
  ])
  expect((await recorded(bench)).slice(-2)).toMatchObject([
    { type: 'clock.started', data: { event: 'awareness' } },
    { type: 'authority.reported', data: { filing: 'jp-fsa-initial', ref: 'R 12' } },
  ])
})

test('a follow-up is done with 完了', async () => {
  const bench = await begun('system-failure')
  await bench.ok('action', 'add', '監視を強める')
  const [{ seq } = { seq: 0 }] = await bench.events('action.added')
  const [{ writer } = { writer: '' }] = await bench.events()
  await walk(bench, [
    ['2.1-assess', KEYS.followUp],
    [ja.actionText, `${writer}:${seq}`],
    [ja.actionChange, '完了'],
  ])
  expect((await recorded(bench)).at(-1)).toMatchObject({ type: 'action.done' })
})

test('all that is restricted is open again with すべて', async () => {
  const bench = await begun('system-failure')
  await walk(bench, [
    ['2.1-assess', KEYS.lift],
    [ja.liftWhat('売買=停止'), 'すべて'],
    [ja.force, '確認済み'],
    [ja.liftWord('売買'), 'lift'],
  ])
  expect(await recorded(bench)).toMatchObject([{}, { type: 'scope.lifted' }])
})
