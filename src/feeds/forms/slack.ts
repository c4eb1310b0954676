import type { FeedMessage } from '../message.ts'
import { cutEscaped } from './cut.ts'

/** Limits of Slack's messages (docs/feeds.md has their sources); the last is less than is known to be refused in all. */
const SLACK_LIMITS = { header: 150, section: 3000, blocks: 50, text: 4000, total: 12_000 } as const

/** A message for an incoming webhook of Slack. Nothing in it is a mention, a link or a format. */
export function slackForm({ texts }: FeedMessage): object {
  const each = Math.floor(SLACK_LIMITS.total / Math.max(1, texts.length)) - SLACK_LIMITS.header
  const blocks = texts.slice(0, SLACK_LIMITS.blocks / 2).flatMap(({ title, lines }) => {
    const body = cutEscaped(lines.map(literal).join('\n'), Math.min(SLACK_LIMITS.section, each), HALF)
    return [
      { type: 'header', text: { type: 'plain_text', text: headerOf(title), emoji: false } },
      ...(body === '' ? [] : [{ type: 'section', text: { type: 'plain_text', text: body, emoji: false } }]),
    ]
  })
  const titles = texts.map(({ title }) => literal(title)).join('\n')
  return {
    text: cutEscaped(titles, SLACK_LIMITS.text, HALF),
    mrkdwn: false,
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks,
  }
}

function headerOf(title: string): string {
  return cutEscaped(literal(title), SLACK_LIMITS.header, HALF)
}

/** A cut may leave a part of `&amp;`, `&lt;` or `&gt;`. */
const HALF = /&[a-z]{0,3}$/

/** What Slack reads as the beginning of a mention, a link or a date stands for itself. */
function literal(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
