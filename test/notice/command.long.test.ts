import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { splitCommandLine } from '../../src/platform/command-line.ts'
import { Bench } from '../bench.ts'
import { identity } from '../delivery/certificates.ts'
import { MailServer } from '../delivery/mail-server.ts'
import { status, type WebServer, webServer } from '../delivery/web-server.ts'
import { replies } from '../script.ts'
import { DECLARES, STATES, settingsOf } from './settings.ts'

/** A halt whose facts are not known yet, in a workspace with these channels. */
async function halted(channels: readonly string[] = []): Promise<Bench> {
  const bench = new Bench()
  bench.write('halt.yaml', settingsOf(channels))
  await bench.ok(...DECLARES)
  await bench.ok(...STATES)
  return bench
}

/** Messages as they are read, without line breaks. */
const unstyled = (text: string) => stripVTControlCharacters(text).replaceAll(/\s+/g, ' ')

/** The settings of a channel that sends to a test server. */
const via = ({ port }: WebServer) => `{ via: webhook, url: "http://127.0.0.1:${port}/hook", allowPrivate: true }`

interface Shown {
  readonly notices: readonly { channel: string; stage: string; language: string; text: string; next: string | null }[]
}

describe('halt notice', () => {
  it('prints the texts of all customer channels, and records nothing', async () => {
    const bench = await halted()
    const { notices } = await bench.json<Shown>('notice')
    expect(notices.map((n) => [n.channel, n.stage, n.language])).toEqual(
      ['website', 'email', 'app-push', 'social'].map((channel) => [channel, 'first', 'ja']),
    )
    expect(notices[0]?.text).toContain('・原因：調査中')
    expect(await bench.ok('notice')).toMatch(/^--- website {2}first notice no\. 1 {2}ja ---$/m)
    expect(await bench.events('notice.posted', 'notice.intended', 'settings.adopted')).toEqual([])
  })

  it('prints a single text without a heading, ready to paste', async () => {
    const { out, err } = await (await halted()).halt('notice', 'social', '--language', 'en')
    expect(out).toMatch(/^Trading halted \(notice 1\)\n/)
    expect(out).not.toContain('---')
    expect(err).toContain('social  first notice no. 1  en')
  })

  it('shows internal facts and answers to enquiries only in the internal notice', async () => {
    const bench = await halted()
    await bench.ok('set', 'cause=engine-3 is out of memory')
    const [internal] = (await bench.json<Shown>('notice', 'internal', '--language', 'en')).notices
    expect(internal?.text).toContain('engine-3 is out of memory')
    expect(internal?.text).toContain('Answers to enquiries')
    expect(await bench.ok('notice')).not.toContain('engine-3')
  })

  it('reports an unknown name in a template with file, line and column', async () => {
    const bench = await halted()
    bench.write(
      'runbooks/notices/ja/website.txt',
      'Subject: {{title}}\n\n{{#stage.first}}{{nowhere}}{{/stage.first}}\n',
    )
    const { code, err } = await bench.halt('notice', 'website')
    expect(code).toBe(2)
    expect(err).toMatch(/website\.txt:3:17: .*nowhere.*\(bad-template\)/)
  })
})

describe('halt notice --check', () => {
  it('lists findings with codes and fixes, and exits with 8 only if there are errors', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
    const { code, err } = await bench.halt('notice', '--check')
    expect(code).toBe(8)
    for (const word of ['fact-missing', 'organisation-unset']) expect(err).toContain(`(${word})`)
    const { findings } = JSON.parse((await bench.halt('notice', '--check', '--json')).out) as {
      findings: { code: string; level: string; mend: string }[]
    }
    expect(findings.filter((f) => f.level === 'error').every((f) => f.mend.length > 10)).toBe(true)
    expect((await (await halted()).halt('notice', '--check')).code).toBe(0)
  })
})

describe('what a finding asks for', () => {
  it('is named by label and id, in the languages that the channels need', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
    const { err } = await bench.halt('notice', '--check', '--lang', 'ja')
    expect(err).toContain('「お客様への影響」（impact）が記入されていません')
    expect(err).toContain('haltctl set impact.ja=文言 で記入してください')
    expect(err).not.toContain('.en=')
    const both = new Bench()
    both.write('halt.yaml', 'channels: { website: { via: by-hand, languages: [ja, en] } }\n')
    await both.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
    const english = (await both.halt('notice', 'website', '--check')).err
    expect(english).toContain('(impact) is missing')
    expect(english).toContain('haltctl set impact.ja=WORDS impact.en=WORDS')
  })
})

