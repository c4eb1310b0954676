import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '../../domain/runbook/runbook.ts'
import { readText } from '../../platform/bounded.ts'
import { PUBLIC, replaceDurably } from '../../platform/durable.ts'
import { type Feed, type FeedEntry, feedXml, readFeed, urn, withEntry } from '../feed.ts'
import { deliveryWords } from '../words.ts'

/** Fifty notices of the longest text there may be, escaped. */
const MOST_FEED = 24 * 1024 * 1024

export interface FeedAddition {
  readonly channel: string
  readonly language: Language
  readonly organisation: string
  /** Where the feed can be read; null where that is not known. */
  readonly self: string | null
  readonly entry: FeedEntry
}

/** Puts an entry into the feed of a folder. A feed that is not ours, or is broken, is set aside, and one is begun anew. */
export async function addToFeed(folder: string, name: string, addition: FeedAddition): Promise<void> {
  const { channel, language, organisation, self, entry } = addition
  const title = (await deliveryWords(language)).feed(organisation)
  const path = join(folder, name)
  const found = existsSync(path) ? read(path) : null
  if (found === null && existsSync(path)) renameSync(path, unusedName(path))
  const id = found?.id ?? urn(`${organisation}\n${channel}\n${language}`)
  const feed: Feed = { id, language, title, author: organisation, self, entries: found?.entries ?? [] }
  replaceDurably(path, Buffer.from(feedXml(withEntry(feed, entry))), PUBLIC)
}

function read(path: string): Feed | null {
  try {
    return readFeed(readText(path, MOST_FEED).text)
  } catch {
    return null
  }
}

function unusedName(path: string): string {
  for (let number = 1; ; number += 1) if (!existsSync(`${path}.aside-${number}`)) return `${path}.aside-${number}`
}
