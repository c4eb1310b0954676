import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { MailJournalFiles } from '../../src/delivery/mail-journal.ts'
import type { DeliveryResult, OutgoingMessage } from '../../src/delivery/transport.ts'
import { transportFor } from '../../src/delivery/transports.ts'
import type { SmtpSettings } from '../../src/domain/settings.ts'
import { folder } from '../store/bench.ts'
import { identity } from './certificates.ts'
import { MailServer } from './mail-server.ts'
import { bodyOf, utf8 } from './mail-text.ts'
import { contextIn, fakeTiming, NOTICE, noProgress, storeIn } from './transport-context.ts'

const THREE = ['a@example.com', 'b@example.com', 'c@example.com']

interface Given {
  readonly settings?: Partial<SmtpSettings>
  readonly notice?: OutgoingMessage
  readonly env?: NodeJS.ProcessEnv
  readonly files?: MailJournalFiles
  readonly workspace?: string
  readonly waited?: number[]
  readonly progress?: (done: number, all: number) => void
}

function settingsFor(port: number, settings: Partial<SmtpSettings> = {}): SmtpSettings {
  return {
    via: 'smtp',
    url: `smtp://127.0.0.1:${port}`,
    from: 'notice@example.com',
    to: THREE,
    ...settings,
  }
}

async function send({ port }: { readonly port: number }, given: Given = {}): Promise<DeliveryResult> {
  const { env = {}, files, workspace = folder(), notice = NOTICE, waited, progress = noProgress } = given
  const context = contextIn(workspace, env, files)
  const transport = await transportFor(settingsFor(port, given.settings), context, fakeTiming(waited))
  const went = await transport?.send(notice, progress)
  context.journal.close()
  return went as DeliveryResult
}

const journalIn = (workspace: string, file = 'journal') =>
  readFileSync(storeIn(workspace).pathOf(file), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { to: string; state: string; reply: string | null })

/** Goes on with a reply for as long as somebody reads. */
function drip(socket: Socket): void {
  const timer = setInterval(() => socket.write('250-and\r\n'), 20)
  socket.on('close', () => clearInterval(timer))
}

