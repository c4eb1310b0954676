import { version } from '../../../package.json'
import { LANGUAGES } from '../../domain/runbook/runbook.ts'
import type { ExampleIds } from '../example-ids.ts'
import { TOPICS } from '../topics/topic.ts'
import { words as topicsEn } from '../topics/words.en.ts'
import { words as topicsJa } from '../topics/words.ja.ts'
import { programFacts } from './command-facts.ts'
import { commandPage, programPage } from './command-page.ts'
import { type Manual, pagePath } from './manual.ts'
import { topicPage } from './topic-page.ts'
import { manualWords as en } from './words.en.ts'
import { manualWords as ja } from './words.ja.ts'

const source = `halt-runbook ${version}`
const MANUALS = {
  en: { words: en, topics: topicsEn, source },
  ja: { words: ja, topics: topicsJa, source },
} satisfies Record<string, Manual>

/** All pages of the manual in both languages, by their paths in the folder of pages; examples have these ids. */
export async function manualPages(ids: ExampleIds): Promise<ReadonlyMap<string, string>> {
  const pages = new Map<string, string>()
  for (const language of LANGUAGES) {
    const manual = MANUALS[language]
    const program = await programFacts(language, ids)
    pages.set(pagePath(language, undefined), programPage(program, manual))
    for (const command of program.subcommands) pages.set(pagePath(language, command.path), commandPage(command, manual))
    for (const topic of TOPICS) pages.set(pagePath(language, topic), topicPage(topic, manual))
  }
  return pages
}
