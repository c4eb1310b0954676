import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { COMMANDS } from '../src/cli/catalogue.ts'
import { definedCommands, helpSentences } from './cli/defined-commands.ts'

type Language = 'ja' | 'en'
interface Pair {
  readonly name: string
  readonly ja: string
  readonly en: string
}
interface Term {
  readonly ja: readonly string[]
  readonly en: readonly string[]
  readonly used: readonly string[]
}

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const names = (folder: string, end: string) =>
  readdirSync(new URL(folder, root))
    .filter((file) => file.endsWith(end))
    .map((file) => file.slice(0, -end.length))

/** Files of texts below a folder, without the language in their names. */
const sentences = (folder: string) =>
  readdirSync(new URL(folder, root), { encoding: 'utf8', recursive: true })
    .filter((file) => file.endsWith('.ja.ts'))
    .map((file) => file.slice(0, -'.ja.ts'.length))

/** Every text that a runbook has in both languages, named by its id or key. */
function pairsIn(value: unknown, name: string): Pair[] {
  if (value === null || typeof value !== 'object') return []
  const entries = Object.entries(value)
  const { ja, en, id } = value as Record<string, unknown>
  const own = typeof ja === 'string' && typeof en === 'string' ? [{ name, ja: bare(ja), en: bare(en) }] : []
  return [...own, ...entries.flatMap(([key, inner]) => pairsIn(inner, `${typeof id === 'string' ? id : name}.${key}`))]
}

/** The text without code in backticks: commands and keys are never translated. */
const bare = (text: string) => text.replace(/`[^`]*`/g, '')

/** The string literals of a module of texts, without comments, imports and keys. */
function literalsOf(path: string): string {
  const code = read(path)
    .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    .replace(/^import .*$/gm, '')
    .replace(/^\s*'[^'\n]*':/gm, '')
  return (code.match(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g) ?? []).join('\n')
}

const runbooks = new Map(
  names('runbooks', '.yaml').map((file) => [file, pairsIn(parse(read(`runbooks/${file}.yaml`)), file)]),
)
const texts = new Map<string, Pair>([
  ...[...runbooks].map(([name, pairs]): [string, Pair] => [
    name,
    { name, ja: pairs.map((p) => p.ja).join('\n'), en: pairs.map((p) => p.en).join('\n') },
  ]),
  ...sentences('src').map((name): [string, Pair] => [
    name,
    { name, ja: literalsOf(`src/${name}.ja.ts`), en: literalsOf(`src/${name}.en.ts`) },
  ]),
])

const glossary: Term[] = read('docs/glossary.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| --') && !line.startsWith('| ja '))
  .map((line) => {
    const [ja = '', en = '', used = ''] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim())
    return {
      ja: ja.split(', '),
      en: en.split(', '),
      used: [...used.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    }
  })

const uses = (text: string, words: readonly string[]) =>
  words.some((word) => text.toLowerCase().includes(word.toLowerCase()))

/** Words that are also everyday Japanese, so that the English may express them differently. */
const EVERYDAY = new Set(['停止', '種類', '解除', '再開', '告知', '記録', '項目', '注意', '部署'])

/** The text without longer terms that contain the words: 手順書 does not count as 手順. */
function apart(text: string, words: readonly string[]): string {
  const longer = glossary.flatMap((term) => term.ja).filter((t) => words.some((w) => t !== w && t.includes(w)))
  return longer.reduce((rest, term) => rest.replaceAll(term, ''), text)
}

/** Variants of the glossary's words that no text may use, and characters whose width a terminal decides. */
const BANNED: Readonly<Record<Language, RegExp>> = {
  ja: /(?<!システム)部門|チャン?ネル|フェーズ|ステージ|ランブック|リーダー|通知手段|(?<!エスカレーション)段階 \$\{(?:[dp]\.)?level|復旧|仮想通貨|引継|引き継ぐ|問合せ|問い合せ|取り消しのみ|取消のみ可(?!能)|第一報|最終報告|重要度|深刻度|ツイッター|ユーザー|お客さま|お客様(?!への影響|へのお願い)|アナウンス|ていねい|指揮官|[※①-⑳…→●○×■｡-ﾟ]/,
  en: /cryptocurrenc|virtual currenc|handover|\bemails?\b|inquir|outage|downtime|recovery|\busers?\b|tweet|(?<!formerly )twitter|first report|final report|[…→●○×■]/i,
}

describe('docs/glossary.md', () => {
  it('lists each Japanese word once', () => {
    const words = glossary.flatMap((term) => term.ja)
    expect(words.length).toBeGreaterThan(40)
    expect(new Set(words).size).toBe(words.length)
  })

  it.each(glossary)('names texts that contain $ja in Japanese and $en in English', ({ ja, en, used }) => {
    expect(used).not.toEqual([])
    for (const name of used) {
      const text = texts.get(name)
      expect(text, name).toBeDefined()
      expect(uses(text?.ja ?? '', ja), `${name}, Japanese`).toBe(true)
      expect(uses(text?.en ?? '', en), `${name}, English`).toBe(true)
    }
  })

  it.each(glossary.filter((term) => !term.ja.some((word) => EVERYDAY.has(word))))(
    'is followed: runbook texts with $ja in Japanese have $en in English',
    ({ ja, en }) => {
      const broken = [...runbooks.values()].flat().filter((pair) => uses(apart(pair.ja, ja), ja) && !uses(pair.en, en))
      expect(broken).toEqual([])
    },
  )
})

describe('the shipped texts', () => {
  it.each([...texts.values()])('$name contains no banned variant of a term', ({ ja, en }) => {
    expect(ja.match(BANNED.ja)?.[0]).toBeUndefined()
    expect(bare(en).match(BANNED.en)?.[0]).toBeUndefined()
  })

  it('contain no banned variant of a term in the Japanese help', async () => {
    const help = (await definedCommands('ja')).flatMap(helpSentences).join('\n')
    expect(help.match(BANNED.ja)?.[0]).toBeUndefined()
    expect(help.match(/運用手順|課題|先頭値|上位者/)?.[0]).toBeUndefined()
  })

  it.each(names('runbooks/drills', '.yaml'))('drill %s contains no banned variant of a term', (name) => {
    const pairs = pairsIn(parse(read(`runbooks/drills/${name}.yaml`)), name)
    expect(pairs.length).toBeGreaterThan(5)
    for (const { ja, en } of pairs) {
      // Customers are お客様 in what they read.
      expect(ja.replaceAll('お客様', '').match(BANNED.ja)?.[0]).toBeUndefined()
      expect(en.match(BANNED.en)?.[0]).toBeUndefined()
      // 入金 and 出金 are of yen, 預入 and 送付 of crypto assets.
      expect(ja).not.toMatch(/(MIO|KZN)[^。]*入金(?!・)/)
    }
  })

  it.each(names('runbooks', '.yaml'))('%s names only commands that exist', (file) => {
    const commands = [...read(`runbooks/${file}.yaml`).matchAll(/haltctl ([\w-]+)/g)].map(([, name]) => name)
    expect(COMMANDS.map((entry) => entry.name)).toEqual(expect.arrayContaining(commands))
  })
})
