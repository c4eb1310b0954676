import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { ESC, LEAVE, replies } from '../script.ts'
import { KEYS } from './keys.ts'
import { TEXT, unspaced } from './operator.ts'
import { recorded, walk } from './walk.ts'

const NOBODY = { HALT_OPERATOR: '' }
const FIRST = '2.1-assess'
const { en } = TEXT
/** The question who is at the keyboard. */
const WHO = en.whoIsThere('').replace(/\)$/, '')

async function begun(env: NodeJS.ProcessEnv = {}): Promise<Bench> {
  const bench = new Bench(env)
  await bench.ok('start', '--type', 'system-failure')
  return bench
}

const lastOf = async (bench: Bench) => (await recorded(bench)).at(-1)
const leadOf = async (bench: Bench) => (await bench.json<{ lead: string }>('status')).lead

describe('a resumed walk', () => {
  for (const plain of [false, true])
    test(`asks who is at the keyboard if somebody else recorded last${plain ? ', with --plain' : ''}`, async () => {
      const bench = await begun()
      const { code, err } = await walk(
        bench,
        [
          [WHO, 'hanako'],
          [FIRST, KEYS.note],
          [en.note, 'it is me now'],
        ],
        { env: NOBODY, args: ['walk', ...(plain ? ['--plain'] : [])] },
      )
      expect(code).toBe(130)
      expect(err).toContain(en.lastBy('taro'))
      expect(err).toContain('note 2.1-assess "it is me now"  hanako')
      expect(err).toMatch(/walk -i \S+ --as hanako/)
      expect(await lastOf(bench)).toMatchObject({ by: 'hanako', data: { text: 'it is me now' } })
    })

  test('accepts Enter for the operator it knows, in Japanese at 40 columns', async () => {
    const bench = await begun({ HALT_LANG: 'ja' })
    const { err } = await walk(
      bench,
      [
        ['操作しているのは誰ですか', ''],
        [FIRST, KEYS.note],
        [TEXT.ja.note, '続ける'],
      ],
      { env: NOBODY, columns: 40 },
    )
    expect(err).toContain('「続ける」')
    expect((await lastOf(bench))?.by).not.toBe('taro')
  })

  test('records nothing if it is left at the question who is at the keyboard', async () => {
    const bench = await begun()
    const { code, err } = await bench.haltWith({ script: replies([WHO, LEAVE]), env: NOBODY }, 'walk')
    expect(code).toBe(130)
    expect(err).toMatch(/^To resume:\n.*walk -i /m)
    expect(await recorded(bench)).toHaveLength(1)
  })

  test('records typed commands in the name that was given, and those with --as in that one', async () => {
    const bench = await begun()
    const { err } = await walk(
      bench,
      [
        [WHO, 'hanako'],
        [FIRST, '/note the disk is full'],
        [FIRST, '/note --as jiro "seen in the rack"'],
        [FIRST, '/scope trading=stopped'],
        [FIRST, KEYS.note],
        [en.note, 'it is me again'],
      ],
      { env: NOBODY },
    )
    expect(err).toContain('note 2.1-assess "the disk is full"  hanako')
    const events = (await recorded(bench)).slice(1)
    expect(events.map(({ type, by }) => `${type} ${by}`)).toEqual([
      'note.added hanako',
      'note.added jiro',
      'scope.changed hanako',
      'note.added hanako',
    ])
  })

  test('takes a key for a name only with another Enter, and "<" for none', async () => {
    const bench = await begun()
    const { err } = await walk(
      bench,
      [
        [WHO, 'd'],
        [WHO, 'hanako'],
        [FIRST, '/note here'],
      ],
      { env: NOBODY },
    )
    expect(err).toContain(en.keyAsAnswer('d'))
    expect((await lastOf(bench))?.by).toBe('hanako')
    await walk(
      bench,
      [
        [WHO, '<'],
        [FIRST, '/note gone back'],
      ],
      { env: NOBODY },
    )
    expect((await lastOf(bench))?.by).not.toBe('<')
  })

  test('does not ask if the operator was named', async () => {
    const bench = await begun()
    const { screen, asked } = await walk(bench, [], { env: NOBODY, args: ['walk', '--as', 'hanako'] })
    expect(asked[0]?.text).toContain(FIRST)
    expect(screen).not.toContain(WHO)
  })

  test('shows the hand-over pack to whom the lead was offered, and requires the word "accept"', async () => {
    const bench = await begun()
    await bench.ok('handover', '--to', 'hanako', '--note', 'mind the disk')
    const leads: string[] = []
    const { err } = await walk(
      bench,
      [
        [WHO, 'hanako'],
        [en.takeOver('accept'), ''],
        [
          FIRST,
          async () => {
            leads.push(await leadOf(bench))
            return KEYS.lead
          },
        ],
        [en.takeOver('accept'), 'accept'],
      ],
      { env: NOBODY, columns: 100 },
    )
    expect(err.indexOf('"mind the disk"')).toBeGreaterThan(0)
    expect(err.indexOf('"mind the disk"')).toBeLessThan(err.indexOf(en.notTaken))
    expect(leads).toEqual(['taro'])
    expect(err).toContain('took over the lead  hanako')
    expect(await leadOf(bench)).toBe('hanako')
  })
})

