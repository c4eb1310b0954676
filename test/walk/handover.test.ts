import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { LEAVE, replies } from '../script.ts'
import { KEYS } from './keys.ts'
import { TEXT } from './operator.ts'
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

  test('a hypothesis is stated, and discarded by its event ID', async () => {
    const bench = await begun()
    let name = ''
    const { err } = await walk(bench, [
      [FIRST, KEYS.hypothesis],
      [en.hypothesis, 'memory leak'],
      [FIRST, KEYS.hypothesis],
      [
        en.hypothesis,
        async () => {
          const { hypotheses } = await bench.json<{ hypotheses: { event: string }[] }>('status')
          name = hypotheses[0]?.event ?? ''
          return name
        },
      ],
      [en.why, 'heap is flat'],
    ])
    expect(err).toContain('hypothesis "memory leak"')
    expect(err).toContain(`discarded ${name} "heap is flat"`)
  })
})
