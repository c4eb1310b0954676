import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/schema/documents.ts'
import { Bench, PROGRAM } from './bench.ts'
import { halt, mail, recorded, web } from './serving.ts'

const NAMES = `organisation: { ja: 例示取引所, en: Example Exchange }
contact: { ja: support@example.com, en: support@example.com }
`

/** A halt whose facts are not known yet, in a workspace with these channels. */
function halted(channels: readonly string[] = [], more = ''): Bench {
  const bench = new Bench()
  const list = channels.length === 0 ? '' : `channels:\n${channels.map((channel) => `  ${channel}\n`).join('')}`
  bench.write('halt.yaml', `${NAMES}${list}${more}`)
  bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
  bench.ok('set', 'started-at=5m ago', 'cause=?', 'expected-recovery=?', 'impact=?')
  return bench
}

interface Shown {
  readonly notices: readonly { channel: string; stage: string; language: string; text: string; next: string | null }[]
}

describe('notice', () => {
  it('shows the texts of all customers’ channels, and records nothing', () => {
    const bench = halted()
    const { notices } = bench.json<Shown>('notice')
    expect(notices.map((n) => [n.channel, n.stage, n.language])).toEqual(
      ['website', 'email', 'app-push', 'social'].map((channel) => [channel, 'first', 'ja']),
    )
    expect(notices[0]?.text).toContain('・原因：調査中')
    expect(bench.ok('notice')).toMatch(/^--- website {2}first notice no\. 1 {2}ja ---$/m)
    expect(recorded(bench, 'notice.posted', 'notice.intended', 'settings.adopted')).toEqual([])
  })

  it('prints a single text alone, ready to paste', () => {
    const { out, err } = halted().halt('notice', 'social', '--language', 'en')
    expect(out).toMatch(/^Trading halted \(report 1\)\n/)
    expect(out).not.toContain('---')
    expect(err).toContain('social  first notice no. 1  en')
  })

  it('tells departments what customers are not told, with what to answer them', () => {
    const bench = halted()
    bench.ok('set', 'cause=engine-3 is out of memory')
    const [internal] = bench.json<Shown>('notice', 'internal', '--language', 'en').notices
    expect(internal?.text).toContain('engine-3 is out of memory')
    expect(internal?.text).toContain('Answers to enquiries')
    expect(bench.ok('notice')).not.toContain('engine-3')
  })
})

describe('notice --check', () => {
  it('says what is wrong by codes, with mends, and exits 8 for errors only', () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
    const { code, err } = bench.halt('notice', '--check')
    expect(code).toBe(8)
    for (const word of ['fact-missing', 'organisation-unset']) expect(err).toContain(`(${word})`)
    const { findings } = JSON.parse(bench.halt('notice', '--check', '--json').out) as {
      findings: { code: string; level: string; mend: string }[]
    }
    expect(findings.filter((f) => f.level === 'error').every((f) => f.mend.length > 10)).toBe(true)
    expect(halted().halt('notice', '--check').code).toBe(0)
  })

  it('names file, line and column of a template that names what is unknown', () => {
    const bench = halted()
    bench.write(
      'runbooks/notices/ja/website.txt',
      'Subject: {{title}}\n\n{{#stage.first}}{{nowhere}}{{/stage.first}}\n',
    )
    const { code, err } = bench.halt('notice', 'website')
    expect(code).toBe(2)
    expect(err).toMatch(/website\.txt:3:17: .*nowhere.*\(bad-template\)/)
  })
})

