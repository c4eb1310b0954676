import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SCOPE_STATES } from '../../src/domain/log/scope-change.ts'
import { ProblemError } from '../../src/domain/problem.ts'
import { parseLiftTargets, parseScope, splitScopeAnswer } from '../../src/incident/statements.ts'
import { Bench } from '../bench.ts'

const OPERATIONS = {
  trading: { ja: '売買', en: 'trading', also: ['取引'] },
  deposits: { ja: '入金・預入', en: 'deposits', also: ['入金'] },
  'card-payments': { ja: 'カード決済', en: 'Card payments' },
}

const split = (given: string) => splitScopeAnswer(given, { operations: OPERATIONS })
const parsed = (...answers: string[]) =>
  parseScope(answers, { operations: OPERATIONS }).map(({ operation, asset, state, words }) =>
    [operation, asset ?? '-', state, ...(words === null ? [] : [words])].join(' '),
  )

function refusal(...answers: string[]): object {
  try {
    parseScope(answers, { operations: OPERATIONS })
    return {}
  } catch (error) {
    return error instanceof ProblemError ? error.problem : { error }
  }
}

describe('one typed answer', () => {
  it.each([
    ['trading=stopped deposits=open', ['trading=stopped', 'deposits=open']],
    ['trading=stopped,deposits=open', ['trading=stopped', 'deposits=open']],
    [' trading=stopped , deposits=open, ', ['trading=stopped', 'deposits=open']],
    ['取引＝停止、入金＝利用可　カード決済=停止', ['取引＝停止', '入金＝利用可', 'カード決済=停止']],
    ['trading:BTC/JPY=stopped trading:ETH/JPY=open', ['trading:BTC/JPY=stopped', 'trading:ETH/JPY=open']],
    ['card-payments=stopped, Card payments=open', ['card-payments=stopped', 'Card payments=open']],
    ['trading=stopped Card  payments=open', ['trading=stopped', 'Card  payments=open']],
    ['trading:*=open', ['trading:*=open']],
    ['売買=停止・カード決済=停止', ['売買=停止', 'カード決済=停止']],
    ['入金・預入=停止・取引=停止', ['入金・預入=停止', '取引=停止']],
    ['', []],
    [' ,、 ', []],
  ])('%j is split into %j', (given, statements) => {
    expect(split(given)).toEqual(statements)
  })

  it('keeps the words of a limit exactly as typed, up to where another statement begins', () => {
    expect(split('trading=limited:JPY only, max=5：９ per day, deposits=stopped')).toEqual([
      'trading=limited:JPY only, max=5：９ per day',
      'deposits=stopped',
    ])
    expect(parsed('売買=制限：売却のみ、上限＝１０（全角）　入金=停止')).toEqual([
      'trading - limited 売却のみ、上限＝１０（全角）',
      'deposits - stopped',
    ])
  })

  it('also ends the words of a limit at a statement with a slip, so that the slip is refused', () => {
    expect(split('trading=limited:sells only, depsits=stopped')).toEqual([
      'trading=limited:sells only',
      'depsits=stopped',
    ])
    expect(split('trading=limited:sells only, deposits=stoped')).toEqual([
      'trading=limited:sells only',
      'deposits=stoped',
    ])
  })

  it('splits off what is no statement, so that it is refused by itself', () => {
    expect(split('trading=stopped deposits')).toEqual(['trading=stopped', 'deposits'])
    expect(split('=x')).toEqual(['=x'])
    expect(split(':a=x')).toEqual([':a=x'])
  })

  const words = fc
    .string({ unit: fc.constantFrom(...'ab9０：:、, =＝　制限ー') })
    .filter((text) => /^\S.*\S$/.test(text))
  const separator = fc.constantFrom(' ', ', ', ',', '、', '　', '，', '・')
  const target = fc.constantFrom('trading', '取引', 'deposits:XEM', 'trading:BTC/JPY', 'Card payments', 'カード決済')
  const state = fc.constantFrom(...SCOPE_STATES, '停止', '利用可')
  const statement = fc.oneof(
    fc.tuple(target, state).map(([of, is]) => `${of}=${is}`),
    fc
      .tuple(target, words)
      .map(([of, said]) => `${of}=limited:${said}`)
      .filter((text) => split(text).length === 1),
  )

  it('is split where statements were joined, whatever joins them, and nothing is lost', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 5 }), separator, (statements, joint) => {
        const parts = split(statements.join(joint))
        expect(parts.map((part) => part.replace(/[、,，・\s]+$/, ''))).toEqual(
          statements.map((part) => part.replace(/[、,，・\s]+$/, '')),
        )
        expect(split(parts.join(joint))).toEqual(parts)
      }),
    )
  })

  it('gives parts that are found in it in order, with nothing between them but separators', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab=＝:：,、・ 　停止trading') }), (given) => {
        let rest = given
        for (const part of split(given)) {
          expect(rest.slice(0, rest.indexOf(part))).toMatch(/^[\s,，、・]*$/)
          rest = rest.slice(rest.indexOf(part) + part.length)
        }
        expect(rest).toMatch(/^[\s,，、・]*$/)
      }),
    )
  })
})

