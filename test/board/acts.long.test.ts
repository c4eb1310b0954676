import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { FourEyes } from '../approval/four-eyes.ts'
import { Bench } from '../bench.ts'
import { PATIENCE, TestBoard, type TestGuest } from './board-bench.ts'

const CONTACTS = `people:
  sato: { name: { ja: 佐藤, en: Sato }, reach: [{ by: phone, to: "+81 3 1234 5678" }] }
  ito: { name: { ja: 伊藤, en: Ito }, reach: [{ by: phone, to: "+81 3 1234 5679" }] }
departments:
  system: { head: ito }
  customer-support: { head: ito }
  public-relations: { head: ito }
  legal: { head: sato }
  security: { head: ito }
`

interface Report {
  readonly factsByPerson: Readonly<Record<string, readonly object[]>>
}

const WITH_FILE = 'multipart/form-data; boundary=x'

async function halted(): Promise<{ board: TestBoard; bench: Bench; id: string }> {
  const bench = new Bench()
  bench.write('contacts.yaml', CONTACTS)
  const id = (
    await bench.ok('start', '--type', 'system-failure', '--title', 'Matching engine down', '--at', '5m ago')
  ).trim()
  await bench.ok('scope', 'trading=stopped')
  return { board: await TestBoard.of(bench), bench, id }
}

/** The section of a page with this id. */
function sectionOf(body: string, id: string): string {
  return new RegExp(`<section id="${id}"[^]*?</section>`).exec(body)?.[0] ?? ''
}

/** The ids of the steps that somebody can act on, as their page shows them. */
function stepsOn(body: string): string[] {
  return [...body.matchAll(/id="step-([^"]+?)"/g)].map(([, id = '']) => id).filter((id) => !/-(?:text|to)$/.test(id))
}

