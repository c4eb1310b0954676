import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/schema/documents.ts'
import { Bench, PROGRAM } from './bench.ts'
import { halt, mail, recorded, web } from './serving.ts'

const PHONE = '+81-3-0000-0000'
const keeping = (file: string) => `{ by: pager, send: { via: command, run: [sh, -c, "cat >> ${file}"] } }`
const failing = '{ by: chat, send: { via: command, run: [sh, -c, "exit 3"] } }'

interface Ways {
  readonly sato?: string
  readonly kato?: string
  readonly mori?: string
}

/** A halt in a workspace whose people are reached in these ways; Sato heads two departments, Kato the others. */
function listed({ sato = '', kato = '', mori = '' }: Ways, start: readonly string[] = []): Bench {
  const bench = new Bench()
  const phone = `{ by: phone, to: "${PHONE}" }`
  const reach = (ways: string) => `[${[phone, ways].filter((way) => way !== '').join(', ')}]`
  bench.write(
    'contacts.yaml',
    `people:
  sato: { name: { ja: 佐藤 花子, en: Hanako Sato }, languages: [en, ja], reach: ${reach(sato)} }
  kato: { name: Kato, reach: ${reach(kato)} }
  mori: { name: Mori, reach: ${reach(mori)} }
departments:
  system: { head: sato, deputies: [kato] }
  customer-support: { head: kato }
  public-relations: { head: kato }
  legal: { head: kato }
  security: { head: sato }
escalation:
  - { id: board, title: { ja: 役員, en: Board }, reach: [mori] }
`,
  )
  const scope = ['--scope', 'trading=stopped', 'withdrawals:XEM=stopped', 'deposits=open']
  bench.ok('start', '--type', 'system-failure', '--title', 'Engine down', '--severity', 'sev2', ...scope, ...start)
  return bench
}

const kept = (bench: Bench, file: string) => readFileSync(join(bench.workspace, file), 'utf8')

interface Calls {
  readonly parties: readonly {
    readonly id: string
    readonly next: string | null
    readonly people: readonly { readonly id: string; readonly state: string; readonly page: object | null }[]
  }[]
}

const system = (bench: Bench) => (documentSchemas.calls.parse(bench.json('contacts')) as Calls).parties[0]

