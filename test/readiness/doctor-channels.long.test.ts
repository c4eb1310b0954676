import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Bench } from '../bench.ts'
import { identity } from '../delivery/certificates.ts'
import { MailServer } from '../delivery/mail-server.ts'
import { webServer } from '../delivery/web-server.ts'
import { doctorFindings, undrilled } from './doctor-bench.ts'
import { contacts, program, SETTINGS } from './doctor-workspace.ts'

/** A healthy workspace with one more channel set up. */
function withChannel(channel: string, way: string): Bench {
  const bench = undrilled()
  bench.write('halt.yaml', SETTINGS.replace('review:', `  ${channel}: { ${way} }\nreview:`))
  return bench
}

/** The findings on ways to send, without those of a healthy workspace. */
async function found(bench: Bench, env: NodeJS.ProcessEnv = {}, ...args: readonly string[]) {
  const { code, findings } = await doctorFindings(bench, env, ...args)
  const ours = findings.filter(
    ({ area, code: what, message }) =>
      area === 'channels' && what !== 'channels-by-hand' && !message.startsWith('website: '),
  )
  return { code, found: ours.map(({ code: what, level, message }) => `${level} ${what}: ${message}`) }
}

const MAIL = 'from: notice@example.com, to: [a@example.com]'

describe('doctor on a mail server', () => {
  it('way-reached: connects, encrypts, logs in, and sends nothing', async () => {
    const { ca, cert, key } = identity('localhost')
    const users: string[] = []
    const server = await new MailServer({
      cert,
      key,
      disabledCommands: [],
      authOptional: false,
      onAuth: ({ username = '', password = '' }, session, callback) => {
        users.push(`${username} ${password} ${session.secure}`)
        callback(password === 'open' ? null : new Error('no'), { user: username })
      },
    }).listen()
    const way = `via: smtp, url: "smtp://localhost:${server.port}", startTls: true, caFile: ca.pem, userEnv: U, passwordFile: pw, ${MAIL}`
    const bench = withChannel('email', way)
    bench.write('ca.pem', ca)
    bench.write('pw', 'open\n')
    chmodSync(join(bench.workspace, 'pw'), 0o600)
    expect(await found(bench, { U: 'halt' })).toEqual({
      code: 0,
      found: [
        `info way-reached: email: smtp://localhost:${server.port}, 1 recipient: connected and logged in; nothing was sent`,
      ],
    })
    expect(users).toEqual(['halt open true'])
    bench.write('pw', 'sesame\n')
    const refused = await found(bench, { U: 'halt' })
    expect(refused.code).toBe(8)
    expect(refused.found[0]).toMatch(/^error way-failed: email: the server rejected the login: /)
    expect(refused.found[0]).not.toContain('sesame')
    expect(server.received).toEqual([])
    expect(server.heard).toEqual([])
  })

  it('way-failed: a server that is untrusted, unencrypted or unreachable', async () => {
    const { cert, key } = identity('localhost')
    const untrusted = await new MailServer({ cert, key, secure: true, disabledCommands: [] }).listen()
    const plain = await new MailServer().listen()
    const cases: readonly [way: string, why: string][] = [
      [`url: "smtps://localhost:${untrusted.port}"`, 'the server certificate is not trusted'],
      [`url: "smtp://localhost:${plain.port}", startTls: true`, 'the server certificate is not trusted'],
      [`url: "smtp://localhost:${await closedPort()}"`, 'the server cannot be reached'],
    ]
    for (const [way, why] of cases) {
      const result = await found(withChannel('email', `via: smtp, ${way}, ${MAIL}`))
      expect(result).toMatchObject({ code: 8, found: [expect.stringContaining(why)] })
    }
  })

  it('names every secret that is missing, and the line that names it', async () => {
    const bench = withChannel(
      'email',
      `via: smtp, url: "smtps://localhost", userEnv: NOBODY, passwordFile: nowhere, ${MAIL}`,
    )
    const { code, out } = await bench.halt('doctor')
    expect(code).toBe(8)
    expect(out).toMatch(
      /email: an environment variable is not set: NOBODY \(way-failed\)\n {4}workspace\/halt\.yaml:5:/,
    )
    expect(out).toContain('email: a file or program is missing or cannot be read: nowhere')
  })

  it('secret-readable: a secret file that everybody can read', async () => {
    const bench = withChannel('social', 'via: webhook, url: "https://localhost", secretFile: key, timeout: 1s')
    bench.write('key', 'secret')
    chmodSync(join(bench.workspace, 'key'), 0o644)
    const result = await found(bench, {}, '--offline')
    expect(result.found).toContain('warning secret-readable: everybody on this machine can read key (mode 0644)')
    chmodSync(join(bench.workspace, 'key'), 0o640)
    expect((await found(bench, {}, '--offline')).found.join()).not.toContain('secret-readable')
  })
})

