import { describe, expect, it } from 'vitest'
import { ProblemError } from '../../src/domain/problem.ts'
import { namesOf } from '../../src/domain/runbook/names.ts'
import {
  assigneeNamed,
  channelsNamed,
  idNamed,
  parseClosing,
  parseSeverity,
  splitNameAndWords,
  splitNames,
} from '../../src/incident/names.ts'
import { Bench } from '../bench.ts'
import { RUNBOOK } from '../notice/halts.ts'

const CHANNELS = {
  website: { ja: 'ウェブサイト', en: 'website' },
  'app-push': { ja: 'アプリ・プッシュ', en: 'app push' },
  social: { ja: 'X（旧Twitter）', en: 'X (formerly Twitter)' },
  desk: { ja: '窓口', en: 'desk' },
  counter: { ja: '窓口', en: 'website' },
}

const CUSTOMERS = Object.fromEntries(
  Object.entries(CHANNELS).map(([id, names]) => [id, { ...names, audience: 'customers' as const }]),
)

function refusal(act: () => unknown): object {
  try {
    act()
    return {}
  } catch (error) {
    return error instanceof ProblemError ? error.problem : { error }
  }
}

describe('a name', () => {
  it.each([
    ['website', 'website'],
    ['Website', 'website'],
    ['ｗｅｂｓｉｔｅ', 'website'],
    ['ウェブサイト', 'website'],
    ['ｱﾌﾟﾘ・ﾌﾟｯｼｭ', 'app-push'],
    ['App  Push', 'app-push'],
    ['Ｘ（旧Ｔｗｉｔｔｅｒ）', 'social'],
  ])('%s means %s', (given, id) => {
    expect(idNamed(given, CHANNELS, 'unknown-channel')).toBe(id)
  })

  it('of two things is refused as unclear, with both', () => {
    expect(refusal(() => idNamed('窓口', CHANNELS, 'unknown-channel'))).toMatchObject({
      code: 'unclear-name',
      params: { given: '窓口', allowed: ['desk', 'counter'] },
    })
  })

  it('of nothing is refused, with all that there is', () => {
    expect(refusal(() => idNamed('fax', CHANNELS, 'unknown-channel'))).toMatchObject({
      code: 'unknown-channel',
      params: { given: 'fax', allowed: Object.keys(CHANNELS) },
    })
    expect(refusal(() => channelsNamed(['・'], { channels: CUSTOMERS }))).toMatchObject({ code: 'unknown-channel' })
    expect(refusal(() => channelsNamed(['fax'], { channels: {} }))).toMatchObject({ code: 'unknown-channel' })
  })

  it.each(['types', 'channels', 'facts', 'operations', 'departments'] as const)(
    'of the shipped %s means one thing, whatever its case and width',
    (kind) => {
      const all = RUNBOOK[kind]
      for (const id of Object.keys(all))
        for (const name of namesOf(all, id)) {
          expect(idNamed(name, all, 'unknown-type')).toBe(id)
          expect(idNamed(name.toUpperCase(), all, 'unknown-type')).toBe(id)
          expect(splitNames(name, all)).toEqual([name])
        }
    },
  )
})

describe('an assignee', () => {
  it('is a department by any of its names, else a person', () => {
    expect(assigneeNamed('ウェブサイト', CHANNELS)).toBe('website')
    expect(assigneeNamed('佐藤', CHANNELS)).toBe('佐藤')
  })

  it('is never taken for a person if several departments are named', () => {
    for (const given of ['広報部・法務部', 'legal, public-relations', '広報部 法務部'])
      expect(refusal(() => assigneeNamed(given, RUNBOOK.departments))).toMatchObject({
        code: 'bad-flag',
        params: { flag: '--to', given, allowed: expect.arrayContaining(['public-relations', 'legal']) },
      })
    expect(assigneeNamed('佐藤・花子', RUNBOOK.departments)).toBe('佐藤・花子')
    expect(assigneeNamed('広報部 佐藤', RUNBOOK.departments)).toBe('広報部 佐藤')
  })

  it('is never taken for a person if two departments have the name', () => {
    expect(refusal(() => assigneeNamed('窓口', CHANNELS))).toMatchObject({ code: 'unclear-name' })
  })
})

describe('all channels', () => {
  const channels = { ...CUSTOMERS, internal: { ja: '社内', en: 'internal', audience: 'departments' as const } }

  it.each([['all'], ['ＡＬＬ'], ['すべて'], ['website', 'all']])('are those to customers, by %j', (...given) => {
    expect(channelsNamed(given, { channels })).toEqual(Object.keys(CUSTOMERS))
  })

  it('may be named beside others, and leave the word to a channel that has it', () => {
    expect(channelsNamed(['internal, all'], { channels })).toEqual(['internal', ...Object.keys(CUSTOMERS)])
    const named = { ...channels, x: { ja: 'すべて', en: 'All', audience: 'customers' as const } }
    expect(channelsNamed(['all'], { channels: named })).toEqual(['x'])
  })
})