describe('contacts page', () => {
  it('says in the language of who is paged what is stopped, and how to answer', () => {
    const bench = listed({ sato: keeping('sato.txt'), kato: keeping('kato.txt') })
    bench.ok('contacts', 'page', 'Hanako Sato', 'kato')
    const id = bench.json<{ incident: string }>('status').incident
    expect(kept(bench, 'sato.txt')).toBe(
      `PAGE SEV2 system failure: Engine down
Stopped: trading, withdrawals XEM
Incident: ${id}
taro calls Hanako Sato for System
Please get in touch at once. Whoever takes your answer records it: haltctl contacts reached sato
`,
    )
    expect(kept(bench, 'kato.txt')).toBe(
      `【呼び出し】重大度2 システム障害: Engine down
停止範囲: 売買、出金・送付 XEM
インシデント: ${id}
taroからKatoさん（システム部門）への呼び出しです
至急ご連絡ください。返事を受けた人は次のコマンドで記録します: haltctl contacts reached kato
`,
    )
    expect(recorded(bench, 'page.intended')[0]?.data).toMatchObject({ person: 'sato', way: 'pager', via: 'command' })
    expect(system(bench)).toMatchObject({
      next: null,
      people: [{ state: 'waiting', page: { way: 'pager', state: 'sent', why: null } }, { state: 'waiting' }],
    })
    expect(bench.ok('log', '--json')).not.toContain(PHONE)
    expect(bench.halt('verify').code).toBe(0)
  })

  it('pages whoever is next, each once, and nobody twice while an answer is awaited', () => {
    const bench = listed({ sato: keeping('pages.txt'), kato: keeping('pages.txt') })
    bench.ok('contacts', 'page', '--next')
    expect(recorded(bench, 'page.intended').map(({ data }) => [data.person, data.department])).toEqual([
      ['sato', 'system'],
      ['kato', 'customer-support'],
    ])
    const again = bench.halt('contacts', 'page', '--next')
    expect([again.code, again.err.includes('nobody to call now')]).toEqual([0, true])
    expect(bench.json<{ clocks: { id: string }[] }>('status').clocks.map(({ id }) => id)).toContain('answer:system')
    bench.ok('contacts', 'reached', 'sato')
    expect(bench.halt('contacts', 'page', 'sato')).toMatchObject({
      code: 0,
      err: expect.stringContaining('already so'),
    })
    expect(kept(bench, 'pages.txt').match(/haltctl/g)).toHaveLength(2)
  })

  it('sends once where two do it at the same time', async () => {
    const bench = listed({ sato: keeping('pages.txt') })
    const both = await Promise.all([1, 2].map(() => halt(bench, 'contacts', 'page', '--next')))
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(recorded(bench, 'page.delivered')).toHaveLength(1)
    expect(kept(bench, 'pages.txt').match(/haltctl/g)).toHaveLength(1)
  })

  it('says whom to call by hand just the same once the others were paged', () => {
    const bench = listed({ sato: keeping('pages.txt') })
    const byHand = `call Kato yourself: phone ${PHONE}`
    const first = bench.halt('contacts', 'page', '--next')
    const second = bench.halt('contacts', 'page', '--next')
    expect([first, second].map(({ code, err }) => [code, err.includes(byHand)])).toEqual([
      [0, true],
      [0, true],
    ])
    const tried = bench.halt('contacts', 'page', '--next', '--dry-run')
    expect([tried.code, tried.err.includes(byHand)]).toEqual([0, true])
    expect(recorded(bench, 'page.intended')).toHaveLength(1)
    expect(bench.json('contacts', 'page', '--next')).toMatchObject({ events: [] })
  })

  it('takes the next way where one fails, and says whom to call by hand where all do', () => {
    const bench = listed({ sato: `${failing}, ${keeping('sato.txt')}`, kato: failing })
    const { code, err } = bench.halt('contacts', 'page', '--next')
    expect([code, err.includes('(page-failed)'), err.includes('(command-failed: exited 3)')]).toEqual([6, true, true])
    expect(err).toContain(`call Kato yourself: phone ${PHONE}`)
    expect(err).not.toContain('call Hanako Sato yourself')
    const outcomes = recorded(bench, 'page.delivered').map(({ data }) => data.outcome)
    expect(outcomes.sort()).toEqual(['failed', 'failed', 'sent'])
    expect(bench.ok('contacts')).toMatch(/Kato \(kato\) .*CALL NOW {2}page \d\d:\d\d by chat FAILED \(command-failed\)/)
    expect(bench.json<Calls>('contacts').parties[1]).toMatchObject({ next: 'kato', people: [{ state: 'open' }] })
  })

  it('refuses whom nothing can send to, and leaves them to a person beside others', () => {
    const bench = listed({ sato: keeping('sato.txt') })
    expect(bench.halt('contacts', 'page', 'sato', 'kato')).toMatchObject({
      code: 3,
      err: expect.stringContaining('(no-page-way)'),
    })
    expect(existsSync(join(bench.workspace, 'sato.txt'))).toBe(false)
    const { code, err } = bench.halt('contacts', 'page', '--next')
    expect([code, err.includes(`call Kato yourself: phone ${PHONE}`)]).toEqual([0, true])
    expect(bench.halt('contacts', 'page').code).toBe(2)
    expect(bench.halt('contacts', 'page', 'sato', '--next').code).toBe(2)
    expect(bench.halt('contacts', 'page', 'nobody').err).toContain('(unknown-person)')
  })

  it('shows what would leave, and sends and records nothing, when that is asked', () => {
    const gone = '{ by: pager, send: { via: command, run: [./gone] } }'
    const bench = listed({ sato: keeping('sato.txt'), kato: gone })
    const { code, out, err } = bench.halt('contacts', 'page', '--next', '--dry-run')
    expect([code, err.includes('DRY RUN Hanako Sato by pager: would go to sh')]).toEqual([8, true])
    expect(err).toContain('DRY RUN Kato by pager: would NOT go: ./gone (file-missing)')
    expect(out).toContain('PAGE SEV2 system failure: Engine down')
    expect(recorded(bench, 'page.intended', 'settings.adopted')).toEqual([])
    expect(existsSync(join(bench.workspace, 'sato.txt'))).toBe(false)
  })

  it('goes over the web with its key, and once more on the command line with another', async () => {
    const asked: { key: unknown; body: string }[] = []
    const url = await web((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        asked.push({ key: request.headers['idempotency-key'], body: Buffer.concat(chunks).toString() })
        response.end()
      })
    })
    const bench = listed({ sato: `{ by: pager, send: { via: webhook, url: "${url}", allowPrivate: true } }` })
    expect((await halt(bench, 'contacts', 'page', 'sato')).code).toBe(0)
    expect((await halt(bench, 'contacts', 'page', 'sato')).code).toBe(0)
    const [first] = recorded(bench, 'page.intended')
    expect(asked[0]?.key).toBe(first?.data.key)
    expect(asked[1]?.key).not.toBe(asked[0]?.key)
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({
      channel: 'page',
      person: 'sato',
      stage: null,
      number: null,
    })
  })

  it('goes by mail that says it is important, its address kept beside the log and not in it', async () => {
    const got: string[] = []
    const port = await mail({
      disabledCommands: ['STARTTLS'],
      onData(stream, _, done) {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          got.push(Buffer.concat(chunks).toString())
          done()
        })
      },
    })
    const send = `{ via: smtp, url: "smtp://127.0.0.1:${port}", from: halt@example.com, to: [sato@example.com] }`
    const bench = listed({ sato: `{ by: mail, send: ${send} }` })
    expect((await halt(bench, 'contacts', 'page', 'sato')).code).toBe(0)
    expect(got[0]).toMatch(/^Importance: high\r$/m)
    expect(got[0]).not.toMatch(/^Precedence:/m)
    expect(got[0]).toMatch(/^Subject: PAGE SEV2 system failure: Engine down\r$/m)
    expect(bench.ok('log', '--json')).not.toContain('sato@example.com')
    const { evidence } = bench.json<{ evidence: { kind: string }[] }>('evidence', 'list')
    expect(evidence.map(({ kind }) => kind)).toEqual(['journal'])
  })

  it('leaves nothing out of a drill but the sending itself', () => {
    const bench = listed({ sato: keeping('sato.txt') }, ['--drill'])
    const { code, err } = bench.halt('contacts', 'page', '--next')
    expect([code, err.includes('[DRILL] this is a drill: nobody is paged')]).toEqual([0, true])
    expect(err).toContain('simulated: in a drill nothing leaves the machine')
    expect(existsSync(join(bench.workspace, 'sato.txt'))).toBe(false)
    expect(recorded(bench, 'page.delivered')[0]?.data).toMatchObject({ outcome: 'sent', why: 'drill' })
    expect(JSON.stringify(recorded(bench, 'page.intended')[0]?.data)).toContain('[DRILL] PAGE')
    expect(system(bench)).toMatchObject({ next: null, people: [{ state: 'waiting' }, {}] })
  })

  it('shows an outcome that a crash left unknown, and sends nothing again by itself', async () => {
    let kill = () => {}
    let pages = 0
    const url = await web((request, response) => {
      request.resume().on('end', () => {
        pages += 1
        kill()
        response.end()
      })
    })
    const hook = `{ by: pager, send: { via: webhook, url: "${url}", allowPrivate: true } }`
    const bench = listed({ sato: `${hook}, ${keeping('sato.txt')}` })
    const child = spawn(process.execPath, [PROGRAM, 'contacts', 'page', '--next'], {
      env: bench.env,
      cwd: bench.directory,
    })
    kill = () => child.kill('SIGKILL')
    expect(await once(child, 'close')).toEqual([null, 'SIGKILL'])
    kill = () => {}
    expect(recorded(bench, 'page.delivered')).toEqual([])
    expect(bench.ok('contacts')).toMatch(/called \d\d:\d\d, no answer yet {2}page \d\d:\d\d by pager: OUTCOME UNKNOWN/)
    expect((await halt(bench, 'contacts', 'page', '--next')).code).toBe(0)
    expect([pages, existsSync(join(bench.workspace, 'sato.txt'))]).toEqual([1, false])
    expect((await halt(bench, 'contacts', 'page', 'sato')).code).toBe(0)
    expect(pages).toBe(2)
  })

  it('ends at Ctrl-C with what was under way, and takes no other way', async () => {
    let stop = () => {}
    let answer = () => {}
    const url = await web((request, response) => {
      answer = () => response.writeHead(400).end()
      request.resume().on('end', () => stop())
    })
    const hook = `{ by: pager, send: { via: webhook, url: "${url}", allowPrivate: true } }`
    const bench = listed({ sato: `${hook}, ${keeping('sato.txt')}` })
    const child = spawn(process.execPath, [PROGRAM, 'contacts', 'page', 'sato'], {
      env: bench.env,
      cwd: bench.directory,
    })
    let err = ''
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk
      if (chunk.includes('nobody more is paged')) answer()
    })
    stop = () => child.kill('SIGINT')
    expect(await once(child, 'close')).toEqual([130, null])
    expect(err).toContain('(page-interrupted)')
    expect(recorded(bench, 'page.delivered')[0]?.data).toMatchObject({ outcome: 'failed', why: 'refused' })
    expect(existsSync(join(bench.workspace, 'sato.txt'))).toBe(false)
  })

  it('says what left the machine where the log takes no outcome any more', () => {
    const spoil = 'cat > sent.txt; for lock in incidents/*/lock; do rm $lock; mkdir $lock; done'
    const bench = listed({ sato: `{ by: pager, send: { via: command, run: [sh, -c, "${spoil}"] } }` })
    const { code, err } = bench.halt('contacts', 'page', 'sato')
    expect([code, err.includes('(sent)'), err.includes('(page-not-recorded)')]).toEqual([5, true, true])
    expect(system(bench)?.people[0]).toMatchObject({ page: { state: 'unknown' } })
  })
})

