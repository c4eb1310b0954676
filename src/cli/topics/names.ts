/** What `help` explains besides the commands. */
export const TOPICS = ['environment', 'exit-codes', 'incident-selection', 'json', 'times'] as const
export type Topic = (typeof TOPICS)[number]

/** Whether `help` has this topic; `topics` is the list of them. */
export function isTopic(given: string | undefined): given is Topic | 'topics' {
  return given === 'topics' || TOPICS.some((topic) => topic === given)
}
