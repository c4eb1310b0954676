import { chmodSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BackgroundTurn } from '../../src/store/background-turn.ts'
import { stateFolder, workspaceKey } from '../../src/store/state.ts'
import { Bench } from '../bench.ts'
import { discord, pagerDuty, receiver, type Service, shownBySlack, slack, teams } from './services.ts'

const ROUTING_KEY = '0123456789abcdef0123456789abcdef'
const SIGNING_KEY = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

/** A machine whose halt.yaml names these feeds, each an entry in YAML. */
function machine(feeds: Readonly<Record<string, string>>, more = ''): Bench {
  const bench = new Bench({ ROUTING_KEY, SIGNING_KEY })
  const entries = Object.entries(feeds).map(([name, entry]) => `  ${name}: ${entry}\n`)
  bench.write('halt.yaml', `language: en\nfeeds:\n${entries.join('')}${more}`)
  return bench
}

/** Runs the processes that commands have left behind to tell the feeds. */
async function tell(bench: Bench): Promise<void> {
  for (const args of bench.background.splice(0)) expect((await bench.halt(...args)).code).toBe(0)
}

/** What somebody records of the latest incident whom this machine does not know. */
async function say(bench: Bench, ...words: readonly string[]): Promise<void> {
  const env = { XDG_STATE_HOME: join(bench.directory, 'state-mallory'), HALT_OPERATOR: 'mallory' }
  expect(await bench.haltWith({ env }, ...words, '-i', 'latest')).toMatchObject({ code: 0 })
}

const at = ({ url }: Pick<Service, 'url'>, form: string, more = '') =>
  `{ via: webhook, url: "${url}", form: ${form}, allowPrivate: true${more} }`

const started = ['start', '--type', 'system-failure', '--title', 'Matching engine down', '--no-walk'] as const
const halted = [...started, '--severity', 'sev2', '--scope', 'trading=stopped'] as const

/** What tells the feeds as long as something goes on that watches deadlines. */
const follower = ['feed', 'send', '--background', '--overdue'] as const

/** What a service got, as text. */
const titles = (service: Service) => service.bodies.map(({ text }) => text)

