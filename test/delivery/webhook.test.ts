import { createHmac } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DeliveryResult, OutgoingMessage, OutgoingText } from '../../src/delivery/transport.ts'
import { transportFor } from '../../src/delivery/transports.ts'
import type { WebhookSettings } from '../../src/domain/settings.ts'
import { folder } from '../store/bench.ts'
import { identity } from './certificates.ts'
import { contextIn, fakeTiming, NOTICE, NOW, noProgress } from './transport-context.ts'
import { status, webServer } from './web-server.ts'

interface Given {
  readonly settings?: Partial<WebhookSettings>
  readonly notice?: OutgoingMessage
  readonly env?: NodeJS.ProcessEnv
  readonly workspace?: string
  readonly waited?: number[]
}

const at = (port: number, path = '/hook') => `http://127.0.0.1:${port}${path}`

async function send(port: number, given: Given = {}): Promise<DeliveryResult> {
  const { settings = {}, notice = NOTICE, env = {}, workspace = folder(), waited } = given
  const whole: WebhookSettings = { via: 'webhook', url: at(port), allowPrivate: true, ...settings }
  const transport = await transportFor(whole, contextIn(workspace, env), fakeTiming(waited))
  return (await transport?.send(notice, noProgress)) as DeliveryResult
}

const SENT = { outcome: 'sent', why: null, detail: null, link: null, accepted: null, refused: null, unknown: null }

