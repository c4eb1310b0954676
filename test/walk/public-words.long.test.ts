import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { ESC, type Reply } from '../script.ts'
import { KEYS } from './keys.ts'
import { SENDING, TEXT } from './operator.ts'
import { recorded, walk } from './walk.ts'

const FIRST = '2.1-assess'
const { en } = TEXT
const CHAT = { pasted: 'sato: wallet keys gone?\nito: do not tell anyone' }

async function begun(): Promise<Bench> {
  const bench = new Bench({ NO_COLOR: '1' })
  await bench.ok('start', '--type', 'system-failure')
  return bench
}

const atContact: readonly Reply[] = [
  [FIRST, KEYS.notice],
  ['none is known yet', '?'],
  ['[contact.ja]', CHAT],
]

describe('a paste of several lines at a question for public words', () => {
  test('is shown, and n makes a note of it', async () => {
    const bench = await begun()
    const { asked } = await walk(bench, [...atContact, ['Customers would read', 'n'], ['[contact.ja]', ESC]])
    expect(asked[3]?.text).toContain('ito: do not tell anyone')
    expect(asked[4]?.draft).toBe('')
    expect(await recorded(bench, 'note.added')).toMatchObject([{ data: { text: CHAT.pasted } }])
    expect((await recorded(bench, 'fact.set')).map(({ data }) => data.fact)).not.toContain('contact')
  })

  test('stays in the line with Enter', async () => {
    const bench = await begun()
    const { asked } = await walk(bench, [...atContact, ['Customers would read', ''], ['[contact.ja]', ESC]])
    expect(asked[4]?.draft).toBe(CHAT.pasted)
    expect((await recorded(bench, 'fact.set')).map(({ data }) => data.fact)).not.toContain('contact')
  })

  test('is the answer with y', async () => {
    const bench = await begun()
    await walk(bench, [...atContact, ['Customers would read', 'y'], [/^/, ESC]])
    expect((await recorded(bench, 'fact.set')).at(-1)?.data).toEqual({ fact: 'contact', ja: CHAT.pasted })
  })
})

test('the question says first that customers read the answer, and in which language', async () => {
  const { asked } = await walk(await begun(), [
    [FIRST, KEYS.notice],
    ['none is known yet', '?'],
    [/^/, ESC],
  ])
  expect(asked[2]?.text).toMatch(/^In Japanese, in words that customers read: Contact \[contact\.ja\]/)
})

test('a step for a notice says that it asks first for what the notice needs', async () => {
  const { err } = await walk(await begun(), [
    [FIRST, KEYS.jump],
    [en.jumpTo, '2.2-website'],
    ['2.2-website', KEYS.done],
    ['none is known yet', ESC],
  ])
  expect(err).toContain(en.noticeStep('2.2-website'))
})

describe('words that a notice asks for and the operator leaves open', () => {
  const LANGUAGES = 'channels: { website: { via: by-hand, languages: [ja, en] } }\n'

  async function inTwoLanguages(): Promise<Bench> {
    const bench = new Bench({ NO_COLOR: '1' })
    bench.write('halt.yaml', LANGUAGES)
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped', '--at', '1m ago')
    await bench.ok('set', 'cause=?', 'expected-recovery=?', 'impact.en=Orders cannot be placed')
    return bench
  }

  test('are asked for in the language of the operator first', async () => {
    await walk(await inTwoLanguages(), [
      [FIRST, KEYS.notice],
      ['[contact.en]', ''],
      ['[impact.ja]', '売買の注文ができません'],
      ['[contact.ja]', ESC],
    ])
  })

  test('are not asked for again in the same walk, but stay named as missing', async () => {
    const { err } = await walk(await inTwoLanguages(), [
      [FIRST, KEYS.notice],
      ['[contact.en]', ''],
      ['[impact.ja]', ''],
      ['[contact.ja]', ''],
      ['y record as posted', ESC],
      [FIRST, KEYS.notice],
      ['y record as posted', ESC],
    ])
    expect(err.match(/ERROR Contact \(contact\) is missing/g)).toHaveLength(2)
  })
})

describe('a question mark as the words of a language', () => {
  test.each(['contact.ja=?', 'contact.ja=？'])('%s takes them back', async (statement) => {
    const bench = await begun()
    await bench.ok('set', 'contact.ja=窓口', 'contact.en=the desk')
    const { err } = await walk(bench, [
      [FIRST, KEYS.fact],
      [en.factStatement, statement],
    ])
    expect(err).toContain('fact contact.ja=?')
    expect((await recorded(bench, 'fact.set')).at(-1)?.data).toEqual({ fact: 'contact', ja: null })
    const { facts } = await bench.json<{ facts: { name: string; en: string | null; ja: string | null }[] }>('status')
    expect(JSON.stringify(facts)).toContain('the desk')
    expect(JSON.stringify(facts)).not.toContain('窓口')
  })

  test('is refused for a fact without public words', async () => {
    const { code, err } = await (await begun()).halt('set', 'started-at.ja=?')
    expect([code, err.includes('(no-public-words)')]).toEqual([2, true])
  })
})

