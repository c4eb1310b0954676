import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { Bench } from '../bench.ts'
import { MailServer } from '../delivery/mail-server.ts'
import { type WebServer, webServer } from '../delivery/web-server.ts'
import { DECLARES, PHONE, roster, type Ways } from './roster.ts'

/** A web service that receives pages: it has a path for each person, and one that refuses. */
class Pager {
  private readonly server: WebServer

  private constructor(server: WebServer) {
    this.server = server
  }

  static async open(meanwhile = () => {}): Promise<Pager> {
    const server: WebServer = await webServer((response) => {
      meanwhile()
      const path = server.asked.at(-1)?.path
      response.writeHead(path === '/refusing' ? 400 : path === '/failing' ? 500 : 200).end()
    })
    return new Pager(server)
  }

  /** The entry of the contact list that pages a person through this service. */
  to(person: string, by = 'pager'): string {
    const url = `http://127.0.0.1:${this.server.port}/${person}`
    return `{ by: ${by}, send: { via: webhook, url: "${url}", allowPrivate: true } }`
  }

  get refusing(): string {
    return this.to('refusing', 'chat')
  }

  get asked() {
    return this.server.asked
  }

  texts(person: string): string[] {
    const bodies = this.asked.filter(({ path }) => path === `/${person}`).map(({ body }) => JSON.parse(body))
    return bodies.flatMap(({ texts }: { texts: { text: string }[] }) => texts.map(({ text }) => text))
  }
}

/** Starts a halt in a workspace whose contact list has these ways to page people. */
async function listed(ways: Ways, ...start: readonly string[]): Promise<Bench> {
  const bench = new Bench()
  bench.write('contacts.yaml', roster(ways))
  await bench.ok(...DECLARES, ...start)
  return bench
}

interface Calls {
  readonly parties: readonly {
    readonly id: string
    readonly next: string | null
    readonly people: readonly { readonly id: string; readonly state: string; readonly page: object | null }[]
  }[]
}

const system = async (bench: Bench) => (documentSchemas.calls.parse(await bench.json('contacts')) as Calls).parties[0]