describe('doctor on a webhook', () => {
  it('way-reached: verifies the server certificate, and sends no request', async () => {
    const host = identity('localhost')
    const server = await webServer(undefined, host)
    const way = `via: webhook, url: "https://localhost:${server.port}/hook/secret", allowPrivate: true, caFile: ca.pem`
    const bench = withChannel('app-push', way)
    bench.write('ca.pem', host.ca)
    expect(await found(bench)).toEqual({
      code: 0,
      found: [
        `info way-reached: app-push: https://localhost:${server.port}: connected, with a valid server certificate; no request was sent, so it could still be rejected`,
      ],
    })
    expect(server.asked).toEqual([])
  })

  it('way-reached: over http, connects only', async () => {
    const server = await webServer()
    const way = `via: webhook, urlEnv: HOOK, allowPrivate: true`
    const env = { HOOK: `http://127.0.0.1:${server.port}/secret` }
    const { found: findings } = await found(withChannel('app-push', way), env)
    expect(findings).toEqual([
      `info way-reached: app-push: http://127.0.0.1:${server.port}: connected; nothing was sent`,
    ])
    expect(server.asked).toEqual([])
  })

  it('way-failed: a server that is untrusted, private or unreachable', async () => {
    const server = await webServer(undefined, identity('localhost'))
    const cases: readonly [way: string, why: string][] = [
      [`url: "https://localhost:${server.port}", allowPrivate: true`, 'the server certificate is not trusted'],
      [`url: "https://localhost:${await closedPort()}", allowPrivate: true`, 'the server cannot be reached'],
      [`url: "https://localhost:${server.port}"`, 'the host is a private address'],
      [`url: "https://[::1]:${server.port}"`, 'the host is a private address'],
      ['urlEnv: HOOK', 'the URL in the variable or file cannot be used'],
    ]
    for (const [way, why] of cases) {
      const result = await found(withChannel('app-push', `via: webhook, ${way}`), { HOOK: 'ftp://x' })
      expect(result).toMatchObject({ code: 8, found: [expect.stringContaining(why)] })
    }
  })

  it('shows the line at fault, but only the host of a URL', async () => {
    const url = `https://localhost:${await closedPort()}`
    const bench = withChannel('app-push', `via: webhook, url: "${url}/T0/secret?x=1", allowPrivate: true`)
    const { out } = await bench.halt('doctor')
    expect(out).toContain(`    app-push: { via: webhook, url: "${url}/***", allowPrivate: true }\n`)
    expect(out).not.toContain('secret')
  })

  it('not-connected: does not connect with --offline, and says so', async () => {
    const bench = withChannel(
      'app-push',
      `via: webhook, url: "https://localhost:${await closedPort()}", allowPrivate: true`,
    )
    const { code, offline, findings } = await doctorFindings(bench, {}, '--offline')
    expect({ code, offline }).toEqual({ code: 0, offline: true })
    const here = findings.filter(({ area }) => area === 'channels').map((finding) => finding.code)
    expect(here).toEqual(['way-reached', 'channels-by-hand', 'not-connected'])
    expect((await bench.halt('doctor', '--offline')).out).toContain('--offline: 1 server not contacted')
  })
})

describe('doctor on folders and programs', () => {
  it('way-failed: a folder that cannot be written to or created', async () => {
    const bench = undrilled()
    bench.write('halt.yaml', SETTINGS.replace('site/notices', 'file/notices'))
    writeFileSync(join(bench.workspace, 'file'), '')
    const { code, findings } = await doctorFindings(bench)
    expect(code).toBe(8)
    expect(findings.find((finding) => finding.code === 'way-failed')).toMatchObject({
      level: 'error',
      message: 'website: the folder cannot be written to: file/notices: ENOTDIR',
      file: 'workspace/halt.yaml',
      line: 4,
    })
    bench.write('halt.yaml', SETTINGS)
    mkdirSync(join(bench.workspace, 'site', 'notices'), { recursive: true })
    expect((await doctorFindings(bench)).code).toBe(0)
  })

  it('way-failed: a program that is missing or not executable; none is run', async () => {
    const bench = withChannel('social', 'via: command, run: [./post]')
    const findings = async () => (await found(bench)).found
    expect(await findings()).toEqual([
      'error way-failed: social: a file or program is missing or cannot be read: ./post',
    ])
    bench.write('post', '#!/bin/sh\n')
    expect(await findings()).toEqual(['error way-failed: social: the program is not executable: ./post: EACCES'])
    program(join(bench.workspace, 'post'), `echo > ${join(bench.workspace, 'ran')}`)
    expect(await findings()).toEqual(['info way-reached: social: ./post: found and executable; it was not run'])
    bench.write('halt.yaml', SETTINGS.replace('review:', '  social: { via: command, run: [post] }\nreview:'))
    expect(await findings()).toEqual(['error way-failed: social: a file or program is missing or cannot be read: post'])
    program(join(bench.directory, 'bin', 'post'), 'exit 0')
    expect(await findings()).toHaveLength(1)
    expect(() => chmodSync(join(bench.workspace, 'ran'), 0o600)).toThrow('ENOENT')
  })

  it('also checks the ways to page people on the contact list', async () => {
    const bench = undrilled()
    const send = 'reach: [{ by: pager, send: { via: command, run: [./page] } }, '
    bench.write('contacts.yaml', contacts().replace('reach: [', send))
    const { code, findings } = await doctorFindings(bench)
    expect(code).toBe(8)
    expect(findings.find((finding) => finding.code === 'way-failed')).toMatchObject({
      message: 'sato pager: a file or program is missing or cannot be read: ./page',
      file: 'workspace/contacts.yaml',
      line: 3,
    })
  })

  it('gives its findings in Japanese', async () => {
    const bench = withChannel('social', 'via: command, run: [./post]')
    const { out } = await bench.halt('doctor', '--lang', 'ja')
    expect(out).toContain('エラー: social: ファイルかプログラムがないか、読めません: ./post (way-failed)')
    expect(out).toContain('情報: website: site/notices: 書き込めます (way-reached)')
  })
})

/** A port that nothing listens on. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
