import { appendFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { MailServer } from '../delivery/mail-server.ts'
import { status, webServer } from '../delivery/web-server.ts'
import { DECLARES, STATES, settingsOf } from './settings.ts'

async function halted(channels: readonly string[]): Promise<Bench> {
  const bench = new Bench()
  bench.write('halt.yaml', settingsOf(channels))
  await bench.ok(...DECLARES)
  await bench.ok(...STATES)
  return bench
}

/** Hanako works in the same folder on another machine, which this one does not know. */
const hanako = (bench: Bench) => ({ XDG_STATE_HOME: join(bench.directory, 'state-hanako'), HALT_OPERATOR: 'hanako' })

const RETRY = ['--send', '--retry'] as const

describe('a notice that failed', () => {
  it('is not sent again if its text is that of a writer that this machine does not know, until that is accepted', async () => {
    const push = await webServer((response, count) => status(count === 1 ? 404 : 200)(response, count))
    const bench = await halted([`app-push: { via: webhook, url: "http://127.0.0.1:${push.port}", allowPrivate: true }`])
    const env = hanako(bench)
    expect(await bench.haltWith({ env }, 'notice', 'app-push', '--send')).toMatchObject({ code: 6 })
    const refused = await bench.halt('notice', 'app-push', ...RETRY)
    expect([refused.code, refused.err]).toEqual([3, expect.stringMatching(/\(\S+, hanako\) \(unknown-author\)/)])
    expect((await bench.halt('--lang', 'ja', 'notice', 'app-push', ...RETRY)).err).toContain('未確認の書き手によるもの')
    expect(push.asked).toHaveLength(1)
    await bench.ok('verify', '--accept', 'hanako')
    expect(await bench.halt('notice', 'app-push', ...RETRY)).toMatchObject({ code: 0 })
    expect(push.asked).toHaveLength(2)
  })

  it('nor if such a writer tried it again', async () => {
    const push = await webServer(status(404))
    const bench = await halted([`app-push: { via: webhook, url: "http://127.0.0.1:${push.port}", allowPrivate: true }`])
    const notice = ['notice', 'app-push', '--send'] as const
    expect(await bench.halt(...notice)).toMatchObject({ code: 6 })
    expect(await bench.haltWith({ env: hanako(bench) }, ...notice, '--retry')).toMatchObject({ code: 6 })
    expect((await bench.halt(...notice, '--retry')).err).toContain('(unknown-author)')
    expect(push.asked).toHaveLength(2)
  })

  it('is sent to nobody if the journal of who got it was changed since, which keeps it failed', async () => {
    let busy = true
    const server = await new MailServer({}, { refuse: () => (busy ? 451 : undefined) }).listen()
    const to = 'from: n@example.com, to: [a@example.com]'
    const bench = await halted([`email: { via: smtp, url: "smtp://127.0.0.1:${server.port}", ${to} }`])
    expect(await bench.halt('notice', 'email', '--send')).toMatchObject({ code: 6 })
    busy = false
    const incidents = join(bench.workspace, 'incidents')
    const evidence = join(incidents, readdirSync(incidents)[0] ?? '', 'evidence')
    const journal = readdirSync(evidence).find((name) => !name.endsWith('.salt')) ?? ''
    appendFileSync(join(evidence, journal), `${JSON.stringify({ to: 'a@example.com', state: 'accepted' })}\n`)
    const { code, err } = await bench.halt('notice', 'email', ...RETRY)
    expect([code, err]).toEqual([6, expect.stringContaining('journal-missing')])
    expect([server.recipients, server.heard]).toEqual([[], ['a@example.com']])
    expect((await bench.events('notice.delivered')).map(({ data }) => data.outcome)).toEqual(['failed', 'failed'])
  })
})
