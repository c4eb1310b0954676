import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { TestBoard } from './board-bench.ts'

/** A halt that began five minutes ago. */
async function halted(...flags: readonly string[]): Promise<Bench> {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', '--title', 'Matching engine down', '--at', '5m ago', ...flags)
  await bench.ok('scope', 'trading=stopped')
  return bench
}

/** Its board. */
const boardOfHalt = async (...flags: readonly string[]) => TestBoard.of(await halted(...flags))

const idOf = async ({ bench }: TestBoard) => (await bench.ok('list')).split(' ')[0] ?? ''
const pageOf = async (board: TestBoard, query = 'lang=en') => `/incidents/${await idOf(board)}?${query}`

describe('the list of open incidents', () => {
  it('keeps one that only a writer closed who is not known here, and says so', async () => {
    const bench = await halted()
    const id = (await bench.ok('list')).split(' ')[0] ?? ''
    await bench.ok('start', '--type', 'maintenance', '--title', 'Another halt')
    const env = { XDG_STATE_HOME: join(bench.directory, 'state-mallory'), HALT_OPERATOR: 'mallory' }
    await bench.haltWith({ env }, 'close', '--force', '--reason', 'over', '-i', id)
    const { body } = await (await TestBoard.of(bench)).send('/?lang=en')
    expect(body).toContain(
      `>Matching engine down (SEV? system failure, Closed, by a writer that is not known here)</a>`,
    )
    await bench.ok('verify', '--accept', 'mallory', '-i', id)
    expect((await (await TestBoard.of(bench)).send('/?lang=en')).body).not.toContain(id)
  })
})

