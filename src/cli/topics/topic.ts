/** What `help` explains besides the commands. */
export const TOPICS = ['environment', 'exit-codes', 'incident-selection', 'json', 'times'] as const
export type Topic = (typeof TOPICS)[number]

/** Whether `help` has this topic; `topics` is the list of them. */
export function isTopic(given: string | undefined): given is Topic | 'topics' {
  return given === 'topics' || TOPICS.some((topic) => topic === given)
}

/** A topic: its title, and paragraphs or tables of what is typed or read, each with what it means. */
export interface TopicText {
  readonly title: string
  readonly parts: readonly (string | TopicTable)[]
}

export interface TopicTable {
  readonly head: readonly [string, string]
  readonly rows: readonly (readonly [string, string])[]
}

export interface TopicWords {
  readonly topics: Readonly<Record<Topic, TopicText>>
  /** The head of the table of commands and the schemas of their documents, which ends the topic `json`. */
  readonly schemas: readonly [string, string]
  /** The table of all topics. */
  readonly list: {
    readonly title: string
    readonly head: readonly [string, string]
    readonly how: (me: string) => string
  }
}