describe('halt contacts page', () => {
  it('says what is stopped and how to answer, in the language of the person paged', async () => {
    const pager = await Pager.open()
    const bench = await listed({ sato: pager.to('sato'), kato: pager.to('kato') })
    await bench.ok('contacts', 'page', 'Hanako Sato', 'kato')
    const id = (await bench.json<{ incident: string }>('status')).incident
    expect(pager.texts('sato')).toEqual([
      `PAGE SEV2 system failure: Engine down
Stopped: trading, withdrawals XEM
Incident: ${id}
taro is calling Hanako Sato for System
Please get in touch immediately. Whoever takes your call records it with: haltctl contacts reached sato
`,
    ])
    expect(pager.texts('kato')).toEqual([
      `【呼び出し】重大度2 システム障害: Engine down
停止範囲: 売買、出金・送付（XEM）
インシデント: ${id}
taroからKatoさん（システム部門）への呼び出しです
至急ご連絡ください。返事を受けた人は次のコマンドで記録します: haltctl contacts reached kato
`,
    ])
    expect((await bench.events('page.intended'))[0]?.data).toMatchObject({
      person: 'sato',
      way: 'pager',
      via: 'webhook',
    })
    expect(await system(bench)).toMatchObject({
      next: null,
      people: [{ state: 'waiting', page: { way: 'pager', state: 'sent', why: null } }, { state: 'waiting' }],
    })
    expect(await bench.ok('log', '--json')).not.toContain(PHONE)
    expect((await bench.halt('verify')).code).toBe(0)
  })

  it('pages each next person once with --next, and nobody again while an answer is awaited', async () => {
    const pager = await Pager.open()
    const bench = await listed({ sato: pager.to('sato'), kato: pager.to('kato') })
    await bench.ok('contacts', 'page', '--next')
    expect((await bench.events('page.intended')).map(({ data }) => [data.person, data.department])).toEqual([
      ['sato', 'system'],
      ['kato', 'customer-support'],
    ])
    const again = await bench.halt('contacts', 'page', '--next')
    expect([again.code, again.err.includes('nobody to call now')]).toEqual([0, true])
    expect((await bench.json<{ clocks: { id: string }[] }>('status')).clocks.map(({ id }) => id)).toContain(
      'answer:system',
    )
    await bench.ok('contacts', 'reached', 'sato')
    expect(await bench.halt('contacts', 'page', 'sato')).toMatchObject({
      code: 0,
      err: expect.stringContaining('no change: '),
    })
    expect(pager.asked.map(({ path }) => path)).toEqual(['/sato', '/kato'])
  })

  it('still says whom to call by hand after the others were paged', async () => {
    const pager = await Pager.open()
    const bench = await listed({ sato: pager.to('sato') })
    const byHand = `call Kato yourself: phone ${PHONE}`
    for (const flags of [[], [], ['--dry-run']]) {
      const { code, err } = await bench.halt('contacts', 'page', '--next', ...flags)
      expect(code).toBe(0)
      expect(err).toContain(byHand)
    }
    expect(pager.asked).toHaveLength(1)
    expect(await bench.json('contacts', 'page', '--next')).toMatchObject({ events: [] })
  })

  it('tries the next way if one fails, and says whom to call by hand if all fail', async () => {
    const pager = await Pager.open()
    const bench = await listed({ sato: `${pager.refusing}, ${pager.to('sato')}`, kato: pager.refusing })
    const { code, err } = await bench.halt('contacts', 'page', '--next')
    expect([code, err.includes('(page-failed)'), err.includes('(refused: HTTP 400)')]).toEqual([6, true, true])
    expect(err).toContain(`call Kato yourself: phone ${PHONE}`)
    expect(err).not.toContain('call Hanako Sato yourself')
    const outcomes = (await bench.events('page.delivered')).map(({ data }) => data.outcome)
    expect(outcomes.sort()).toEqual(['failed', 'failed', 'sent'])
    expect(await bench.ok('contacts')).toMatch(/Kato \(kato\) .*CALL NOW {2}page \d\d:\d\d by chat FAILED \(refused\)/)
    expect((await bench.json<Calls>('contacts')).parties[1]).toMatchObject({
      next: 'kato',
      people: [{ state: 'open' }],
    })
  })

  it('rejects a named person who cannot be paged; --next says to call them by hand', async () => {
    const pager = await Pager.open()
    const bench = await listed({ sato: pager.to('sato') })
    expect(await bench.halt('contacts', 'page', 'sato', 'kato')).toMatchObject({
      code: 3,
      err: expect.stringContaining('(no-page-way)'),
    })
    expect(pager.asked).toEqual([])
    const { code, err } = await bench.halt('contacts', 'page', '--next')
    expect([code, err.includes(`call Kato yourself: phone ${PHONE}`)]).toEqual([0, true])
    expect((await bench.halt('contacts', 'page')).code).toBe(2)
    expect((await bench.halt('contacts', 'page', 'sato', '--next')).code).toBe(2)
    expect((await bench.halt('contacts', 'page', 'nobody')).err).toContain('(unknown-person)')
  })

  it('shows with --dry-run what would be sent, and sends and records nothing', async () => {
    const gone = '{ by: pager, send: { via: command, run: [./gone] } }'
    const pager = await Pager.open()
    const bench = await listed({ sato: pager.to('sato'), kato: gone })
    const { code, out, err } = await bench.halt('contacts', 'page', '--next', '--dry-run')
    expect([code, err.includes('DRY RUN Hanako Sato by pager: would go to http://127.0.0.1:')]).toEqual([8, true])
    expect(err).toContain('DRY RUN Kato by pager: would NOT go: ./gone (file-missing)')
    expect(out).toContain('PAGE SEV2 system failure: Engine down')
    expect(await bench.events('page.intended', 'settings.adopted')).toEqual([])
    expect(pager.asked).toEqual([])
  })

  it('sends an idempotency key to a webhook, and a new one for each page', async () => {
    const pager = await Pager.open()
    const bench = await listed({ sato: pager.to('sato') })
    expect((await bench.halt('contacts', 'page', 'sato')).code).toBe(0)
    expect((await bench.halt('contacts', 'page', 'sato')).code).toBe(0)
    const [first] = await bench.events('page.intended')
    const keys = pager.asked.map(({ headers }) => headers['idempotency-key'])
    expect(keys[0]).toBe(first?.data.key)
    expect(keys[1]).not.toBe(keys[0])
    expect(JSON.parse(pager.asked[0]?.body ?? '')).toMatchObject({
      channel: 'page',
      person: 'sato',
      stage: null,
      number: null,
    })
  })

  it('tries the next way if it is not known whether a page arrived, and the same way only once', async () => {
    const pager = await Pager.open()
    const bench = await listed({
      sato: `${pager.to('failing', 'chat')}, ${pager.to('sato')}`,
      kato: pager.to('failing'),
    })
    await bench.ok('contacts', 'page', 'sato')
    expect(pager.asked.map(({ path }) => path)).toEqual(['/failing', '/sato'])
    expect((await bench.events('page.delivered')).map(({ data }) => data.outcome)).toEqual(['unknown', 'sent'])
    const { code, err } = await bench.halt('contacts', 'page', 'kato')
    expect([code, err]).toEqual([6, expect.stringContaining(`call Kato yourself: phone ${PHONE}`)])
  })

  it('sends mail with high importance, and keeps its address out of the log', async () => {
    const server = await new MailServer().listen()
    const send = `{ via: smtp, url: "smtp://127.0.0.1:${server.port}", from: halt@example.com, to: [sato@example.com] }`
    const bench = await listed({ sato: `{ by: mail, send: ${send} }` })
    expect((await bench.halt('contacts', 'page', 'sato')).code).toBe(0)
    const [{ message } = { message: '' }] = server.received
    expect(message).toMatch(/^Importance: high\r$/m)
    expect(message).not.toMatch(/^Precedence:/m)
    expect(message).toMatch(/^Subject: PAGE SEV2 system failure: Engine down\r$/m)
    expect(await bench.ok('log', '--json')).not.toContain('sato@example.com')
    const { evidence } = await bench.json<{ evidence: { kind: string }[] }>('evidence', 'list')
    expect(evidence.map(({ kind }) => kind)).toEqual(['journal'])
  })

  it('records a page in a drill, but sends nothing', async () => {
    const pager = await Pager.open()
    const bench = await listed({ sato: pager.to('sato') }, '--drill')
    const { code, err } = await bench.halt('contacts', 'page', '--next')
    expect([code, err.includes('[DRILL] this is a drill: nobody is paged')]).toEqual([0, true])
    expect(err).toContain('simulated: in a drill nothing leaves the machine')
    expect(pager.asked).toEqual([])
    expect((await bench.events('page.delivered'))[0]?.data).toMatchObject({ outcome: 'sent', why: 'drill' })
    expect(JSON.stringify((await bench.events('page.intended'))[0]?.data)).toContain('[DRILL] PAGE')
    expect(await system(bench)).toMatchObject({ next: null, people: [{ state: 'waiting' }, {}] })
  })

  it('reports page-not-recorded if the page was sent but the log cannot be written', async () => {
    const pager = await Pager.open(() => {
      const incidents = join(bench.workspace, 'incidents')
      const lock = join(incidents, readdirSync(incidents)[0] ?? '', 'lock')
      rmSync(lock)
      mkdirSync(lock)
    })
    const bench = await listed({ sato: pager.to('sato') })
    const { code, err } = await bench.halt('contacts', 'page', 'sato')
    expect([code, err.includes('(sent)'), err.includes('(page-not-recorded)')]).toEqual([5, true, true])
    expect((await system(bench))?.people[0]).toMatchObject({ page: { state: 'unknown' } })
  })
})

