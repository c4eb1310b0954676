import { once } from 'node:events'
import { connect } from 'node:net'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { LACKING } from '../pages/browser.ts'
import { openIn, phone, serve } from './running-board.ts'

const CONTACTS = `people:
  sato: { name: { ja: 佐藤 花子, en: Hanako Sato }, reach: [{ by: phone, to: "+81 3 1234 5678" }] }
departments:
  system: { head: sato }
  customer-support: { head: sato }
  public-relations: { head: sato }
  legal: { head: sato }
  security: { head: sato }
`

function halted(): Bench {
  const bench = new Bench()
  bench.write('contacts.yaml', CONTACTS)
  bench.ok('start', '--type', 'system-failure', '--title', 'Matching engine down', '--at', '5m ago')
  bench.ok('scope', 'trading=stopped')
  return bench
}

/** The link for somebody, to a board that runs. */
const link = (bench: Bench, name: string, ...flags: readonly string[]) =>
  bench.ok('invite', name, '--act', ...flags).trim()

const inTouch = (page: Page) => page.getByText('Connected: this page follows the log.').waitFor()

async function opened(page: Page, step: string) {
  const item = page.locator(`[id="step-${step}"]`)
  await item.locator('summary').click()
  return item
}

const eventsOf = (bench: Bench) =>
  bench
    .ok('log', '--json')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; by: string; via?: string; data: Record<string, unknown> })

