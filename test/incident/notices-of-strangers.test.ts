import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { KEYS } from '../walk/keys.ts'
import { walk } from '../walk/walk.ts'

/** A halt of which Taro told customers on the website, whose machine does not know Mallory. */
async function halt() {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', '--title', 'x', '--scope', 'trading=stopped', '--at', '1m ago')
  const mallory = async (...args: string[]) => {
    const env = { XDG_STATE_HOME: join(bench.directory, 'elsewhere'), HALT_OPERATOR: 'mallory' }
    expect(await bench.haltWith({ env }, ...args)).toMatchObject({ code: 0 })
  }
  return { bench, mallory }
}

const by = 'by mallory as a writer that is not known here'

describe('a notice that was posted, and that only an unknown writer took back', () => {
  const FIRST = 'website  first notice no. 1  2026-11-24 22:17:05'

  async function takenBack() {
    const { bench, mallory } = await halt()
    await bench.ok('notice', 'website', '--posted')
    const [posted] = await bench.events('notice.posted')
    await mallory('undo', `${posted?.writer}:${posted?.seq}`, '--reason', 'x')
    return { bench, line: new RegExp(`${FIRST} {2}\\(taken back ${by}: \\w+:1\\)`) }
  }

  it('is shown in status and hand-over, in both languages', async () => {
    const { bench, line } = await takenBack()
    expect(await bench.ok('status')).toMatch(line)
    expect(await bench.ok('handover')).toMatch(line)
    expect(await bench.ok('status', '--lang', 'ja')).toContain('（取り消し mallory、このマシンで未確認の書き手: ')
  })

  it('is named before customers there are told the same again, and only there', async () => {
    const { bench, line } = await takenBack()
    expect((await bench.halt('notice', '--check')).err).toMatch(line)
    expect((await bench.halt('notice', 'email', '--check')).err).not.toContain('taken back')
    const { screen } = await walk(bench, [['2.1-assess', KEYS.notice]], { columns: 200 })
    expect(screen).toMatch(line)
    expect((await bench.halt('notice', 'website', '--posted')).err).toMatch(line)
  })

  it('counts for nothing once that writer is known', async () => {
    const { bench } = await takenBack()
    await bench.ok('verify', '--accept', 'mallory')
    expect(await bench.ok('status')).not.toContain('taken back')
  })
})

describe('a notice that only an unknown writer recorded', () => {
  it('is marked as theirs in status and hand-over', async () => {
    const { bench, mallory } = await halt()
    await mallory('notice', 'website', '--posted')
    expect(await bench.ok('status')).toMatch(new RegExp(`website {2}first notice no. 1.*\\(recorded ${by}\\)`))
    expect(await bench.ok('handover')).toMatch(new RegExp(`website {2}first notice no. 1.*\\(recorded ${by}\\)`))
    await bench.ok('verify', '--accept', 'mallory')
    expect(await bench.ok('status')).not.toContain('not known here')
  })
})