describe('halt escalate', () => {
  it('pages the first person of the level, except with --no-page or --at', async () => {
    const pager = await Pager.open()
    const bench = await listed({ mori: pager.to('mori') }, '--at', '1m ago')
    const raise = ['escalate', 'board', '--reason', 'the press called']
    await bench.ok(...raise, '--no-page')
    await bench.ok(...raise, '--at', '1m ago')
    expect(await bench.events('page.intended')).toEqual([])
    const { events } = await bench.json<{ events: { type: string; data: object }[] }>(...raise)
    expect(events.map(({ type }) => type)).toEqual(['escalation.raised', 'page.intended', 'page.delivered'])
    expect(events[1]?.data).toMatchObject({ person: 'mori', level: 'board', department: null })
    expect(pager.texts('mori').join()).toContain('taroからMoriさん（役員）への呼び出しです')
    await bench.ok('contacts', 'reached', 'mori')
    expect((await bench.json<{ clocks: { id: string }[] }>('status')).clocks.map(({ id }) => id)).not.toContain(
      'answer:board',
    )
  })

  it('records the escalation even if the page fails', async () => {
    const bench = await listed({ mori: (await Pager.open()).refusing })
    const { code, err } = await bench.halt('escalate', 'board', '--reason', 'the press called')
    expect(code).toBe(6)
    expect(err).toMatch(/escalated to board[\s\S]*call Mori yourself[\s\S]*\(page-failed\)/)
  })
})
