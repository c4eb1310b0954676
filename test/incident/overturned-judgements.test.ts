import { expect, it } from 'vitest'
import { Bench } from '../bench.ts'

/** A hypothesis, confirmed as the cause. */
async function confirmed(env: NodeJS.ProcessEnv = {}): Promise<{ bench: Bench; writer: string }> {
  const bench = new Bench(env)
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok('note', 'memory leak', '--hypothesis')
  const { err } = await bench.halt('note', 'seen in a heap dump', '--confirms', '2')
  expect(err).not.toContain('undo')
  return { bench, writer: /\w{8}(?=:3 )/.exec(err)?.[0] ?? '' }
}

it('a note that rules out what was confirmed says so, with the command that takes it back', async () => {
  const { bench, writer } = await confirmed()
  const { code, err } = await bench.halt('note', 'the heap is flat', '--discards', '2')
  expect(code).toBe(0)
  expect(err).toContain(
    `${writer}:3 had confirmed ${writer}:2 as the cause ("seen in a heap dump", taro); from now on it counts as ruled out`,
  )
  const [, undo = ''] = /haltctl (undo \S+:4 --reason '[^']+')$/m.exec(err) ?? []
  await bench.ok(...(undo.match(/'[^']+'|\S+/g) ?? []).map((word) => word.replaceAll("'", '')))
  expect(await bench.json('status')).toMatchObject({ hypotheses: [{ confirmed: { event: `${writer}:3` } }] })
})

it('so does one that confirms what was ruled out, and one of two judgements; one of an open hypothesis says nothing', async () => {
  const { bench, writer } = await confirmed({ HALT_LANG: 'ja' })
  await bench.ok('note', '別の可能性', '--hypothesis')
  expect((await bench.halt('note', 'ヒープは横ばい', '--discards', '2')).err).toContain(
    `仮説 ${writer}:2 は ${writer}:3（「seen in a heap dump」、taro）で原因と確認されていました。以後は棄却したものとして扱います`,
  )
  expect((await bench.halt('note', '再現した', '--confirms', '2')).err).toContain(
    `仮説 ${writer}:2 は ${writer}:5（「ヒープは横ばい」、taro）で棄却されていました。以後は原因と確認したものとして扱います`,
  )
  expect((await bench.halt('note', '該当なし', '--discards', '4')).err).not.toContain('以後は')
})

it('the report does not call what was ruled out since the cause', async () => {
  const { bench } = await confirmed()
  expect(await bench.ok('report')).toContain('Found the cause: seen in a heap dump')
  await bench.ok('note', 'the heap is flat', '--discards', '2')
  const report = await bench.ok('report')
  expect(report).not.toMatch(/found (?:to be )?the cause/i)
  expect(report).toContain('Taken to be the cause (now ruled out): "memory leak"')
  await bench.ok('note', 'it happened again', '--confirms', '2')
  expect(await bench.ok('report')).toContain('Ruled out (now held to be the cause): "memory leak"')
})
