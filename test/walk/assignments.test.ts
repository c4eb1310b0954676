import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { calling } from '../../src/people/words.en.ts'
import { Bench } from '../bench.ts'
import type { Reply } from '../script.ts'
import { KEYS } from './keys.ts'
import { TEXT } from './operator.ts'
import { recorded, walk } from './walk.ts'

const CONTACTS = `answerWithin: 5m
people:
  sato:
    name: { ja: 佐藤 花子, en: Hanako Sato }
    reach: [{ by: pager, send: { via: command, run: [sh, -c, "cat >> pages.txt"] } }]
  kato: { name: Kato, reach: [{ by: phone, to: "+81-3-1111-1111" }] }
departments:
  system: { head: sato }
  customer-support: { head: kato }
  public-relations: { head: kato }
  legal: { head: kato }
  security: { head: kato }
`
const FIRST = '2.1-assess'
const DEPARTMENTS = ['system', 'customer-support', 'public-relations', 'legal', 'security']
const { en } = TEXT

async function assigning(to: string, ...then: readonly Reply[]) {
  const bench = new Bench()
  bench.write('contacts.yaml', CONTACTS)
  await bench.ok('start', '--type', 'system-failure')
  await walk(bench, [[FIRST, KEYS.assign], [en.assignTo(DEPARTMENTS), to], ...then, [/./, KEYS.list]])
  const [assigned] = await recorded(bench, 'step.assigned')
  expect(assigned?.data).toMatchObject({ step: FIRST })
  return existsSync(join(bench.workspace, 'pages.txt'))
}

const question = calling.typeToPage('Hanako Sato', 'pager')

describe('assigning a step in the walk', () => {
  test.each(['system', 'sato', 'Hanako Sato'])('offers to page %s, who can be paged', async (to) => {
    expect(await assigning(to, [question, 'page'])).toBe(true)
  })

  test('pages nobody without the word', async () => {
    expect(await assigning('sato', [question, ''])).toBe(false)
  })

  test.each(['kato', 'somebody'])('does not offer to page %s, who cannot be paged', async (to) => {
    expect(await assigning(to)).toBe(false)
  })

  test('asks about a name that is only like a department, and takes it as a person with y alone', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    const question = en.assignTo(DEPARTMENTS)
    const isPerson = en.isPerson('legl', 'legal').split('   ')[0] ?? ''
    const { asked } = await walk(bench, [
      [FIRST, KEYS.assign],
      [question, 'legl'],
      [isPerson, ''],
      [question, 'legal'],
      [/./, KEYS.jump],
      [en.jumpTo, '2.1-logs'],
      ['2.1-logs', KEYS.assign],
      [question, 'legl'],
      [isPerson, 'y'],
    ])
    expect(asked[3]?.draft).toBe('legl')
    expect((await recorded(bench, 'step.assigned')).map(({ data }) => data.to)).toEqual(['legal', 'legl'])
  })

  test('refuses such a name typed with the command, and says how a person is named', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    const { err } = await walk(bench, [
      [FIRST, '/assign legl'],
      [FIRST, `/assign ${FIRST} --to legl --person`],
    ])
    expect(err).toContain('Did you mean legal?')
    expect(err).toContain('/assign STEP --to legl --person')
    expect((await recorded(bench, 'step.assigned')).map(({ data }) => data.to)).toEqual(['legl'])
  })
})
