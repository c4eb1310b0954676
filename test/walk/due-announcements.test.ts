import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { type Answer, WAIT } from '../script.ts'
import { KEYS } from './keys.ts'
import { TEXT } from './operator.ts'
import { walk } from './walk.ts'

const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/contacts.md'), 'utf8')
const [, CONTACTS = ''] = /```yaml\n([\s\S]*?)```/.exec(PAGE) ?? []
const FIRST = '2.1-assess'
const NOW_DUE = /^22:18:06 {2}now due: answer from System\n22:18:06 {2}now due: answer from Security$/m

/** A halt in which the time to answer ends in a minute: Sato heads two departments, so two deadlines fall due. */
async function waiting(): Promise<Bench> {
  const bench = new Bench({ NO_COLOR: '1' })
  bench.write('contacts.yaml', CONTACTS)
  await bench.ok('start', '--type', 'system-failure', '--at', '5m ago')
  await bench.ok('contacts', 'tried', 'sato', '--at', '4m ago')
  return bench
}

const bells = (text: string) => text.split('\x07').length - 1

/** Lets time pass, then lets the screen refresh if it is stale. */
const later = (bench: Bench, seconds: number) => (): Answer => {
  bench.pass(seconds * 1000)
  return WAIT
}

describe('a deadline that falls due in the walk', () => {
  for (const plain of [false, true])
    test(`is announced and rings once${plain ? ', with --plain' : ''}`, async () => {
      const bench = await waiting()
      const { out, err, asked } = await walk(
        bench,
        [
          [FIRST, later(bench, 60)],
          [FIRST, later(bench, 1)],
          [FIRST, later(bench, 10)],
        ],
        { args: ['walk', ...(plain ? ['--plain'] : [])] },
      )
      expect(err).toMatch(NOW_DUE)
      expect(err.match(/now due/g)).toHaveLength(2)
      expect(bells(out)).toBe(2)
      expect(asked[3]?.text).toContain('OVERDUE 00:11 (@): answer from')
    })

  test('rings while text is being typed, and is announced after the answer', async () => {
    const bench = await waiting()
    let shown = ''
    let before = ''
    const { out, screen } = await walk(
      bench,
      [
        [FIRST, KEYS.note],
        [
          TEXT.en.note,
          () => {
            bench.pass(61_000)
            before = shown
            return 'engine-3 is down'
          },
        ],
      ],
      {
        onScreen: (text) => {
          shown += text
        },
      },
    )
    expect(before).not.toContain('now due')
    expect(out).toBe('\x07\x07')
    expect(screen).toMatch(/note 2\.1-assess "engine-3 is down"[\s\S]*now due: answer from Security/)
  })

  test('does not ring with --no-bell', async () => {
    const bench = await waiting()
    const { out, err } = await walk(bench, [[FIRST, later(bench, 61)]], { args: ['walk', '--no-bell'] })
    expect(err).toMatch(NOW_DUE)
    expect(bells(out)).toBe(0)
  })
})
