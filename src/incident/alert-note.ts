import type { Text } from '../i18n/text.ts'
import type { AlertNote } from '../i18n/words.en.ts'
import type { AlertGroup } from './alertmanager.ts'

/** A note is to be read; the document that it is made of is attached whole. */
const MAX_LINES = 60
const MAX_LINE = 500

/** An alert in words: how many alerts fire, then the labels and annotations that all of them have in common. */
export function alertNoteText(
  { labels, annotations, key, ...counts }: AlertGroup,
  { said }: Pick<Text, 'said'>,
): string {
  const all = [...Object.entries(labels), ...Object.entries(annotations), ['groupKey', key]]
  const lines = all.slice(0, MAX_LINES).map(([name, value]) => `${name}: ${value}`)
  const isCut = lines.length < all.length || lines.some((line) => line.length > MAX_LINE)
  const note: AlertNote = { ...counts, lines: lines.map((line) => line.slice(0, MAX_LINE)), isCut }
  return said.alertNote(note)
}
