import { JSON_DOCUMENTS } from '../json-documents.ts'
import type { Topic, TopicText, TopicWords } from './topic.ts'

const SCHEMA_ROWS = JSON_DOCUMENTS.map(([typed, document]) => [typed, `${document}.schema.json`] as const)

/** What a topic consists of: the one on JSON ends with the schema of each command's document. */
export function topicParts({ topics, schemas }: TopicWords, topic: Topic): TopicText['parts'] {
  const { parts } = topics[topic]
  return topic === 'json' ? [...parts, { head: schemas, rows: SCHEMA_ROWS }] : parts
}