describe('an act on the board', () => {
  it.each([
    [{ act: 'begin', step: '2.1-logs', text: 'on it' }, 'step.begun', { step: '2.1-logs', note: 'on it' }],
    [{ act: 'done', step: '2.1-logs' }, 'step.done', { step: '2.1-logs' }],
    [{ act: 'skip', step: '2.1-logs', text: 'no time' }, 'step.skipped', { step: '2.1-logs', reason: 'no time' }],
    [{ act: 'assign', step: '2.1-logs', to: 'Legal' }, 'step.assigned', { step: '2.1-logs', to: 'legal' }],
    [{ act: 'note', text: '-the press\r\ncalled' }, 'note.added', { text: '-the press\ncalled' }],
    [{ act: 'reached', person: 'sato', text: 'comes' }, 'contact.reached', { person: 'sato', note: 'comes' }],
    [{ act: 'tried', person: 'ito' }, 'contact.tried', { person: 'ito' }],
  ])(
    'stands in the log as on the command line, with the name, the way and who made the link: %j',
    async (fields, type, data) => {
      const { board, bench, id } = await halted()
      const guest = await board.guest('Mori', '--act')
      const acted = await guest.act(id, fields)
      expect(acted).toMatchObject({ code: 200, status: 'recorded' })
      const [event] = await bench.events(type)
      expect(event).toMatchObject({ type, by: 'Mori', via: 'board', invitedBy: 'taro', data })
      expect(acted.lines.join()).toContain(`${event?.writer}:${event?.seq}`)
      expect(await bench.ok('log')).toMatch(/Mori \(invited by taro\)\n$/)
      expect((await bench.halt('verify')).code).toBe(0)
    },
  )

  it('afterwards asks each person for their own words, which replace nobody else’s', async () => {
    const { board, bench, id } = await halted()
    const [mori, legal] = [
      await board.guest('Mori', '--act'),
      await board.guest('Sato', '--act', '--department', 'legal'),
    ]
    const section = async () => sectionOf((await mori.get(`/incidents/${id}`)).body, 'act-review')
    expect(await section()).toBe('')
    await bench.ok('lift', '--all', '--force', '--reason', 'for this test')
    expect(await section()).toContain('Which preparation or decision helped?')
    const words = { act: 'look-back', fact: 'went-well' }
    expect(await mori.act(id, { ...words, text: 'The drill\r\nhelped' })).toMatchObject({ status: 'recorded' })
    expect(await legal.act(id, { ...words, text: '-the alarm = early' })).toMatchObject({ status: 'recorded' })
    await bench.ok('set', 'went-well=We all came')
    expect((await bench.json<Report>('report', '--format', 'json')).factsByPerson['went-well']).toMatchObject([
      { by: 'Mori', value: 'The drill\nhelped' },
      { by: 'Sato', value: '-the alarm = early' },
      { by: 'taro', value: 'We all came' },
    ])
    expect((await mori.get(`/incidents/${id}`)).body).toContain('We all came')
    for (const fact of ['cause', 'went-well.ja', 'toString', ''])
      expect((await mori.act(id, { act: 'look-back', fact, text: 'x' })).code).toBe(403)
    expect((await mori.act(id, { ...words, text: '' })).status).toBe('refused')
  })

  it('can be taken back with one press by whoever did it, and by no other guest', async () => {
    const { board, bench, id } = await halted()
    const [guest, other] = [await board.guest('Mori', '--act'), await board.guest('Sato', '--act')]
    const { foot } = await guest.act(id, { act: 'done', step: '2.1-logs' })
    const fields = Object.fromEntries(
      [...foot.matchAll(/name="(event|text|act)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    )
    expect(fields).toMatchObject({ act: 'undo', text: 'Recorded by mistake' })
    expect((await other.act(id, fields as Record<string, string>)).code).toBe(403)
    const [declared] = await bench.events('incident.started')
    const foreign = { ...fields, event: `${declared?.writer}:${declared?.seq}` }
    expect((await guest.act(id, foreign as Record<string, string>)).code).toBe(403)
    expect(await bench.events('event.undone')).toEqual([])
    const undone = await guest.act(id, fields as Record<string, string>)
    expect(undone).toMatchObject({ code: 200, status: 'recorded' })
    expect(undone.foot).not.toContain('undo')
    const [event] = await bench.events('event.undone')
    expect(event).toMatchObject({ by: 'Mori', via: 'board', data: { reason: 'Recorded by mistake' } })
    expect(stepsOn((await guest.get(`/incidents/${id}?lang=en`)).body)).toContain('2.1-logs')
  })

  it('is not offered to be taken back where nothing can be', async () => {
    const { board, id } = await halted()
    const guest = await board.guest('Mori', '--act')
    for (const fields of [
      { act: 'note', text: 'a note' },
      { act: 'skip', step: '2.1-logs' },
      { act: 'page', person: 'sato' },
    ] as const)
      expect((await guest.act(id, fields)).foot).not.toContain('undo')
  })

  it('is refused in the words of the command line, and recorded nowhere', async () => {
    const { board, bench, id } = await halted()
    const guest = await board.guest('Mori', '--act')
    for (const [fields, ...line] of [
      [{ act: 'skip', step: '2.1-logs' }, 'skip', '2.1-logs'],
      [{ act: 'done', step: 'none' }, 'done', 'none'],
      [{ act: 'page', person: 'sato' }, 'contacts', 'page', 'sato'],
      [{ act: 'note', text: ' ' }, 'note', ' '],
      [{ act: 'note', text: '-' }, 'note', '-'],
      [{ act: 'refuse', event: '1', text: 'no' }, 'refuse', '1', '--reason', 'no'],
    ] as const) {
      const before = (await bench.events()).length
      const acted = await guest.act(id, fields)
      const { error } = JSON.parse((await bench.halt(...line, '--json', '-i', id)).err)
      expect([acted.code, acted.lines[0]]).toEqual([409, error.message])
      expect(await bench.events()).toHaveLength(before)
    }
  })

  it('is one, however often its form is sent, also at once, and after the board was started anew', async () => {
    const { board, bench, id } = await halted()
    const guest = await board.guest('Mori', '--act')
    const body = new URLSearchParams({ token: 'a-token-of-sixteen-letters', act: 'note', text: 'once' }).toString()
    const sent = await Promise.all([1, 2, 3].map(() => guest.post(id, body, { accept: 'application/json' })))
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 200])
    await board.end()
    const again = await TestBoard.of(bench)
    const headers = { ...again.ownOrigin(), cookie: guest.cookie, accept: 'application/json' }
    const late = await again.send(`/incidents/${id}/acts?lang=en`, { method: 'POST', headers, body })
    expect(JSON.parse(late.body)).toMatchObject({ status: 'recorded', lines: [expect.stringContaining('once')] })
    expect(await bench.events('note.added')).toHaveLength(1)
    await guest.board.bench.ok('note', 'other')
    const other = new URLSearchParams({ token: 'a-token-of-sixteen-letters', act: 'note', text: 'twice' }).toString()
    await again.send(`/incidents/${id}/acts?lang=en`, { method: 'POST', headers, body: other })
    expect(await bench.events('note.added')).toHaveLength(3)
  })

  it('shows at once on the page of whoever acted', async () => {
    const { board, id } = await halted()
    const guest = await board.guest('Mori', '--act')
    const stream = await guest.stream(`/changes?view=${encodeURIComponent(`en ${id} `)}`)
    await stream.has(1)
    await guest.act(id, { act: 'note', text: 'Disk array offline' })
    expect((await guest.get(`/incidents/${id}?lang=en`)).body).toContain('Disk array offline')
    await vi.waitFor(() => expect(stream.events.at(-1)?.data).toContain('Disk array offline'), PATIENCE)
    stream.close()
  })

  it('waits for who holds the log, and others are served meanwhile', async () => {
    const { board, bench, id } = await halted()
    const guest = await board.guest('Mori', '--act')
    const folder = join(bench.workspace, 'incidents', id)
    const { takeLock } = await import('../../src/store/lock.ts')
    const { accessOf } = await import('../../src/platform/access.ts')
    bench.sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
    const unlock = takeLock(join(folder, 'lock'), accessOf(folder))
    const acting = guest.act(id, { act: 'note', text: 'late' })
    expect((await guest.get('/session')).status).toBe(204)
    unlock()
    expect((await acting).status).toBe('recorded')
  })

  it('keeps a file beside the log, whatever it is called', async () => {
    const { board, bench, id } = await halted()
    const guest = await board.guest('Mori', '--act')
    const name = '../../../etc/\u202epass\u0000wd "x".png'
    const form = new FormData()
    for (const [key, value] of Object.entries({ token: 'token-token-token-1', act: 'note', text: 'the picture' }))
      form.set(key, value)
    form.set('file', new File([Uint8Array.of(1, 2, 3)], name))
    const sent = new Response(form)
    const type = sent.headers.get('content-type') ?? ''
    const body = new Uint8Array(await sent.arrayBuffer())
    expect((await guest.post(id, body, { 'content-type': type })).status).toBe(303)
    const [note] = await bench.events('note.added')
    expect(note).toMatchObject({ by: 'Mori', data: { text: 'the picture', attached: [{ bytes: 3 }] } })
    const [attached] = (note?.data.attached ?? []) as { name: string; file: string }[]
    expect(attached?.name).toMatch(/^passwd .*x.*\.png$/)
    const evidence = join(bench.workspace, 'incidents', id, 'evidence')
    expect(readFileSync(join(evidence, attached?.file ?? ''))).toEqual(Buffer.from([1, 2, 3]))
    expect(readdirSync(evidence)).toHaveLength(2)
    expect((await guest.get(`/incidents/${id}/evidence/${attached?.file}`)).status).toBe(404)
    const { body: page } = await guest.get(`/incidents/${id}?lang=en`)
    expect(sectionOf(page, 'files')).toMatch(
      /passwd .*x.*\.png <small>3 bytes, 2026-11-24 22:17\S*, Mori <code>[0-9a-f]{64}</,
    )
    await bench.ok('evidence', 'remove', attached?.file ?? '', '--reason', 'a private picture')
    const after = sectionOf((await guest.get(`/incidents/${id}?lang=en`)).body, 'files')
    expect(after).toContain('Removed by taro: a private picture')
  })

  it('is not taken from a form that is longer than one is', async () => {
    const { board, bench, id } = await halted()
    const guest = await board.guest('Mori', '--act')
    const text = 'x'.repeat(65 * 1024)
    expect(await guest.act(id, { act: 'note', text })).toMatchObject({
      code: 413,
      title: expect.stringContaining('Put it into a file'),
    })
    const type = 'multipart/form-data; boundary=x'
    const large = await guest.post(id, Buffer.alloc(26_000_000), { 'content-type': type })
    expect([large.status, large.body]).toEqual([413, expect.stringContaining('note TEXT --attach FILE')])
    expect((await guest.post(id, 'nothing', { 'content-type': type })).status).toBe(403)
    expect(await bench.events('note.added')).toEqual([])
  })
})

describe('a file on its way', () => {
  it('is not taken where it comes with parts without end, which would keep everybody waiting', async () => {
    const { board, bench, id } = await halted()
    const guest = await board.guest('Mori', '--act')
    const part = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    const own = { token: 'token-token-token-1', act: 'note', text: 'among many' }
    const fields = Object.entries(own).map(([name, value]) =>
      part.replace('"a"', `"${name}"`).replace(/\r\n$/, `${value}\r\n`),
    )
    const post = (parts: number) =>
      guest.post(id, `${fields.join('')}${part.repeat(parts)}--x--\r\n`, {
        'content-type': 'multipart/form-data; boundary=x',
      })
    expect((await post(100)).status).toBe(403)
    expect(await bench.events('note.added')).toEqual([])
    expect((await post(1)).status).toBe(303)
    expect(await bench.events('note.added')).toHaveLength(1)
  })

  it.each([
    ['what no browser says of the parts', 'multipart/form-data; xboundary=y; boundary=x', 100, ''],
    ['heads without end', WITH_FILE, 1, 'A: b\r\n'.repeat(2000)],
  ])('nor where it comes with %s', async (_, type, parts, head) => {
    const { board, bench, id } = await halted()
    const guest = await board.guest('Mori', '--act')
    const fields = { token: 'token-token-token-1', act: 'note', text: 'among many' }
    const part = (name: string, value: string) =>
      `--x\r\n${head}Content-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    const own = Object.entries(fields).map(([name, value]) => part(name, value))
    const body = `${own.join('')}${part('a', '').repeat(parts)}--x--\r\n`
    expect((await guest.post(id, body, { 'content-type': type })).status).toBe(403)
    expect(await bench.events('note.added')).toEqual([])
  })

  it('is not called too large where others are just being sent', async () => {
    const { board, id } = await halted()
    const guests = [await board.guest('Mori', '--act'), await board.guest('Sato', '--act')]
    const last = await board.guest('Ito', '--act')
    const slow = guests.flatMap((guest) => [1, 2].map(() => guest.slowly(id, WITH_FILE, 'x'.repeat(1000))))
    await Promise.all(slow.map(({ isHeard }) => isHeard))
    const send = () => last.post(id, 'nothing', { 'content-type': WITH_FILE })
    expect(await send()).toMatchObject({
      status: 503,
      body: expect.stringContaining('Too many files are being sent just now.'),
    })
    for (const one of slow) one.giveUp()
    await vi.waitFor(async () => expect((await send()).status).toBe(403), PATIENCE)
  })

  it('leaves places for those of others, however many the same guest sends', async () => {
    const { board, id } = await halted()
    const [guest, other] = [await board.guest('Mori', '--act'), await board.guest('Sato', '--act')]
    const slow = [1, 2, 3, 4].map(() => guest.slowly(id, WITH_FILE, 'x'.repeat(1000)))
    await Promise.all(slow.map(({ isHeard }) => isHeard))
    const send = (by: TestGuest) => by.post(id, 'nothing', { 'content-type': WITH_FILE })
    expect((await send(other)).status).toBe(403)
    expect((await send(guest)).status).toBe(503)
    for (const one of slow) one.giveUp()
    await vi.waitFor(async () => expect((await send(guest)).status).toBe(403), PATIENCE)
  })
})

describe('who may act', () => {
  it('is nobody who only looks, whoever has the address of the board included', async () => {
    const { board, bench, id } = await halted()
    const guest = await board.guest('Mori')
    const body = 'act=note&text=x&token=token-token-token-1'
    expect((await guest.post(id, body)).status).toBe(403)
    const headers = { ...board.admitted(), ...board.ownOrigin() }
    expect((await board.send(`/incidents/${id}/acts`, { method: 'POST', headers, body })).status).toBe(403)
    expect(
      (await board.send(`/incidents/${id}/acts`, { method: 'POST', headers: board.ownOrigin(), body })).status,
    ).toBe(401)
    expect(await bench.events('note.added')).toEqual([])
  })

  it('is nobody by a form of another site, or without any origin', async () => {
    const { board, bench, id } = await halted()
    const guest = await board.guest('Mori', '--act')
    const body = 'act=note&text=x&token=token-token-token-1'
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${board.url.origin}.evil.example` },
      { origin: board.url.origin.toUpperCase() },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { host: 'evil.example' },
    ])
      expect([421, 403]).toContain((await guest.post(id, body, headers)).status)
    const bare = { cookie: guest.cookie, 'sec-fetch-site': 'same-origin' }
    expect((await board.send(`/incidents/${id}/acts`, { method: 'POST', headers: bare, body })).status).toBe(403)
    expect((await guest.get(`/incidents/${id}/acts?${body}`)).status).toBe(404)
    expect(await bench.events('note.added')).toEqual([])
  })

  it('is, for a department, only on its steps, channels and people', async () => {
    const { board, bench, id } = await halted()
    const guest = await board.guest('Mori', '--act', '--department', 'legal')
    const status = await bench.json<{ steps: { id: string; department: string }[] }>('status')
    const own = new Set(status.steps.filter(({ department }) => department === 'legal').map(({ id }) => id))
    const { body } = await guest.get(`/incidents/${id}?lang=en`)
    const shown = stepsOn(body)
    expect(shown.length).toBeGreaterThan(0)
    expect(shown.filter((step) => !own.has(step))).toEqual([])
    expect(body).toMatch(/<p class="instructions">[^`]*<\/p>/)
    expect(body).not.toMatch(/<p class="instructions">[^<]*`/)
    expect(body).toContain('id="call-sato"')
    expect(body).not.toContain('id="call-ito"')
    for (const fields of [
      { act: 'done', step: '2.1-logs' },
      { act: 'assign', step: '2.1-logs', to: 'legal' },
      { act: 'reached', person: 'ito' },
      { act: 'posted', channel: 'website' },
      { act: 'posted', channel: 'none' },
    ])
      expect([fields, (await guest.act(id, fields)).code]).toEqual([fields, 403])
    expect((await guest.act(id, { act: 'reached', person: 'sato' })).code).toBe(200)
    await bench.ok('assign', '2.1-logs', '--to', 'Mori')
    bench.pass(1000)
    expect((await guest.act(id, { act: 'done', step: '2.1-logs' })).code).toBe(200)
  })

  it.each(['', 'exec', 'close', 'lift', 'set', 'constructor', '__proto__', 'toString'])(
    'does nothing but what the page has: %j',
    async (act) => {
      const { board, id } = await halted()
      const guest = await board.guest('Mori', '--act')
      expect((await guest.act(id, { act, step: '2.1-logs', text: 'x' })).code).toBe(403)
    },
  )

  it('says nothing that a command would take for a flag or a file', async () => {
    const { board, bench, id } = await halted()
    const guest = await board.guest('root; --as=x', '--act')
    const hostile = [
      '--private',
      '--attach=/etc/passwd',
      '--as=root',
      '-i',
      '--',
      '"; rm -rf /',
      '<script>alert(1)</script>',
      '\u001b[31m',
    ]
    for (const text of hostile) {
      await guest.act(id, { act: 'note', text })
      await guest.act(id, { act: 'done', step: text })
      await guest.act(id, { act: 'begin', step: '2.1-logs', text })
      await guest.act(id, { act: 'assign', step: '2.1-logs', to: text })
      await guest.act(id, { act: 'posted', channel: text, link: text, stage: text, text, reason: text, override: text })
    }
    const events = (await bench.events()).filter((event) => 'via' in event)
    expect(new Set(events.map(({ by }) => by))).toEqual(new Set(['root; --as=x']))
    expect((await bench.events('note.added')).map(({ data }) => data.text)).toEqual(hostile)
    for (const { data } of await bench.events('note.added')) expect(data).not.toHaveProperty('attached')
    const { body } = await guest.get(`/incidents/${id}?lang=en`)
    expect(body).not.toContain('<script>alert')
    expect(body).not.toContain('\u001b')
    expect((await bench.halt('verify')).code).toBe(0)
  })
})

