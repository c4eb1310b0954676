import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { Bench } from '../bench.ts'
import { PATIENCE, TestBoard } from './board-bench.ts'

async function halted(): Promise<{ board: TestBoard; bench: Bench; id: string }> {
  const bench = new Bench()
  const id = (await bench.ok('start', '--type', 'system-failure', '--title', 'Matching engine down')).trim()
  return { board: await TestBoard.of(bench), bench, id }
}

/** Another halt, of which the guests of the first know nothing. */
const another = async (bench: Bench) =>
  (await bench.ok('start', '--type', 'compliance', '--title', 'Another halt', '--no-walk')).trim()

describe('somebody with a link', () => {
  it('is greeted by name on the page of their incident, and told by whom they were invited and what they may do', async () => {
    const { board, id } = await halted()
    const guest = await board.guest('Sato & co', '--department', 'legal')
    expect((await guest.get('/?lang=en')).headers.location).toBe(`/incidents/${id}?lang=en&department=legal`)
    const { body } = await guest.get(`/incidents/${id}?lang=en`)
    expect(body).toContain('<strong>Hello, Sato &amp; co.</strong> Invited by taro. You look on')
    expect(body).not.toContain('<form')
    expect((await board.guest('Mori', '--act')).cookie).not.toBe(guest.cookie)
    expect((await guest.get(`/incidents/${id}?lang=ja`)).body).toContain('Sato &amp; co さん')
  })

  it('gets a cookie that no script and no other site gets, lasts as long as the link, and is not its code', async () => {
    const { board, bench } = await halted()
    const code = new URL((await bench.ok('invite', 'Sato', '--expires', '1h')).trim()).hash.slice(1)
    const { headers } = await board.enter(code)
    const [own = '', reader = ''] = headers['set-cookie'] ?? []
    expect(own).toMatch(/^halt-guest-[0-9a-f]{8}=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=3600$/)
    expect(own).not.toContain(code)
    expect(reader).toMatch(/^halt-\w{8}=; Path=\/; HttpOnly; SameSite=Strict; Max-Age=0$/)
    const [, gone = ''] = (await board.enter(board.token)).headers['set-cookie'] ?? []
    expect(gone).toMatch(/^halt-guest-\w+=; .*Max-Age=0$/)
  })

  it('is still let in after the board was started anew', async () => {
    const { board, bench, id } = await halted()
    const guest = await board.guest('Sato')
    await board.end()
    const again = await TestBoard.of(bench)
    const page = await again.send(`/incidents/${id}?lang=en`, { headers: { cookie: guest.cookie } })
    expect([page.status, page.body.includes('Hello, Sato')]).toEqual([200, true])
  })

  it('is let in by the code as well, from a script', async () => {
    const { board, id } = await halted()
    const { link } = await board.guest('Sato')
    const headers = { authorization: `Bearer ${new URL(link).hash.slice(1)}` }
    expect((await board.send(`/api/status?incident=${id}`, { headers })).status).toBe(200)
  })
})

describe('a link that was ended, or is over', () => {
  const endings = [
    ['ended', (bench: Bench) => bench.ok('invite', '--revoke', 'Sato')],
    ['replaced', (bench: Bench) => bench.ok('invite', 'SATO')],
    ['over', async (bench: Bench) => bench.pass(60_000)],
  ] as const

  it.each(endings)('lets nobody in any more at once, also by what is open: %s', async (_, end) => {
    const { board, bench, id } = await halted()
    const guest = await board.guest('Sato', '--act', '--expires', '1m')
    const streams = [
      await guest.stream(`/changes?view=${encodeURIComponent(`en ${id} `)}`),
      await guest.stream(`/api/events?incident=${id}`),
    ]
    await Promise.all(streams.map((stream) => stream.has(1)))
    await end(bench)
    bench.pass(1000)
    await vi.waitFor(() => expect(streams.map(({ isOver }) => isOver)).toEqual([true, true]), PATIENCE)
    const paths = [`/incidents/${id}`, '/', '/session', `/api/status?incident=${id}`, '/changes']
    for (const path of paths) expect([path, (await guest.get(path)).status]).toEqual([path, 401])
    expect((await guest.post(id, 'act=note&text=late&token=token-token-token-1')).status).toBe(401)
    expect((await board.enter(new URL(guest.link).hash.slice(1))).status).toBe(403)
    expect(await bench.ok('log')).not.toContain('late')
  })

  it.each(endings)('lets nobody act by a form that was on its way before: %s', async (_, end) => {
    const { board, bench, id } = await halted()
    const guest = await board.guest('Sato', '--act', '--expires', '1m')
    const body = new URLSearchParams({ act: 'note', text: 'late', token: 'token-token-token-1' }).toString()
    const form = guest.slowly(id, 'application/x-www-form-urlencoded', body)
    await form.isHeard
    await end(bench)
    expect(await form.finish()).toBe(401)
    expect(await bench.ok('log')).not.toContain('late')
  })

  it('ends nothing for others', async () => {
    const { board, bench, id } = await halted()
    await board.guest('Sato')
    const other = await board.guest('Mori')
    const stream = await other.stream(`/api/events?incident=${id}`)
    await bench.ok('invite', '--revoke', 'Sato')
    bench.pass(1000)
    await bench.ok('note', 'goes on')
    bench.pass(1000)
    await vi.waitFor(() => expect(stream.events.at(-1)?.data).toContain('goes on'), PATIENCE)
    stream.close()
  })
})

