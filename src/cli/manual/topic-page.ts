import type { Topic } from '../topics/topic.ts'
import { topicParts } from '../topics/topic-parts.ts'
import { type Manual, PROGRAM, pageNameOf } from './manual.ts'
import { item, nameLine, pageNamed, paragraph, roffPage, section } from './roff.ts'

/** The page of a topic. */
export function topicPage(topic: Topic, manual: Manual): string {
  const { words, source, topics } = manual
  const name = pageNameOf(topic)
  return roffPage(
    { name, number: 7, source, manual: words.manual },
    section(words.name),
    nameLine(name, topics.topics[topic].title),
    section(words.description),
    ...topicItems(manual, topic),
    section(words.seeAlso),
    `.P\n${pageNamed(PROGRAM, 1)}`,
  )
}

/** What a topic says; a table as a list, since its second column is of sentences. */
export function topicItems({ topics }: Manual, topic: Topic): string[] {
  return topicParts(topics, topic).flatMap((part) =>
    typeof part === 'string' ? [paragraph(part)] : part.rows.map(([typed, meaning]) => item(typed, meaning)),
  )
}
