import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Bench } from '../bench.ts'

it('log and list mark what is undone, corrected or damaged, in the operator’s language', async () => {
  const bench = new Bench({ HALT_LANG: 'ja' })
  const id = (await bench.ok('start', '--type', 'system-failure')).trim()
  await bench.ok('done', '2.1-logs')
  await bench.ok('note', 'engine-3')
  const [writer = ''] = /\w{8}(?=:1 )/.exec(await bench.ok('log')) ?? []
  await bench.ok('undo', '--reason', '誤記')
  await bench.ok('correct', `${writer}:3`, '--text', 'engine-4', '--reason', '誤記')
  expect(await bench.ok('log')).toContain(`（${writer}:4 で取り消し）`)
  expect(await bench.ok('log')).toMatch(
    new RegExp(`メモ「engine-4」  taro  （${writer}:5 で訂正。当初は [\\d:]+ メモ「engine-3」）`),
  )
  appendFileSync(join(bench.workspace, 'incidents', id, `${id}.${writer}.jsonl`), 'x\n')
  const { code, out } = await bench.halt('list')
  expect(code).toBe(4)
  expect(out).toContain('破損')
  expect((await bench.halt('list', '--lang', 'en')).out).toContain('DAMAGED')
  expect((await bench.halt('log', '--lang', 'en')).out).toContain(`(undone by ${writer}:4)`)
})