describe('notice --send', () => {
  it('is refused while the texts have errors, and yields to force with a reason, which is kept', () => {
    const bench = halted(['social: { via: command, run: [cat] }'])
    bench.ok('set', 'impact=users cannot trade', 'impact.en=Orders cannot be placed')
    const refused = bench.halt('notice', 'social', '--send')
    expect(refused).toMatchObject({ code: 3 })
    expect(refused.err).toContain('(notice-errors)')
    expect(bench.halt('notice', 'social', '--send', '--force').err).toContain('--reason')
    bench.ok('notice', 'social', '--send', '--force', '--reason', 'no translator awake')
    const [intent] = recorded(bench, 'notice.intended')
    expect(intent?.data.forced).toEqual({ reason: 'no translator awake', open: ['language-missing'] })
    expect(bench.ok('report')).toMatch(/forced \| `social: language-missing` \| no translator awake/)
  })

  it('never sends control characters, whatever forces it', () => {
    const bench = halted(['social: { via: command, run: [cat] }'])
    bench.write('runbooks/notices/ja/social.txt', '停止しています\u202e{{number}}\n')
    const { code, err } = bench.halt('notice', 'social', '--send', '--force', '--reason', 'now')
    expect([code, err.includes('(control-character)'), err.includes('(notice-errors)')]).toEqual([3, true, true])
    expect(recorded(bench, 'notice.intended')).toEqual([])
  })

  it('says that assets are safe only with evidence and a name', () => {
    const bench = halted(['social: { via: command, run: [cat] }'])
    bench.ok('set', 'impact.ja=売買の注文ができません。お預かりしている資産の安全は確認しております')
    const { code, err } = bench.halt('notice', 'social', 'website', '--send')
    expect([code, err.includes('(unbacked-claim)')]).toEqual([3, true])
    const claim = ['--evidence', 'cold wallet balances at 22:10', '--approved-by', 'hanako']
    expect(bench.halt('notice', 'social', '--send', '--evidence', 'balances').code).toBe(3)
    bench.ok('notice', 'social', '--send', ...claim)
    expect(bench.ok('report')).toMatch(
      /Claim in a notice \(.*\): evidence: cold wallet balances at 22:10; approved by hanako/,
    )
    expect(recorded(bench, 'notice.intended')[0]?.data.claim).toEqual({
      evidence: 'cold wallet balances at 22:10',
      approvedBy: 'hanako',
    })
  })

  it('keeps what was sent with its digest, does the steps, and shows by hand what no way is set for', () => {
    const bench = halted([
      'website: { via: file, path: site, languages: [ja, en] }',
      'social: { via: command, run: [cat] }',
    ])
    const { out, err } = bench.halt('notice', '--send')
    expect(out).toContain('--- email')
    expect(out).not.toContain('--- website')
    expect(err).toContain('notice email --posted --link URL')
    const intents = recorded(bench, 'notice.intended')
    expect(intents.map(({ data }) => [data.channel, data.number])).toEqual([
      ['website', 1],
      ['social', 1],
    ])
    const pages = readdirSync(join(bench.workspace, 'site'))
    expect(pages.filter((name) => name.endsWith('.html'))).toHaveLength(2)
    const status = bench.json<{ notices: { state: string }[]; steps: { id: string; state: string }[] }>('status')
    expect(status.notices.map((n) => n.state)).toEqual(['sent', 'sent'])
    for (const id of ['2.2-website', '2.2-social'])
      expect(status.steps.find((step) => step.id === id)?.state).toBe('done')
    expect(bench.halt('verify').code).toBe(0)
  })

  it('does not let one channel that fails stop the others, and sends that one again as it was', async () => {
    const keys: unknown[] = []
    const answers = [404, 200]
    const url = await web((request, response) => {
      keys.push(request.headers['idempotency-key'])
      response.writeHead(answers.shift() ?? 200).end()
    })
    const bench = halted([
      `app-push: { via: webhook, url: "${url}", allowPrivate: true }`,
      'social: { via: command, run: [cat] }',
    ])
    const { code, err } = await halt(bench, 'notice', 'app-push', 'social', '--send')
    expect([code, err.includes('(delivery-failed)'), err.includes('404')]).toEqual([6, true, true])
    expect(bench.json<{ notices: { state: string }[] }>('status').notices.map((n) => n.state)).toEqual([
      'failed',
      'sent',
    ])
    expect(bench.halt('status').out).toContain('NOT sent (refused)')
    expect((await halt(bench, 'notice', 'app-push', '--send', '--retry')).code).toBe(0)
    expect(keys[1]).toBe(keys[0])
    const numbers = recorded(bench, 'notice.intended').map(({ data }) => data.number)
    expect(numbers).toEqual([1, 1, 1])
    expect((await halt(bench, 'notice', 'app-push', '--send', '--retry')).err).toContain('(nothing-to-retry)')
  })

  it('retries several channels together or none of them', () => {
    const bench = halted([
      'app-push: { via: command, run: [no-such-program] }',
      "social: { via: command, run: [sh, -c, 'kill -9 $$'] }",
    ])
    expect(bench.halt('notice', 'app-push', 'social', '--send').code).toBe(6)
    const { code, err } = bench.halt('notice', 'app-push', 'social', '--send', '--retry')
    expect([code, err.includes('(delivery-unknown)')]).toEqual([3, true])
    expect(recorded(bench, 'notice.intended')).toHaveLength(2)
    expect(bench.halt('notice', 'app-push', 'app-push', '--send', '--retry').code).toBe(6)
    expect(recorded(bench, 'notice.intended')).toHaveLength(3)
  })

  it('tries a busy server again by itself, and follows no redirect', async () => {
    const answers = [429, 200]
    const busy = await web((_, response) => {
      response.writeHead(answers.shift() ?? 200, { 'retry-after': '1' }).end()
    })
    const away = await web((_, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
    })
    const bench = halted([
      `app-push: { via: webhook, url: "${busy}", allowPrivate: true }`,
      `social: { via: webhook, url: "${away}", allowPrivate: true }`,
    ])
    const { code, err } = await halt(bench, 'notice', 'app-push', 'social', '--send')
    expect([code, err.includes('social failed redirected')]).toEqual([6, true])
    const outcomes = recorded(bench, 'notice.delivered').map(({ data }) => data.outcome)
    expect(outcomes.sort()).toEqual(['failed', 'sent'])
  })

  it('refuses private addresses, and says which server cannot be reached', async () => {
    const url = await web((_, response) => {
      response.end()
    })
    const bench = halted([
      `app-push: { via: webhook, url: "${url}", allowPlain: true }`,
      'email: { via: smtp, url: "smtp://127.0.0.1:9", from: halt@example.com, to: [a@example.com] }',
    ])
    const { code, err } = await halt(bench, 'notice', 'app-push', 'email', '--send')
    expect(code).toBe(6)
    expect(err).toMatch(/app-push failed private-address/)
    expect(err).toMatch(/email failed unreachable/)
  })

  it('sends a mail to each recipient, says who was refused by number only, and never mails anybody twice', async () => {
    const got: string[] = []
    const port = await mail({
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _, done) =>
        done(address.startsWith('b') ? Object.assign(new Error('no such user'), { responseCode: 550 }) : null),
      onData(stream, session, done) {
        stream.resume().on('end', () => {
          got.push(session.envelope.rcptTo[0]?.address ?? '')
          done()
        })
      },
    })
    const bench = halted([
      `email: { via: smtp, url: "smtp://127.0.0.1:${port}", from: halt@example.com, toFile: customers.txt }`,
    ])
    bench.write('customers.txt', 'a@example.com\nb@example.com\nc@example.com\n')
    const { code, err } = await halt(bench, 'notice', 'email', '--send')
    expect(code).toBe(6)
    expect(err).toContain('sent to 2, 1 refused')
    expect(err).toContain('Nothing is left to be sent again')
    expect(bench.ok('report')).toContain('sent (refused-recipients, accepted 2, refused 1, unknown 0)')
    expect(got).toEqual(['a@example.com', 'c@example.com'])
    const [file = ''] = bench.json<{ log: { files: string[] } }>('status').log.files
    expect(readFileSync(join(bench.workspace, file), 'utf8').includes('b@example.com')).toBe(false)
    expect((await halt(bench, 'notice', 'email', '--send', '--retry')).err).toContain('(nothing-to-retry)')
    expect(got).toHaveLength(2)
    expect(bench.halt('verify').code).toBe(0)
  })

  it('does not speak to a server whose certificate does not verify', async () => {
    const heard: unknown[] = []
    const port = await mail({
      secure: true,
      onConnect(session, done) {
        heard.push(session)
        done()
      },
    })
    const bench = halted([
      `email: { via: smtp, url: "smtps://127.0.0.1:${port}", from: halt@example.com, to: [a@example.com] }`,
    ])
    const { code, err } = await halt(bench, 'notice', 'email', '--send')
    expect([code, err.includes('email failed tls-failed')]).toEqual([6, true])
    expect(recorded(bench, 'notice.delivered')[0]?.data).toMatchObject({ outcome: 'failed', why: 'tls-failed' })
  })

  it('says so where the settings have no way any more to send again what failed', () => {
    const bench = halted(['social: { via: command, run: [sh, -c, "exit 3"] }'])
    expect(bench.halt('notice', 'social', '--send').code).toBe(6)
    bench.write('halt.yaml', NAMES)
    expect(bench.halt('notice', 'social', '--send', '--retry').code).toBe(6)
    const outcomes = recorded(bench, 'notice.delivered').map(({ data }) => data.why)
    expect(outcomes).toEqual(['command-failed', 'no-way'])
  })

  it('says what left the machine where the log takes no outcome any more', () => {
    const bench = halted()
    const spoil = 'cat > sent.txt; for lock in incidents/*/lock; do rm $lock; mkdir $lock; done'
    bench.write('halt.yaml', `${NAMES}channels:\n  social: { via: command, run: [sh, -c, "${spoil}"] }\n`)
    const { code, err } = bench.halt('notice', 'social', '--send')
    expect([code, err.includes('(social sent)'), err.includes('(delivery-not-recorded)')]).toEqual([5, true, true])
    expect(bench.json<{ notices: { state: string }[] }>('status').notices).toMatchObject([{ state: 'unknown' }])
  })

  it('leaves nothing out of a drill but the sending itself', async () => {
    const asked: unknown[] = []
    const url = await web((request, response) => {
      asked.push(request.url)
      response.end()
    })
    const bench = new Bench()
    bench.write('halt.yaml', `${NAMES}channels:\n  app-push: { via: webhook, url: "${url}", allowPrivate: true }\n`)
    bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped', '--drill')
    bench.ok('set', 'started-at=5m ago', 'cause=?', 'expected-recovery=?', 'impact=?')
    const { code, err } = await halt(bench, 'notice', 'app-push', '--send')
    expect([code, asked]).toEqual([0, []])
    expect(err).toContain('[DRILL]')
    expect(recorded(bench, 'notice.delivered')[0]?.data).toMatchObject({ outcome: 'sent', why: 'drill' })
  })

  it('shows an outcome that a crash left unknown, and sends nothing until a person says so', async () => {
    const bench = halted()
    let kill = () => {}
    const url = await web((request, response) => {
      request.resume().on('end', () => {
        kill()
        response.end()
      })
    })
    bench.write('halt.yaml', `${NAMES}channels:\n  app-push: { via: webhook, url: "${url}", allowPrivate: true }\n`)
    const child = spawn(process.execPath, [PROGRAM, 'notice', 'app-push', '--send'], {
      env: bench.env,
      cwd: bench.directory,
    })
    kill = () => child.kill('SIGKILL')
    expect(await once(child, 'close')).toEqual([null, 'SIGKILL'])
    kill = () => {}
    expect(recorded(bench, 'settings.adopted')).toHaveLength(1)
    expect(bench.halt('status').out).toContain('outcome unknown, or being sent')
    const again = await halt(bench, 'notice', 'app-push', '--send')
    expect([again.code, again.err.includes('(delivery-unknown)')]).toEqual([3, true])
    const forced = await halt(
      bench,
      'notice',
      'app-push',
      '--send',
      '--retry',
      '--force',
      '--reason',
      'not on any phone',
    )
    expect(forced.code).toBe(0)
    expect(recorded(bench, 'notice.intended').map(({ data }) => data.key)).toHaveLength(2)
    expect(new Set(recorded(bench, 'notice.intended').map(({ data }) => data.key)).size).toBe(1)
  })

  it('ends at Ctrl-C with what was under way, says how far it went, and sends the rest when told to', async () => {
    const got: string[] = []
    let stop = () => {}
    const port = await mail({
      disabledCommands: ['STARTTLS'],
      onData(stream, session, done) {
        stream.resume().on('end', () => {
          got.push(session.envelope.rcptTo[0]?.address ?? '')
          stop()
          setTimeout(done, 200)
        })
      },
    })
    const list = ['a@example.com', 'b@example.com', 'c@example.com']
    const bench = halted([
      `email: { via: smtp, url: "smtp://127.0.0.1:${port}", from: halt@example.com, to: [${list}] }`,
    ])
    const child = spawn(process.execPath, [PROGRAM, 'notice', 'email', '--send'], {
      env: bench.env,
      cwd: bench.directory,
    })
    let err = ''
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk
    })
    stop = () => child.kill('SIGINT')
    expect(await once(child, 'close')).toEqual([130, null])
    stop = () => {}
    expect(err).toContain('(delivery-interrupted)')
    expect(err).toContain('NOT sent to all; 1 got it (stopped)')
    expect(err).toContain('notice CHANNEL --send --retry')
    expect(recorded(bench, 'notice.delivered')[0]?.data).toMatchObject({
      outcome: 'failed',
      why: 'stopped',
      accepted: 1,
    })
    expect((await halt(bench, 'notice', 'email', '--send', '--retry')).code).toBe(0)
    expect(got).toEqual(list)
  })

  it('sends on a channel in one process at a time, whatever forces another', async () => {
    const got: string[] = []
    let begun = () => {}
    const first = new Promise<void>((resolve) => {
      begun = resolve
    })
    const port = await mail({
      disabledCommands: ['STARTTLS'],
      onData(stream, session, done) {
        stream.resume().on('end', () => {
          got.push(session.envelope.rcptTo[0]?.address ?? '')
          begun()
          setTimeout(done, 500)
        })
      },
    })
    const list = ['a@example.com', 'b@example.com', 'c@example.com']
    const bench = halted([
      `email: { via: smtp, url: "smtp://127.0.0.1:${port}", from: halt@example.com, to: [${list}] }`,
    ])
    const sending = halt(bench, 'notice', 'email', '--send')
    await first
    const beside = await halt(bench, 'notice', 'email', '--send', '--retry', '--force', '--reason', 'it looks dead')
    expect([beside.code, beside.err.includes('(being-sent)')]).toEqual([3, true])
    expect(beside.err).toMatch(/being sent by process \d+/)
    expect((await sending).code).toBe(0)
    expect(got).toEqual(list)
    expect(bench.halt('verify').code).toBe(0)
  })

  it('uses no channel that is marked unsafe', () => {
    const bench = halted(['social: { via: command, run: [cat] }'])
    expect(bench.halt('notice', 'social', '--unsafe').code).toBe(3)
    bench.ok('notice', 'social', '--unsafe', '--reason', 'account taken over')
    const refused = bench.halt('notice', 'social', '--send')
    expect([refused.code, refused.err.includes('(channel-unsafe)')]).toEqual([3, true])
    expect(bench.halt('status').out).toContain('UNSAFE, not to be used: account taken over')
    expect(bench.halt('notice', 'social', '--dry-run').err).toContain('account taken over')
    bench.ok('notice', 'social', '--safe', '--reason', 'ours again')
    expect(bench.halt('notice', 'social', '--send').code).toBe(0)
  })

  it('goes on after closing for the final notice only', () => {
    const bench = halted(['social: { via: command, run: [cat] }'])
    bench.ok('close', '--as', 'false-alarm', '--reason', 'a test')
    const on = ['-i', 'latest', '--force', '--reason', 'late']
    expect(bench.halt('notice', 'social', '--send', '--stage', 'update', ...on).err).toContain('(incident-closed)')
    expect(bench.halt('notice', 'social', '--send', '--stage', 'final', ...on).code).toBe(0)
  })
})