describe('a webhook request', () => {
  it('contains the whole notice as JSON, with the same idempotency key on each attempt', async () => {
    const server = await webServer((response, count) => response.writeHead(count === 1 ? 429 : 200).end())
    const link = 'https://www.example.com/notices/index.ja.html'
    const [ja, en] = NOTICE.texts as [OutgoingText, OutgoingText]
    expect(await send(server.port, { notice: { ...NOTICE, texts: [{ ...ja, link }, en] } })).toEqual(SENT)
    const [first, second] = server.asked
    const { key, incident, channel, stage, number, at: when, next, head } = NOTICE
    expect(JSON.parse(first?.body ?? '')).toEqual({
      schemaVersion: 1,
      key,
      incident,
      channel,
      stage,
      number,
      at: when,
      next,
      head,
      texts: [
        { ...ja, link },
        { ...en, link: null },
      ],
    })
    expect(first?.headers).toMatchObject({
      'content-type': 'application/json',
      'idempotency-key': key,
      'x-halt-log-head': head,
      'user-agent': 'halt',
    })
    expect(first?.headers).not.toHaveProperty('webhook-signature')
    expect([second?.body, second?.headers['idempotency-key']]).toEqual([first?.body, key])
  })

  it.each([
    ['hush', Buffer.from('hush')],
    ['whsec_aHVzaCBodXNo', Buffer.from('hush hush')],
  ])('is signed as in Standard Webhooks with the secret %s', async (secret, key) => {
    const server = await webServer()
    const env = { SECRET: secret, TOKEN: 'let-me-in' }
    expect(await send(server.port, { env, settings: { secretEnv: 'SECRET', authorizationEnv: 'TOKEN' } })).toEqual(SENT)
    const [{ headers, body } = { headers: {}, body: '' }] = server.asked
    const signed = `${NOTICE.key}.${Math.floor(NOW / 1000)}.${body}`
    expect(headers).toMatchObject({
      authorization: 'Bearer let-me-in',
      'webhook-id': NOTICE.key,
      'webhook-timestamp': String(Math.floor(NOW / 1000)),
      'webhook-signature': `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
    })
  })

  it('takes its URL from an environment variable, and shows only its origin', async () => {
    const server = await webServer(status(400, {}, 'no such hook: /T0/B0/hush'))
    const context = contextIn(folder(), { HOOK: at(server.port, '/T0/B0/hush') })
    const settings: WebhookSettings = { via: 'webhook', urlEnv: 'HOOK', allowPrivate: true }
    const transport = await transportFor(settings, context, fakeTiming())
    expect(transport?.target).toBe(`http://127.0.0.1:${server.port}`)
    const went = await transport?.send(NOTICE, noProgress)
    expect(server.asked[0]?.path).toBe('/T0/B0/hush')
    expect(went).toMatchObject({ outcome: 'failed', why: 'refused', detail: 'HTTP 400: no such hook: ***' })
  })

  it.each([
    ['/hook?key=topsecret9', 'no route for POST /hook?key=topsecret9', 'no route for POST ***'],
    ['/hook?v=2&key=topsecret9', 'bad key topsecret9 in version 2', 'bad key *** in version 2'],
    ['/hook', 'not understood: {"token":"say \\"hush\\""}', 'not understood: {"token":"***"}'],
    ['/hook', 'no such page: ?token=say%20%22hush%22', 'no such page: ?token=***'],
  ])('hears no secret from what a server says, however that quotes the request: %s %s', async (path, said, told) => {
    const server = await webServer(status(400, {}, said))
    const workspace = folder()
    writeFileSync(join(workspace, 'chat.json'), '{ "token": "{{secret}}" }')
    const settings = { url: at(server.port, path), secretEnv: 'SECRET', body: 'chat.json' }
    const went = await send(server.port, { workspace, env: { SECRET: 'say "hush"' }, settings })
    expect(went.detail).toBe(`HTTP 400: ${told}`)
  })

  it.each<[Partial<WebhookSettings>, NodeJS.ProcessEnv, object]>([
    [{ secretEnv: 'SECRET' }, {}, { why: 'variable-missing', detail: 'SECRET' }],
    [{ authorizationFile: 'token' }, {}, { why: 'file-missing', detail: 'token' }],
    [{ secretEnv: 'SECRET' }, { SECRET: 'a\r\nb' }, { why: 'bad-secret', detail: 'SECRET' }],
    [{ url: undefined, urlEnv: 'HOOK' }, { HOOK: 'https://u:p@example.com' }, { why: 'bad-url', detail: 'HOOK' }],
    [{ url: undefined, urlEnv: 'HOOK' }, { HOOK: 'http://example.com' }, { why: 'bad-url', detail: 'HOOK' }],
    [{ url: undefined, urlEnv: 'HOOK' }, { HOOK: 'file:///etc/passwd' }, { why: 'bad-url', detail: 'HOOK' }],
  ])('is not sent if a setting is missing or unusable: %j', async (settings, env, wanted) => {
    const server = await webServer()
    expect(await send(server.port, { settings, env })).toMatchObject({ outcome: 'failed', ...wanted })
    expect(server.asked).toEqual([])
  })

  it('is not sent if a header value contains a line break', async () => {
    const server = await webServer()
    const notice = { ...NOTICE, key: 'x\r\nHost: y' }
    expect(await send(server.port, { notice })).toMatchObject({ outcome: 'failed', why: 'bad-header' })
    expect(server.asked).toEqual([])
  })
})

describe('a webhook body template', () => {
  const chat = {
    text: '*{{subject}}*\n{{ text }}',
    meta: [{ n: '{{number}}', next: '{{next}}', key: '{{key}}', link: '{{link}}' }, 3, null],
  }

  it('is rendered for each language, in a separate request', async () => {
    const server = await webServer()
    const workspace = folder()
    writeFileSync(join(workspace, 'chat.json'), JSON.stringify(chat))
    const hostile = { language: 'en', subject: '","x":"', text: '"}\\ {{key}} $& <!channel>', digest: '' } as const
    const linked = { ...(NOTICE.texts[0] as OutgoingText), link: 'https://www.example.com' }
    const texts = [linked, hostile]
    const notice = { ...NOTICE, texts, number: null, next: null }
    expect(await send(server.port, { workspace, notice, settings: { body: 'chat.json' } })).toEqual(SENT)
    expect(server.asked.map(({ body }) => JSON.parse(body))).toEqual([
      {
        text: `*${texts[0]?.subject}*\n${texts[0]?.text}`,
        meta: [{ n: '', next: '', key: `${NOTICE.key}-ja`, link: 'https://www.example.com' }, 3, null],
      },
      {
        text: `*","x":"*\n"}\\ {{key}} $& <!channel>`,
        meta: [{ n: '', next: '', key: `${NOTICE.key}-en`, link: '' }, 3, null],
      },
    ])
    expect(server.asked.map(({ headers }) => headers['idempotency-key'])).toEqual([
      `${NOTICE.key}-ja`,
      `${NOTICE.key}-en`,
    ])
  })

  it.each([
    ['{\n  "text": "{{txet}}"\n}', 'chat.json:2:12: {{txet}}'],
    ['{\n  "text": "{{text}}",\n}', 'chat.json:3:1: JSON'],
    ['{ "a": ["{{toString}}"] }', 'chat.json:1:10: {{toString}}'],
  ])('is rejected with line and column if it is invalid: %j', async (template, detail) => {
    const server = await webServer()
    const workspace = folder()
    writeFileSync(join(workspace, 'chat.json'), template)
    const went = await send(server.port, { workspace, settings: { body: 'chat.json' } })
    expect(went).toMatchObject({ outcome: 'failed', why: 'bad-template', detail })
    expect(server.asked).toEqual([])
  })

  async function inTwoLanguages(second: number, settings: Partial<WebhookSettings> = {}) {
    const server = await webServer((response, count) => response.writeHead(count === 1 ? 200 : second).end())
    const workspace = folder()
    writeFileSync(join(workspace, 'chat.json'), JSON.stringify(chat))
    return send(server.port, { workspace, settings: { body: 'chat.json', ...settings } })
  }

  it('is not sent in the other languages once one was refused, so that a retry repeats nothing', async () => {
    const server = await webServer(status(400))
    const workspace = folder()
    writeFileSync(join(workspace, 'chat.json'), JSON.stringify(chat))
    const went = await send(server.port, { workspace, settings: { body: 'chat.json' } })
    expect(went).toMatchObject({ outcome: 'failed', why: 'refused', detail: 'HTTP 400' })
    expect(server.asked).toHaveLength(1)
  })

  it('has an unknown outcome if one language was taken and another refused: a retry would repeat the first', async () => {
    expect(await inTwoLanguages(400)).toMatchObject({ outcome: 'unknown', why: 'partly-taken', detail: 'HTTP 400' })
    expect(await inTwoLanguages(500)).toMatchObject({ outcome: 'unknown', why: 'server-failed' })
    expect(await inTwoLanguages(400, { idempotent: true })).toMatchObject({ outcome: 'failed', why: 'refused' })
  })
})

describe('the webhook transport', () => {
  it('retries a 429 response after the time in Retry-After', async () => {
    const server = await webServer((response, count) =>
      count === 1 ? response.writeHead(429, { 'Retry-After': '7' }).end() : response.writeHead(202).end(),
    )
    const waited: number[] = []
    expect(await send(server.port, { waited })).toEqual(SENT)
    expect(waited).toEqual([7000])
  })

  it('accepts a date in Retry-After, and waits at most a minute', async () => {
    const dates = [new Date(NOW + 5000).toUTCString(), '86400']
    const server = await webServer((response, count) => {
      const date = dates[count - 1]
      response.writeHead(date === undefined ? 200 : 429, date === undefined ? {} : { 'Retry-After': date }).end()
    })
    const waited: number[] = []
    expect(await send(server.port, { waited })).toEqual(SENT)
    expect(waited).toEqual([Date.parse(dates[0] ?? '') - NOW, 60_000])
  })

  it('makes four attempts at a server that says that it takes nothing now, with increasing waits', async () => {
    const server = await webServer(status(503, { 'Retry-After': '0' }, 'out of\u001b[2J order'))
    const waited: number[] = []
    const went = await send(server.port, { waited })
    expect(went).toMatchObject({ outcome: 'failed', why: 'refused', detail: 'HTTP 503: out of\\u001b[2J order' })
    expect(server.asked).toHaveLength(4)
    expect(waited).toEqual([1000, 2000, 4000])
  })

  it.each([500, 502, 503, 504])('does not repeat a request that may have been taken: %i', async (code) => {
    const server = await webServer(status(code, {}, 'sorry'))
    const went = await send(server.port)
    expect(went).toMatchObject({ outcome: 'unknown', why: 'server-failed', detail: `HTTP ${code}: sorry` })
    expect(server.asked).toHaveLength(1)
  })

  it('repeats a request that may have been taken, with the same key, if the server is idempotent', async () => {
    const server = await webServer((response, count) => {
      if (count === 1) response.socket?.destroy()
      else response.writeHead(count === 2 ? 502 : 200).end()
    })
    expect(await send(server.port, { settings: { idempotent: true } })).toEqual(SENT)
    expect(server.asked.map(({ headers }) => headers['idempotency-key'])).toEqual(Array(3).fill(NOTICE.key))
  })

  it('keeps the outcome unknown if a repeated request is refused: the first may have been taken', async () => {
    const server = await webServer((response, count) => response.writeHead(count === 1 ? 500 : 400).end())
    const went = await send(server.port, { settings: { idempotent: true } })
    expect(went).toMatchObject({ outcome: 'unknown', why: 'refused', detail: 'HTTP 400' })
    expect(server.asked).toHaveLength(2)
  })

  it('does not retry a 400 response', async () => {
    const server = await webServer(status(400, {}, 'x'.repeat(1000)))
    const went = await send(server.port)
    expect(went).toMatchObject({ outcome: 'failed', why: 'refused' })
    expect(went.detail).toMatch(/^HTTP 400: x{150,197}\.\.\.$/)
    expect(server.asked).toHaveLength(1)
  })

  it('does not follow a redirect', async () => {
    const inner = await webServer()
    const server = await webServer(status(307, { Location: at(inner.port, '/inner') }))
    expect(await send(server.port)).toMatchObject({ outcome: 'failed', why: 'redirected', detail: 'HTTP 307' })
    expect(inner.asked).toEqual([])
  })

  it('reports "sent" if the response body never ends', async () => {
    const server = await webServer((response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
      }
      response.on('drain', more)
      more()
    })
    expect(await send(server.port)).toEqual(SENT)
  })
})

describe('the webhook transport without an answer', () => {
  it('reports the outcome as unknown if the server drops the connection', async () => {
    const server = await webServer((response) => response.socket?.destroy())
    expect(await send(server.port)).toMatchObject({ outcome: 'unknown', why: 'connection-lost', detail: 'ECONNRESET' })
    expect(server.asked).toHaveLength(1)
  })

  it('retries a refused connection, then reports "failed"', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.on('listening', resolve))
    const { port } = server.address() as { port: number }
    await new Promise((resolve) => server.close(resolve))
    const waited: number[] = []
    expect(await send(port, { waited })).toMatchObject({
      outcome: 'failed',
      why: 'unreachable',
      detail: 'ECONNREFUSED',
    })
    expect(waited).toHaveLength(3)
  })
})