describe('escalate', () => {
  it('pages who is next in the level, unless that is not wanted', () => {
    const bench = listed({ mori: keeping('mori.txt') })
    const raise = ['escalate', 'board', '--reason', 'the press called']
    bench.ok(...raise, '--no-page')
    bench.ok(...raise, '--at', '1m ago')
    expect(recorded(bench, 'page.intended')).toEqual([])
    const { events } = bench.json<{ events: { type: string; data: object }[] }>(...raise)
    expect(events.map(({ type }) => type)).toEqual(['escalation.raised', 'page.intended', 'page.delivered'])
    expect(events[1]?.data).toMatchObject({ person: 'mori', level: 'board', department: null })
    expect(kept(bench, 'mori.txt')).toContain('taroからMoriさん（役員）への呼び出しです')
    bench.ok('contacts', 'reached', 'mori')
    expect(bench.json<{ clocks: { id: string }[] }>('status').clocks.map(({ id }) => id)).not.toContain('answer:board')
  })

  it('is recorded although the page fails', () => {
    const { code, err } = listed({ mori: failing }).halt('escalate', 'board', '--reason', 'the press called')
    expect(code).toBe(6)
    expect(err).toMatch(/escalated to board[\s\S]*call Mori yourself[\s\S]*\(page-failed\)/)
  })
})