describe('halt notice all', () => {
  it('means every channel to customers, as without channels', async () => {
    const bench = await halted()
    await bench.ok('notice', 'all', '--posted')
    const posted = await bench.events('notice.posted')
    expect(posted.map(({ data }) => data.channel)).toEqual(['website', 'email', 'app-push', 'social'])
  })
})

describe('halt notice --send', () => {
  it('is refused while texts have errors, unless forced with a reason, which is recorded', async () => {
    const bench = await halted([`social: ${via(await webServer())}`])
    await bench.ok('set', 'impact=users cannot trade', 'impact.en=Orders cannot be placed')
    const refused = await bench.halt('notice', 'social', '--send')
    expect(refused).toMatchObject({ code: 3 })
    expect(refused.err).toContain('(notice-errors)')
    expect((await bench.halt('notice', 'social', '--send', '--force')).err).toContain('--reason')
    await bench.ok('notice', 'social', '--send', '--force', '--reason', 'no translator awake')
    const [intent] = await bench.events('notice.intended')
    expect(intent?.data.forced).toEqual({ reason: 'no translator awake', open: ['language-missing'] })
    expect(await bench.ok('report')).toMatch(/forced \| social: language-missing \| no translator awake/)
  })

  it('names the command that sends the other channels, if the text of one has errors', async () => {
    const [social, website] = [await webServer(), await webServer()]
    const bench = await halted([`social: ${via(social)}`, `website: ${via(website)}`])
    bench.write('runbooks/notices/ja/social.txt', `${'長い'.repeat(200)}{{number}}{{next}}\n`)
    const { code, err } = await bench.halt('notice', 'website', 'social', '--send')
    expect([code, social.asked.length, website.asked.length]).toEqual([3, 0, 0])
    expect(err).toContain('because the texts for social have errors: ')
    const [, line = ''] = /To send the others now: haltctl (notice website --send .*)$/m.exec(err) ?? []
    await bench.ok(...line.split(' '))
    expect([social.asked.length, website.asked.length]).toEqual([0, 1])
  })

  it('names the commands for the others and for what is wrong with all that it was given', async () => {
    const website = await webServer()
    const bench = await halted([`website: ${via(website)}`])
    bench.write('runbooks/notices/ja/social.txt', `${'長い'.repeat(200)}{{number}}{{next}}\n`)
    await bench.ok('start', '--type', 'maintenance', '--planned', '30m/2h')
    const id = (await bench.ok('list', '--json')).match(/\d+-\d+-system-failure/)?.[0] ?? ''
    const claim = ['--evidence', "the ledgers' balances", '--approved-by', 'hanako']
    const given = ['website', 'social', '--stage', 'update', '--next', '23:00', ...claim, '-i', id]
    const { err } = await bench.halt('notice', ...given, '--send', '--again', '--reason', 'still so')
    const lineOf = (after: string) => splitCommandLine(err.split(after)[1]?.split('\n')[0] ?? '') ?? []
    const options = ['--stage', 'update', '--next', '23:00', ...claim]
    const again = ['--again', '--reason', 'still so']
    const send = ['haltctl', 'notice', 'website', '--send', ...options, ...again, '-i', id]
    expect(lineOf('To send the others now: ')).toEqual(send)
    const check = ['haltctl', 'notice', 'social', '--check', ...options, '-i', id]
    expect(lineOf('To see what is wrong: ')).toEqual(check)
    await bench.ok(...send.slice(1))
    expect(website.asked).toHaveLength(1)
    expect((await bench.halt(...check.slice(1))).code).toBe(8)
  })

  describe('where one channel is unsafe, or may have its notice', () => {
    /** A halt with an unsafe channel, one of unknown outcome, and one that was told nothing. */
    async function held() {
      const [broken, website] = [await webServer(status(500)), await webServer()]
      const bench = await halted([
        `website: ${via(website)}`,
        `app-push: ${via(broken)}`,
        `social: ${via(await webServer())}`,
      ])
      await bench.ok('notice', 'social', '--unsafe', '--reason', 'account taken over')
      expect((await bench.halt('notice', 'app-push', '--send')).code).toBe(6)
      return { bench, website }
    }
    const named = ['notice', 'website', 'app-push', 'social', '--send']

    it('sends nothing in scripts, and names the command that sends the others', async () => {
      const { bench, website } = await held()
      const { code, err } = await bench.halt(...named)
      expect([code, website.asked.length, err.includes('(delivery-unknown)')]).toEqual([3, 0, true])
      const [, line = ''] = /^To send the others now: haltctl (notice website --send .*)$/m.exec(err) ?? []
      await bench.ok(...line.split(' '))
      expect(website.asked).toHaveLength(1)
    })

    it('sends the others at a terminal once that is typed, and says what holds back the rest', async () => {
      const { bench, website } = await held()
      const script = replies([
        /^Send without app-push \(delivery-unknown\), social \(channel-unsafe\): website\?/,
        'send',
      ])
      const { code, err } = await bench.haltWith({ script }, ...named)
      expect([code, website.asked.length]).toEqual([3, 1])
      expect(unstyled(err)).toContain('(delivery-unknown)')
      expect(await bench.events('notice.intended')).toHaveLength(2)
    })

    it('says what holds back the rest if the others have it already, and names no command for these', async () => {
      const { bench } = await held()
      await bench.ok('notice', 'website', '--send')
      const { code, err } = await bench.halt(...named, 'email')
      expect([code, err.includes('(delivery-unknown)'), err.includes('To send the others')]).toEqual([3, true, false])
    })

    it('sends to all of them with --force', async () => {
      const { bench, website } = await held()
      expect((await bench.halt(...named, '--force', '--reason', 'looked there')).code).toBe(6)
      expect([website.asked.length, (await bench.events('notice.intended')).length]).toEqual([1, 4])
    })
  })

  describe('at a terminal, if the text of one channel has errors', () => {
    const QUESTION = /^Send without social \(too-long\): website, email\?/

    async function faulty(answer: string) {
      const website = await webServer()
      const bench = await halted([`website: ${via(website)}`])
      bench.write('runbooks/notices/ja/social.txt', `${'長い'.repeat(200)}{{number}}{{next}}\n`)
      const script = replies([QUESTION, answer])
      const outcome = await bench.haltWith({ script }, 'notice', 'website', 'email', 'social', '--send')
      return { ...outcome, err: unstyled(outcome.err), bench, website }
    }

    it('sends the others once that is typed, and says what is left', async () => {
      const { code, out, err, website, bench } = await faulty('send')
      expect([code, website.asked.length]).toEqual([3, 1])
      expect(out).toContain('お客様各位')
      expect(err).toContain('the texts for social were not sent, because they have errors: too-long (notice-errors)')
      expect(err).toMatch(/To see what is wrong: haltctl notice social --check/)
      expect((await bench.events('notice.intended')).map(({ data }) => data.channel)).toEqual(['website'])
    })

    it('sends nothing without the word', async () => {
      const { code, err, website } = await faulty('')
      expect([code, website.asked.length]).toEqual([3, 0])
      expect(err).toContain('nothing was sent, because the texts for social have errors: too-long (notice-errors)')
    })
  })

  it('never sends control characters, even with --force', async () => {
    const bench = await halted([`social: ${via(await webServer())}`])
    bench.write('runbooks/notices/ja/social.txt', '停止しています\u202e{{number}}\n')
    const { code, err } = await bench.halt('notice', 'social', '--send', '--force', '--reason', 'now')
    expect([code, err.includes('(control-character)'), err.includes('(notice-errors)')]).toEqual([3, true, true])
    expect(await bench.events('notice.intended')).toEqual([])
  })

  it('sends a claim that assets are safe only with --evidence and --approved-by', async () => {
    const bench = await halted([`social: ${via(await webServer())}`])
    await bench.ok('set', 'impact.ja=売買の注文ができません。お預かりしている資産の安全は確認しております')
    const { code, err } = await bench.halt('notice', 'social', 'website', '--send')
    expect([code, err.includes('(unbacked-claim)')]).toEqual([3, true])
    const claim = ['--evidence', 'cold wallet balances at 22:10', '--approved-by', 'hanako']
    expect((await bench.halt('notice', 'social', '--send', '--evidence', 'balances')).code).toBe(3)
    await bench.ok('notice', 'social', '--send', ...claim)
    expect(await bench.ok('report')).toMatch(
      /What a notice said of safety \(.*\) rests on: cold wallet balances at 22:10; approved by hanako/,
    )
    expect((await bench.events('notice.intended'))[0]?.data.claim).toEqual({
      evidence: 'cold wallet balances at 22:10',
      approvedBy: 'hanako',
    })
  })

  it('records what was sent, marks its steps done, and prints texts of channels without a transport', async () => {
    const bench = await halted([
      'website: { via: file, path: site, languages: [ja, en] }',
      `social: ${via(await webServer())}`,
    ])
    const { out, err } = await bench.halt('notice', '--send')
    expect(out).toContain('--- email')
    expect(out).not.toContain('--- website')
    expect(err).toContain('notice email --posted --link URL')
    const intents = await bench.events('notice.intended')
    expect(intents.map(({ data }) => [data.channel, data.number])).toEqual([
      ['website', 1],
      ['social', 1],
    ])
    const pages = readdirSync(join(bench.workspace, 'site'))
    expect(pages.filter((name) => name.endsWith('.html') && !name.startsWith('index.'))).toHaveLength(2)
    const status = await bench.json<{ notices: { state: string }[]; steps: { id: string; state: string }[] }>('status')
    expect(status.notices.map((n) => n.state)).toEqual(['sent', 'sent'])
    for (const id of ['2.2-website', '2.2-social'])
      expect(status.steps.find((step) => step.id === id)?.state).toBe('done')
    expect((await bench.halt('verify')).code).toBe(0)
  })

  it('sends the other channels if one fails, and --retry resends it with the same key and number', async () => {
    const push = await webServer((response, count) => status(count === 1 ? 404 : 200)(response, count))
    const bench = await halted([`app-push: ${via(push)}`, `social: ${via(await webServer())}`])
    const { code, err } = await bench.halt('notice', 'app-push', 'social', '--send')
    expect([code, err.includes('(delivery-failed)'), err.includes('404')]).toEqual([6, true, true])
    expect((await bench.json<{ notices: { state: string }[] }>('status')).notices.map((n) => n.state)).toEqual([
      'failed',
      'sent',
    ])
    expect((await bench.halt('status')).out).toContain('NOT sent (refused)')
    expect((await bench.halt('notice', 'app-push', '--send', '--retry')).code).toBe(0)
    const keys = push.asked.map(({ headers }) => headers['idempotency-key'])
    expect(keys).toEqual([keys[0], keys[0]])
    const numbers = (await bench.events('notice.intended')).map(({ data }) => data.number)
    expect(numbers).toEqual([1, 1, 1])
    expect((await bench.halt('notice', 'app-push', '--send', '--retry')).err).toContain('(nothing-to-retry)')
  })

  it('says what to do where a server failed after it got the notice, and sends nothing there again by itself', async () => {
    const push = await webServer(status(500))
    const bench = await halted([`app-push: ${via(push)}`])
    const { code, err } = await bench.halt('notice', 'app-push', '--send')
    expect([code, push.asked.length]).toEqual([6, 1])
    expect(err).toContain('it is not known whether it was taken')
    expect(err).toContain(
      'look there. If it did: haltctl notice app-push --posted. If not: haltctl notice app-push --send',
    )
    expect((await bench.json<{ notices: { state: string }[] }>('status')).notices[0]?.state).toBe('unknown')
    expect((await bench.halt('notice', 'app-push', '--send')).err).toContain('(delivery-unknown)')
    const retry = ['notice', 'app-push', '--send', '--retry'] as const
    expect((await bench.halt(...retry)).code).toBe(3)
    expect((await bench.halt(...retry, '--force', '--reason', 'not in the app')).code).toBe(6)
    expect(push.asked).toHaveLength(2)
    await bench.ok('notice', 'app-push', '--posted')
    expect((await bench.events('notice.posted'))[0]?.data).toMatchObject({ stage: 'first', number: 1 })
  })

  it('retries what it may, and says of each other channel with a command why it does not', async () => {
    const push = await webServer((response, count) => status(count === 1 ? 404 : 200)(response, count))
    const bench = await halted([
      `app-push: ${via(push)}`,
      `social: ${via(await webServer((response) => response.destroy()))}`,
      `website: ${via(await webServer())}`,
    ])
    const channels = ['app-push', 'social', 'website'] as const
    expect((await bench.halt('notice', ...channels, '--send')).code).toBe(6)
    const { code, err } = await bench.halt('notice', ...channels, '--send', '--retry')
    expect(code).toBe(3)
    expect(err).toMatch(
      /whether the first notice no\. 1 on social went out .*\(delivery-unknown\)\n.*haltctl notice social --posted/,
    )
    expect(err).toMatch(/no notice on website failed \(nothing-to-retry\)\n.*haltctl notice website --send/)
    const states = (await bench.json<{ notices: { channel: string; state: string }[] }>('status')).notices
    expect(states.map(({ channel, state }) => `${channel} ${state}`).sort()).toEqual([
      'app-push sent',
      'social unknown',
      'website sent',
    ])
    expect(await bench.events('notice.intended')).toHaveLength(4)
    const again = await bench.halt('notice', ...channels, '--send', '--retry')
    expect([again.code, again.err.match(/\(nothing-to-retry\)/g)?.length]).toEqual([3, 2])
    expect(again.err).toContain('(delivery-unknown)')
    expect(await bench.events('notice.intended')).toHaveLength(4)
  })

  it('prints with --json one document of what was recorded and what is to be posted', async () => {
    const push = await webServer((response, count) => status(count === 1 ? 404 : 200)(response, count))
    const bench = await halted([`app-push: ${via(push)}`, `website: ${via(await webServer())}`])
    const document = ({ out }: { out: string }) => documentSchemas.sent.parse(JSON.parse(out))
    const types = ({ events }: { events: readonly { type: string }[] }) =>
      events.map(({ type }) => type).filter((type) => type.startsWith('notice.'))
    const first = await bench.halt('notice', '--send', '--json')
    expect(types(document(first))).toEqual([
      ...['notice.intended', 'notice.intended'],
      ...['notice.delivered', 'notice.delivered'],
    ])
    expect(document(first).byHand.map(({ channel }) => channel)).toEqual(['email', 'social'])
    expect([first.code, JSON.parse(first.err).error.code]).toEqual([6, 'delivery-failed'])
    const again = await bench.halt('notice', 'website', 'app-push', '--send', '--retry', '--json')
    expect([again.code, types(document(again))]).toEqual([0, ['notice.intended', 'notice.delivered']])
    expect(document(again).byHand).toEqual([])
  })

  it('prints with --json which channel may not be told again as a failure, beside what was sent', async () => {
    const push = await webServer((response, count) => status(count === 1 ? 404 : 200)(response, count))
    const dropped = await webServer((response) => response.destroy())
    const bench = await halted([`app-push: ${via(push)}`, `social: ${via(dropped)}`])
    await bench.halt('notice', 'app-push', 'social', '--send')
    const { code, out, err } = await bench.halt('notice', 'app-push', 'social', '--send', '--retry', '--json')
    expect([code, JSON.parse(err).error.code]).toEqual([3, 'delivery-unknown'])
    const { events } = documentSchemas.sent.parse(JSON.parse(out))
    expect(events.map(({ type }) => type).slice(0, 2)).toEqual(['notice.intended', 'notice.delivered'])
  })

  it('counts what has gone out already as no failure of a retry', async () => {
    const push = await webServer((response, count) => status(count === 1 ? 404 : 200)(response, count))
    const bench = await halted([`app-push: ${via(push)}`, `website: ${via(await webServer())}`])
    await bench.halt('notice', 'app-push', 'website', '--send')
    const { code, err } = await bench.halt('notice', 'website', 'app-push', 'app-push', '--send', '--retry')
    expect([code, err.includes('(nothing-to-retry)')]).toEqual([0, true])
    expect(await bench.events('notice.intended')).toHaveLength(3)
  })

  it('retries a busy server after its retry-after time, and follows no redirect', async () => {
    const busy = await webServer((response, count) =>
      status(count === 1 ? 429 : 200, { 'retry-after': '60' })(response, count),
    )
    const away = await webServer(status(302, { location: 'http://169.254.169.254/' }))
    const bench = await halted([`app-push: ${via(busy)}`, `social: ${via(away)}`])
    const before = bench.now
    const { code, err } = await bench.halt('notice', 'app-push', 'social', '--send')
    expect([code, err.includes('social failed redirected')]).toEqual([6, true])
    const outcomes = (await bench.events('notice.delivered')).map(({ data }) => data.outcome)
    expect(outcomes.sort()).toEqual(['failed', 'sent'])
    expect([busy.asked.length, bench.now - before]).toEqual([2, 60_000])
  })

  it('refuses a private address, and reports a server that cannot be reached', async () => {
    const { port } = await webServer()
    const bench = await halted([
      `app-push: { via: webhook, url: "http://127.0.0.1:${port}", allowPlain: true }`,
      'email: { via: smtp, url: "smtp://127.0.0.1:9", from: halt@example.com, to: [a@example.com] }',
    ])
    const { code, err } = await bench.halt('notice', 'app-push', 'email', '--send')
    expect(code).toBe(6)
    expect(err).toMatch(/app-push failed private-address/)
    expect(err).toMatch(/email failed unreachable/)
  })

  it('mails each recipient at most once, and reports refused ones only as a number', async () => {
    const server = await new MailServer({}, { refuse: (to) => (to.startsWith('b') ? 550 : undefined) }).listen()
    const bench = await halted([
      `email: { via: smtp, url: "smtp://127.0.0.1:${server.port}", from: halt@example.com, toFile: customers.txt }`,
    ])
    bench.write('customers.txt', 'a@example.com\nb@example.com\nc@example.com\n')
    const { code, err } = await bench.halt('notice', 'email', '--send')
    expect(code).toBe(6)
    expect(err).toContain('sent: accepted 2, refused 1')
    expect(err).toContain('There is nothing to retry')
    expect(await bench.ok('report')).toContain(
      'sent (the server permanently refused some recipients): e-mail (accepted 2, refused 1, unknown 0)',
    )
    expect(server.recipients).toEqual(['a@example.com', 'c@example.com'])
    const [file = ''] = (await bench.json<{ log: { files: string[] } }>('status')).log.files
    expect(readFileSync(join(bench.workspace, file), 'utf8').includes('b@example.com')).toBe(false)
    expect((await bench.halt('notice', 'email', '--send', '--retry')).err).toContain('(nothing-to-retry)')
    expect(server.heard).toHaveLength(3)
    expect((await bench.halt('verify')).code).toBe(0)
  })

  it('fails with tls-failed if the certificate of the mail server does not verify', async () => {
    const server = await new MailServer({ secure: true, ...identity('127.0.0.1') }).listen()
    const bench = await halted([
      `email: { via: smtp, url: "smtps://127.0.0.1:${server.port}", from: halt@example.com, to: [a@example.com] }`,
    ])
    const { code, err } = await bench.halt('notice', 'email', '--send')
    expect([code, err.includes('email failed tls-failed')]).toEqual([6, true])
    expect((await bench.events('notice.delivered'))[0]?.data).toMatchObject({ outcome: 'failed', why: 'tls-failed' })
  })

  it('--retry fails with no-way if the settings no longer have a transport for the channel', async () => {
    const bench = await halted([`social: ${via(await webServer(status(404)))}`])
    expect((await bench.halt('notice', 'social', '--send')).code).toBe(6)
    bench.write('halt.yaml', settingsOf([]))
    expect((await bench.halt('notice', 'social', '--send', '--retry')).code).toBe(6)
    const outcomes = (await bench.events('notice.delivered')).map(({ data }) => data.why)
    expect(outcomes).toEqual(['refused', 'no-way'])
  })

  it('reports delivery-not-recorded if a notice was sent but the log cannot be written', async () => {
    const server = await webServer((response) => {
      const incidents = join(bench.workspace, 'incidents')
      const lock = join(incidents, readdirSync(incidents)[0] ?? '', 'lock')
      rmSync(lock)
      mkdirSync(lock)
      response.end()
    })
    const bench = await halted([`social: ${via(server)}`])
    const { code, err } = await bench.halt('notice', 'social', '--send')
    expect([code, err.includes('(social sent)'), err.includes('(delivery-not-recorded)')]).toEqual([5, true, true])
    expect((await bench.json<{ notices: { state: string }[] }>('status')).notices).toMatchObject([{ state: 'unknown' }])
  })

  it('records a delivery in a drill, but sends nothing', async () => {
    const push = await webServer()
    const bench = new Bench()
    bench.write('halt.yaml', settingsOf([`app-push: ${via(push)}`]))
    await bench.ok(...DECLARES, '--drill')
    await bench.ok(...STATES)
    const { code, err } = await bench.halt('notice', 'app-push', '--send')
    expect([code, push.asked]).toEqual([0, []])
    expect(err).toContain('[DRILL]')
    expect((await bench.events('notice.delivered'))[0]?.data).toMatchObject({ outcome: 'sent', why: 'drill' })
  })

  it('refuses a channel that is marked unsafe until it is marked safe again', async () => {
    const bench = await halted([`social: ${via(await webServer())}`])
    expect((await bench.halt('notice', 'social', '--unsafe')).code).toBe(3)
    await bench.ok('notice', 'social', '--unsafe', '--reason', 'account taken over')
    const refused = await bench.halt('notice', 'social', '--send')
    expect([refused.code, refused.err.includes('(channel-unsafe)')]).toEqual([3, true])
    expect((await bench.halt('status')).out).toContain('UNSAFE, not to be used: account taken over')
    expect((await bench.halt('notice', 'social', '--dry-run')).err).toContain('account taken over')
    await bench.ok('notice', 'social', '--safe', '--reason', 'ours again')
    expect((await bench.halt('notice', 'social', '--send')).code).toBe(0)
  })

  it('sends only a final notice after the halt is closed', async () => {
    const bench = await halted([`social: ${via(await webServer())}`])
    await bench.ok('close', '--resolution', 'duplicate', '--reason', 'a test')
    const on = ['-i', 'latest', '--force', '--reason', 'late']
    expect((await bench.halt('notice', 'social', '--send', '--stage', 'update', ...on)).err).toContain(
      '(incident-closed)',
    )
    expect((await bench.halt('notice', 'social', '--send', '--stage', 'final', ...on)).code).toBe(0)
  })
})

