import { describe, expect, it } from 'vitest'
import { quoteArg } from '../../src/view/shell-quote.ts'
import { Bench } from '../bench.ts'
import { LEAVE, type Reply, replies } from '../script.ts'

const CONTACTS = `people:
  hanako: { name: { ja: 佐藤 花子, en: Hanako Sato }, reach: [{ by: phone, to: "+81-3-1111-1111" }] }
departments:
  system: { head: hanako }
  customer-support: { head: hanako }
  public-relations: { head: hanako }
  legal: { head: hanako }
  security: { head: hanako }
`
const STEP = '2.1-logs'

async function halted(): Promise<Bench> {
  const bench = new Bench()
  bench.write('contacts.yaml', CONTACTS)
  await bench.ok('start', '--type', 'system-failure')
  return bench
}

const assignee = async (bench: Bench) => {
  const { steps } = (await bench.json('status')) as { steps: { id: string; assignee: string | null }[] }
  return steps.find(({ id }) => id === STEP)?.assignee
}

describe('assign --to', () => {
  it.each([
    ['legl', 'legal'],
    ['Leagl', 'legal'],
    ['custmer-support', 'customer-support'],
    ['secu', 'security'],
    ['システム部問', 'システム部門'],
    ['法務担当', '法務'],
    ['hanaka', 'hanako'],
    ['佐藤 華子', '佐藤 花子'],
    ['tarro', 'taro'],
    ["leg'l", 'legal'],
  ])('refuses %s, which is like %s, and records nothing', async (given, like) => {
    const bench = await halted()
    const refused = await bench.halt('assign', STEP, '--to', given)
    expect(refused).toMatchObject({ code: 2, out: '' })
    expect(refused.err).toContain(`Did you mean ${like}? (unclear-assignee)`)
    expect(refused.err).toContain(`--to ${quoteArg(given)} --person`)
    expect((await bench.halt('assign', STEP, '--to', given, '--lang', 'ja')).err).toContain(`もしかして: ${like}`)
    expect(await assignee(bench)).toBeNull()
  })

  it.each(['legl', '法務担当', 'hanaka'])('records %s with --person, and knows them from then on', async (given) => {
    const bench = await halted()
    await bench.ok('assign', STEP, '--to', given, '--person')
    expect(await assignee(bench)).toBe(given)
    await bench.ok('assign', '2.1-monitoring', '--to', given)
  })

  it.each(['hanako', 'Hanako Sato', '佐藤 花子', 'taro', 'jiro', '鈴木', '田中 一郎', 'NOC', 'desk 3'])(
    'records %s, which is known or like nothing',
    async (given) => {
      const bench = await halted()
      await bench.ok('assign', STEP, '--to', given)
      expect(await assignee(bench)).toBe(given)
    },
  )

  const asked = /'legl' is neither a department nor a person known here/
  it.each<[string, readonly Reply[], string | null]>([
    ['y', [[asked, 'y']], 'legl'],
    ['はい', [[asked, 'はい']], 'legl'],
    ['another name', [[asked, 'legal']], 'legal'],
    [
      'a name that is like one as well',
      [
        [asked, 'securty'],
        [asked, 'jiro'],
      ],
      'jiro',
    ],
    [
      'nothing',
      [
        [asked, ''],
        [asked, LEAVE],
      ],
      null,
    ],
  ])('asks at a terminal who is meant; the answer is %s', async (_, answers, to) => {
    const bench = await halted()
    const { code } = await bench.haltWith({ script: replies(...answers) }, 'assign', STEP, '--to', 'legl')
    expect(code).toBe(to === null ? 130 : 0)
    expect(await assignee(bench)).toBe(to)
  })
})
