import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Bench } from './bench.ts'

it('what is undone, corrected or damaged is marked in the language of the operator', () => {
  const bench = new Bench({ HALT_LANG: 'ja' })
  const id = bench.ok('start', '--type', 'system-failure').trim()
  bench.ok('done', '2.1-logs')
  bench.ok('note', 'engine-3')
  const [writer = ''] = /\w{8}(?=:1 )/.exec(bench.ok('log')) ?? []
  bench.ok('undo', '--reason', '誤記')
  bench.ok('correct', `${writer}:3`, '--text', 'engine-4', '--reason', '誤記')
  expect(bench.ok('log')).toContain(`（${writer}:4 で取り消し）`)
  expect(bench.ok('log')).toMatch(
    new RegExp(`メモ「engine-4」  taro  （${writer}:5 で訂正。当初は [\\d:]+ メモ「engine-3」）`),
  )
  appendFileSync(join(bench.workspace, 'incidents', id, `${id}.${writer}.jsonl`), 'x\n')
  const { code, out } = bench.halt('list')
  expect(code).toBe(4)
  expect(out).toContain('破損')
  expect(bench.halt('list', '--lang', 'en').out).toContain('DAMAGED')
  expect(bench.halt('log', '--lang', 'en').out).toContain(`(undone by ${writer}:4)`)
})
