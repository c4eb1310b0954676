import type { Evidence, Incident } from '../domain/incident/incident.ts'
import type { Text } from '../i18n/text.ts'
import type { KnownFirst } from '../incident/known-first.ts'
import { escapeHtml } from '../view/html.ts'
import { inertLine, shortLine } from '../view/inert.ts'
import { timeText } from '../view/time-format.ts'
import { type BoardPart, sectionPart } from './board-part.ts'
import type { BoardWords } from './words.en.ts'

/** The files that were attached to notes, the newest first; nothing if there are none. No page serves their bytes. */
export function filesPart(
  { evidence }: Incident,
  { words: said }: Text,
  words: BoardWords,
  knownFirst: KnownFirst,
): BoardPart[] {
  const files = evidence.filter(({ kind }) => kind === 'attachment').reverse()
  if (files.length === 0) return []
  const { shown, more } = knownFirst.pick(files, ({ event }) => knownFirst.isEventKnown(event))
  const items = shown.map((file) => fileItem(file, said, words))
  if (more !== null) items.push(`<li>${escapeHtml(more)}</li>`)
  return [sectionPart('files', words.files, `<ul>\n${items.join('\n')}\n</ul>\n<p>${escapeHtml(words.filesStay)}</p>`)]
}

function fileItem(
  { name, file, bytes, at, by, digest, removed }: Evidence,
  said: Text['words'],
  words: BoardWords,
): string {
  const facts = said.listed([said.bytes(bytes), timeText(at), shortLine(by)])
  const gone = removed === null ? '' : ` ${words.fileRemoved(shortLine(removed.by), inertLine(removed.reason))}`
  return `<li>${escapeHtml(inertLine(name ?? file))} <small>${escapeHtml(`${facts}${gone}`)} <code>${escapeHtml(digest)}</code></small></li>`
}
