import { describe, expect, it } from 'vitest'
import { splitFactStatements } from '../../src/walk/facts.ts'
import { Bench } from '../bench.ts'
import { RUNBOOK } from '../notice/halts.ts'
import { ESC } from '../script.ts'
import { KEYS } from './keys.ts'
import { TEXT } from './operator.ts'
import { recorded, walk } from './walk.ts'

describe('an answer with several facts', () => {
  it.each([
    ['cause.ja=ディスク障害 impact.ja=注文できない', ['cause.ja=ディスク障害', 'impact.ja=注文できない']],
    [
      '原因．ja＝ディスク 障害　お客様への影響=注文できない',
      ['原因．ja＝ディスク 障害', 'お客様への影響=注文できない'],
    ],
    ['Cause=disk full Expected resumption=23:30', ['Cause=disk full', 'Expected resumption=23:30']],
    ["原因='disk full' impact=none", ['原因=disk full', 'impact=none']],
    ['原因=a=b', ['原因=a=b']],
  ])('%s', (given, statements) => {
    expect(splitFactStatements(given, RUNBOOK.facts)).toEqual(statements)
  })
})

describe('the questions of the walk', () => {
  const { ja } = TEXT
  const FIRST = '2.1-assess'

  it('take the words of the language, and record ids', async () => {
    const bench = new Bench({ HALT_LANG: 'ja' })
    await bench.ok('start', '--type', 'system-failure')
    await walk(bench, [
      [FIRST, KEYS.fact],
      [ja.factStatement, '原因＝ディスク 再開見込み＝23:30〜24:10'],
      ['', KEYS.type],
      ['停止の種類', 'セキュリティインシデント　鍵が使われた'],
      ['', KEYS.severity],
      [ja.severity, 'ＳＥＶ２、注文が通らない'],
      ['', KEYS.close],
      [ja.closeKind, '誤検知'],
      [ja.closeKind, '誤報'],
      [ja.why, ESC],
      [ja.closeKind, ESC],
    ])
    expect((await recorded(bench, 'fact.set')).map(({ data }) => data)).toMatchObject([
      { fact: 'cause', value: 'ディスク' },
      { fact: 'expected-recovery' },
    ])
    expect((await recorded(bench, 'incident.classified')).map(({ data }) => data)).toEqual([
      { type: 'security-incident', reason: '鍵が使われた' },
      { severity: 'sev2', reason: '注文が通らない' },
    ])
  })
})

describe('the impact, which a step asks for on one screen', () => {
  const { en } = TEXT
  const STEP = '4.4-impact'
  const open: [string, string][] = [
    ['2.1-assess', KEYS.jump],
    [en.jumpTo, STEP],
    [STEP, KEYS.done],
    [en.doneNote, ''],
  ]
  const asked = en.factsTogether(6)

  async function answering(...answers: readonly string[]) {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('scope', 'trading=stopped')
    await bench.ok('lift', '--all', '--force', '--reason', 'for this test')
    const { err } = await walk(bench, [...open, ...answers.map((answer): [string, string] => [asked, answer])])
    const facts = (await recorded(bench, 'fact.set')).map(({ data }) => data as { fact: string; value?: string | null })
    return { err, facts, steps: await recorded(bench, 'step.done') }
  }

  it('takes some answers by number, together with the step, and leaves the rest open', async () => {
    const { facts, steps } = await answering('1=１２０　3＝125万円 6=?')
    expect(facts).toMatchObject([
      { fact: 'affected-customers', value: '120' },
      { fact: 'affected-amount', value: '1250000 JPY' },
      { fact: 'complaints', known: false },
    ])
    expect(steps).toMatchObject([{ data: { step: STEP } }])
  })

  it('takes ? for all of them as not known yet, and Enter for later', async () => {
    const { facts } = await answering('?')
    expect(facts).toHaveLength(6)
    expect(facts.every(({ value }) => value === null)).toBe(true)
    expect((await answering('')).facts).toEqual([])
  })

  it('asks again after what is no answer, without recording any of it', async () => {
    const { err, facts } = await answering('1=120 7=3', 'a hundred', '1=many', '1=120')
    expect(err).toContain("'7=3' has the wrong form")
    expect(err).toContain("'a hundred' has the wrong form")
    expect(facts).toMatchObject([{ fact: 'affected-customers', value: '120' }])
  })
})

it('what each person states for themselves is asked of everybody, and shown with names', async () => {
  const bench = new Bench({ NO_COLOR: '1' })
  await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
  await bench.ok('lift', '--all', '--force', '--reason', 'for this test')
  await bench.ok('set', '--as', 'Mori', 'went-well=The drill helped', 'went-badly=?')
  await walk(bench, [
    [/^\d\.\d-/m, KEYS.jump],
    [TEXT.en.jumpTo, '4.4-lessons'],
    [/^4\.4-lessons[\s\S]*What went well: The drill helped \(Mori\)/m, KEYS.done],
    [/1 of 9 {2}What was done/, 'talked about it'],
    [/2 of 9 {2}What went well \[went-well\]/, 'The alarm rang'],
    [/3 of 9 {2}What went well \[went-well\.ja\] in Japanese/, ''],
    [/4 of 9 {2}What went badly \[went-badly\]/, ''],
    [/5 of 8 {2}Where luck helped \[luck\]/, ''],
    [/6 of 7 {2}What responding was like \[experience\]/, ''],
  ])
  const { factsByPerson } = await bench.json<{ factsByPerson: Record<string, object> }>('report', '--format', 'json')
  expect(factsByPerson['went-well']).toMatchObject([
    { value: 'The drill helped', by: 'Mori' },
    { value: 'The alarm rang', by: 'taro' },
  ])
})

it('words of the report are asked for in its other language, unless there are none', async () => {
  const bench = new Bench({ NO_COLOR: '1' })
  await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
  await bench.ok('lift', '--all', '--force', '--reason', 'for this test')
  await walk(bench, [
    [/^\d\.\d-/m, KEYS.jump],
    [TEXT.en.jumpTo, '4.4-lessons'],
    [/^4\.4-lessons/m, KEYS.done],
    [/1 of 9 {2}What was done/, 'talked about it'],
    [/2 of 9 {2}What went well \[went-well\]/, 'The alarm rang'],
    [/3 of 9 {2}What went well \[went-well\.ja\] in Japanese/, '警報が鳴った'],
    [/4 of 9 {2}What went badly \[went-badly\]/, '?'],
    [/5 of 8 {2}Where luck helped \[luck\]/, ''],
    [/6 of 7 {2}What responding was like \[experience\]/, ''],
  ])
  const { facts } = await bench.json<{ facts: Record<string, object> }>('status')
  expect(facts['went-well']).toMatchObject({ value: 'The alarm rang', ja: '警報が鳴った', en: null })
  expect(facts['went-badly']).toMatchObject({ value: null, ja: null })
})

it('nobody is asked when a planned halt was detected', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'maintenance', '--planned', '2099-01-10T02:00/2099-01-10T04:00')
  await bench.ok('advance', '--force', '--reason', 'a test')
  const { asked } = await walk(bench, [
    [/./, '/go 2.1-assess'],
    ['2.1-assess', KEYS.done],
    ['What was done', 'looked'],
    ['What is stopped', 'trading=stopped'],
  ])
  expect(asked.map(({ text }) => text).join('\n')).not.toContain('detected-at')
  expect(await recorded(bench, 'step.done')).toHaveLength(1)
})
