import type { FeedMessage } from '../message.ts'
import { cutEscaped } from './cut.ts'

/** Characters of a message on Discord. */
const DISCORD_CHARACTERS = 2000
/** Links get no preview. */
const SUPPRESS_EMBEDS = 4

/** A message for a webhook of Discord. It mentions nobody, and nothing in it is a format. */
export function discordForm({ texts }: FeedMessage): object {
  const each = Math.floor((DISCORD_CHARACTERS - 2 * texts.length) / Math.max(1, texts.length))
  const content = texts
    .map(({ title, lines }) => {
      const bold = `**${cutEscaped(literal(title), 400, HALF)}**`
      return [bold, cutEscaped(lines.map(literal).join('\n'), Math.max(1, each - bold.length - 1), HALF)].join('\n')
    })
    .join('\n\n')
  return { content, allowed_mentions: { parse: [] }, flags: SUPPRESS_EMBEDS }
}

/** A cut may leave a backslash without what it escapes. */
const HALF = /\\$/

/** Markdown, mentions, channels, times and emoji stand for themselves. */
function literal(text: string): string {
  return text.replace(/[\\*_~`|<>#[\]():@-]/g, '\\$&')
}