describe('words that a notice may not say without evidence', () => {
  const WORDS = '資産は安全です。'

  test('are recorded with a warning', async () => {
    const bench = await begun()
    const { err } = await walk(bench, [
      [FIRST, KEYS.fact],
      [en.factStatement, `impact.ja=${WORDS}`],
    ])
    expect(err.replaceAll(/\s+/g, ' ')).toMatch(/warning impact\.ja: "資産は安全" .*\(unbacked-claim\)/)
    expect((await recorded(bench, 'fact.set')).at(-1)?.data).toEqual({ fact: 'impact', ja: WORDS })
  })

  test('are warned of as well if a notice asks for them', async () => {
    const { err } = await walk(await begun(), [
      [FIRST, KEYS.notice],
      [SENDING.en.missingKeys, 'f'],
      [/What is stopped/, ''],
      [/\[started-at\]/, ''],
      ['[impact.ja]', 'おそらく装置の不具合です。'],
    ])
    expect(err.replaceAll(/\s+/g, ' ')).toMatch(/warning impact\.ja: "おそらく" is a guess \(risky-claim\)/)
  })

  test('are asked for in one language only, if they are not known', async () => {
    const bench = new Bench({ NO_COLOR: '1' })
    bench.write('halt.yaml', 'channels: { website: { via: by-hand, languages: [ja, en] } }\n')
    await bench.ok('start', '--type', 'system-failure')
    const { err } = await walk(bench, [
      [FIRST, KEYS.notice],
      [SENDING.en.missingKeys, 'f'],
      [/What is stopped/, ''],
      [/\[started-at\]/, ''],
      ['[impact.en]', '?'],
      ['[cause.en]', ESC],
    ])
    expect(err).not.toContain('no change')
  })

  test.each([
    ['en', 'ja'],
    ['ja', 'en'],
  ] as const)('are asked for in the language of the operator first: %s', async (own, other) => {
    const bench = new Bench({ HALT_LANG: own, NO_COLOR: '1' })
    bench.write('halt.yaml', 'channels: { website: { via: by-hand, languages: [ja, en] } }\n')
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped', '--at', '1m ago')
    await walk(bench, [
      [FIRST, KEYS.notice],
      [SENDING[own].missingKeys, 'f'],
      [`[impact.${own}]`, 'words'],
      [`[impact.${other}]`, 'words'],
      [`[cause.${own}]`, ESC],
      [FIRST, '/go 2.2-facts'],
      ['2.2-facts', KEYS.done],
      [TEXT[own].doneNote, 'looked'],
      [`[cause.${own}]`, 'words'],
      [`[cause.${other}]`, ESC],
      [`[cause.${own}]`, ESC],
      [TEXT[own].doneNote, ESC],
    ])
  })

  test('are warned of as well if they answer the question of a step', async () => {
    const bench = await begun()
    const { err } = await walk(bench, [
      [FIRST, KEYS.jump],
      [en.jumpTo, '2.1-cause'],
      ['2.1-cause', KEYS.done],
      [en.doneNote, ''],
      ['[cause.ja]', 'おそらく装置の不具合です。'],
    ])
    expect(err.replaceAll(/\s+/g, ' ')).toMatch(/warning cause\.ja: "おそらく" is a guess \(risky-claim\)/)
  })
})

describe('a word that confirms a notice, typed where customers read the answer', () => {
  const toContact: readonly Reply[] = [
    [FIRST, KEYS.notice],
    ['none is known yet', '?'],
    ['[contact.ja]', 'posted'],
  ]
  const contacts = async (bench: Bench) =>
    (await recorded(bench, 'fact.set')).filter(({ data }) => data.fact === 'contact').map(({ data }) => data.ja)

  test('is no answer but with another Enter, which is said', async () => {
    const bench = await begun()
    const { err, asked } = await walk(bench, [...toContact, ['[contact.ja]', '0120-000-000'], [/^/, ESC]])
    expect(err).toContain(en.wordAsAnswer('posted'))
    expect(asked[3]?.draft).toBe('posted')
    expect(await contacts(bench)).toEqual(['0120-000-000'])
  })

  test('is the answer with another Enter', async () => {
    const bench = await begun()
    await walk(bench, [...toContact, ['[contact.ja]', 'posted'], [/^/, ESC]])
    expect(await contacts(bench)).toEqual(['posted'])
  })
})