describe('the server certificate of a webhook', () => {
  const host = identity('localhost', '127.0.0.1')

  it('is accepted if caFile names its CA', async () => {
    const workspace = folder()
    writeFileSync(join(workspace, 'ca.pem'), host.ca)
    const server = await webServer((response) => response.end(), host)
    const settings = { url: `https://localhost:${server.port}/`, caFile: 'ca.pem' }
    expect(await send(server.port, { workspace, settings })).toEqual(SENT)
  })

  it('is rejected if its CA is not trusted', async () => {
    const server = await webServer((response) => response.end(), host)
    const settings = { url: `https://localhost:${server.port}/` }
    expect(await send(server.port, { settings })).toMatchObject({ outcome: 'failed', why: 'tls-failed' })
    expect(server.asked).toEqual([])
  })
})

describe('a private address of a webhook', () => {
  it.each(['127.0.0.1', 'localhost', '0x7f.1', '2130706433', '[::1]', '[::ffff:127.0.0.1]'])(
    'is rejected unless allowPrivate is set: %s',
    async (name) => {
      const server = await webServer()
      const settings = { url: `http://${name}:${server.port}/`, allowPrivate: false, allowPlain: true }
      expect(await send(server.port, { settings })).toMatchObject({ outcome: 'failed', why: 'private-address' })
      expect(server.asked).toEqual([])
    },
  )

  it('is rejected at connection time if a host name resolves to it', async () => {
    const server = await webServer()
    const { post } = await import('../../src/delivery/io/http.ts')
    const url = new URL(`http://localhost:${server.port}/`)
    const answer = await post({ url, headers: {}, body: '', timeout: 60_000, allowPrivate: false, ca: undefined })
    expect(answer).toEqual({ why: 'private-address', code: 'EPRIVATEADDRESS', begun: false })
    expect(server.asked).toEqual([])
  })
})