describe.skipIf(LACKING.length > 0)('people who take part in Chromium', () => {
  it('act by name, each on a phone of their own, and see what the others do', async () => {
    const bench = halted()
    await serve(bench)
    const one = await openIn(await phone(), link(bench, 'Sato'))
    const other = await openIn(await phone({ locale: 'ja-JP' }), link(bench, 'Mori', '--department', 'legal'))
    await inTouch(one)
    await one.getByText('Hello, Sato.').waitFor()
    await other.getByText('Mori さん').waitFor()
    const step = await opened(one, '2.1-logs')
    await step.getByLabel('Note; or the reason').fill('engine-3 has no disk')
    await step.getByRole('button', { name: 'Begin' }).click()
    await one.locator('#said').getByText('Recorded').waitFor()
    await other.getByRole('log').getByText('engine-3 has no disk').waitFor()
    const note = other.locator('#act-note')
    await note.getByRole('textbox').fill('報道から問い合わせ')
    await note.locator('button').click()
    await one.getByRole('log').getByText('報道から問い合わせ').waitFor()
    const acts = eventsOf(bench).filter(({ via }) => via === 'board')
    expect(acts.map(({ type, by }) => [type, by])).toEqual([
      ['step.begun', 'Sato'],
      ['note.added', 'Mori'],
    ])
    expect(await note.getByRole('textbox').inputValue()).toBe('')
  })

  it('are told why something is refused where they typed, and keep what they typed', async () => {
    const bench = halted()
    await serve(bench)
    const page = await openIn(await phone(), link(bench, 'Sato'))
    await inTouch(page)
    const step = await opened(page, '2.1-logs')
    await step.getByRole('button', { name: 'Skip' }).click()
    await step.getByText('NOT recorded').waitFor()
    await step.getByLabel('Note; or the reason').fill('no time')
    bench.ok('note', 'meanwhile')
    await page.getByRole('log').getByText('meanwhile').waitFor()
    expect(await step.getByLabel('Note; or the reason').inputValue()).toBe('no time')
    await step.getByRole('button', { name: 'Skip' }).click()
    await page.locator('#said').getByText('no time').waitFor()
  })

  it('lose nothing that they typed by what others do, by reloading, or by a board that was started anew', async () => {
    const bench = halted()
    const { url, process: board } = await serve(bench)
    const page = await openIn(await phone(), link(bench, 'Sato'))
    await inTouch(page)
    const typed = (await opened(page, '2.1-logs')).getByLabel('Note; or the reason')
    await typed.fill('half a sent')
    bench.ok('done', '2.1-logs')
    await page.getByRole('log').getByText('2.1-logs').waitFor()
    await page.waitForTimeout(1500)
    expect(await typed.inputValue()).toBe('half a sent')
    await page.locator('#act-note').getByRole('textbox').fill('not sent yet')
    await page.reload()
    await inTouch(page)
    expect(await page.locator('#act-note').getByRole('textbox').inputValue()).toBe('not sent yet')
    board.kill('SIGKILL')
    await once(board, 'close')
    await page.locator('#act-note button').click()
    await page.getByText('NOT sent yet').waitFor()
    await serve(bench, Number(new URL(url).port))
    await page.locator('#said').getByText('not sent yet').waitFor()
    await inTouch(page)
    expect(eventsOf(bench).filter(({ type }) => type === 'note.added')).toHaveLength(1)
  })

  it('act once when they press twice, and when the answer was lost', async () => {
    const bench = halted()
    await serve(bench)
    const page = await openIn(await phone(), link(bench, 'Sato'))
    await inTouch(page)
    let lost = 0
    await page.route('**/acts?*', async (route) => {
      lost += 1
      if (lost > 1) return route.continue()
      await route.fetch()
      await route.abort()
    })
    const note = page.locator('#act-note')
    await note.getByRole('textbox').fill('once')
    await note.locator('button').dblclick()
    await page.locator('#said').getByText('once').waitFor()
    expect(lost).toBe(2)
    expect(eventsOf(bench).filter(({ type }) => type === 'note.added')).toHaveLength(1)
  })

  it('take back with one press what they pressed by mistake', async () => {
    const bench = halted()
    await serve(bench)
    const page = await openIn(await phone({ locale: 'ja-JP' }), link(bench, 'Sato'))
    const step = await opened(page, '2.1-logs')
    await step.getByRole('button', { name: '完了' }).click()
    const undo = page.locator('#said').getByRole('button', { name: '間違えたので取り消す' })
    expect((await undo.boundingBox())?.height).toBeGreaterThanOrEqual(44)
    await undo.click()
    await page.locator('#said').getByText('誤って記録したため').waitFor()
    await undo.waitFor({ state: 'detached' })
    await page.locator('[id="step-2.1-logs"]').waitFor()
    const types = eventsOf(bench).map(({ type }) => type)
    expect(types.slice(-2)).toEqual(['step.done', 'event.undone'])
  })

  it('close what they have read, with a script and without', async () => {
    const bench = halted()
    await serve(bench)
    const page = await openIn(await phone(), link(bench, 'Sato'))
    const note = page.locator('#act-note')
    await note.getByRole('textbox').fill('read')
    await note.locator('button').click()
    const close = page.locator('#said').getByRole('link', { name: 'Close' })
    expect((await close.boundingBox())?.height).toBeGreaterThanOrEqual(44)
    const without = await close.getAttribute('href')
    await close.click()
    await page.locator('#said strong').waitFor({ state: 'detached' })
    expect(page.url()).not.toContain('said=')
    await page.goto(new URL(without ?? '', page.url()).href)
    expect(await page.locator('#said').innerHTML()).toBe('')
  })

  it('are told of a file that is too large before it is sent in vain', async () => {
    const bench = halted()
    await serve(bench)
    const page = await openIn(await phone(), link(bench, 'Sato'))
    await inTouch(page)
    let sent = 0
    page.on('request', (request) => {
      sent += Number(request.method() === 'POST')
    })
    const note = page.locator('#act-note')
    await note.getByText('up to 25 MB').waitFor()
    await note.getByRole('textbox').fill('the recording')
    await note
      .locator('input[type=file]')
      .setInputFiles({ name: 'a.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(25_000_001) })
    await note.locator('button').click()
    await note.locator('output').getByText('note TEXT --attach FILE').waitFor()
    expect(sent).toBe(0)
    expect(await note.getByRole('textbox').inputValue()).toBe('the recording')
  })

  it('attach a picture', async () => {
    const bench = halted()
    await serve(bench)
    const page = await openIn(await phone(), link(bench, 'Sato'))
    await inTouch(page)
    const note = page.locator('#act-note')
    await note.getByRole('textbox').fill('the screen')
    await note
      .locator('input[type=file]')
      .setInputFiles({ name: 'a b.png', mimeType: 'image/png', buffer: Buffer.alloc(100_000) })
    await note.locator('button').click()
    await page.locator('#said').getByText('the screen').waitFor()
    const [added] = eventsOf(bench).filter(({ type }) => type === 'note.added')
    expect(added?.data.attached).toMatchObject([{ name: 'a b.png', bytes: 100_000 }])
  })

  it('take part without a script', async () => {
    const bench = halted()
    await serve(bench)
    const code = new URL(link(bench, 'Sato'))
    const page = await (await phone({ javaScriptEnabled: false })).newPage()
    await page.goto(code.origin)
    await page.getByLabel('Code').fill(code.hash.slice(1))
    await page.getByRole('button').press('Enter')
    await page.waitForSelector('#act-note')
    expect(await page.content()).not.toContain('http-equiv="refresh"')
    const step = await opened(page, '2.1-logs')
    await step.getByRole('button', { name: 'Skip' }).click()
    await page.getByRole('heading', { name: 'NOT recorded' }).waitFor()
    await page.getByLabel('What you typed').fill('no time')
    await page.getByRole('button').click()
    await page.locator('#said').getByText('no time').waitFor()
    expect(eventsOf(bench).filter(({ type }) => type === 'step.skipped')).toHaveLength(1)
    await page.locator('#said').getByRole('button', { name: 'Undo: it was a mistake' }).click()
    await page.locator('#said').getByText('Recorded by mistake').waitFor()
    expect(eventsOf(bench).at(-1)?.type).toBe('event.undone')
  })

  it('are shown out within a second once their link is ended', async () => {
    const bench = halted()
    await serve(bench)
    const page = await openIn(await phone(), link(bench, 'Sato'))
    await inTouch(page)
    await page.locator('#act-note').getByRole('textbox').fill('too late')
    bench.ok('invite', '--revoke', 'Sato')
    await page.locator('#act-note button').click()
    await page.locator('#act-note').getByText('This link is good no more').waitFor()
    await page.locator('#touch').getByText('This link is good no more').waitFor({ timeout: 10_000 })
    expect(eventsOf(bench).filter(({ type }) => type === 'note.added')).toEqual([])
  })
})

describe('raw requests to a running board', () => {
  it('write nothing, whatever they say of where they come from', async () => {
    const bench = halted()
    const { url } = await serve(bench)
    const { port, host } = new URL(url)
    const id = bench.ok('list').split(' ')[0]
    const code = new URL(link(bench, 'Sato')).hash.slice(1)
    const body = 'act=note&text=forged&token=token-token-token-1'
    const from = (origin: string, at = host) =>
      `POST /incidents/${id}/acts HTTP/1.1\r\nHost: ${at}\r\n${origin}Authorization: Bearer ${code}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`
    const forged = [
      from(''),
      from('Origin: null\r\n'),
      from('Origin: http://evil.example\r\n'),
      from(`Origin: http://${host}, http://${host}\r\n`),
      from(`Origin: http://${host}\r\nOrigin: http://evil.example\r\n`),
      from(`Origin: http://${host}/\r\n`),
      from(`Origin: http://${host}\r\nSec-Fetch-Site: cross-site\r\n`),
      from(`Origin: http://evil.example:${port}\r\n`, `evil.example:${port}`),
      from(`Origin: http://${host}\r\n`, `${host}.evil.example`),
      from(`Origin: http://${host}\r\n`).replace('HTTP/1.1\r\nHost', 'HTTP/1.1\r\nHost: evil\r\nHost'),
      from(`Origin: http://${host}\r\n`).replace(`/incidents/${id}`, `http://evil.example/incidents/${id}`),
      from(`X-Forwarded-Host: ${host}\r\nOrigin: http://${host}\r\n`, 'evil.example'),
    ]
    for (const text of forged) {
      const socket = connect(Number(port), '127.0.0.1')
      socket.write(text)
      const chunks: Buffer[] = []
      for await (const chunk of socket) chunks.push(chunk as Buffer)
      expect([text, Buffer.concat(chunks).toString().slice(9, 12)]).toEqual([text, expect.stringMatching(/^4\d\d$/)])
    }
    expect(bench.ok('log')).not.toContain('forged')
    const socket = connect(Number(port), '127.0.0.1')
    socket.write(from(`Origin: http://${host}\r\nSec-Fetch-Site: same-origin\r\n`))
    for await (const _ of socket);
    expect(bench.ok('log')).toContain('forged')
  })
})