describe('without a script', () => {
  const form = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields).toString()

  it('a form on the page of one link records nothing for another one that was opened in the same browser', async () => {
    const { bench, board, id } = await halted()
    const [mori, sato] = [await board.guest('Mori', '--act'), await board.guest('Sato', '--act')]
    const page = (await mori.get(`/incidents/${id}?lang=en`)).body
    const token = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const { status, body } = await sato.post(id, form({ token, act: 'note', text: 'typed by Mori' }))
    expect({ status, body }).toMatchObject({ status: 409, body: expect.stringContaining('Nothing was recorded') })
    expect((await mori.post(id, form({ token, act: 'note', text: 'typed by Mori' }))).status).toBe(303)
    expect((await bench.ok('log')).match(/typed by Mori/g)).toHaveLength(1)
  })

  it('an act leads back to the page, which says what was recorded, and has another token', async () => {
    const { board, id } = await halted()
    const guest = await board.guest('Mori', '--act')
    const page = (await guest.get(`/incidents/${id}?lang=en`)).body
    const token = /name="token" value="([\w-]{43}\.\w+)"/.exec(page)?.[1] ?? ''
    const { status, headers } = await guest.post(id, form({ token, act: 'note', text: 'Disk array offline' }))
    expect(status).toBe(303)
    const { body } = await guest.get(headers.location ?? '')
    expect(body).toMatch(/<div id="said" role="status"><p><strong>Recorded<\/strong><\/p><p>[^<]*Disk array offline/)
    expect(body).not.toContain(token)
    expect(body).not.toContain('http-equiv="refresh"')
    expect(body).toContain('This page does not reload itself, so that what you type stays.')
  })

  it('what was refused is shown with what was typed, to be sent again', async () => {
    const { board, bench, id } = await halted()
    const guest = await board.guest('Mori', '--act')
    const fields = { token: 'token-token-token-1', act: 'skip', step: '2.1-logs', text: '' }
    const { status, body } = await guest.post(id, form(fields))
    expect(status).toBe(409)
    expect(body).toContain('<h1>NOT recorded</h1>')
    expect(body).toContain('name="step" value="2.1-logs"')
    expect(body).toContain('<textarea id="text"')
    expect((await guest.post(id, form({ ...fields, text: '<b>no</b> time' }))).status).toBe(303)
    expect(await bench.events('step.skipped')).toMatchObject([{ data: { reason: '<b>no</b> time' } }])
  })
})

