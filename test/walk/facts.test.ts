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
