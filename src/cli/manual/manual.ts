import type { Language } from '../../domain/runbook/runbook.ts'
import type { TopicWords } from '../topics/topic.ts'
import { isTopic } from '../topics/topic.ts'
import type { ManualWords } from './words.en.ts'

/** The name of the program in manuals: the other one powers some systems off. */
export const PROGRAM = 'haltctl'

/** What every page of one language is written with. */
export interface Manual {
  readonly words: ManualWords
  readonly topics: TopicWords
  /** The program with its version, as pages name it at their foot. */
  readonly source: string
}

/** The name of the page of a command or topic, without its section. */
export const pageNameOf = (name: string) => `${PROGRAM}-${name}`

/** Where the page of a command or topic is, in the folder of all pages; that of the program without a name. */
export function pagePath(language: Language, name: string | undefined): string {
  const number = isTopic(name) ? 7 : 1
  const folder = language === 'en' ? `man${number}` : `${language}/man${number}`
  return `${folder}/${name === undefined ? PROGRAM : pageNameOf(name)}.${number}`
}