describe('who is let in', () => {
  it('is whoever has the address: it is alone on standard output, with its token', async () => {
    const board = await boardOfHalt()
    const { out, err, code } = await board.end()
    expect(out).toBe(`${board.url.origin}/#${board.token}\n`)
    expect(board.url.hostname).toBe('127.0.0.1')
    expect(board.token).toMatch(/^[\w-]{43}$/)
    expect(err).toContain('until Ctrl-C')
    expect(code).toBe(130)
  })

  it.each(['/', '/incidents/x', '/api/status?incident=x', '/api/events', '/changes', '/session'])(
    'is nobody without the code: %s',
    async (path) => {
      const { status, body } = await (await boardOfHalt()).send(path, { headers: {} })
      expect(status).toBe(401)
      expect(body).not.toContain('Matching')
    },
  )

  it('is whoever enters the code, from then on by a cookie that no script and no other site gets', async () => {
    const board = await boardOfHalt()
    const path = await pageOf(board)
    const { status, headers } = await board.enter(board.token, {}, path)
    expect([status, headers.location]).toEqual([303, path])
    const [cookie = ''] = headers['set-cookie'] ?? []
    expect(cookie).toMatch(/^halt-[A-Za-z0-9]{8}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    const page = await board.send(path, { headers: { cookie: `other=1; ${cookie.split(';')[0]}` } })
    expect([page.status, page.body.includes('Matching engine down')]).toEqual([200, true])
  })

  it('is not who guesses: a wrong code gets the form again, in the language of the page', async () => {
    const board = await boardOfHalt()
    const wrong = await board.enter(board.token.slice(1), {}, '/?lang=ja')
    expect([wrong.status, wrong.headers['set-cookie']]).toEqual([403, undefined])
    expect(wrong.body).toContain('このボードのコードではありません')
    expect((await board.send('/', { headers: { authorization: 'Bearer x' } })).status).toBe(401)
    expect((await board.send('/', { headers: { cookie: 'halt-00000000=x' } })).status).toBe(401)
  })

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/\r\nX: y'])(
    'is never led to another site: %j',
    async (next) => {
      const board = await boardOfHalt()
      expect((await board.enter(board.token, {}, next)).headers.location).toBe('/')
    },
  )

  it('is not a page that has another name lead here', async () => {
    const board = await boardOfHalt()
    const { port } = board.url
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1.evil.example:${port}`]) {
      const { status, body } = await board.send('/', { headers: { ...board.admitted(), host } })
      expect([host, status, body]).toEqual([host, 421, 'unknown host\n'])
    }
    for (const host of [`localhost:${port}`, `[::1]:${port}`, `LOCALHOST:${port}`])
      expect((await board.send('/?all', { headers: { ...board.admitted(), host } })).status).toBeLessThan(400)
  })

  it('is no form of another site', async () => {
    const board = await boardOfHalt()
    const origins = ['https://evil.example', 'null', `http://127.0.0.1:${Number(board.url.port) + 1}`]
    for (const origin of origins) expect((await board.enter(board.token, { origin })).status).toBe(403)
    expect((await board.enter(board.token, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  })

  it('says to browsers that nothing is kept, framed, guessed or loaded from elsewhere', async () => {
    const { headers } = await (await boardOfHalt()).send('/', { headers: {} })
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'")
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    })
  })

  it.each(['PUT', 'DELETE', 'PATCH'])('may not %s', async (method) => {
    const board = await boardOfHalt()
    const headers = { ...board.admitted(), origin: board.url.origin }
    expect((await board.send('/', { method, headers })).status).toBe(405)
  })

  it('may not send more than a form has', async () => {
    const board = await boardOfHalt()
    const headers = { origin: board.url.origin }
    const sent = await board.send('/session', { method: 'POST', headers, body: 'x'.repeat(65 * 1024) })
    expect(sent.status).toBe(413)
  })
})

describe('the page of an incident', () => {
  it('is where the address leads if there is only one', async () => {
    const board = await boardOfHalt()
    expect((await board.send('/?lang=en')).headers.location).toBe(await pageOf(board))
  })

  it('shows what is due, what is stopped, what comes next, and the log', async () => {
    const board = await boardOfHalt()
    const { status, body } = await board.send(await pageOf(board))
    expect(status).toBe(200)
    const order = ['deadlines', 'scope', 'last-notice', 'state', 'next', 'facts', 'timeline', 'entries', 'log']
    const places = order.map((id) => body.indexOf(`<section id="${id}"`))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
    for (const words of ['in 05:00  first notice', 'trading stopped', 'Customers have been told nothing', 'lead taro'])
      expect(body.replaceAll(/\s+/g, ' ')).toContain(words.replaceAll(/\s+/g, ' '))
  })

  it('is in the language of the address, else of the browser, else of the board', async () => {
    const board = await boardOfHalt()
    const path = await pageOf(board, '')
    const languageOf = async (query: string, accepted: string) => {
      const headers = { ...board.admitted(), 'accept-language': accepted }
      return /<html lang="(..)">/.exec((await board.send(`${path}${query}`, { headers })).body)?.[1]
    }
    expect(await languageOf('lang=ja', 'en-GB,en;q=0.9')).toBe('ja')
    expect(await languageOf('', 'fr-FR,ja;q=0.9,en;q=0.8')).toBe('ja')
    expect(await languageOf('', 'fr-FR')).toBe('en')
    expect(await languageOf('lang=xx', '')).toBe('en')
  })

  it('shows the steps of a department', async () => {
    const board = await boardOfHalt()
    const { body } = await board.send(await pageOf(board, 'lang=en&department=legal'))
    expect(body).toContain('<section id="duties"')
    expect(body).not.toContain('<section id="next"')
    expect(body).toMatch(/department=legal" aria-current="page">Legal</)
  })

  it('draws nothing for departments that there are not, however many are asked for', async () => {
    const board = await boardOfHalt()
    const id = await idOf(board)
    const page = await board.send(await pageOf(board, 'lang=en&department=none'))
    expect([page.status, /data-view="([^"]*)"/.exec(page.body)?.[1]]).toEqual([200, `en ${id} `])
    const views = ['none', 'toString', ''].map((name) => `view=${encodeURIComponent(`en ${id} ${name}`)}`)
    const stream = await board.stream(`/changes?view=${encodeURIComponent('en  none')}&${views.join('&')}`)
    await stream.has(1)
    expect(stream.events.map(({ data }) => JSON.parse(data).view)).toEqual([`en ${id} `])
    stream.close()
  })

  it('shows what customers were told last, to be copied', async () => {
    const board = await boardOfHalt()
    await board.bench.ok('notice', 'website', '--stage', 'first', '--posted', '--link', 'https://example.com/1')
    const { body } = await board.send(await pageOf(board))
    expect(body).toMatch(/Last public text: website, first notice/)
    expect(body).toContain('Its text is not in the log')
  })

  it('says of a drill that it is one', async () => {
    const board = await boardOfHalt('--drill')
    expect((await board.send(await pageOf(board))).body).toContain('DRILL: none of this happens to customers')
  })

  it('crosses out what is redacted, and says what was undone, also of entries that it has shown', async () => {
    const board = await boardOfHalt()
    const path = await pageOf(board)
    const note = JSON.parse(await board.bench.ok('note', 'password hunter2', '--json')).events[0].event as string
    expect((await board.send(path)).body).toContain('hunter2')
    await board.bench.ok('undo', '--reason', 'not here')
    await board.bench.ok('redact', note, '--field', 'text', '--reason', 'a secret')
    const { body } = await board.send(path)
    expect(body).not.toContain('hunter2')
    expect(body).toMatch(/scope trading=stopped {2}taro {2}\(undone by/)
  })

  it('warns of the clock as long as that is wrong', async () => {
    const board = await boardOfHalt()
    const path = await pageOf(board)
    board.bench.now -= 10 * 60_000
    expect((await board.send(path)).body).toContain('<section id="alarms"')
    board.bench.now += 10 * 60_000
    expect((await board.send(path)).body).not.toContain('<section id="alarms"')
  })

  it('is shown although the settings have a fault', async () => {
    const bench = await halted()
    bench.write('halt.yaml', 'timezone: [')
    const board = await TestBoard.of(bench)
    expect((await board.send(await pageOf(board))).status).toBe(200)
  })

  it('has its times in the zone of its incident, whatever else is looked at meanwhile', async () => {
    const bench = await halted()
    const here = (await bench.ok('list')).split(' ')[0] ?? ''
    bench.write('halt.yaml', 'timezone: America/New_York\n')
    await bench.ok('start', '--type', 'system-failure', '--at', '5m ago')
    const board = await TestBoard.of(bench)
    const there = (await bench.ok('list'))
      .split('\n')
      .find((line) => !line.startsWith(here))
      ?.split(' ')[0]
    const pages = await Promise.all([here, there, here, there].map((id) => board.send(`/incidents/${id}?lang=en`)))
    const times = pages.map(({ body }) => [
      /As of ([\d:]+) ([+-]\d\d)/.exec(body)?.[2],
      /declared <span class="short">(\S+ \d\d)/.exec(body)?.[1],
    ])
    const [inTokyo, inNewYork] = [
      ['+09', '2026-11-24 22'],
      ['-05', '2026-11-24 08'],
    ]
    expect(times).toEqual([inTokyo, inNewYork, inTokyo, inNewYork])
  })

  it('shows hostile words as words', async () => {
    const board = await boardOfHalt()
    const words = '</section><script>alert(1)</script>"><img src=x onerror=alert(2)>'
    await board.bench.ok('note', words)
    await board.bench.ok('classify', '--title', words, '--reason', 'new')
    const { body } = await board.send(await pageOf(board))
    expect(body).not.toMatch(/<script>|<img/)
    expect(body).toContain('&lt;script&gt;alert(1)')
  })

  it('shows what turns other words round, or acts on a terminal, as an escape', async () => {
    const board = await boardOfHalt()
    const words = 'by \u202eotaS\u202c \u2066\u009b2J'
    await board.bench.ok('handover', '--to', words)
    await board.bench.ok('note', words, '--hypothesis')
    const { body } = await board.send(await pageOf(board))
    expect(body).not.toMatch(/[^\P{C}\n]/u)
    expect(body).toContain('lead offered to by \\u202eotaS\\u202c \\u2066\\u009b2J')
  })

  it.each(['/incidents/20200101-000000-none', '/incidents/%E0%A4%A', '/incidents/..%2f..%2fetc', '/etc/passwd'])(
    'does not exist for what is no incident: %s',
    async (path) => {
      const { status, body } = await (await boardOfHalt()).send(`${path}?lang=en`)
      expect([status, /There is no such|unknown incident|no incident/i.test(body)]).toEqual([404, true])
    },
  )
})

describe('the list', () => {
  it('names all open incidents, each with a link in the same language', async () => {
    const board = await boardOfHalt()
    await board.bench.ok('start', '--type', 'maintenance', '--title', 'Second', '--drill')
    const { status, body } = await board.send('/?lang=ja')
    expect(status).toBe(200)
    expect(body).toMatch(/\[訓練\] Second（重大度未定 [^,]*、[^,]*）/)
    expect(body).toContain(`href="/incidents/${await idOf(board)}?lang=ja"`)
  })

  it('says if none is open', async () => {
    const board = await boardOfHalt('--drill')
    await board.bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test')
    const { body } = await board.send('/?lang=en')
    expect(body).toContain('No incident is open.')
    const id = /Latest, not open: ([\w-]+)</.exec(body)?.[1]
    expect((await board.send(`/incidents/${id}?lang=en`)).body).toContain('<section id="state">')
    expect(body).toContain('+09:00')
  })
})

interface Change {
  readonly view: string
  readonly asOf: string
  readonly order: string[]
  readonly parts: { readonly id: string; readonly html: string }[]
}

describe('the stream of changes', () => {
  it('sends the page at first, then what is recorded, and every five seconds that it is in touch', async () => {
    const board = await boardOfHalt()
    const view = `en ${await idOf(board)} `
    const stream = await board.stream(`/changes?${new URLSearchParams({ view })}`)
    const [first] = (await stream.has(1)).map(({ data }) => JSON.parse(data) as Change)
    expect(first?.view).toBe(view)
    expect(first?.parts.map(({ id }) => id)).toEqual(first?.order)
    await board.bench.ok('note', 'Disk array offline')
    board.bench.pass(1000)
    const second = JSON.parse((await stream.has(2))[1]?.data ?? '') as Change
    const entries = second.parts.find(({ id }) => id === 'entries')?.html ?? ''
    expect(entries).toContain('Disk array offline')
    expect(second.parts.map(({ id }) => id)).not.toContain('facts')
    board.bench.pass(5000)
    const third = JSON.parse((await stream.has(3))[2]?.data ?? '') as Change
    expect(third.asOf).not.toBe(second.asOf)
    stream.close()
  })

  it('names the incidents as they are now on each page', async () => {
    const board = await boardOfHalt()
    const stream = await board.stream(`/changes?${new URLSearchParams({ view: `en ${await idOf(board)} ` })}`)
    expect((await stream.has(1))[0]?.data).toContain('Matching engine down (SEV? system failure')
    await board.bench.ok('classify', '--severity', 'sev1', '--reason', 'all of it')
    board.bench.pass(1000)
    expect((await stream.has(2))[1]?.data).toContain('Matching engine down (SEV1 system failure')
    stream.close()
  })

  it('sends what is recorded, also if somebody else has looked at the log meanwhile', async () => {
    const board = await boardOfHalt()
    const id = await idOf(board)
    const stream = await board.stream(`/changes?${new URLSearchParams({ view: `en ${id} ` })}`)
    await stream.has(1)
    await board.bench.ok('note', 'Disk array offline')
    await board.send(`/api/status?incident=${id}`)
    await board.send(`/incidents/${id}?lang=en&department=legal`)
    board.bench.pass(1000)
    expect((await stream.has(2))[1]?.data).toContain('Disk array offline')
    stream.close()
  })

  it('has several views at once, and leaves out those of no incident', async () => {
    const board = await boardOfHalt()
    const id = await idOf(board)
    const views = [`ja ${id} legal`, 'en  ', 'en 20200101-000000-none ', 'xx', `${id}`]
    const query = new URLSearchParams(views.map((view): [string, string] => ['view', view]))
    const stream = await board.stream(`/changes?${query}`)
    const changes = (await stream.has(2)).map(({ data }) => JSON.parse(data) as Change)
    expect(changes.map(({ view }) => view)).toEqual(views.slice(0, 2))
    stream.close()
  })
})

describe('the interface for scripts', () => {
  it('has the document of status --json', async () => {
    const board = await boardOfHalt()
    const { body, headers } = await board.send(`/api/status?incident=${await idOf(board)}`)
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
    expect(JSON.parse(body)).toEqual(await board.bench.json('status'))
  })

  it('answers a HEAD request for a stream without opening one', async () => {
    const board = await boardOfHalt()
    const { status, headers, body } = await board.send(`/api/events?incident=${await idOf(board)}`, { method: 'HEAD' })
    expect([status, headers['content-type'], body]).toEqual([200, 'text/event-stream; charset=utf-8', ''])
  })

  it('says in JSON what there is not', async () => {
    const board = await boardOfHalt()
    for (const [path, status, code] of [
      ['/api/status?incident=none', 404, 'unknown-incident'],
      ['/api/events', 404, 'unknown-incident'],
      ['/api/none', 404, 'unknown-path'],
    ] as const) {
      const answer = await board.send(path)
      expect([answer.status, JSON.parse(answer.body)]).toEqual([status, { schemaVersion: 1, error: { code } }])
    }
  })

  it('streams the events of the log, and goes on after the last that somebody has without a gap or a double', async () => {
    const board = await boardOfHalt()
    const path = `/api/events?incident=${await idOf(board)}`
    const stream = await board.stream(path)
    const names = async () => (await board.bench.events()).map(({ writer, seq }) => `${writer}:${seq}`)
    await stream.has((await names()).length)
    await board.bench.ok('note', 'one')
    board.bench.pass(1000)
    const before = await stream.has((await names()).length)
    expect(before.map(({ id }) => id)).toEqual(await names())
    expect(JSON.parse(before.at(-1)?.data ?? '')).toEqual((await board.bench.events()).at(-1))
    stream.close()
    await board.bench.ok('note', 'two')
    await board.bench.ok('note', 'three')
    board.bench.pass(1000)
    const resumed = await board.stream(path, { 'last-event-id': before.at(-1)?.id ?? '' })
    await resumed.has(2)
    await board.bench.ok('note', 'four')
    board.bench.pass(1000)
    const after = await resumed.has(3)
    expect([...before, ...after].map(({ id }) => id)).toEqual(await names())
    resumed.close()
  })
})

describe('where a board listens', () => {
  it.each([
    [['--listen', '0.0.0.0:0'], 'board-needs-tls'],
    [['--listen', 'board.example:0'], 'board-needs-tls'],
    [['--listen', 'nowhere'], 'bad-flag'],
    [['--port', '70000'], 'bad-flag'],
    [['--port', 'x'], 'bad-flag'],
    [['--port', '0', '--listen', '127.0.0.1:0'], 'usage'],
    [['--socket', '/tmp/x'], 'idle-flag'],
    [['--tls-cert', 'x'], 'idle-flag'],
    [['--tls-key', 'x'], 'idle-flag'],
    [['--port', '0', '--url', 'https://board.example/path'], 'bad-flag'],
    [['--port', '0', '--url', 'ftp://board.example'], 'bad-flag'],
    [['--tls-cert', 'gone', '--tls-key', 'gone'], 'unreadable'],
  ])('is refused for %j', async (flags, code) => {
    const outcome = await new Bench().halt('serve', ...flags)
    expect([outcome.code, outcome.err]).toEqual([2, expect.stringContaining(`(${code})`)])
  })

  it('is one that is free', async () => {
    const { bench, url } = await boardOfHalt()
    const { code, err } = await bench.halt('serve', '--port', url.port)
    expect([code, err]).toEqual([6, expect.stringContaining('(cannot-listen)')])
  })

  it('is known to the world by the address of its proxy, which then counts besides loopback', async () => {
    const board = await TestBoard.of(await halted(), '--port', '0', '--url', 'http://board.example')
    expect(board.url.origin).toBe('http://board.example')
  })
})