describe('several names in one answer', () => {
  it.each([
    'ウェブサイト・アプリ・プッシュ',
    'website、app push',
    ' website , app-push ',
    'ウェブサイト　アプリ・プッシュ・',
  ])('%s', (given) => {
    expect(channelsNamed([given], { channels: CUSTOMERS })).toEqual(['website', 'app-push'])
  })

  it('may come in several arguments too', () => {
    expect(channelsNamed(['website', 'X（旧Twitter）'], { channels: CUSTOMERS })).toEqual(['website', 'social'])
    expect(channelsNamed([], { channels: CUSTOMERS })).toEqual([])
  })
})

describe('a name and words', () => {
  it.each([
    ['app push no orders go through', 'app push', 'no orders go through'],
    ['アプリ・プッシュ　鍵が使われた', 'アプリ・プッシュ', '鍵が使われた'],
    ['ウェブサイト、鍵が、使われた', 'ウェブサイト', '鍵が、使われた'],
    ['website', 'website', ''],
    ['fax no orders', 'fax', 'no orders'],
    ['', '', ''],
  ])('%j is %j and %j', (given, name, words) => {
    expect(splitNameAndWords(given, CHANNELS)).toEqual([name, words])
  })
})

describe('a severity', () => {
  it.each(['sev2', 'SEV2', 'ＳＥＶ２', '2', '２', '重大度2', '重大度２'])('%s is sev2', (given) => {
    expect(parseSeverity(given, {})).toBe('sev2')
  })

  it.each(['sev5', '', 'sev', 'high'])('%j is refused', (given) => {
    expect(refusal(() => parseSeverity(given, {}))).toMatchObject({ code: 'unknown-severity', params: { given } })
  })
})

describe('how an incident ends', () => {
  it.each([
    ['誤報', 'false-alarm'],
    ['False alarm', 'false-alarm'],
    ['重複', 'duplicate'],
    ['ｄｕｐｌｉｃａｔｅ', 'duplicate'],
  ] as const)('%s is %s', (given, as) => {
    expect(parseClosing(given, ['false-alarm', 'duplicate'])).toBe(as)
  })

  it('is refused if it is none of those that can be chosen', () => {
    const expected = { code: 'bad-flag', params: { flag: '--resolution', allowed: ['false-alarm', 'duplicate'] } }
    expect(refusal(() => parseClosing('解決', ['false-alarm', 'duplicate']))).toMatchObject(expected)
  })
})

describe('commands', () => {
  it('take the words of the language, and record ids', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'システム障害', '--severity', 'ＳＥＶ２')
    await bench.ok('classify', '--type', 'セキュリティインシデント', '--severity', '重大度1', '--reason', 'x')
    await bench.ok('set', '原因=disk', '原因.ja=ディスク障害', 'Cause．en＝disk failure', '再開見込み＝23:30〜24:10')
    await bench.ok('notice', 'ウェブサイト・メール', '--posted')
    await bench.ok('notice', '社内連絡', '--unsafe', '--reason', 'x')
    await bench.ok('notice', 'メール、アプリのプッシュ通知', '--next', '23:00')
    await bench.ok('scope', '売買=停止・入金・預入=停止')
    await bench.ok('lift', '売買・入金・預入', '--force', '--reason', 'x')
    await bench.ok('close', '--resolution', '誤報', '--reason', 'x')
    const events = (await bench.ok('log', '--json'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const dataOf = (type: string) => events.filter((event) => event.type === type).map(({ data }) => data)
    expect(dataOf('incident.started')).toMatchObject([{ type: 'system-failure', severity: 'sev2' }])
    expect(dataOf('incident.classified')).toMatchObject([{ type: 'security-incident', severity: 'sev1' }])
    expect(dataOf('fact.set')).toMatchObject([
      { fact: 'cause', value: 'disk', ja: 'ディスク障害', en: 'disk failure' },
      { fact: 'expected-recovery', value: '2026-11-24T23:30:00.000+09:00/2026-11-25T00:10:00.000+09:00' },
    ])
    expect(dataOf('notice.posted').map(({ channel }) => channel)).toEqual(['website', 'email'])
    expect(dataOf('incident.closed')).toMatchObject([{ as: 'false-alarm' }])
    expect(
      JSON.stringify(events.map(({ data: { reason: _, ...data } }) => data).filter(({ runbook }) => !runbook)),
    ).not.toMatch(/売買|ウェブサイト|誤報|原因|システム障害/)
  })

  it.each([
    [['classify', '--type', '障害', '--reason', 'x'], 'system-failure（システム障害）'],
    [['start', '--type', '障害'], 'system-failure（システム障害）'],
    [['set', '損害=x'], 'cause（原因）'],
    [['notice', '掲示板'], 'website（ウェブサイト）'],
    [['close', '--resolution', '間違い', '--reason', 'x'], 'false-alarm（誤報）'],
    [['classify', '--severity', '高', '--reason', 'x'], 'sev2（重大度2）'],
    [['status', '--department', '人事'], 'legal（法務）'],
  ])('%j is refused with ids and names', async (line, shown) => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    const { code, err } = await bench.halt(...line, '--lang', 'ja')
    expect(code).toBe(2)
    expect(err).toContain(shown)
  })
})
