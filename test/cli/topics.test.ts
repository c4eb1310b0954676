import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/cli/catalogue.ts'
import { JSON_DOCUMENTS } from '../../src/cli/json-documents.ts'
import { jsonSchemas } from '../../src/cli/schemas.ts'
import type { TopicWords } from '../../src/cli/topics/topic.ts'
import { TOPICS } from '../../src/cli/topics/topic.ts'
import { words as en } from '../../src/cli/topics/words.en.ts'
import { words as ja } from '../../src/cli/topics/words.ja.ts'
import { EXIT_CODES } from '../../src/domain/problem.ts'
import { readingWrittenTimes } from '../../src/incident/written-times.ts'
import { clockOf } from '../../src/platform/clock.ts'
import { Bench, ROOT } from '../bench.ts'

const rowsOf = ({ topics }: TopicWords, topic: (typeof TOPICS)[number]) =>
  topics[topic].parts.flatMap((part) => (typeof part === 'string' ? [] : part.rows))

const SOURCES = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.startsWith(join('cli', 'topics')))
  .map((name) => readFileSync(join(ROOT, 'src', name), 'utf8'))
  .join('\n')

describe.each([
  ['en', en],
  ['ja', ja],
] as const)('the topics of help in %s', (language, words) => {
  it.each([...TOPICS, 'topics'])('are printed: %s', async (topic) => {
    const { code, out, err } = await new Bench().halt('help', topic, '--lang', language)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(topic === 'topics' ? words.topics.times.title : words.topics[topic as 'times'].title)
  })

  it('list each exit code that there is', () => {
    const listed = rowsOf(words, 'exit-codes').map(([code]) => Number(code))
    expect(listed).toEqual(expect.arrayContaining([0, 1, 9, ...new Set(Object.values(EXIT_CODES))]))
    expect(listed).toHaveLength(new Set([0, 1, 7, 8, 9, ...Object.values(EXIT_CODES)]).size)
  })

  it('give times as they can be typed', () => {
    const clock = readingWrittenTimes(clockOf('Asia/Tokyo', () => Date.parse('2026-11-24T22:17:05+09:00')))
    const typed = rowsOf(words, 'times').flatMap(([forms]) => forms.split(/, |、/))
    const readable = typed.filter((form) => !/[〜/]|\d-\d\d:/.test(form))
    expect(readable.length).toBeGreaterThan(7)
    for (const form of readable)
      expect(/^(?:in |tomorrow|明日)|後$/.test(form) ? clock.future(form) : clock.bound(form)).toBeGreaterThan(0)
  })

  it('name variables that the program reads', () => {
    for (const [names] of rowsOf(words, 'environment'))
      for (const name of names.split(', ')) expect(SOURCES.includes(name), name).toBe(true)
  })
})

it('a command refuses to choose among open incidents with the exit code that is told', async () => {
  const bench = new Bench()
  for (const type of ['system-failure', 'security-incident']) await bench.ok('start', '--type', type)
  const { code } = await bench.halt('note', 'x')
  for (const { topics } of [en, ja])
    expect(JSON.stringify(topics['incident-selection'])).toMatch(new RegExp(`(?:exit |終了コード)${code}\\b`))
})

it('the commands with JSON exist, and so do their schemas', () => {
  const schemas = jsonSchemas()
  for (const [typed, document] of JSON_DOCUMENTS) {
    expect(COMMANDS.map(({ name }) => name)).toContain(typed.split(' ')[0])
    expect(schemas).toHaveProperty([document])
    expect(readFileSync(join(ROOT, 'schemas', `${document}.schema.json`), 'utf8')).toContain(document)
  }
})

it.each([
  [['--lang', 'ja', 'help', 'topics'], ja.topics.times.title],
  [['help', '--lang', 'ja', 'times'], ja.topics.times.title],
  [['--lang=ja', '--plain', 'help', 'times'], ja.topics.times.title],
  [['--as', 'help', '--lang', 'ja', 'help', 'start'], '停止が始まった時刻'],
])('options may stand before what help is asked for: %j', async (argv, shown) => {
  const { code, out, err } = await new Bench().halt(...argv)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain(shown)
})

it('help of a topic that there is not names the nearest', async () => {
  const { code, err } = await new Bench().halt('help', 'enviroment')
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('Did you mean environment?') })
})
