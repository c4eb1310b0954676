import { expect, it } from 'vitest'
import { Bench } from '../bench.ts'

/** The score of two drills of one scenario, in which nobody did anything. */
async function scoreIn(lang: string): Promise<string> {
  const bench = new Bench({ HALT_LANG: lang })
  for (const after of [2, 3]) {
    await bench.ok('drill', 'engine-failover', '--no-walk')
    bench.pass(after * 3_600_000)
    if (after === 2) await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'over')
  }
  return (await bench.halt('drill', '--score')).out
}

it('says what each number of the score is, and takes no more points than there are', async () => {
  const score = await scoreIn('en')
  expect(score).toMatch(/^\[DRILL\] {3}Completeness {2}0 of 100 points$/m)
  expect(score).toMatch(/^\[DRILL\] {5}-\d+(\.\d)? points? {2}required steps not done \(\d+\): /m)
  for (const [, points] of score.matchAll(/-([\d.]+) points?/g)) expect(Number(points)).toBeLessThanOrEqual(100)
  expect(score).toMatch(/Last drill of this scenario \(\S+\): \d+ points; this one has (\d+ more|\d+ fewer|as many)$/m)
  const japanese = await scoreIn('ja')
  expect(japanese).toMatch(/漏れのなさ {2}100点満点中0点$/m)
  expect(japanese).toMatch(/-\d+(\.\d)?点 {2}未実施の必須の手順/)
  expect(japanese).toMatch(/同じシナリオの前回（\S+）: \d+点（今回は(それより\d+点(高い|低い)|同点)）$/m)
})