/** The headers of a message, unfolded. */
function headersOf(message: string): Map<string, string> {
  const head = message.slice(0, message.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
  return new Map(
    head.split('\r\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  )
}

function decoded(words: string): string {
  return words
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, how: string, text: string) =>
      how.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString('latin1')
        : text
            .replaceAll('_', ' ')
            .replace(/=([0-9A-F]{2})/g, (__, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    )
}

describe('the mail of a notice', () => {
  it('goes to each recipient once, in separate messages over one connection', async () => {
    const server = await new MailServer().listen()
    const done: [number, number][] = []
    const went = await send(server, { progress: (...both) => done.push(both) })
    expect(went).toEqual({ outcome: 'sent', why: null, detail: null, link: null, accepted: 3, refused: 0, unknown: 0 })
    expect(server.recipients).toEqual(THREE)
    expect(server.connections).toBe(1)
    expect(done).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ])
  })

  it('has headers for bulk mail, the incident id and the log head', async () => {
    const server = await new MailServer().listen()
    await send(server)
    const [{ message = '' } = {}] = server.received
    const headers = headersOf(message)
    expect(Object.fromEntries(headers)).toMatchObject({
      To: 'a@example.com',
      Date: 'Tue, 24 Nov 2026 13:17:05 +0000',
      'Auto-Submitted': 'auto-generated',
      Precedence: 'bulk',
      'X-Halt-Incident': NOTICE.incident,
      'X-Halt-Log-Head': NOTICE.head,
      'Content-Language': 'ja, en',
    })
    expect(headers.get('Message-ID')).toMatch(/^<[0-9a-f]{40}@example\.com>$/)
    expect(utf8(decoded(headers.get('Subject') ?? ''))).toBe(NOTICE.texts[0]?.subject)
    expect(utf8(decoded(headers.get('From') ?? ''))).toBe('例示取引所 <notice@example.com>')
    expect(headers.get('Content-Type')).toBe('text/plain; charset=utf-8')
    for (const word of message.match(/=\?[^?\s]+\?[BQ]\?[^?\s]*\?=/gi) ?? [])
      expect(word.length).toBeLessThanOrEqual(75)
    expect(Math.max(...message.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(998)
  })

  it('contains the text in each language, separated by a line of dashes', async () => {
    const server = await new MailServer().listen()
    await send(server)
    const [ja, en] = bodyOf(server.received[0]?.message ?? '').split(/\r?\n-{40}\r?\n/)
    const lines = (text = '') => text.replaceAll('\r\n', '\n').trim()
    expect([ja, en].map(lines)).toEqual(NOTICE.texts.map(({ text }) => text.trim()))
  })

  it('is byte for byte the same on a retry, with a Message-ID per recipient', async () => {
    const server = await new MailServer().listen()
    await send(server)
    await send(server)
    const messages = server.received.map(({ message }) => message)
    expect(messages.slice(3)).toEqual(messages.slice(0, 3))
    expect(new Set(messages.map((message) => headersOf(message).get('Message-ID'))).size).toBe(3)
  })

  it('is sent no faster than the configured rate', async () => {
    const server = await new MailServer().listen()
    const waited: number[] = []
    await send(server, { waited, settings: { rate: 4 } })
    expect(waited).toEqual([250, 250])
  })

  it('goes to the recipients in toFile, without comments and duplicates', async () => {
    const workspace = folder()
    writeFileSync(
      join(workspace, 'all.txt'),
      '# customers\na@example.com\r\n\nb.c@docomo.ne.jp # by hand\na@example.com',
    )
    const server = await new MailServer().listen()
    const { to: _, ...rest } = settingsFor(server.port)
    const transport = await transportFor({ ...rest, toFile: 'all.txt' }, contextIn(workspace), fakeTiming())
    expect([transport?.target, transport?.recipients]).toEqual([`smtp://127.0.0.1:${server.port}`, 2])
    expect(await transport?.send(NOTICE, noProgress)).toMatchObject({ outcome: 'sent', accepted: 2 })
    expect(server.recipients).toEqual(['a@example.com', 'b.c@docomo.ne.jp'])
  })

  it('goes to carrier addresses with consecutive or trailing dots', async () => {
    const heard: string[] = []
    const server = createServer((socket) => {
      socket.write('220 here\r\n')
      socket.on('data', (bytes) => {
        const [line = ''] = bytes.toString('latin1').split('\r\n')
        heard.push(line)
        socket.write(line === 'DATA' ? '354 go\r\n' : line === 'QUIT' ? '221 bye\r\n' : '250 yes\r\n')
      })
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.on('listening', resolve))
    const { port } = server.address() as { port: number }
    const settings = { to: ['a..b.@docomo.ne.jp'] }
    expect(await send({ port }, { settings })).toMatchObject({ outcome: 'sent', accepted: 1 })
    expect(heard).toContain('RCPT TO:<a..b.@docomo.ne.jp>')
    server.close()
  })

  it.each([
    ['a@example.com\nb@example com\n', { why: 'bad-address', detail: 'all.txt:2' }],
    ['a@example.com\r\nx\rBcc: y@example.com\n', { why: 'bad-address', detail: 'all.txt:2' }],
    ['# nobody\n', { why: 'bad-address' }],
    [null, { why: 'file-missing', detail: 'all.txt' }],
  ])('is not sent if toFile is unusable, and the error names the bad line: %j', async (list, unready) => {
    const workspace = folder()
    if (list !== null) writeFileSync(join(workspace, 'all.txt'), list)
    const { to: _, ...rest } = settingsFor(1)
    const transport = await transportFor({ ...rest, toFile: 'all.txt' }, contextIn(workspace), fakeTiming())
    expect(transport?.unreadiness()).toMatchObject(unready)
    expect(transport?.target).toBe('smtp://127.0.0.1:1, all.txt')
    expect(await transport?.send(NOTICE, noProgress)).toMatchObject({ outcome: 'failed', ...unready })
  })

  it.each<[string, Partial<OutgoingMessage>]>([
    ['the subject', { texts: [{ language: 'en', subject: 'x\r\nBcc: y@example.com', text: 'x', digest: '' }] }],
    ['the organisation name', { organisation: 'x\nBcc: y@example.com' }],
    ['the incident id', { incident: 'x\u0000' }],
  ])('is rejected if %s contains a line break or control character', async (_, part) => {
    const server = await new MailServer().listen()
    expect(await send(server, { notice: { ...NOTICE, ...part } })).toMatchObject({
      outcome: 'failed',
      why: 'bad-header',
    })
    expect(server.heard).toEqual([])
  })
})

describe('recipients that the mail server rejects', () => {
  it('are reported without their address if the rejection is permanent', async () => {
    const server = await new MailServer({}, { refuse: (to) => (to === 'b@example.com' ? 550 : undefined) }).listen()
    const went = await send(server)
    expect(went).toMatchObject({ outcome: 'sent', why: 'refused-recipients', accepted: 2, refused: 1, unknown: 0 })
    expect(went.detail).toBe('550 <***@***> is not taken')
    expect(server.recipients).toEqual(['a@example.com', 'c@example.com'])
  })

  it('are the only ones to be retried after a temporary rejection', async () => {
    let busy = true
    const server = await new MailServer(
      {},
      { refuse: (to) => (busy && to === 'b@example.com' ? 451 : undefined) },
    ).listen()
    const workspace = folder()
    expect(await send(server, { workspace })).toMatchObject({
      outcome: 'failed',
      why: 'deferred-recipients',
      accepted: 2,
      refused: 0,
    })
    busy = false
    const files = { file: 'again', isResumed: false, earlier: [{ file: 'journal', digest: null }] }
    expect(await send(server, { workspace, files })).toMatchObject({ outcome: 'sent', why: null, accepted: 3 })
    expect(server.recipients).toEqual(['a@example.com', 'c@example.com', 'b@example.com'])
  })

  it('make the delivery fail if all are rejected', async () => {
    const server = await new MailServer({}, { refuse: () => 550 }).listen()
    expect(await send(server)).toMatchObject({ outcome: 'failed', why: 'refused', accepted: 0, refused: 3 })
  })

  it('include one whose message is rejected after DATA', async () => {
    const server = await new MailServer({}, { after: (to) => (to === 'a@example.com' ? 554 : undefined) }).listen()
    expect(await send(server)).toMatchObject({ outcome: 'sent', why: 'refused-recipients', accepted: 2, refused: 1 })
  })

  it('do not include those of a rejected sender, who is tried once and can be retried', async () => {
    const onMailFrom = (_: unknown, __: unknown, callback: (error: Error) => void) =>
      callback(Object.assign(new Error('who are you'), { responseCode: 553 }))
    const server = await new MailServer({ onMailFrom }).listen()
    const workspace = folder()
    const went = await send(server, { workspace })
    expect(went).toMatchObject({
      outcome: 'failed',
      why: 'refused',
      detail: '553 who are you',
      accepted: 0,
      refused: 0,
    })
    expect(journalIn(workspace).map(({ state }) => state)).toEqual(['trying', 'refused'])
    const other = await new MailServer().listen()
    expect(await send(other, { workspace, files: { file: 'journal', isResumed: true } })).toMatchObject({ accepted: 3 })
  })
})

describe('a lost connection to the mail server', () => {
  it('after a message makes one recipient unknown, and the others get theirs over a new one', async () => {
    const server = await new MailServer({}, { after: (to) => (to === 'b@example.com' ? 'drop' : undefined) }).listen()
    const workspace = folder()
    const went = await send(server, { workspace })
    expect(went).toMatchObject({ outcome: 'sent', why: 'unknown-recipients', accepted: 2, refused: 0, unknown: 1 })
    expect(server.connections).toBe(2)
    expect(server.recipients).toEqual(THREE)
    expect(journalIn(workspace).map(({ to, state }) => `${to[0]} ${state}`)).toEqual([
      'a trying',
      'a accepted',
      'b trying',
      'b unknown',
      'c trying',
      'c accepted',
    ])
    await send(server, { workspace, files: { file: 'journal', isResumed: true } })
    expect(server.recipients).toEqual(THREE)
  })

  it('before a message is retried', async () => {
    let broken = false
    const refuse = (to: string) => {
      if (to !== 'b@example.com' || broken) return undefined
      broken = true
      return 'drop' as const
    }
    const server = await new MailServer({}, { refuse }).listen()
    expect(await send(server)).toMatchObject({ outcome: 'sent', why: null, accepted: 3 })
    expect(server.recipients).toEqual(THREE)
  })

  it('after a 421 reply is replaced by a new one', async () => {
    const calm = new Set<string>()
    const refuse = (to: string) => (to === 'b@example.com' && !calm.has(to) && calm.add(to) ? 421 : undefined)
    const server = await new MailServer({}, { refuse }).listen()
    expect(await send(server)).toMatchObject({ outcome: 'sent', why: null, accepted: 3 })
    expect(server.connections).toBe(2)
  })

  it('ends the delivery as failed when it happens three times', async () => {
    const server = await new MailServer({}, { after: () => 'drop' }).listen()
    const to = [...THREE, 'd@example.com', 'e@example.com']
    expect(await send(server, { settings: { to } })).toMatchObject({
      outcome: 'failed',
      why: 'connection-lost',
      accepted: 0,
      unknown: 3,
    })
    expect(server.connections).toBe(3)
  })

  it('after the only message makes the outcome unknown', async () => {
    const server = await new MailServer({}, { after: () => 'drop' }).listen()
    expect(await send(server, { settings: { to: ['a@example.com'] } })).toMatchObject({
      outcome: 'unknown',
      why: 'unknown-recipients',
      accepted: 0,
      unknown: 1,
    })
  })

  it('is reported as unreachable if no server listens', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    const { port } = await new Promise<{ port: number }>((resolve) =>
      server.on('listening', () => resolve(server.address() as { port: number })),
    )
    await new Promise((resolve) => server.close(resolve))
    expect(await send({ port })).toMatchObject({ outcome: 'failed', why: 'unreachable', accepted: 0 })
  })

  it('is reported as timed-out if the server stays silent for the configured timeout', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.on('listening', resolve))
    const { port } = silent.address() as { port: number }
    expect(await send({ port }, { settings: { timeout: 300 } })).toMatchObject({ outcome: 'failed', why: 'timed-out' })
    silent.close()
  })

  it.each([
    ['EHLO', 100, { outcome: 'failed', why: 'timed-out', accepted: 0, unknown: 0 }],
    ['RCPT', 100, { outcome: 'failed', why: 'timed-out', accepted: 0, unknown: 0 }],
    // On a busy machine too, the replies before it have to be in time.
    ['.', 3000, { outcome: 'unknown', why: 'unknown-recipients', accepted: 0, unknown: 3 }],
  ])('is given up if a reply never ends, though each of its lines is in time: %s', async (slow, timeout, expected) => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.write('220 here\r\n')
      socket.on('data', (bytes) => {
        for (const line of bytes
          .toString('latin1')
          .split('\r\n')
          .filter((text) => text !== ''))
          if (line === slow || line.startsWith(`${slow} `)) drip(socket)
          else if (line === 'DATA') socket.write('354 go\r\n')
          else if (/^[A-Z]{4}( |$)/.test(line)) socket.write('250 yes\r\n')
      })
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.on('listening', resolve))
    const { port } = server.address() as { port: number }
    expect(await send({ port }, { settings: { timeout } })).toMatchObject(expected)
    server.close()
  })

  it('reads no more of a reply than a mail server says', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.write(`220 ${'here '.repeat(20_000)}\r\n`)
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.on('listening', resolve))
    const { port } = server.address() as { port: number }
    expect(await send({ port })).toMatchObject({ outcome: 'failed', why: 'unreachable', accepted: 0 })
    server.close()
  })
})

