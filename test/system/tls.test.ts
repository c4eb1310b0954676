import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Identity, identity } from '../delivery/certificates.ts'
import { MailServer } from '../delivery/mail-server.ts'
import { webServer } from '../delivery/web-server.ts'
import { runAsync } from './async-program.ts'
import { Bench } from './bench.ts'

const IMPOSTOR = identity('127.0.0.1', 'localhost')
const FAILED = 'email failed tls-failed, internal failed tls-failed'
const PASSWORD = 'correct horse battery staple'
const UNCHECKED = { NODE_TLS_REJECT_UNAUTHORIZED: '0', MAIL_USER: 'halt', MAIL_PASSWORD: PASSWORD }

interface Servers {
  readonly mail: number
  readonly web: number
  readonly startTls?: boolean
}

function sendingTo({ mail, web, startTls = false }: Servers, env: NodeJS.ProcessEnv): Bench {
  const bench = new Bench(env)
  const url = `${startTls ? 'smtp' : 'smtps'}://127.0.0.1:${mail}`
  bench.write(
    'halt.yaml',
    `organisation: { ja: 取引所, en: Exchange }
contact: { ja: 窓口, en: Desk }
channels:
  email:
    via: smtp
    url: ${url}
    startTls: ${startTls}
    userEnv: MAIL_USER
    passwordEnv: MAIL_PASSWORD
    from: halt@example.com
    to: [customers@example.com]
  internal: { via: webhook, url: "https://127.0.0.1:${web}/", allowPrivate: true }
`,
  )
  bench.ok('start', '--type', 'system-failure')
  return bench
}

/** A mail and a web server with this certificate, and the passwords they got. */
async function servers(host: Identity, isStartTls = false) {
  const heard: string[] = []
  const { key, cert } = host
  const mail = await new MailServer({
    secure: !isStartTls,
    key,
    cert,
    disabledCommands: [],
    onAuth: ({ password }, _, callback) => {
      heard.push(password ?? '')
      callback(null, { user: 'halt' })
    },
  }).listen()
  const web = await webServer((response) => response.end(), host)
  return { heard, mail, web }
}

const send = (bench: Bench) => runAsync(bench, 'notice', 'email', 'internal', '--send', '--force', '--reason', 'tried')

describe('a server with an untrusted certificate', () => {
  it.each([false, true])(
    'gets no password or notice, even with NODE_TLS_REJECT_UNAUTHORIZED=0 (STARTTLS: %s)',
    async (startTls) => {
      const { heard, mail, web } = await servers(IMPOSTOR, startTls)
      const bench = sendingTo({ mail: mail.port, web: web.port, startTls }, UNCHECKED)
      const { code, err } = await send(bench)
      expect([code, err.match(/^halt: .*: (.*) \(delivery-failed\)$/m)?.[1]]).toEqual([6, FAILED])
      expect([heard, mail.heard, web.asked]).toEqual([[], [], []])
    },
  )

  it('is reported by doctor, which also warns of NODE_TLS_REJECT_UNAUTHORIZED', async () => {
    const { heard, mail, web } = await servers(IMPOSTOR)
    const bench = sendingTo({ mail: mail.port, web: web.port }, UNCHECKED)
    const { code, out } = await runAsync(bench, 'doctor', '--json')
    const { findings } = JSON.parse(out) as { findings: { code: string; level: string; message: string }[] }
    expect([code, heard]).toEqual([8, []])
    const failed = findings.filter((finding) => finding.code === 'way-failed')
    expect(failed.map(({ message }) => message.includes('the server certificate is not trusted'))).toEqual([true, true])
    expect(findings.filter((finding) => finding.code === 'tls-checks-off')).toEqual([
      expect.objectContaining({ level: 'warning', message: expect.stringContaining('NODE_TLS_REJECT_UNAUTHORIZED') }),
    ])
  })
})

describe('a CA in NODE_EXTRA_CA_CERTS', () => {
  it('is trusted for mail and webhooks', async () => {
    const { heard, mail, web } = await servers(IMPOSTOR)
    const bench = sendingTo({ mail: mail.port, web: web.port }, { ...UNCHECKED, NODE_TLS_REJECT_UNAUTHORIZED: '1' })
    const ca = join(bench.directory, 'ca.pem')
    writeFileSync(ca, IMPOSTOR.ca)
    bench.env.NODE_EXTRA_CA_CERTS = ca
    expect(await send(bench)).toMatchObject({ code: 0 })
    expect([heard, mail.recipients, web.asked.length]).toEqual([[PASSWORD], ['customers@example.com'], 1])
  })
})