describe('a notice', () => {
  it('is there to be copied, and recorded as posted with its text and address', async () => {
    const { board, bench, id } = await halted()
    const guest = await board.guest('Mori', '--act')
    const { body } = await guest.get(`/incidents/${id}?lang=en`)
    const [, shown = ''] = /<textarea id="notice-website-text"[^>]*>\n([^<]*)</.exec(body) ?? []
    expect(shown).toContain('停止')
    const fields = { act: 'posted', channel: 'website', stage: 'first', text: shown, link: 'https://example.com/1' }
    const refused = await guest.act(id, fields)
    const outcome =
      refused.status === 'refused'
        ? await guest.act(id, { ...fields, override: refused.override ?? '', reason: 'known' })
        : refused
    expect(outcome.status).toBe('recorded')
    const [posted] = await bench.events('notice.posted')
    expect(posted).toMatchObject({ by: 'Mori', data: { channel: 'website', link: 'https://example.com/1' } })
  })

  it.each([
    ['en', 'X (formerly Twitter)'],
    ['ja', 'X（旧Twitter）'],
  ])('is named by its channel, in %s', async (language, name) => {
    const { board, id } = await halted()
    const guest = await board.guest('Mori', '--act')
    const { body } = await guest.get(`/incidents/${id}?lang=${language}`)
    const [, title] = /<details id="notice-social"[^>]*><summary>([^<]*)</.exec(body) ?? []
    expect(title?.split('  ')[0]).toBe(name)
  })
})

