import { TOPICS, type Topic } from '../topics/topic.ts'
import type { CommandFacts, Entry } from './command-facts.ts'
import { type Manual, PROGRAM, pageNameOf } from './manual.ts'
import { item, nameLine, pageNamed, paragraph, roffPage, roffText, section, subsection, typed } from './roff.ts'
import { topicItems } from './topic-page.ts'
import type { ManualWords } from './words.en.ts'

/** The page of the program: what it is for, its commands, what all of them take, exit codes and environment. */
export function programPage(program: CommandFacts, manual: Manual): string {
  const { words, source } = manual
  const { about, twoNames, fileList } = words
  return roffPage(
    { name: PROGRAM, number: 1, source, manual: words.manual },
    section(words.name),
    nameLine(PROGRAM, program.summary),
    section(words.synopsis),
    typed(program.usage),
    section(words.description),
    paragraph(about),
    paragraph(twoNames),
    section(words.commands),
    ...program.subcommands.map(({ path, summary }) => `.TP\n${pageNamed(pageNameOf(path), 1)}\n${roffText(summary)}`),
    section(words.options),
    ...items(program.options),
    section(words.exitStatus),
    ...topicItems(manual, 'exit-codes'),
    section(words.environment),
    ...topicItems(manual, 'environment'),
    section(words.files),
    ...fileList.map(([path, meaning]) => item(path, meaning)),
    ...examplesOf(program, words),
    section(words.seeAlso),
    `.P\n${TOPICS.map((topic) => pageNamed(pageNameOf(topic), 7)).join(',\n')}`,
    paragraph(words.guide(program.page)),
  )
}

/** The page of a command, with its subcommands. */
export function commandPage(command: CommandFacts, { words, source }: Manual): string {
  const { path, summary, subcommands, page } = command
  const name = pageNameOf(path)
  return roffPage(
    { name, number: 1, source, manual: words.manual },
    section(words.name),
    nameLine(name, summary),
    section(words.synopsis),
    typed(...[command, ...subcommands].map(({ usage }) => usage)),
    ...(command.arguments.length === 0 ? [] : [section(words.arguments), ...items(command.arguments)]),
    section(words.options),
    ...items(command.options),
    paragraph(words.globals(`${PROGRAM}(1)`)),
    ...(subcommands.length === 0 ? [] : [section(words.subcommands), ...subcommands.flatMap(subcommandPart)]),
    ...examplesOf(command, words),
    section(words.seeAlso),
    `.P\n${[pageNamed(PROGRAM, 1), ...SEEN_ALSO.map((topic) => pageNamed(pageNameOf(topic), 7))].join(',\n')}`,
    paragraph(words.guide(page)),
  )
}

/** The topics that matter for every command. */
const SEEN_ALSO: readonly Topic[] = ['exit-codes', 'incident-selection', 'times', 'json', 'environment']

function subcommandPart(sub: CommandFacts): string[] {
  return [
    subsection(sub.usage),
    paragraph(sub.summary),
    ...items([...sub.arguments, ...sub.options]),
    ...sub.examples.flatMap(example),
  ]
}

function items(list: readonly Entry[]): string[] {
  return list.map(({ term, meaning }) => item(term, meaning))
}

function examplesOf({ examples }: CommandFacts, words: ManualWords): string[] {
  return [section(words.examples), ...examples.flatMap(example)]
}

function example({ term, meaning }: Entry): string[] {
  return [paragraph(`${meaning}:`), '.RS 4', typed(term), '.RE']
}
