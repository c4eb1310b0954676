import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { type Asked, webServer } from '../delivery/web-server.ts'

// Servers that answer as the services of feeds do, and refuse what those would refuse.

/** How a server answers the request of this number, from 1; null for what the service would. */
type Mood = (count: number) => readonly [status: number, headers?: Record<string, string>, body?: string] | null

export interface Service {
  readonly url: string
  readonly asked: readonly Asked[]
  /** The bodies that it got, parsed. */
  // biome-ignore lint/suspicious/noExplicitAny: each service has its own form
  readonly bodies: any[]
}

/** `complaint` says what is wrong with a request; the service then answers 400 with that. */
async function service(path: string, taken: number, complaint: (asked: Asked) => string | null, mood: Mood) {
  const server = await webServer((response, count) => {
    const asked = server.asked[count - 1] as Asked
    const [status, headers = {}, body = ''] = mood(count) ?? answerTo(asked)
    response.writeHead(status, headers).end(body)
  })
  function answerTo(asked: Asked): readonly [number, Record<string, string>?, string?] {
    const wrong = complaint(asked)
    return wrong === null ? [taken, {}, 'ok'] : [400, {}, wrong]
  }
  return {
    url: `http://127.0.0.1:${server.port}${path}`,
    asked: server.asked,
    get bodies() {
      return server.asked.map(({ body }) => JSON.parse(body))
    },
  }
}

const AS_EVER: Mood = () => null

/** Limits that Slack states: docs/feeds.md has the sources. */
const SLACK = { header: 150, section: 3000, blocks: 50, text: 40_000, total: 13_200 }

/** An incoming webhook of Slack. */
export function slack(mood: Mood = AS_EVER): Promise<Service> {
  return service('/services/T000/B000/XXXX', 200, complaintOfSlack, mood)
}

interface SlackBlock {
  readonly type: string
  readonly text: { readonly type: string; readonly text: string }
}

function complaintOfSlack({ body }: Asked): string | null {
  const { text, blocks = [] } = JSON.parse(body) as { text?: string; blocks?: SlackBlock[] }
  if (text === undefined || text === '') return 'no_text'
  if (text.length > SLACK.text) return 'msg_too_long'
  if (blocks.length > SLACK.blocks) return 'invalid_blocks'
  for (const block of blocks) {
    const { length } = block.text.text
    const most = { header: SLACK.header, section: SLACK.section }[block.type]
    if (most === undefined || length === 0 || length > most) return 'invalid_blocks'
    if (block.type === 'header' && block.text.type !== 'plain_text') return 'invalid_blocks'
  }
  const total = blocks.reduce((sum, block) => sum + block.text.text.length, 0)
  return total > SLACK.total ? 'msg_blocks_too_long' : null
}

/** What a reader of Slack sees of a text; what would be a mention, a link or a date is shown in brackets. */
export function shownBySlack(text: string): string {
  return text
    .replace(/<([^>]*)>/g, '[$1]')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

let card: ValidateFunction | null = null

/** The published schema is of draft 6, with its own address as `id`. */
function isCard(content: unknown): string | null {
  const path = join(import.meta.dirname, 'adaptive-cards', 'adaptive-card-1.5.0.json')
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(path, 'utf8'))
  card ??= new Ajv({ strict: false, validateFormats: false }).compile(schema)
  return card(content) ? null : JSON.stringify(card.errors?.slice(0, 3))
}

/** A workflow of Microsoft Teams that posts what comes to its webhook. */
export function teams(mood: Mood = AS_EVER): Promise<Service> {
  return service('/workflows/0123/triggers/manual/paths/invoke', 202, complaintOfTeams, mood)
}

function complaintOfTeams({ body }: Asked): string | null {
  if (Buffer.byteLength(body) > 28 * 1024) return 'Request Entity too large'
  const { type, attachments } = JSON.parse(body)
  if (type !== 'message' || attachments.length !== 1) return 'no message'
  const [{ contentType, content }] = attachments
  if (contentType !== 'application/vnd.microsoft.card.adaptive') return contentType
  return content.version === '1.5' ? isCard(content) : content.version
}

/** A webhook of Discord. */
export function discord(mood: Mood = AS_EVER): Promise<Service> {
  return service('/api/webhooks/1/XXXX', 204, complaintOfDiscord, mood)
}

function complaintOfDiscord({ body }: Asked): string | null {
  const { content, allowed_mentions: allowed } = JSON.parse(body)
  if (typeof content !== 'string' || content === '') return '{"code": 50006, "message": "Cannot send an empty message"}'
  if (content.length > 2000) return '{"code": 50035, "message": "Invalid Form Body"}'
  // Not a rule of Discord, but of ours: nobody is mentioned.
  return Array.isArray(allowed?.parse) && allowed.parse.length === 0 ? null : 'mentions'
}

const text = { type: 'string' }

/**
 * Events API v2 as PagerDuty describes it: https://developer.pagerduty.com/docs/events-api-v2-overview and `Payload` of
 * reference/events-v2/openapiv3.json in https://github.com/PagerDuty/api-schema, with the lengths that its pages state.
 */
const EVENT_OF_PAGERDUTY = {
  type: 'object',
  required: ['routing_key', 'event_action'],
  properties: {
    routing_key: { type: 'string', minLength: 32, maxLength: 32 },
    event_action: { enum: ['trigger', 'acknowledge', 'resolve'] },
    dedup_key: { type: 'string', minLength: 1, maxLength: 255 },
    client: text,
    payload: {
      type: 'object',
      required: ['summary', 'severity', 'source'],
      properties: {
        summary: { type: 'string', minLength: 1, maxLength: 1024 },
        timestamp: {
          type: 'string',
          pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([+-]\\d\\d:\\d\\d|Z)$',
        },
        severity: { enum: ['critical', 'warning', 'error', 'info'] },
        source: { type: 'string', minLength: 1 },
        component: text,
        group: text,
        class: text,
        custom_details: { type: 'object' },
      },
      additionalProperties: false,
    },
  },
  anyOf: [{ properties: { event_action: { const: 'trigger' } }, required: ['payload'] }, { required: ['dedup_key'] }],
  additionalProperties: false,
}
const isEvent = new Ajv().compile(EVENT_OF_PAGERDUTY)

/** PagerDuty's Events API v2. */
export function pagerDuty(mood: Mood = AS_EVER): Promise<Service> {
  return service('/v2/enqueue', 202, complaintOfPagerDuty, mood)
}

function complaintOfPagerDuty({ body }: Asked): string | null {
  if (Buffer.byteLength(body) > 512 * 1024) return 'too long'
  return isEvent(JSON.parse(body)) ? null : JSON.stringify(isEvent.errors)
}

const FEED_SCHEMA = join(import.meta.dirname, '../../schemas/feed.schema.json')

/** A program's own receiver, which knows the key that requests are signed with. */
export function receiver(key: string, mood: Mood = AS_EVER): Promise<Service> {
  const isMessage = new Ajv2020().compile(JSON.parse(readFileSync(FEED_SCHEMA, 'utf8')))
  const complaint = ({ body, headers }: Asked) => {
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const signature = createHmac('sha256', Buffer.from(key.replace('whsec_', ''), 'base64'))
      .update(signed)
      .digest('base64')
    if (headers['webhook-signature'] !== `v1,${signature}`) return 'signature'
    return isMessage(JSON.parse(body)) ? null : JSON.stringify(isMessage.errors)
  }
  return service('/hook', 200, complaint, mood)
}
