import { JSON_DOCUMENTS } from '../../src/cli/json-documents.ts'
import type { CommandFacts, Entry } from '../../src/cli/manual/command-facts.ts'
import type { Topic, TopicWords } from '../../src/cli/topics/topic.ts'
import { topicParts } from '../../src/cli/topics/topic-parts.ts'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import { item, keysOfFile, type Schema, wrapped } from '../runbook/key-reference.ts'
import { keyWordsEn, keyWordsJa } from './key-words.ts'

/** What the pages say between what the program says of itself. */
const WORDS = {
  en: {
    commands: 'Commands, one by one',
    about:
      'What each command takes, from its own help. How they work together: [commands.md](../commands.md). In examples, ids are those of the shipped manual.',
    all: 'Options of every command',
    arguments: 'Arguments:',
    options: 'Options:',
    examples: 'Examples:',
    json: 'With `--json`:',
    guide: 'Guide:',
    settings: 'Settings: `halt.yaml`',
  },
  ja: {
    commands: 'コマンドの一覧',
    about:
      '各コマンドの引数とオプションです。内容はヘルプと同じです。使い方の流れは[commands.md](../commands.md)にあります。例のIDは、付属のマニュアルのものです。',
    all: 'すべてのコマンドに共通のオプション',
    arguments: '引数:',
    options: 'オプション:',
    examples: '例:',
    json: '`--json` の出力:',
    guide: 'ガイド:',
    settings: '設定: `halt.yaml`',
  },
} as const satisfies Record<Language, Readonly<Record<string, string>>>

/** Says where a page comes from, to whoever edits it. */
const MADE = '<!-- Made by: HALT_DOCS=write npx vitest run test/reference -->'

/** A page of everything that can be typed. `pageIn` finds the page of the guide, from the folder of the reference. */
export function commandsPage(program: CommandFacts, language: Language, pageIn: (page: string) => string): string {
  const words = WORDS[language]
  const parts = program.subcommands.flatMap((command) => [command, ...command.subcommands])
  const partOf = ({ path, summary, usage, page, examples, ...command }: CommandFacts) => [
    `${path.includes(' ') ? '###' : '##'} ${path}`,
    `\`${usage}\``,
    sentence(summary, language),
    ...listOf(words.arguments, command.arguments),
    ...listOf(words.options, command.options),
    ...listOf(words.examples, examples),
    ...documentsOf(path, words.json),
    `${words.guide} [${page.split('#')[0]}](${pageIn(page)})`,
  ]
  return pageOf(
    words.commands,
    wrapped(words.about),
    `## ${words.all}`,
    items(program.options),
    ...parts.flatMap(partOf),
  )
}

/** A page of all keys of halt.yaml. */
export function settingsPage(schema: Schema, language: Language): string {
  return pageOf(WORDS[language].settings, keysOfFile(schema, language === 'ja' ? keyWordsJa : keyWordsEn))
}

/** A topic of help as a page; its table as a list, since its second column is of sentences. */
export function topicPage(words: TopicWords, topic: Topic): string {
  const parts = topicParts(words, topic).flatMap((part) =>
    typeof part === 'string'
      ? [wrapped(part)]
      : [
          items(
            part.rows.map(([term, meaning]) => ({ term, meaning: topic === 'json' ? schemaLink(meaning) : meaning })),
          ),
        ],
  )
  return pageOf(words.topics[topic].title, ...parts)
}

function pageOf(title: string, ...parts: readonly string[]): string {
  return `${[`# ${title}`, MADE, ...parts].join('\n\n')}\n`
}

/** A summary, which stands alone in help, as a sentence. */
function sentence(summary: string, language: Language): string {
  if (language === 'ja') return summary.endsWith('。') ? summary : `${summary}。`
  return wrapped(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
}

function listOf(title: string, entries: readonly Entry[]): string[] {
  return entries.length === 0 ? [] : [title, items(entries)]
}

function items(entries: readonly Entry[]): string {
  return entries.map(({ term, meaning }) => item(`\`${term}\`: ${meaning}`)).join('\n')
}

/** The schemas of what a command prints, with what is typed for each. */
function documentsOf(path: string, title: string): string[] {
  const rows = JSON_DOCUMENTS.filter(([typed]) => ownerOf(typed) === path)
  if (rows.length === 0) return []
  return [title, rows.map(([typed, name]) => `- \`${typed}\`: ${schemaLink(`${name}.schema.json`)}`).join('\n')]
}

/** The command of a line: its words up to the first option or capitals. */
function ownerOf(typed: string): string {
  return typed
    .split(' ')
    .filter((word) => /^[a-z][a-z-]*$/.test(word))
    .join(' ')
}

function schemaLink(file: string): string {
  return `[${file}](SCHEMAS/${file})`
}