describe('a feed', () => {
  it('is told in the form of each service what happens, by a process that the command leaves behind', async () => {
    const services = [
      await slack(),
      await teams(),
      await discord(),
      await pagerDuty(),
      await receiver(SIGNING_KEY),
    ] as const
    const [s, t, d, p, j] = services
    const bench = machine({
      room: at(s, 'slack'),
      team: at(t, 'teams', ', languages: [ja, en]'),
      guild: at(d, 'discord', ', languages: [ja]'),
      pager: at(p, 'pagerduty', ', secretEnv: ROUTING_KEY'),
      program: at(j, 'json', ', secretEnv: SIGNING_KEY'),
    })
    await bench.ok(...halted)
    expect(s.asked).toEqual([])
    expect(bench.background).toHaveLength(1)
    await tell(bench)
    expect(s.bodies[0].blocks.map((block: { text: { text: string } }) => block.text.text)).toEqual([
      'Halt declared: Matching engine down',
      [
        'SEV2 · system failure · Initial response · lead: taro',
        'Stopped or restricted: trading (stopped)',
        '2026-11-24 22:17:05 +09:00, recorded by taro',
        (await bench.json('status')).incident,
      ].join('\n'),
    ])
    const [card] = t.bodies[0].attachments
    const runs = card.content.body.map(({ inlines }: { inlines: { text: string }[] }) => inlines[0]?.text)
    expect(runs.slice(0, 3)).toEqual([
      '停止を宣言しました: Matching engine down',
      '重大度2・システム障害・初期対応・指揮: taro',
      '停止・制限中: 売買（停止）',
    ])
    expect(d.bodies[0].content).toMatch(/^\*\*停止を宣言しました\\: Matching engine down\*\*\n/)
    expect(p.bodies[0]).toMatchObject({ event_action: 'trigger', payload: { severity: 'error' } })
    expect(j.bodies[0]).toMatchObject({ what: 'declared', alert: { action: 'trigger' }, drill: false })
    await bench.ok('classify', '--severity', 'sev1', '--reason', 'all markets')
    await bench.ok('scope', 'withdrawals:XEM=limited:small amounts only')
    await bench.ok('handover', '--to', 'hanako')
    await bench.ok('advance', '--force', '--reason', 'no time')
    await bench.ok('undo', '--reason', 'too early')
    await bench.ok('lift', 'trading', '--force', '--reason', 'no time')
    await bench.ok('lift', '--all', '--force', '--reason', 'no time')
    await bench.ok('reopen', '--reason', 'again')
    await bench.ok('close', '--as', 'false-alarm', '--reason', 'a test')
    await tell(bench)
    expect(j.bodies.map(({ what, takenBack }) => `${takenBack ? 'not ' : ''}${what}`)).toEqual([
      'declared',
      'severity',
      'scope',
      'handover',
      'phase',
      'not phase',
      'resumed',
      'resumed',
      'phase',
      'closed',
    ])
    expect(j.bodies[2].texts[0]).toMatchObject({
      title: 'Change in what is stopped: Matching engine down',
      text: expect.stringContaining('withdrawals XEM: limited (small amounts only)\nSEV1 · '),
    })
    expect(p.bodies.map(({ event_action }) => event_action)).toEqual([
      'trigger',
      'trigger',
      'trigger',
      'acknowledge',
      'resolve',
      'trigger',
      'resolve',
    ])
    for (const { asked } of [s, t, d, j]) expect(asked).toHaveLength(10)
    expect(new Set(j.bodies.map(({ key }) => key)).size).toBe(10)
    expect((await bench.json<{ feeds: unknown[] }>('feed', 'list')).feeds).toMatchObject(
      services.map(() => ({ waiting: 0, trouble: null, leftOut: null })),
    )
  })

  it('is told of notices, and of those that a drill only simulates', async () => {
    const service = await slack()
    const bench = machine(
      { room: at(service, 'slack', ', on: [notice], drills: true') },
      'organisation: { ja: 例示取引所, en: Example }\ncontact: { ja: 窓口, en: desk }\nchannels: { app-push: { via: command, run: [./push] } }\n',
    )
    await bench.ok(...halted, '--drill')
    await bench.ok('notice', 'website', '--posted', '--link', 'https://status.example.com/1')
    await bench.ok('notice', 'app-push', '--send', '--force', '--reason', 'a drill')
    await tell(bench)
    expect(titles(service)).toEqual(Array(2).fill('[DRILL] Notice: Matching engine down'))
    expect(service.bodies[1].blocks[1].text.text).toMatch(
      /^app push, first notice no. 1: sending simulated, nothing left the machine\n/,
    )
    expect(service.bodies[0].blocks[1].text.text).toMatch(
      /^website, first notice no. 1: posted by hand\nhttps:\/\/status.example.com\/1\n/,
    )
  })

  it('is told nothing of a halt whose runbook is missing, which says whether it is confidential', async () => {
    const service = await slack()
    const bench = machine({ room: at(service, 'slack') })
    await bench.ok(...halted)
    const folder = join(bench.workspace, 'incidents', (await bench.json<{ incident: string }>('status')).incident)
    const name = readdirSync(folder).find((one) => one.startsWith('runbook.')) as string
    renameSync(join(folder, name), join(bench.directory, name))
    await bench.halt('feed', 'send')
    expect(service.asked).toEqual([])
    renameSync(join(bench.directory, name), join(folder, name))
    await bench.ok('feed', 'send')
    expect(service.asked).toHaveLength(1)
  })

  it('is quiet in drills, and before the severity that it is for', async () => {
    const [quiet, severe] = [await slack(), await slack()]
    const bench = machine({ quiet: at(quiet, 'slack'), severe: at(severe, 'slack', ', severity: sev1') })
    await bench.ok(...halted, '--drill')
    await bench.ok(...halted)
    await tell(bench)
    expect([quiet.asked.length, severe.asked.length]).toEqual([1, 0])
    await bench.ok('classify', '--severity', 'sev1', '--reason', 'all markets', '-i', 'latest')
    await tell(bench)
    expect([quiet.asked.length, severe.asked.length]).toEqual([2, 1])
  })

  it('is told of a confidential halt only that there is one', async () => {
    const [room, pager, program] = [await slack(), await pagerDuty(), await receiver(SIGNING_KEY)]
    const bench = machine({
      room: at(room, 'slack'),
      pager: at(pager, 'pagerduty', ', secretEnv: ROUTING_KEY'),
      program: at(program, 'json', ', secretEnv: SIGNING_KEY'),
    })
    await bench.ok(
      'start',
      '--type',
      'security-incident',
      '--title',
      'Freezing order',
      '--no-walk',
      '--scope',
      'trading=stopped',
    )
    await bench.ok('scope', 'deposits=stopped')
    await bench.ok('close', '--as', 'false-alarm', '--reason', 'lifted by the court')
    await tell(bench)
    expect(titles(room)).toEqual(['A confidential incident was declared', 'A confidential incident was closed'])
    const said = [room, pager, program].flatMap(({ asked }) => asked.map(({ body }) => body)).join()
    expect(said).not.toMatch(/security|Freezing|trading|court|taro|20261124/)
    expect(pager.bodies.map(({ event_action }) => event_action)).toEqual(['trigger', 'resolve'])
    expect(program.bodies[0]).toMatchObject({ confidential: true, incident: null })
  })

  it('is told no more of it where only a writer that nobody here knows says that it is another type', async () => {
    const room = await slack()
    const bench = machine({ room: at(room, 'slack') })
    await bench.ok('start', '--type', 'security-incident', '--title', 'Keys stolen', '--no-walk')
    await say(bench, 'classify', '--type', 'system-failure', '--reason', 'no incident')
    bench.background.splice(1)
    await bench.ok('scope', 'deposits=stopped', '-i', 'latest')
    await tell(bench)
    expect(titles(room)).toEqual(['A confidential incident was declared'])
  })

  it('is told, without details, where only such a writer says that it is confidential, and of what falls due', async () => {
    const room = await slack()
    const bench = machine({ room: at(room, 'slack') })
    await bench.ok(...halted)
    await say(bench, 'classify', '--type', 'security-incident', '--reason', 'quiet, please')
    await bench.ok('scope', 'deposits=stopped')
    await bench.ok('handover', '--to', 'hanako')
    await tell(bench)
    bench.pass(6 * 60_000)
    await bench.ok(...follower)
    const [declared, scope, handover, ...late] = titles(room)
    expect(declared).toBe('A confidential incident was declared')
    expect([scope, handover]).toEqual(Array(2).fill('Something was recorded in a confidential incident'))
    expect(new Set(late)).toEqual(new Set(['A deadline passed in a confidential incident']))
    expect(JSON.stringify(room.asked)).not.toMatch(/Matching|deposits|hanako|first-notice|system-failure/)
  })

  it('is told of what is severe for those who are known, whatever such a writer says of it', async () => {
    const severe = await slack()
    const bench = machine({ severe: at(severe, 'slack', ', severity: sev1') })
    await bench.ok('start', '--type', 'system-failure', '--title', 'Engine down', '--no-walk')
    await say(bench, 'classify', '--severity', 'sev4', '--reason', 'a trifle')
    bench.background.splice(1)
    await bench.ok('scope', 'deposits=stopped')
    await tell(bench)
    bench.pass(6 * 60_000)
    await bench.ok(...follower)
    expect(titles(severe)).toEqual(
      expect.arrayContaining(['Change in what is stopped: Engine down', 'Overdue: Engine down']),
    )
  })

  it('opens an alert that one of those who are known raises, although such a writer has lifted everything', async () => {
    const pager = await pagerDuty()
    const bench = machine({ pager: at(pager, 'pagerduty', ', secretEnv: ROUTING_KEY') })
    await bench.ok(...halted)
    await say(bench, 'lift', '--all', '--force', '--reason', 'all is well')
    bench.background.splice(1)
    await bench.ok('classify', '--severity', 'sev1', '--reason', 'all markets')
    await tell(bench)
    expect(pager.bodies.map(({ event_action }) => event_action)).toEqual(['trigger', 'trigger'])
  })

  it('is not told what was redacted before', async () => {
    const service = await slack()
    const bench = machine({ room: at(service, 'slack') })
    await bench.ok(...halted)
    await bench.ok('redact', '1', '--field', 'title', '--reason', 'names a customer')
    await tell(bench)
    expect(titles(service)).toEqual(['Halt declared: █████'])
  })

  it('shows hostile words as they are: no mention, link, format or line of their own', async () => {
    const [s, t, d] = [await slack(), await teams(), await discord()]
    const bench = machine({ s: at(s, 'slack'), t: at(t, 'teams'), d: at(d, 'discord') })
    const words = '<!here> <@U1|x> @everyone **b** [x](https://evil.example) &lt; \u202e \u001b[31m \n# head'
    await bench.ok('start', '--type', 'system-failure', '--title', words, '--no-walk')
    await tell(bench)
    const shown = '<!here> <@U1|x> @everyone **b** [x](https://evil.example) &lt; \\u202e \\u001b[31m  / # head'
    expect(shownBySlack(s.bodies[0].text)).toBe(`Halt declared: ${shown}`)
    expect(shownBySlack(s.bodies[0].blocks[0].text.text)).toBe(`Halt declared: ${shown}`)
    expect(t.bodies[0].attachments[0].content.body[0].inlines[0].text).toBe(`Halt declared: ${shown}`)
    const [title] = d.bodies[0].content.split('\n')
    expect(title.replace(/\\([^0-9A-Za-z\s])/g, '$1')).toBe(`**Halt declared: ${shown}**`)
    expect(title.slice(2, -2).replace(/\\[^0-9A-Za-z\s]/g, '')).not.toMatch(/[*_~`|<>#[\]()@]/)
  })

  it('takes the longest words within the limits of each service', async () => {
    const services = [
      await slack(),
      await teams(),
      await discord(),
      await pagerDuty(),
      await receiver(SIGNING_KEY),
    ] as const
    const [s, t, d, p, j] = services
    const both = ', languages: [ja, en]'
    const bench = machine({
      s: at(s, 'slack', both),
      t: at(t, 'teams', both),
      d: at(d, 'discord', both),
      p: at(p, 'pagerduty', `, secretEnv: ROUTING_KEY${both}`),
      j: at(j, 'json', `, secretEnv: SIGNING_KEY${both}`),
    })
    const long = '<&>*停𠮷'.repeat(2000)
    await bench.ok('start', '--type', 'system-failure', '--title', long, '--no-walk', '--severity', 'sev3')
    const assets = Array.from({ length: 400 }, (_, i) => `withdrawals:A${i}=limited:${long.slice(0, 400)}`)
    await bench.ok('scope', ...assets)
    await bench.ok('classify', '--severity', 'sev1', '--reason', long)
    await tell(bench)
    for (const service of services) {
      expect(service.asked).toHaveLength(3)
      for (const { body } of service.asked) expect(() => encodeURIComponent(body)).not.toThrow()
    }
    const { feeds } = await bench.json<{ feeds: object[] }>('feed', 'list')
    expect(feeds).toMatchObject(services.map(() => ({ leftOut: null, trouble: null })))
  })
})

describe('the secrets of a feed', () => {
  it('stand in its URL, headers or template, and nowhere else', async () => {
    const service = await slack(() => [200])
    const url = service.url.replace(/\/services.*/, '/{{secret}}')
    const bench = machine({
      chat: `{ via: webhook, url: "${url}", secretEnv: SIGNING_KEY, body: chat.json, headers: { X-Key: "k {{secret}}" }, allowPrivate: true }`,
    })
    bench.write('chat.json', '{ "message": "{{title}}", "token": "{{secret}}", "id": "{{key}}" }')
    await bench.ok(...halted)
    await tell(bench)
    const [{ path, headers, body }] = service.asked as [Service['asked'][0]]
    expect(path).toBe(`/${SIGNING_KEY}`)
    expect(headers['x-key']).toBe(`k ${SIGNING_KEY}`)
    expect(headers['webhook-signature']).toBeUndefined()
    expect(headers['idempotency-key']).toBe(JSON.parse(body).id)
    expect(JSON.parse(body)).toMatchObject({ message: 'Halt declared: Matching engine down', token: SIGNING_KEY })
  })

  it('stand there as they are, with dollar signs in them too', async () => {
    const service = await slack(() => [200])
    const headers = 'headers: { X-Key: "{{secret}}" }'
    const bench = machine({ chat: at(service, 'slack', `, secretEnv: SIGNING_KEY, ${headers}`) })
    bench.env.SIGNING_KEY = "a$$b$&c$'d"
    await bench.ok(...halted)
    await tell(bench)
    expect(service.asked[0]?.headers['x-key']).toBe("a$$b$&c$'d")
  })

  it('go to no other host, wherever the server leads, and the message waits', async () => {
    const other = await slack(() => [200])
    const moved = await slack(() => [307, { Location: other.url }])
    const away = { allowPrivate: true, secretEnv: 'SIGNING_KEY', authorizationEnv: 'ROUTING_KEY' }
    const entry = { via: 'webhook', url: moved.url, form: 'json', headers: { 'X-Key': 'k {{secret}}' }, ...away }
    for (const status of [301, 302, 303, 307, 308]) {
      const leading = await slack(() => [status, { Location: other.url, Refresh: `0; url=${other.url}` }])
      const bench = machine({ one: JSON.stringify({ ...entry, url: leading.url }) })
      await bench.ok(...started)
      const { code, err } = await bench.halt('feed', 'send')
      expect([status, code, err]).toEqual([status, 6, expect.stringContaining('feed one: 1 message waits')])
      expect((await bench.halt('feed', 'test', 'one')).code).toBe(6)
      expect(leading.asked).toHaveLength(2)
    }
    expect(other.asked).toEqual([])
  })

  it('go to no server with a private address, whatever its name, unless the settings allow it', async () => {
    const service = await slack(() => [200])
    const { port } = new URL(service.url)
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '0x7f.1', '2130706433']) {
      const bench = machine({ one: `{ via: webhook, url: "http://${host}:${port}/", form: slack, allowPlain: true }` })
      await bench.ok(...started)
      expect((await bench.halt('feed', 'send')).err).toContain('private address')
      expect((await bench.halt('feed', 'test', 'one')).code).toBe(6)
    }
    expect(service.asked).toEqual([])
  })

  it.each([
    ['another header', 'k\r\nX-Evil: 1'],
    ['a line break', 'k\n'],
    ['letters that no header has', '秘密'],
  ])('are refused where they would be %s, and other feeds are told', async (_, secret) => {
    const [bad, good] = [await slack(() => [200]), await slack()]
    const entry = (more: string) => `{ via: webhook, url: "${bad.url}", form: json, allowPrivate: true, ${more} }`
    const bench = machine({
      bearer: entry('authorizationEnv: BAD'),
      header: entry('secretEnv: BAD, headers: { X-Key: "{{secret}}" }'),
      room: at(good, 'slack'),
    })
    bench.env.BAD = secret
    await bench.ok(...started)
    const { code, err } = await bench.halt('feed', 'send')
    expect([code, bad.asked, good.asked.length]).toEqual([6, [], 1])
    for (const name of ['bearer', 'header']) expect(err).toMatch(new RegExp(`feed ${name}: .*BAD`))
  })

  it('are in no log, no state and no output, not even where the server repeats them', async () => {
    const service = await pagerDuty(() => [403, {}, `no service has the key ${ROUTING_KEY}`])
    const bench = machine({ pager: at(service, 'pagerduty', ', secretEnv: ROUTING_KEY') })
    await bench.ok(...halted)
    await tell(bench)
    const outcomes = [
      await bench.halt('feed', 'test', 'pager'),
      await bench.halt('feed', 'list'),
      await bench.halt('feed', 'list', '--json'),
      await bench.halt('feed', 'send'),
      await bench.halt('status'),
    ]
    const state = stateFolder(bench.env, workspaceKey(bench.workspace)).path
    const kept = readFileSync(join(state, 'feed-pager.json'), 'utf8')
    const said = outcomes.map(({ out, err }) => out + err).join() + kept + (await bench.ok('log', '--json', '--raw'))
    expect(said).not.toContain(ROUTING_KEY)
    expect(kept).toContain('no service has the key ***')
  })

  it('of another server are not used in a workspace that others can change', async () => {
    const service = await slack()
    const bench = machine({ room: `{ via: webhook, urlEnv: ROOM_URL, form: slack, allowPrivate: true }` })
    await bench.ok(...halted)
    chmodSync(bench.workspace, 0o777)
    const { code, err } = await bench.haltWith({ env: { ROOM_URL: service.url } }, 'feed', 'test', 'room')
    expect([code, service.asked.length]).toEqual([6, 0])
    expect(err).toContain('others')
  })
})

describe('what others say of a halt', () => {
  const hostile =
    '<!channel> <@U1> @everyone @channel <users/all> [pay](https://evil.example) <https://evil.example|bank> ![x](https://evil.example)'

  it('mentions nobody and links nowhere, whoever says it and wherever it stands', async () => {
    const [s, t, d, b] = [await slack(), await teams(), await discord(), await slack(() => [200])]
    const template = `{ via: webhook, url: "${b.url}", body: chat.json, allowPrivate: true }`
    const bench = machine({ s: at(s, 'slack'), t: at(t, 'teams'), d: at(d, 'discord'), b: template })
    bench.write('chat.json', '{ "text": "{{text}}", "title": "{{title}}" }')
    await bench.ok('start', '--type', 'system-failure', '--title', hostile, '--no-walk', '--as', hostile)
    await bench.ok('scope', `trading=limited:${hostile}`)
    await bench.ok('handover', '--to', hostile, '--note', hostile)
    await bench.ok('classify', '--severity', 'sev1', '--reason', hostile)
    await bench.ok('undo', '--reason', hostile)
    await bench.ok('close', '--as', 'false-alarm', '--reason', hostile)
    await bench.ok('feed', 'send')
    for (const service of [s, t, d, b]) expect(service.asked).toHaveLength(5)
    for (const body of s.bodies) {
      const texts = [body.text, ...body.blocks.map((block: { text: { text: string } }) => block.text.text)]
      for (const text of texts) expect(text).not.toMatch(/<|>/)
      for (const { text } of body.blocks) expect(text.type).toBe('plain_text')
    }
    for (const { attachments } of t.bodies) {
      const { body, fallbackText } = attachments[0].content
      for (const { type, inlines } of body) expect([type, inlines[0].type]).toEqual(['RichTextBlock', 'TextRun'])
      // Of a card, this may be Markdown.
      expect(fallbackText.replaceAll(/\\./g, '')).not.toMatch(/[[\]()<>!]/)
    }
    for (const { content, allowed_mentions } of d.bodies) {
      expect(allowed_mentions).toEqual({ parse: [] })
      expect(content.replaceAll(/\\./g, '').replaceAll('**', '')).not.toMatch(/[@<>[\]]|:\/\//)
    }
    for (const { text, title } of b.bodies) expect(`${title}${text}`).not.toMatch(/@\w|<\w|<[!@]|\]\(/)
    expect(JSON.stringify(b.bodies)).toContain('evil.example')
  })
})

describe('a feed that cannot be told', () => {
  it('is told later, in order and with the same keys, and says meanwhile what waits', async () => {
    let isDown = true
    const service = await receiver(SIGNING_KEY, () => (isDown ? [503, {}, 'maintenance'] : null))
    const bench = machine({ program: at(service, 'json', ', secretEnv: SIGNING_KEY') })
    await bench.ok(...halted)
    await bench.ok('scope', 'deposits=stopped')
    const { code, err } = await bench.halt('feed', 'send')
    expect(code).toBe(6)
    expect(err).toMatch(
      /^feed program: 2 messages wait since 2026-11-24 22:17\S*: the server failed .*HTTP 503: maintenance/m,
    )
    expect((await bench.halt('status')).err).toContain('feed program: 2 messages wait since')
    expect(await bench.ok('feed', 'list')).toContain('2 wait')
    const status = async () => (await bench.json<{ feeds: object[] }>('status')).feeds
    expect(await status()).toEqual([
      {
        feed: 'program',
        lastAt: null,
        waiting: 2,
        trouble: {
          since: '2026-11-24T22:17:05.120+09:00',
          why: 'server-failed',
          detail: expect.stringContaining('HTTP 503: maintenance'),
        },
        leftOut: null,
      },
    ])
    bench.pass(1_000)
    await bench.ok('scope', 'withdrawals=stopped')
    await bench.halt(...(bench.background.pop() as string[]))
    expect((await bench.halt('status')).err).toContain('feed program: 3 messages wait since')
    expect((await bench.halt('status', '--lang', 'ja')).err).toContain('通知先 program: ')
    for (const language of ['en', 'ja'])
      expect((await bench.halt('doctor', '--lang', language)).out).toMatch(/\(feed-behind\)/)
    const before = service.asked.length
    isDown = false
    bench.pass(60_000)
    await tell(bench)
    const told = service.bodies.slice(before)
    expect(told.map(({ what }) => what)).toEqual(['declared', 'scope', 'scope'])
    expect(told[0].key).toBe(service.bodies[0].key)
    expect((await bench.halt('status')).err).not.toContain('feed program')
    expect(await status()).toMatchObject([
      { waiting: 0, trouble: null, lastAt: expect.stringMatching(/^2026-11-24T22:19/) },
    ])
    expect((await bench.json<{ feeds: object[] }>('feed', 'send')).feeds).toEqual([
      { feed: 'program', told: 0, waiting: 0, why: null, detail: null },
    ])
  })

  it('is left to a process that is at it', async () => {
    const service = await slack()
    const bench = machine({ room: at(service, 'slack') })
    await bench.ok(...halted)
    const turn = new BackgroundTurn(bench.env, workspaceKey(bench.workspace), 'feeds')
    await turn.run(async () => {
      const { code, err } = await bench.halt('feed', 'send')
      expect([code, err]).toEqual([6, 'another process of this machine is telling the feeds\n'])
      await tell(bench)
    }, new AbortController().signal)
    expect(service.asked).toEqual([])
  })

  it('keeps no other waiting, and is left alone for a while that grows', async () => {
    const [down, up] = [await slack(() => [404, {}, 'no_service']), await slack()]
    const bench = machine({ down: at(down, 'slack'), up: at(up, 'slack') })
    await bench.ok(...halted)
    const args = bench.background.pop() as string[]
    const begun = bench.now
    await bench.halt(...args)
    expect(up.asked).toHaveLength(1)
    // 5, 10, 20 and 40 seconds, while a process that was left behind goes on.
    expect(bench.now - begun).toBeGreaterThanOrEqual(75_000)
    expect(down.asked.length).toBeLessThan(8)
  })

  it('passes over a message that the server refuses as such, and says so', async () => {
    const service = await slack((count) => (count === 1 ? [400, {}, 'invalid_payload'] : null))
    const bench = machine({ room: at(service, 'slack') })
    await bench.ok(...halted)
    await bench.ok('scope', 'deposits=stopped')
    await tell(bench)
    expect(titles(service)).toHaveLength(2)
    expect((await bench.halt('status')).err).toMatch(
      /feed room: 1 message left out, the last at .*: the server refused it \(HTTP 400: invalid_payload\)/,
    )
  })

  it('waits as long as the server asks for', async () => {
    const service = await slack((count) => (count === 1 ? [429, { 'Retry-After': '300' }] : null))
    const bench = machine({ room: at(service, 'slack') })
    await bench.ok(...halted)
    for (const asked of [1, 1, 2, 2]) {
      await bench.ok('note', 'a note')
      await tell(bench)
      expect(service.asked).toHaveLength(asked)
      bench.pass(100_000)
    }
  })

  it('is not told what is older than a day', async () => {
    let isDown = true
    const service = await slack(() => (isDown ? [500] : null))
    const bench = machine({ room: at(service, 'slack') })
    await bench.ok(...halted)
    await bench.halt('feed', 'send')
    bench.pass(25 * 3_600_000)
    isDown = false
    await bench.ok('scope', 'deposits=stopped')
    const before = service.asked.length
    expect((await bench.halt('feed', 'send')).code).toBe(0)
    expect(titles(service).slice(before)).toEqual(['Change in what is stopped: Matching engine down'])
    expect((await bench.halt('status')).err).toContain('1 message left out')
  })

  it('is told by another process, if only this one lacks its secret', async () => {
    const service = await slack()
    const bench = machine({ room: '{ via: webhook, urlEnv: ROOM_URL, form: slack, allowPrivate: true }' })
    await bench.ok(...halted)
    await tell(bench)
    expect((await bench.halt('status')).err).toMatch(
      /feed room: 1 message waits .*: an environment variable is not set \(ROOM_URL\)/,
    )
    const [args] = [['feed', 'send', '--background']]
    await bench.haltWith({ env: { ROOM_URL: service.url } }, ...args)
    expect(service.asked).toHaveLength(1)
  })
})

describe('a deadline that passes', () => {
  /** What whoever follows leaves behind. */
  const minutes = (count: number) => count * 60_000
  const organised = 'organisation: { ja: 例示取引所, en: Example }\ncontact: { ja: 窓口, en: desk }\n'
  const overdueOnly = ', on: [overdue]'

  it('is told once in the form of each service, by whoever follows, not by what merely recorded', async () => {
    const services = [await slack(), await teams(), await discord(), await pagerDuty(), await receiver(SIGNING_KEY)]
    const [s, t, d, p, j] = services as [Service, Service, Service, Service, Service]
    const bench = machine({
      room: at(s, 'slack', `${overdueOnly}, languages: [en, ja]`),
      team: at(t, 'teams', overdueOnly),
      guild: at(d, 'discord', overdueOnly),
      pager: at(p, 'pagerduty', ', secretEnv: ROUTING_KEY'),
      program: at(j, 'json', `${overdueOnly}, secretEnv: SIGNING_KEY`),
    })
    await bench.ok(...halted)
    bench.pass(minutes(6))
    await bench.ok('note', 'a note')
    await tell(bench)
    expect(services.map(({ asked }) => asked.length)).toEqual([0, 0, 0, 1, 0])
    await bench.ok(...follower)
    await bench.ok(...follower)
    const { clocks, incident } = await bench.json<{ clocks: { id: string; overdue: boolean }[]; incident: string }>(
      'status',
    )
    const late = clocks.filter(({ overdue }) => overdue).map(({ id }) => id)
    expect(late).toContain('first-notice:website')
    for (const { asked } of [s, t, d, j]) expect(asked).toHaveLength(late.length)
    expect(j.bodies.map(({ clock }) => clock)).toEqual(late)
    const document = j.bodies.find(({ clock }) => clock === 'first-notice:website')
    expect(document).toMatchObject({
      what: 'overdue',
      at: '2026-11-24T22:22:05.120+09:00',
      incident: { id: incident, event: null, by: null, severity: 'sev2' },
      alert: { action: 'trigger' },
      key: expect.stringMatching(/^.+-overdue:first-notice:website:2026-11-24T13:22:05\.120Z$/),
    })
    const asked = j.asked.find(({ body }) => body.includes('first-notice:website'))
    expect(asked?.headers['idempotency-key']).toBe(document.key)
    const told = s.bodies.find(({ blocks }) => blocks[1].text.text.includes('website'))
    expect(told.blocks.map((block: { text: { text: string } }) => block.text.text)).toEqual([
      'Overdue: Matching engine down',
      [
        'first notice (website) was due at 2026-11-24 22:22:05 +09:00',
        'SEV2 · system failure · Initial response · lead: taro',
        'Stopped or restricted: trading (stopped)',
        incident,
      ].join('\n'),
      '期限超過: Matching engine down',
      [
        '第1報（ウェブサイト）の期限 2026-11-24 22:22:05 +09:00 を過ぎています',
        '重大度2・システム障害・初期対応・指揮: taro',
        '停止・制限中: 売買（停止）',
        incident,
      ].join('\n'),
    ])
    const [declared, ...alerts] = p.bodies
    expect(alerts).toHaveLength(late.length)
    for (const alert of alerts)
      expect(alert).toMatchObject({
        event_action: 'trigger',
        dedup_key: declared.dedup_key,
        payload: { severity: 'error' },
      })
  })

  it('is not told once it was met, nor if it fell due more than an hour before the feed was new', async () => {
    const service = await receiver(SIGNING_KEY)
    const bench = machine({ program: at(service, 'json', `${overdueOnly}, secretEnv: SIGNING_KEY`) }, organised)
    await bench.ok(...halted)
    bench.pass(minutes(6))
    await bench.ok('notice', 'website', '--posted')
    await bench.ok('feed', 'send')
    const clocks = () => service.bodies.map(({ clock }) => clock)
    expect(clocks()).toContain('first-notice:email')
    expect(clocks()).not.toContain('first-notice:website')
    await bench.ok('undo', '--reason', 'it was not posted')
    await bench.ok('feed', 'send')
    expect(clocks().filter((clock) => clock === 'first-notice:website')).toHaveLength(1)

    const late = await receiver(SIGNING_KEY)
    bench.pass(minutes(61))
    bench.write(
      'halt.yaml',
      `language: en\n${organised}feeds: { late: ${at(late, 'json', `${overdueOnly}, secretEnv: SIGNING_KEY`)} }\n`,
    )
    await bench.ok('action', 'add', 'call the bank', '--owner', 'taro', '--due', 'in 2m')
    bench.pass(minutes(3))
    await bench.ok(...follower)
    expect(late.bodies.map(({ clock }) => clock)).toEqual([expect.stringMatching(/^action:/)])
  })

  it('is not told where it was met while others were told', async () => {
    const service = await slack()
    const bench = machine({ room: at(service, 'slack', overdueOnly) })
    await bench.ok(...halted)
    bench.pass(minutes(6))
    const { clocks } = await bench.json<{ clocks: { id: string; overdue: boolean }[] }>('status')
    const late = clocks.filter(({ overdue }) => overdue).map(({ id }) => id)
    const channel = late.at(-1)?.replace('first-notice:', '') as string
    // Between the first and the second message.
    bench.sleep = async () => {
      bench.sleep = async () => {}
      await bench.ok('notice', channel, '--posted')
    }
    await bench.ok(...follower)
    expect(service.asked).toHaveLength(late.length - 1)
    expect(service.asked.map(({ body }) => body).join()).not.toContain(`(${channel})`)
  })

  it('is told although somebody whom this machine does not know says that it was met', async () => {
    const service = await receiver(SIGNING_KEY)
    const bench = machine({ program: at(service, 'json', `${overdueOnly}, secretEnv: SIGNING_KEY`) })
    await bench.ok(...halted)
    const elsewhere = { env: { XDG_STATE_HOME: join(bench.directory, 'other'), HALT_OPERATOR: 'hanako' } }
    expect((await bench.haltWith(elsewhere, 'notice', 'website', '--posted')).code).toBe(0)
    bench.pass(minutes(6))
    const { overdue } = JSON.parse((await bench.halt('status', '--check', '--json')).out)
    expect(overdue.map(({ clock }: { clock: string }) => clock)).not.toContain('first-notice:website')
    await bench.ok(...follower)
    expect(service.bodies.map(({ clock }) => clock)).toContain('first-notice:website')
    expect(service.asked).toHaveLength(overdue.length + 1)
  })

  it('waits where the feed fails, and is told once it can be', async () => {
    let isDown = true
    const service = await slack(() => (isDown ? [503] : null))
    const bench = machine({ room: at(service, 'slack', `${overdueOnly}, severity: sev2`) })
    await bench.ok(...halted)
    await bench.ok('classify', '--severity', 'sev3', '--reason', 'only one market')
    bench.pass(minutes(40))
    expect((await bench.halt('feed', 'send')).code).toBe(6)
    const waits = /feed room: \d+ messages wait since/
    expect((await bench.halt('status')).err).toMatch(waits)
    await bench.ok('note', 'a note')
    await bench.ok('feed', 'send', '--background')
    expect((await bench.halt('status')).err).toMatch(waits)
    isDown = false
    const before = service.asked.length
    bench.pass(minutes(5))
    await bench.ok(...follower)
    expect(new Set(titles(service).slice(before))).toEqual(new Set(['Overdue: Matching engine down']))
    expect((await bench.halt('status')).err).not.toMatch(waits)
    bench.pass(25 * minutes(60))
    const after = service.asked.length
    await bench.ok(...follower)
    await bench.ok(...follower)
    expect(service.asked).toHaveLength(after)
  })

  it('is told with others at most twelve times an hour, the last of which says so', async () => {
    const service = await slack()
    const bench = machine({ room: at(service, 'slack', `${overdueOnly}, languages: [en, ja]`) })
    await bench.ok(...halted)
    for (let n = 1; n <= 20; n += 1) await bench.ok('action', 'add', `call ${n}`, '--owner', 'taro', '--due', 'in 2m')
    await bench.ok('feed', 'send')
    bench.pass(minutes(300))
    for (let n = 0; n < 3; n += 1) await bench.ok('feed', 'send')
    expect(service.asked).toHaveLength(12)
    const texts = service.bodies.map(({ blocks }) => JSON.stringify(blocks))
    expect(texts.filter((text) => text.includes('overdue deadlines of this halt were told within an hour'))).toEqual([
      texts[11],
    ])
    expect(texts[11]).toContain('期限超過を1時間に12件知らせました。')
    // Of those that waited, what was met meanwhile is not told.
    const met = (await bench.json<{ actions: { id: string }[] }>('action', 'list')).actions[19]?.id as string
    await bench.ok('action', 'done', met)
    bench.pass(minutes(60))
    for (let n = 0; n < 3; n += 1) await bench.ok(...follower)
    expect(service.asked.length).toBeGreaterThan(12)
    expect(service.asked.length).toBeLessThanOrEqual(24)
    expect(JSON.stringify(service.bodies.slice(12))).not.toContain('call 20')
  })

  it('is told however many deadlines somebody adds whom this machine does not know, and before those', async () => {
    const service = await receiver(SIGNING_KEY)
    const bench = machine({ program: at(service, 'json', `${overdueOnly}, secretEnv: SIGNING_KEY`) })
    await bench.ok(...halted)
    for (let n = 1; n <= 20; n += 1) await say(bench, 'action', 'add', `call ${n}`, '--owner', 'taro', '--due', 'in 1m')
    bench.pass(minutes(6))
    const overdue = () => service.bodies.map(({ clock }): string => clock)
    const isHonest = (clock: string) => !clock.startsWith('action:')
    await bench.ok(...follower)
    const honest = overdue().filter(isHonest)
    expect(honest).toEqual(expect.arrayContaining(['first-notice:website', 'first-notice:email']))
    expect(overdue().slice(0, honest.length)).toEqual(honest)
    expect(overdue()).toHaveLength(honest.length + 12)
    const last = service.bodies.at(-1)
    expect(JSON.stringify(last.texts)).toContain(
      '12 overdue deadlines of this halt that come from new writers were told',
    )
    // Nor do they count against what passes later within that hour.
    await bench.ok('action', 'add', 'call the bank', '--owner', 'taro', '--due', 'in 1m')
    bench.pass(minutes(2))
    await bench.ok(...follower)
    expect(overdue()).toHaveLength(honest.length + 13)
  })

  it('is told before follow-ups if customers or authorities wait for it', async () => {
    const service = await receiver(SIGNING_KEY)
    const bench = machine({ program: at(service, 'json', `${overdueOnly}, secretEnv: SIGNING_KEY`) })
    await bench.ok(...halted)
    for (let n = 1; n <= 14; n += 1) await bench.ok('action', 'add', `call ${n}`, '--owner', 'taro', '--due', 'in 1m')
    bench.pass(minutes(6))
    await bench.ok(...follower)
    const kinds = service.bodies.map(({ clock }) => clock.split(':')[0])
    expect(kinds).toHaveLength(12)
    expect(kinds).toContain('first-notice')
    expect(kinds.lastIndexOf('first-notice')).toBeLessThan(kinds.indexOf('action'))
  })

  it('is told of a drill only if drills are, and of no halt that is confidential, damaged or less severe', async () => {
    const [quiet, all, severe] = [await slack(), await slack(), await slack()]
    const bench = machine({
      quiet: at(quiet, 'slack', overdueOnly),
      all: at(all, 'slack', `${overdueOnly}, drills: true`),
      severe: at(severe, 'slack', `${overdueOnly}, severity: sev1`),
    })
    await bench.ok(...halted, '--drill')
    await bench.ok(
      'start',
      '--type',
      'security-incident',
      '--title',
      'Secret',
      '--no-walk',
      '--scope',
      'trading=stopped',
    )
    bench.pass(minutes(6))
    await bench.ok(...follower)
    expect([quiet.asked.length, severe.asked.length]).toEqual([0, 0])
    expect(new Set(titles(all))).toEqual(new Set(['[DRILL] Overdue: Matching engine down']))
    await bench.ok(...halted)
    const folder = join(
      bench.workspace,
      'incidents',
      (await bench.json<{ incident: string }>('status', '-i', 'latest')).incident,
    )
    const name = readdirSync(folder).find((one) => one.startsWith('runbook.')) as string
    renameSync(join(folder, name), join(bench.directory, name))
    bench.pass(minutes(6))
    await bench.ok(...follower)
    expect(quiet.asked).toEqual([])
    renameSync(join(bench.directory, name), join(folder, name))
    await bench.ok(...follower)
    expect(quiet.asked).not.toEqual([])
    expect(severe.asked).toEqual([])
  })
})

describe('a feed that is new', () => {
  it('is told what was recorded in the last hour', async () => {
    const service = await slack()
    const bench = new Bench()
    await bench.ok(...halted)
    bench.pass(2 * 3_600_000)
    await bench.ok('scope', 'deposits=stopped')
    bench.write('halt.yaml', `feeds: { room: ${at(service, 'slack')} }`)
    await bench.ok('note', 'a note')
    await tell(bench)
    expect(titles(service)).toEqual(['停止範囲が変わりました: Matching engine down'])
  })
})

describe('a feed to a command', () => {
  it('gets the document on its standard input, and what it is about in its environment', async () => {
    const bench = machine({ log: '{ via: command, run: [./told.sh], on: [declared] }' })
    bench.write(
      'told.sh',
      '#!/bin/sh\ncat > told.json\necho "$HALT_FEED $HALT_WHAT $HALT_KEY $HALT_INCIDENT" > told.txt\n',
    )
    chmodSync(join(bench.workspace, 'told.sh'), 0o755)
    await bench.ok(...halted)
    await tell(bench)
    const told = JSON.parse(readFileSync(join(bench.workspace, 'told.json'), 'utf8'))
    expect(told).toMatchObject({ schemaVersion: 1, what: 'declared', feed: 'log' })
    const { id } = told.incident
    expect(readFileSync(join(bench.workspace, 'told.txt'), 'utf8')).toBe(`log declared ${told.key} ${id}\n`)
  })

  it('is tried again when it fails, and not run in a workspace that others can change', async () => {
    const bench = machine({ log: '{ via: command, run: [./told.sh] }' })
    bench.write('told.sh', '#!/bin/sh\necho told >> told.txt\necho "no room" >&2\nexit 3\n')
    chmodSync(join(bench.workspace, 'told.sh'), 0o755)
    await bench.ok(...halted)
    expect((await bench.halt('feed', 'send')).err).toContain('the command failed (exited 3: no room)')
    chmodSync(bench.workspace, 0o777)
    expect((await bench.halt('feed', 'send')).code).toBe(6)
    expect(readFileSync(join(bench.workspace, 'told.txt'), 'utf8')).toBe('told\n')
  })
})

describe('feed test', () => {
  it('sends one message that says that it is a test, and says where it went', async () => {
    const service = await slack()
    const bench = machine({ room: at(service, 'slack') })
    const { code, out } = await bench.halt('feed', 'test', 'room')
    expect([code, out]).toEqual([0, `room: a test message went to ${new URL(service.url).origin} (slack)\n`])
    expect(titles(service)).toEqual(['Test of the feed room'])
    expect(await bench.json('feed', 'test', 'room')).toMatchObject({ feed: 'room', form: 'slack', told: true })
  })

  it('says of Teams that only the room shows whether it was posted, and resolves the alert of a pager', async () => {
    const [t, p] = [await teams(), await pagerDuty()]
    const bench = machine({ t: at(t, 'teams'), p: at(p, 'pagerduty', ', secretEnv: ROUTING_KEY') })
    expect((await bench.halt('feed', 'test', 't')).err).toContain('only the room itself shows')
    expect((await bench.halt('feed', 'test', 'p')).err).toContain('resolved it at once')
    expect(p.bodies.map(({ event_action }) => event_action)).toEqual(['trigger', 'resolve'])
    expect(p.bodies[0]).toMatchObject({ dedup_key: p.bodies[1].dedup_key, payload: { severity: 'info' } })
  })

  it('fails if the message was not taken, and for a feed that there is not', async () => {
    const service = await slack(() => [410, {}, 'channel_is_archived'])
    const bench = machine({ room: at(service, 'slack') })
    const failed = await bench.halt('feed', 'test', 'room')
    expect([failed.code, failed.err]).toEqual([6, expect.stringContaining('HTTP 410: channel_is_archived')])
    const inside = await machine({ room: `{ via: webhook, url: "${service.url}", form: slack }` }).halt(
      'feed',
      'test',
      'room',
    )
    expect([inside.code, inside.err]).toEqual([6, expect.stringContaining('set allowPrivate: true')])
    const unknown = await bench.halt('feed', 'test', 'rome')
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('(unknown-feed)')])
    expect((await machine({}).halt('feed', 'test', 'room')).err).toContain('(bad-setting)')
  })
})

describe('doctor', () => {
  it('connects to each feed, posts nothing and runs nothing', async () => {
    const service = await slack()
    const bench = machine({
      room: at(service, 'slack'),
      gone: '{ via: webhook, url: "http://127.0.0.1:1/x", form: slack, allowPrivate: true }',
      pager: '{ via: webhook, form: pagerduty, secretEnv: NO_KEY }',
      log: '{ via: command, run: [./told.sh] }',
    })
    const { findings } = JSON.parse((await bench.halt('doctor', '--json')).out) as {
      findings: { code: string; message: string }[]
    }
    const about = (name: string) => findings.filter(({ message }) => message.startsWith(`feeds.${name}: `))
    expect(about('room').map(({ code }) => code)).toEqual(['way-reached'])
    for (const name of ['gone', 'pager', 'log']) expect(about(name).map(({ code }) => code)).toEqual(['way-failed'])
    expect(service.asked).toEqual([])
  })
})
