import { createHash } from 'node:crypto'
import { escapeMarkup, unescapeHtml } from '../view/html.ts'

const MAX_ENTRIES = 50

export interface FeedEntry {
  /** `urn:uuid:…`, the same on every retry of a notice. */
  readonly id: string
  readonly title: string
  /** ISO 8601 with offset. */
  readonly updated: string
  /** URL of the page; null if it is not known. */
  readonly link: string | null
  readonly text: string
}

/** The notices of one channel in one language. */
export interface Feed {
  /** `urn:uuid:…` */
  readonly id: string
  readonly language: string
  readonly title: string
  readonly author: string
  /** URL of the feed; null if it is not known. */
  readonly self: string | null
  /** Newest first. */
  readonly entries: readonly FeedEntry[]
}

/** The feed with an entry added, or replaced if its id exists; entries beyond `MAX_ENTRIES` are dropped, oldest first. */
export function withEntry(feed: Feed, entry: FeedEntry): Feed {
  const entries = [entry, ...feed.entries.filter(({ id }) => id !== entry.id)]
  entries.sort((a, b) => Date.parse(b.updated) - Date.parse(a.updated))
  return { ...feed, entries: entries.slice(0, MAX_ENTRIES) }
}

/** A feed as an Atom document (RFC 4287). */
export function feedXml({ id, language, title, author, self, entries }: Feed): string {
  const link = self === null ? '' : `  <link rel="self" href="${escapeMarkup(self)}"/>\n`
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escapeMarkup(language)}">
  <id>${escapeMarkup(id)}</id>
  <title>${escapeMarkup(title)}</title>
  <updated>${escapeMarkup(entries[0]?.updated ?? '')}</updated>
  <author><name>${escapeMarkup(author)}</name></author>
${link}${entries.map(entryXml).join('')}</feed>
`
}

function entryXml({ id, title, updated, link, text }: FeedEntry): string {
  const alternate = link === null ? '' : `    <link rel="alternate" href="${escapeMarkup(link)}"/>\n`
  return `  <entry>
    <id>${escapeMarkup(id)}</id>
    <title>${escapeMarkup(title)}</title>
    <updated>${escapeMarkup(updated)}</updated>
${alternate}    <content type="text">${escapeMarkup(text)}</content>
  </entry>
`
}

const HEAD_PATTERN =
  /^<\?xml version="1\.0" encoding="utf-8"\?>\n<feed xmlns="http:\/\/www\.w3\.org\/2005\/Atom" xml:lang="([^"<]*)">\n {2}<id>([^<]*)<\/id>\n {2}<title>([^<]*)<\/title>\n {2}<updated>[^<]*<\/updated>\n {2}<author><name>([^<]*)<\/name><\/author>\n(?: {2}<link rel="self" href="([^"<]*)"\/>\n)?/
const ENTRY_PATTERN =
  / {2}<entry>\n {4}<id>([^<]*)<\/id>\n {4}<title>([^<]*)<\/title>\n {4}<updated>([^<]*)<\/updated>\n(?: {4}<link rel="alternate" href="([^"<]*)"\/>\n)? {4}<content type="text">([^<]*)<\/content>\n {2}<\/entry>\n/g

/** Reads a feed written by `feedXml`; null for any text that `feedXml` would not write exactly so again. */
export function parseFeed(xml: string): Feed | null {
  const head = HEAD_PATTERN.exec(xml)
  if (head === null) return null
  const [, language = '', id = '', title = '', author = '', self = null] = head.map(textOf)
  const entries = [...xml.slice(head[0].length).matchAll(ENTRY_PATTERN)].map((match) => {
    const [, id = '', title = '', updated = '', link = null, text = ''] = [...match].map(textOf)
    return { id, title, updated, link, text }
  })
  if (entries.some(({ updated }) => Number.isNaN(Date.parse(updated)))) return null
  const feed = { id, language, title, author, self, entries }
  return feedXml(feed) === xml ? feed : null
}

function textOf(group: string | undefined): string | undefined {
  return group === undefined ? undefined : unescapeHtml(group)
}

/** A UUID URN derived from a name, always the same for the same name: version 8 (RFC 9562). */
export function uuidUrn(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`]
  return `urn:uuid:${[...parts, hex.slice(20, 32)].join('-')}`
}