describe('parseLiftTargets', () => {
  const lifted = (...answers: string[]) =>
    parseLiftTargets(answers, { operations: OPERATIONS }).map(({ operation, asset }) =>
      [operation, asset ?? '-'].join(' '),
    )

  it.each([
    ['trading, Card payments:BTC', ['trading -', 'card-payments BTC']],
    ['trading=open deposits:BTC=open', ['trading -', 'deposits BTC']],
    ['入金・預入＝利用可、取引', ['deposits -', 'trading -']],
  ])('reads the receipt of a lift as what it lifts: %s', (given, expected) => {
    expect(lifted(given)).toEqual(expected)
  })

  it.each(['trading=stopped', 'trading=open:by telephone only'])('refuses what is not open again: %s', (given) => {
    expect(() => lifted(given)).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'bad-assignment' }) }),
    )
  })
})

describe('parseScope', () => {
  it('reads states by their ids and by their names in both languages', () => {
    expect(parsed('trading=stopped', '取引＝停止', '売買:ＢＴＣ／ＪＰＹ=注文取消のみ', 'trading=Halted')).toEqual([
      'trading - stopped',
      'trading - stopped',
      'trading BTC/JPY cancel-only',
      'trading - stopped',
    ])
  })

  it('refuses what is no statement', () => {
    expect(refusal('trading')).toMatchObject({ code: 'bad-assignment', params: { given: 'trading' } })
    expect(refusal('=open')).toMatchObject({ code: 'bad-assignment' })
    expect(refusal('')).toMatchObject({ code: 'bad-assignment', params: { given: '' } })
    expect(refusal('trading:=open')).toMatchObject({ code: 'bad-assignment' })
    expect(refusal('trading=stoped')).toMatchObject({
      code: 'unknown-scope-state',
      params: { given: 'stoped', allowed: SCOPE_STATES },
    })
    expect(refusal('fax=stopped')).toMatchObject({ code: 'unknown-operation', params: { given: 'fax' } })
  })
})

describe('an asset that was lifted by itself', () => {
  it('stays open when its operation is stopped, which is said with the command that stops it too', async () => {
    const bench = new Bench()
    const id = (
      await bench.ok('start', '--type', 'system-failure', '--scope', 'withdrawals=open', 'withdrawals:BTC=stopped')
    ).trim()
    await bench.ok('lift', 'withdrawals:BTC', '--force', '--reason', 'it is back')
    bench.pass(60_000)
    const again = await bench.halt('reopen', '--reason', 'it stopped again', '--scope', 'withdrawals=stopped')
    expect(again.err).toContain(
      `still open: withdrawals BTC; to restrict too: haltctl scope withdrawals:BTC=stopped -i ${id}`,
    )
    const ja = await bench.halt('scope', 'withdrawals=limited:審査中', '--lang', 'ja')
    expect(ja.err).toContain(
      `BTC）。あわせて制限するには: haltctl scope withdrawals:BTC=limited:審査中 -i ${id} --lang ja`,
    )
    const said = await bench.halt('scope', 'withdrawals=limited:審査中')
    expect(said.err).toContain('still open: withdrawals BTC')
    const meant = await bench.halt('scope', 'withdrawals=stopped', 'withdrawals:BTC=open')
    expect(meant.err).not.toContain('still open')
    await bench.ok('scope', 'withdrawals:BTC=stopped')
    expect((await bench.halt('scope', 'withdrawals=stopped')).err).not.toContain('still open')
  })
})

describe('a service that is stopped after it had resumed', () => {
  it('is said to have resumed, with the command that records a second stop since the same time', async () => {
    const bench = new Bench()
    const id = (
      await bench.ok('start', '--type', 'system-failure', '--scope', 'withdrawals=stopped', 'trading=stopped')
    ).trim()
    expect((await bench.halt('scope', 'withdrawals=limited:審査中')).err).not.toContain('had resumed')
    await bench.ok('lift', 'withdrawals', '--force', '--reason', 'it is back')
    expect((await bench.halt('scope', 'deposits=stopped')).err).not.toContain('had resumed')
    bench.pass(60_000)
    const { err } = await bench.halt('scope', 'withdrawals:BTC=stopped', 'withdrawals=limited:審査中')
    expect(err).toContain('had resumed: withdrawals BTC, withdrawals; if it stopped again for another reason: ')
    const scope = ['--scope', 'withdrawals:BTC=stopped', 'withdrawals=limited:審査中']
    expect(err).toContain(`haltctl reopen --reason ... ${scope.join(' ')} --at '2026-11-24 22:18:05' -i ${id}\n`)
    await bench.ok('reopen', '--reason', 'another fault', ...scope, '--at', '2026-11-24 22:18:05')
  })

  it('is so in Japanese too', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--scope', 'withdrawals=stopped')
    await bench.ok('lift', '--all', '--force', '--reason', 'it is back')
    bench.pass(60_000)
    const { err } = await bench.halt('scope', 'withdrawals=stopped', '--lang', 'ja')
    expect(err).toContain(
      '再開済みだったもの: 出金・送付。別の原因で再び停止したのであれば: haltctl reopen --reason ...',
    )
  })
})