describe('an approval on the board', () => {
  async function asked() {
    const bench = await FourEyes.begin()
    const event = await bench.asked()
    return { bench, event, board: await TestBoard.of(bench) }
  }

  it('counts from a guest whom another than the author has invited, and sends what was prepared', async () => {
    const { bench, event, board } = await asked()
    const own = await board.guest('Ito', '--act')
    const other = await board.guest('Mori', '--act', '--as', 'hanako')
    const { body } = await other.get(`/incidents/${bench.id}?lang=en`)
    expect(body).toMatch(/<section id="act-approvals"[\s\S]*waits for approval by Legal or Mori[\s\S]*【重要】/)
    const refused = await own.act(bench.id, { act: 'approve', event })
    expect([refused.code, refused.lines[0]]).toEqual([409, expect.stringContaining('acts by a link')])
    expect(bench.mailed).toBe(false)
    expect((await other.act(bench.id, { act: 'approve', event })).status).toBe('recorded')
    expect(await bench.events('approval.granted')).toMatchObject([{ by: 'Mori', invitedBy: 'hanako', via: 'board' }])
    expect(bench.mailed).toBe(true)
  })

  it('is only of who is among the approvers', async () => {
    const { bench, event, board } = await asked()
    const guest = await board.guest('Kato', '--act', '--as', 'hanako')
    expect((await guest.act(bench.id, { act: 'approve', event })).lines[0]).toContain('not among the approvers')
  })

  it('can be refused, with a reason', async () => {
    const { bench, event, board } = await asked()
    const guest = await board.guest('Kato', '--act', '--as', 'hanako')
    expect((await guest.act(bench.id, { act: 'refuse', event })).code).toBe(409)
    expect((await guest.act(bench.id, { act: 'refuse', event, text: 'wrong cause' })).status).toBe('recorded')
    expect(await bench.ok('status')).not.toContain('waits for approval')
  })
})