describe('halt notice --dry-run', () => {
  it('marks every heading, says where each text would go or why not, and sends nothing', async () => {
    const push = await webServer()
    const bench = await halted([
      `app-push: { via: webhook, url: "http://127.0.0.1:${push.port}", allowPrivate: true, secretEnv: PUSH_SECRET }`,
      'website: { via: file, path: site }',
    ])
    const { code, out, err } = await bench.halt('notice', '--dry-run')
    expect([code, push.asked]).toEqual([8, []])
    expect(err).toContain('an environment variable is not set')
    expect(out.match(/^DRY RUN --- /gm)).toHaveLength(4)
    expect(err).toMatch(/DRY RUN website: would go to .*site/)
    expect(err).toMatch(/DRY RUN app-push: would NOT go: PUSH_SECRET.*\(variable-missing\)/)
    expect(await bench.events('notice.intended', 'settings.adopted')).toEqual([])
  })

  it('prints one document with --json that matches its schema, as do the texts and --check', async () => {
    const bench = await halted(['website: { via: file, path: site }', 'social: { via: command, run: [./gone] }'])
    const { code, out } = await bench.halt('notice', 'website', 'email', 'social', '--dry-run', '--json')
    const shown = documentSchemas.notices.parse(JSON.parse(out))
    expect([code, shown.targets]).toEqual([
      8,
      [
        { channel: 'website', target: 'site', why: null },
        { channel: 'social', target: './gone', why: 'file-missing' },
        { channel: 'email', target: null, why: null },
      ],
    ])
    expect(documentSchemas.notices.parse(await bench.json('notice', 'website')).notices).toEqual(
      shown.notices.slice(0, 1),
    )
    await bench.ok('set', 'cause=engine')
    expect(documentSchemas.findings.parse(await bench.json('notice', 'website', '--check')).findings).toMatchObject([
      { code: 'words-missing', file: null, channel: 'website', language: 'ja' },
    ])
  })

  it('is rejected together with --send', async () => {
    expect((await (await halted()).halt('notice', '--dry-run', '--send')).code).toBe(2)
  })
})

describe('halt notice --edit', () => {
  it('is not sent if an edit takes out the next report that would be recorded with it', async () => {
    const bench = await halted()
    bench.write('editor', `sed -i 's/22時47分/23時47分/' "$1"\n`)
    const env = { EDITOR: `sh ${join(bench.workspace, 'editor')}` }
    const { code, err } = await bench.haltWith({ env, script: replies() }, 'notice', 'website', '--edit', '--check')
    expect([code, err]).toEqual([8, expect.stringMatching(/2026-11-24 22:47 .*\(next-unstated\)/)])
  })

  it('requires a terminal', async () => {
    const { code, err } = await (await halted()).halt('notice', '--edit')
    expect([code, err.includes('--edit needs a terminal (editor-failed)')]).toEqual([3, true])
  })
})
