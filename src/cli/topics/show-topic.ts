import type { Language } from '../../domain/runbook/runbook.ts'
import { type Block, code, heading, paragraph } from '../../view/blocks.ts'
import { terminalLinesFor } from '../../view/terminal.ts'
import type { World } from '../../world.ts'
import { TOPICS, type Topic, type TopicTable, type TopicWords } from './topic.ts'
import { topicParts } from './topic-parts.ts'

/** Prints a topic, or the list of all, in the operator's language. Resolves to the exit code 0. */
export async function showTopic(world: World, topic: Topic | 'topics'): Promise<number> {
  await world.usePager()
  const { words } = await wordsIn(world.text.language)
  const blocks = topic === 'topics' ? listBlocks(words, world.invocation) : topicBlocks(words, topic)
  for (const line of await terminalLinesFor(world, blocks, { folded: world.terminal.isOutputTerminal }))
    world.raw.print(line)
  return 0
}

/** All topics, each with its title. */
export async function topicTitles(language: Language): Promise<(readonly [topic: Topic, title: string])[]> {
  const { words } = await wordsIn(language)
  return TOPICS.map((topic) => [topic, words.topics[topic].title])
}

function wordsIn(language: Language): Promise<{ readonly words: TopicWords }> {
  return language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts')
}

function topicBlocks(words: TopicWords, topic: Topic): Block[] {
  const parts = topicParts(words, topic)
  const shown = parts.map((part) => (typeof part === 'string' ? paragraph(part) : tableOf(part)))
  return [heading(words.topics[topic].title), ...shown]
}

function listBlocks({ topics, list }: TopicWords, me: string): Block[] {
  const rows = TOPICS.map((topic) => [topic, topics[topic].title] as const)
  return [heading(list.title), tableOf({ head: list.head, rows }), paragraph(list.how(me))]
}

function tableOf({ head, rows }: TopicTable): Block {
  return { kind: 'table', head, rows: rows.map(([typed, meaning]) => [code(typed), meaning]) }
}