describe('TLS to a mail server', () => {
  const host = identity('127.0.0.1', 'localhost')
  const tls = { secure: true, key: host.key, cert: host.cert }

  it.each(['smtps', 'smtp'] as const)('accepts a certificate over %s if caFile names its CA', async (scheme) => {
    const workspace = folder()
    writeFileSync(join(workspace, 'ca.pem'), host.ca)
    const server = await new MailServer({ ...tls, secure: scheme === 'smtps', disabledCommands: [] }).listen()
    const url = `${scheme}://127.0.0.1:${server.port}`
    const settings = { url, caFile: 'ca.pem', startTls: true }
    expect(await send(server, { workspace, settings })).toMatchObject({ outcome: 'sent', accepted: 3 })
    expect(server.received.every(({ secure }) => secure)).toBe(true)
  })

  it.each(['smtps', 'smtp'] as const)('rejects a certificate over %s if its CA is not trusted', async (scheme) => {
    const server = await new MailServer({ ...tls, secure: scheme === 'smtps', disabledCommands: [] }).listen()
    const url = `${scheme}://127.0.0.1:${server.port}`
    expect(await send(server, { settings: { url, startTls: true } })).toMatchObject({
      outcome: 'failed',
      why: 'tls-failed',
    })
    expect(server.heard).toEqual([])
  })

  it('rejects a certificate for another host', async () => {
    const workspace = folder()
    const other = identity('mail.example.com')
    writeFileSync(join(workspace, 'ca.pem'), other.ca)
    const server = await new MailServer({ secure: true, key: other.key, cert: other.cert }).listen()
    const settings = { url: `smtps://127.0.0.1:${server.port}`, caFile: 'ca.pem' }
    expect(await send(server, { workspace, settings })).toMatchObject({ outcome: 'failed', why: 'tls-failed' })
  })

  it('sends nothing with startTls if the server does not offer it', async () => {
    const server = await new MailServer().listen()
    expect(await send(server, { settings: { startTls: true } })).toMatchObject({ outcome: 'failed', why: 'tls-failed' })
    expect(server.heard).toEqual([])
  })
})

