import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import type { Reply } from '../script.ts'
import { KEYS } from './keys.ts'
import { SENDING } from './operator.ts'
import { recorded, type Walked, walk } from './walk.ts'

const { en } = SENDING
const NAMES = 'organisation: { ja: 例示取引所, en: Example Exchange }\ncontact: { ja: support@example.com }\n'
const RELAY = 'relay: { via: postgres }\n'
const website = (command: string) => `channels: { website: { via: command, run: [sh, -c, "${command}"] } }\n`
const AT_TEXTS = /i edit a line/
const POSTED: readonly Reply[] = Array<Reply>(3).fill([en.postedWhere('posted'), ''])

/** A halt whose website is a command, and whose relay has no address here. */
async function begun(): Promise<Bench> {
  const bench = new Bench()
  bench.write('halt.yaml', NAMES + RELAY + website('cat > sent.txt'))
  await bench.ok('start', '--type', 'system-failure', '--title', 'Engine down', '--at', '1m ago')
  await bench.ok('scope', 'trading=stopped')
  await bench.ok('set', 'cause=?', 'impact=?', 'expected-recovery=?')
  return bench
}

const sends = (bench: Bench, ...answers: readonly Reply[]): Promise<Walked> =>
  walk(bench, [['2.1-assess', KEYS.notice], [AT_TEXTS, 's'], [en.typeToSend(['website']), 'send'], ...answers], {
    rows: 60,
  })

describe('where the other machines cannot be asked', () => {
  test('the walk sends nothing unless there is a reason', async () => {
    const bench = await begun()
    const { err } = await sends(bench, [en.sendAnywayReason, ''], [AT_TEXTS, ''])
    expect(err).toMatch(/HALT_RELAY_URL .*\(no-relay-url\)/)
    expect(err).toContain('Nothing was sent: another machine may be sending the same')
    expect(await recorded(bench, 'notice.intended')).toEqual([])
  })

  test('the reason is recorded', async () => {
    const bench = await begun()
    await sends(bench, [en.sendAnywayReason, 'nobody else is awake'], ...POSTED)
    const [intent] = await recorded(bench, 'notice.intended')
    expect(intent?.data).toMatchObject({
      channel: 'website',
      forced: { reason: 'nobody else is awake', open: ['relay-unreachable'] },
    })
    expect(await recorded(bench, 'notice.delivered')).toMatchObject([{ data: { outcome: 'sent' } }])
  })

  test('the same holds for what is sent again', async () => {
    const bench = await begun()
    bench.write('halt.yaml', NAMES + website('false'))
    await bench.halt('notice', 'website', '--send')
    bench.write('halt.yaml', NAMES + RELAY + website('cat > sent.txt'))
    const again = await walk(
      bench,
      [
        ['2.1-assess', KEYS.notice],
        [en.retryKeys(false), 'r'],
        [en.sendAnywayReason, 'they know'],
        [AT_TEXTS, ''],
      ],
      { rows: 60 },
    )
    expect(again.err).toContain('relay-unreachable')
    expect((await recorded(bench, 'notice.intended')).at(-1)?.data).toMatchObject({
      forced: { reason: 'they know', open: ['relay-unreachable'] },
    })
  })
})