describe('notice --dry-run', () => {
  it('says in every heading that it is one, where it would go and why not, and sends nothing', async () => {
    const asked: unknown[] = []
    const url = await web((request, response) => {
      asked.push(request.url)
      response.end()
    })
    const bench = halted([
      `app-push: { via: webhook, url: "${url}", allowPrivate: true, secretEnv: PUSH_SECRET }`,
      'website: { via: file, path: site }',
    ])
    const { code, out, err } = await halt(bench, 'notice', '--dry-run')
    expect([code, asked]).toEqual([8, []])
    expect(err).toContain('an environment variable is not set')
    expect(out.match(/^DRY RUN --- /gm)).toHaveLength(4)
    expect(err).toMatch(/DRY RUN website: would go to .*site/)
    expect(err).toMatch(/DRY RUN app-push: would NOT go: PUSH_SECRET.*\(variable-missing\)/)
    expect(recorded(bench, 'notice.intended', 'settings.adopted')).toEqual([])
  })

  it('is one document with --json, as its schema says, like the texts and what is wrong with them', () => {
    const bench = halted(['website: { via: file, path: site }', 'social: { via: command, run: [./gone] }'])
    const { code, out } = bench.halt('notice', 'website', 'email', 'social', '--dry-run', '--json')
    const shown = documentSchemas.notices.parse(JSON.parse(out))
    expect([code, shown.targets]).toEqual([
      8,
      [
        { channel: 'website', target: 'site', why: null },
        { channel: 'social', target: './gone', why: 'file-missing' },
        { channel: 'email', target: null, why: null },
      ],
    ])
    expect(documentSchemas.notices.parse(bench.json('notice', 'website')).notices).toEqual(shown.notices.slice(0, 1))
    bench.ok('set', 'cause=engine')
    expect(documentSchemas.findings.parse(bench.json('notice', 'website', '--check')).findings).toMatchObject([
      { code: 'words-missing', file: null, channel: 'website', language: 'ja' },
    ])
  })

  it('edits at a terminal only', () => {
    const { code, err } = halted().halt('notice', '--edit')
    expect([code, err.includes('--edit needs a terminal (editor-failed)')]).toEqual([3, true])
  })

  it('takes one thing to do at a time', () => {
    expect(halted().halt('notice', '--dry-run', '--send').code).toBe(2)
  })
})