describe('what a guest sees', () => {
  it('is no other incident than theirs: not in lists, not by address, not by scripts, not in streams', async () => {
    const { board, bench, id } = await halted()
    const guest = await board.guest('Sato', '--act', '-i', id)
    const other = await another(bench)
    const page = await guest.get(`/incidents/${id}?lang=en`)
    expect(page.body).not.toContain('Another halt')
    expect((await guest.get('/?lang=en')).headers.location).toBe(`/incidents/${id}?lang=en`)
    for (const path of [`/incidents/${other}`, '/incidents/none', `/incidents/${other}/acts`]) {
      const { status, body } = await guest.get(`${path}?lang=en`)
      expect([path, status, body.includes('There is no such page here.')]).toEqual([path, 404, true])
      expect(body).not.toContain(other)
    }
    for (const path of ['/api/status', '/api/events'])
      expect((await guest.get(`${path}?incident=${other}`)).body).toBe((await guest.get(`${path}?incident=none`)).body)
    const views = [`en ${other} `, 'en  ', `en ${id} `].map((view) => `view=${encodeURIComponent(view)}`)
    const stream = await guest.stream(`/changes?${views.join('&')}`)
    await stream.has(2)
    expect(stream.events.map(({ data }) => JSON.parse(data).view)).toEqual(['en  ', `en ${id} `])
    expect(JSON.stringify(stream.events)).not.toContain('Another halt')
    stream.close()
    expect((await guest.post(other, 'act=note&text=x&token=token-token-token-1')).status).toBe(403)
  })

  it('stays there, where they are invited to all, though a writer that is not known says that it closed before', async () => {
    const { board, bench, id } = await halted()
    bench.pass(120_000)
    const guest = await board.guest('Sato', '--all-open', '--act')
    const env = { XDG_STATE_HOME: join(bench.directory, 'state-mallory'), HALT_OPERATOR: 'mallory' }
    const closing = ['--resolution', 'false-alarm', '--reason', 'over', '--at', '1m ago', '--force']
    expect((await bench.haltWith({ env }, 'close', ...closing, '-i', id)).code).toBe(0)
    bench.pass(1000)
    expect((await guest.get(`/incidents/${id}`)).status).toBe(200)
    expect(await guest.act(id, { act: 'note', text: 'goes on' })).toMatchObject({ code: 200, status: 'recorded' })
  })

  it('is, where they are invited to all, what is open or was when they were invited', async () => {
    const { board, bench, id } = await halted()
    const before = await another(bench)
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'test', '-i', before)
    bench.pass(1000)
    const guest = await board.guest('Sato', '--all-open')
    const later = await another(bench)
    const statuses = async () =>
      Promise.all([id, before, later].map(async (one) => (await guest.get(`/incidents/${one}`)).status))
    expect(await statuses()).toEqual([200, 404, 200])
    expect((await guest.get('/?lang=en')).body).toContain('Another halt')
    bench.pass(1000)
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'test', '-i', later)
    bench.pass(1000)
    expect(await statuses()).toEqual([200, 404, 200])
    expect((await guest.get('/?lang=en')).headers.location).toBe(`/incidents/${id}?lang=en`)
  })
})
