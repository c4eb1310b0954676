import { type IncomingMessage, request } from 'node:http'
import { expect, onTestFinished, vi } from 'vitest'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import type { Bench, Outcome } from '../bench.ts'

/** How long `vi.waitFor` waits: a busy machine takes half a minute to load the board alone. */
export const PATIENCE = { timeout: 120_000 }

export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

interface Sent {
  readonly method?: string
  /** Those that are empty are left out. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** A board of a bench, with the token of its address. It ends with the test. */
export class TestBoard {
  readonly bench: Bench
  readonly url: URL
  readonly token: string
  private readonly ended: Promise<Outcome>

  static async of(bench: Bench, ...flags: readonly string[]): Promise<TestBoard> {
    let shown = ''
    const onScreen = (text: string) => {
      shown += text
    }
    const before = process.listenerCount('SIGINT')
    const ended = bench.haltWith({ onScreen }, 'serve', ...(flags.length === 0 ? ['--port', '0'] : flags))
    // From then on, Ctrl-C is heard.
    const isOpen = () => expect(process.listenerCount('SIGINT')).toBeGreaterThan(before)
    await Promise.race([ended, vi.waitFor(isOpen, PATIENCE)])
    const board = new TestBoard(bench, new URL(shown.split('\n')[0] ?? ''), ended)
    onTestFinished(async () => {
      await board.end()
    })
    return board
  }

  private constructor(bench: Bench, url: URL, ended: Promise<Outcome>) {
    this.bench = bench
    this.url = url
    this.token = url.hash.slice(1)
    this.ended = ended
  }

  /** Ends it as Ctrl-C does. */
  end(): Promise<Outcome> {
    process.emit('SIGINT')
    return this.ended
  }

  /** Sends a request with the token, unless other headers are given. */
  send(path: string, { method = 'GET', headers = this.admitted(), body = '' }: Sent = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.url.origin), { method, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          })
        })
      })
      sent.on('error', reject)
      sent.end(body)
    })
  }

  /** Invites somebody, who opens their link. */
  async guest(name: string, ...flags: readonly string[]): Promise<TestGuest> {
    const link = (await this.bench.ok('invite', name, ...flags)).trim()
    const { headers } = await this.enter(new URL(link).hash.slice(1))
    const [cookie = ''] = headers['set-cookie'] ?? []
    return new TestGuest(this, cookie.split(';')[0] ?? '', link)
  }

  /** The headers of what the pages of this board send. */
  ownOrigin(): Record<string, string> {
    return { origin: this.url.origin, 'sec-fetch-site': 'same-origin' }
  }

  admitted(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` }
  }

  /** Enters a code in the form, as a browser does. */
  enter(code: string, headers: Readonly<Record<string, string>> = {}, next = '/'): Promise<Answer> {
    const body = new URLSearchParams({ code, next }).toString()
    const own = {
      origin: this.url.origin,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
    }
    return this.send('/session', { method: 'POST', headers: { ...own, ...headers }, body })
  }

  /** Opens a stream of events; `received` grows as they come. */
  async stream(path: string, headers: Readonly<Record<string, string>> = {}): Promise<TestStream> {
    return new Promise((resolve, reject) => {
      const sent = request(
        new URL(path, this.url.origin),
        { headers: filled({ ...this.admitted(), ...headers }) },
        (response) => {
          const stream = new TestStream(response)
          resolve(stream)
        },
      )
      sent.on('error', reject)
      sent.end()
    })
  }
}

/** What came of a form, as the script of the page gets it. */
interface Acted {
  readonly status: string
  readonly title: string
  readonly lines: readonly string[]
  readonly override: string | null
  readonly seen: string | null
  readonly foot: string
}

/** Somebody who was invited, with the cookie of their browser. */
export class TestGuest {
  readonly board: TestBoard
  readonly cookie: string
  readonly link: string
  /** The language of the pages on which they act. */
  language: Language = 'en'
  private sent = 0

  constructor(board: TestBoard, cookie: string, link: string) {
    this.board = board
    this.cookie = cookie
    this.link = link
  }

  get(path: string): Promise<Answer> {
    return this.board.send(path, { headers: { cookie: this.cookie } })
  }

  stream(path: string): Promise<TestStream> {
    return this.board.stream(path, { authorization: '', cookie: this.cookie })
  }

  /** Sends a form as the script of the page does, with a token of its own unless one is given. */
  async act(incident: string, fields: Readonly<Record<string, string>>): Promise<Acted & { readonly code: number }> {
    this.sent += 1
    const body = new URLSearchParams({ token: `token-of-this-form-${this.sent}`, ...fields }).toString()
    const { status, body: text } = await this.post(incident, body, { accept: 'application/json' })
    return { code: status, ...(JSON.parse(text) as Acted) }
  }

  /** Begins to send a form, half of it at first. */
  slowly(incident: string, type: string, body: string): SlowForm {
    const headers = { ...this.board.ownOrigin(), cookie: this.cookie, 'content-type': type, expect: '100-continue' }
    const url = new URL(`/incidents/${incident}/acts?lang=${this.language}`, this.board.url.origin)
    const sent = request(url, { method: 'POST', headers: { ...headers, 'content-length': body.length } })
    const answered = new Promise<number>((resolve, reject) => {
      sent.on('response', (response) => resolve(response.resume().statusCode ?? 0)).on('error', reject)
    })
    answered.catch(() => {})
    const isHeard = new Promise<void>((resolve) => {
      sent.on('continue', resolve)
    })
    const half = Math.floor(body.length / 2)
    sent.write(body.slice(0, half))
    const finish = () => {
      sent.end(body.slice(half))
      return answered
    }
    return { isHeard, finish, giveUp: () => sent.destroy() }
  }

  post(incident: string, body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const own = { cookie: this.cookie, 'content-type': 'application/x-www-form-urlencoded' }
    return this.board.send(`/incidents/${incident}/acts?lang=${this.language}`, {
      method: 'POST',
      headers: { ...this.board.ownOrigin(), ...own, ...headers },
      body,
    })
  }
}

/** A form that is sent in two parts. */
interface SlowForm {
  /** Once the board has read its headers, and waits for the rest. */
  readonly isHeard: Promise<void>
  /** Sends the rest, and resolves to the status of the answer. */
  readonly finish: () => Promise<number>
  readonly giveUp: () => void
}

export interface StreamedEvent {
  readonly id: string | null
  readonly name: string | null
  readonly data: string
}

function filled(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''))
}

/** Server-sent events as they come. */
export class TestStream {
  private text = ''
  private readonly response: IncomingMessage

  constructor(response: IncomingMessage) {
    this.response = response
    response.on('data', (chunk: Buffer) => {
      this.text += chunk.toString()
    })
    response.on('error', () => {})
  }

  get events(): StreamedEvent[] {
    const blocks = this.text.split('\n\n').slice(0, -1)
    return blocks
      .filter((block) => !block.startsWith(':'))
      .map((block) => {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? null
        return { id: field('id'), name: field('event'), data: field('data') ?? '' }
      })
  }

  /** Waits until so many events have come. */
  async has(count: number): Promise<StreamedEvent[]> {
    await vi.waitFor(() => expect(this.events.length).toBeGreaterThanOrEqual(count), PATIENCE)
    return this.events
  }

  /** Whether the board has ended it. */
  get isOver(): boolean {
    return this.response.complete
  }

  close(): void {
    this.response.destroy()
  }
}