describe('the SMTP login', () => {
  const onAuth = (
    { username, password }: { username?: string | undefined; password?: string | null | undefined },
    _: unknown,
    callback: (error: Error | null, response?: { user: string }) => void,
  ) =>
    username === 'halt' && password === 'hunter2'
      ? callback(null, { user: 'halt' })
      : callback(Object.assign(new Error(`no, ${username} ${password}`), { responseCode: 535 }))
  const login = { authOptional: false, allowInsecureAuth: true, onAuth }

  it('takes the user from the environment and the password from a file', async () => {
    const workspace = folder()
    writeFileSync(join(workspace, 'password'), 'hunter2\n')
    const server = await new MailServer(login).listen()
    const settings = { userEnv: 'SMTP_USER', passwordFile: 'password' }
    const env = { SMTP_USER: 'halt' }
    expect(await send(server, { workspace, env, settings })).toMatchObject({ outcome: 'sent', accepted: 3 })
  })

  it('reports a rejected login without the password', async () => {
    const server = await new MailServer(login).listen()
    const settings = { userEnv: 'SMTP_USER', passwordEnv: 'SMTP_PASSWORD' }
    const went = await send(server, { env: { SMTP_USER: 'halt', SMTP_PASSWORD: 'hunter3' }, settings })
    expect(went).toMatchObject({ outcome: 'failed', why: 'login-refused' })
    expect(went.detail).toContain('535')
    expect(went.detail).not.toContain('hunter3')
  })

  it.each<[Partial<SmtpSettings>, NodeJS.ProcessEnv, object]>([
    [{ userEnv: 'SMTP_USER', passwordEnv: 'P' }, {}, { why: 'variable-missing', detail: 'SMTP_USER' }],
    [{ userEnv: 'SMTP_USER', passwordFile: 'p' }, { SMTP_USER: 'x' }, { why: 'file-missing', detail: 'p' }],
    [
      { userEnv: 'U', passwordEnv: 'P' },
      { U: 'x\r\nDATA', P: 'x' },
      { why: 'bad-secret', detail: 'U' },
    ],
    [{ caFile: 'ca.pem' }, {}, { why: 'file-missing', detail: 'ca.pem' }],
  ])('does not connect if a credential or caFile is missing or unusable: %j', async (settings, env, wanted) => {
    const server = await new MailServer().listen()
    expect(await send(server, { settings, env })).toMatchObject({ outcome: 'failed', ...wanted })
    expect(server.connections).toBe(0)
  })
})
