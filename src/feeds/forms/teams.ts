import type { FeedMessage, MessageText } from '../message.ts'
import { cut, cutEscaped } from './cut.ts'

/** Microsoft Teams takes messages of up to 28 KB; the rest is left for what it wraps them in. */
const TEAMS_BYTES = 26_000
/** The longest line. */
const MAX_LINE = 2000

/**
 * A message with an Adaptive Card (1.5), for a workflow of Microsoft Teams that posts what comes to its webhook. Runs of text
 * know no Markdown. Lines that do not fit are left out at the end, of the last language first.
 */
export function teamsForm({ texts }: FeedMessage): object {
  const left = texts.map(({ title, lines, ...rest }) => {
    return { ...rest, title: cut(title, MAX_LINE), lines: lines.map((line) => cut(line, MAX_LINE)) }
  })
  for (;;) {
    const form = cardWith(left)
    const longest = left.findLast(({ lines }) => lines.length > 0)
    if (longest === undefined || Buffer.byteLength(JSON.stringify(form)) <= TEAMS_BYTES) return form
    longest.lines.pop()
  }
}

function cardWith(texts: readonly MessageText[]): object {
  const body = texts.flatMap(({ title, lines }, i) => [
    { ...line([{ type: 'TextRun', text: title, weight: 'Bolder', size: 'Medium' }]), separator: i > 0 },
    ...lines.map((text) => ({ ...line([{ type: 'TextRun', text }]), spacing: 'Small' })),
  ])
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: cutEscaped(literal(texts[0]?.title ?? ''), MAX_LINE, /\\$/),
    body,
  }
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }],
  }
}

/** Unlike the card, its fallback may be Markdown. */
function literal(text: string): string {
  return text.replace(/[\\*_~`|<>#[\]()!-]/g, '\\$&')
}

function line(inlines: readonly object[]): object {
  return { type: 'RichTextBlock', inlines }
}