describe('the lead and hypotheses in the walk', () => {
  test('the lead is offered, shown on screen, and taken over with a reason', async () => {
    const bench = await begun()
    const { err } = await walk(bench, [
      [FIRST, KEYS.lead],
      [en.offerTo, 'hanako'],
      [`${en.leadOffered('hanako')} (h)`, KEYS.help],
    ])
    expect(err).toContain('lead offered to hanako')
    const jiro = await walk(
      bench,
      [
        [FIRST, KEYS.lead],
        [en.offerOrTake('taro', 'accept'), 'accept nobody else is here'],
      ],
      { args: ['walk', '--as', 'jiro'] },
    )
    expect(jiro.err).toContain('took over the lead "nobody else is here"')
    expect(await leadOf(bench)).toBe('jiro')
  })

  type Judged = { text: string; discarded: { reason: string } | null; confirmed: { reason: string } | null }
  const judgements = async (bench: Bench) => {
    const { hypotheses } = await bench.json<{ hypotheses: Judged[] }>('status')
    return hypotheses.map(({ text, discarded, confirmed }) => [text, discarded?.reason, confirmed?.reason])
  }

  test('a hypothesis is stated, and ruled out or confirmed by its number', async () => {
    const bench = await begun()
    const { err } = await walk(bench, [
      [FIRST, KEYS.hypothesis],
      [en.hypothesis, 'memory leak'],
      [/^Hypothesis in Japanese/m, 'メモリ不足'],
      [FIRST, KEYS.hypothesis],
      [en.hypothesisOrNumber, 'full disk'],
      [/^Hypothesis in Japanese/m, ''],
      [FIRST, KEYS.hypothesis],
      [en.hypothesisOrNumber, '1'],
      [en.judge('memory leak', false), 'x'],
      [en.whyRuledOut, 'heap is flat'],
      [/^What was found on a hypothesis in Japanese/m, '空きは十分'],
      [FIRST, KEYS.hypothesis],
      [en.hypothesisOrNumber, '１ df says 100 %'],
      [en.judge('full disk', true), 'c'],
      [/^What was found on a hypothesis in Japanese/m, ESC],
    ])
    expect(err).toContain('1  memory leak  taro')
    expect(err).toContain('2  full disk  taro')
    expect(await judgements(bench)).toEqual([
      ['memory leak', 'heap is flat', undefined],
      ['full disk', undefined, 'df says 100 %'],
    ])
    const report = await bench.ok('report', '--language', 'ja', '--audience', 'internal')
    expect(report).toMatch(/\| メモリ不足 \|.*\| 空きは十分 \|/)
  })

  test('a hypothesis is judged by the name of its event, and left as it is with Enter', async () => {
    const bench = await begun()
    await bench.ok('note', 'memory leak', '--hypothesis')
    const { hypotheses } = await bench.json<{ hypotheses: { event: string }[] }>('status')
    const name = hypotheses[0]?.event ?? ''
    await walk(bench, [
      [FIRST, KEYS.hypothesis],
      [en.hypothesisOrNumber, name],
      [en.judge('memory leak', false), ''],
      [FIRST, KEYS.hypothesis],
      [en.hypothesisOrNumber, name],
      [en.judge('memory leak', false), 'c'],
      [en.howConfirmed, ''],
    ])
    expect(await judgements(bench)).toEqual([['memory leak', undefined, undefined]])
  })

  test('ruling out what was confirmed is said, with the line that takes it back', async () => {
    const bench = await begun()
    await bench.ok('note', 'memory leak', '--hypothesis')
    await bench.ok('note', 'seen in a heap dump', '--confirms', '2')
    const { err } = await walk(bench, [[FIRST, '/note --discards 2 heap is flat']])
    expect(unspaced(err)).toContain(unspaced('as the cause ("seen in a heap dump", taro); from now on'))
    expect(err).toMatch(/if that was a mistake: \/undo \S+:4 --reason 'recorded by mistake'$/m)
  })

  test('so is what somebody else confirmed while the reason was typed', async () => {
    const bench = await begun()
    await bench.ok('note', 'memory leak', '--hypothesis')
    const confirm = async () => {
      await bench.ok('note', 'seen in a heap dump', '--confirms', '2')
      return 'heap is flat'
    }
    const { err } = await walk(bench, [
      [FIRST, KEYS.hypothesis],
      [en.hypothesisOrNumber, '1'],
      [en.judge('memory leak', false), 'x'],
      [en.whyRuledOut, confirm],
      [/^What was found on a hypothesis in Japanese/m, ''],
    ])
    expect(err).toMatch(/if that was a mistake: \/undo \S+:4 --reason 'recorded by mistake'$/m)
  })

  test('a new hypothesis may begin with a number', async () => {
    const bench = await begun()
    await bench.ok('note', 'memory leak', '--hypothesis')
    await walk(bench, [
      [FIRST, KEYS.hypothesis],
      [en.hypothesisOrNumber, '1 of 3 disks is full'],
      [en.judge('memory leak', true), 'n'],
      [/^Hypothesis in Japanese/m, ''],
    ])
    expect((await judgements(bench)).map(([text]) => text)).toEqual(['memory leak', '1 of 3 disks is full'])
  })

  test('open hypotheses are offered once after the resumption, when no notice comes next', async () => {
    const bench = await begun()
    await bench.ok('note', 'memory leak', '--hypothesis')
    await bench.ok('note', 'full disk', '--hypothesis')
    await bench.ok('scope', 'trading=stopped')
    await bench.ok('lift', '--all', '--force', '--reason', 'for this test')
    const { err } = await walk(bench, [
      [FIRST, KEYS.jump],
      [en.jumpTo, '4.1-website'],
      ['4.1-website', KEYS.jump],
      [en.jumpTo, '4.2-monitor'],
      [en.whichHypothesis, '7'],
      [en.whichHypothesis, '1'],
      [en.judge('memory leak', false), 'x'],
      [en.whyRuledOut, 'heap is flat'],
      [/^What was found on a hypothesis in Japanese/m, ''],
      [en.whichHypothesis, ''],
      ['4.2-monitor', KEYS.jump],
      [en.jumpTo, '4.2-confirm'],
    ])
    expect(err).toContain(en.noSuchHypothesis('7'))
    expect(await judgements(bench)).toEqual([
      ['memory leak', 'heap is flat', undefined],
      ['full disk', undefined, undefined],
    ])
  })
})
