import { once } from 'node:events'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { LACKING } from '../pages/browser.ts'
import { openIn, phone, serve } from './running-board.ts'

function halted(): Bench {
  const bench = new Bench()
  bench.ok('start', '--type', 'system-failure', '--title', 'Matching engine down', '--at', '5m ago')
  bench.ok('scope', 'trading=stopped')
  return bench
}

const inTouch = (page: Page) => page.getByText('Connected: this page follows the log.').waitFor()

describe.skipIf(LACKING.length > 0)('the board in Chromium', () => {
  it('lets in by the address alone, and takes the code out of sight', async () => {
    const { url } = await serve(halted())
    const page = await openIn(await phone(), url)
    await inTouch(page)
    expect(page.url()).toMatch(/\/incidents\/\S+\?lang=en$/)
    expect(await page.title()).toBe('Matching engine down')
  })

  it('shows what somebody records, and keeps what the reader has chosen', async () => {
    const bench = halted()
    const page = await openIn(await phone(), (await serve(bench)).url)
    await inTouch(page)
    await page.getByRole('radio', { name: 'decisions' }).check()
    bench.ok('note', 'Disk array offline')
    await page.getByRole('log').getByText('Disk array offline').waitFor()
    bench.ok('scope', 'deposits=stopped')
    await page.locator('#scope').getByText('deposits stopped').waitFor()
    expect(await page.getByRole('radio', { name: 'decisions' }).isChecked()).toBe(true)
  })

  it('says when it has lost touch, shows no old time as new, and goes on when the board is back', async () => {
    const bench = halted()
    const { url, process: board } = await serve(bench)
    const page = await openIn(await phone(), url)
    await inTouch(page)
    board.kill('SIGSTOP')
    await page.getByText('NO CONNECTION').waitFor()
    const shown = await page.locator('#as-of').textContent()
    await page.waitForTimeout(2000)
    expect(await page.locator('#as-of').textContent()).toBe(shown)
    board.kill('SIGCONT')
    await inTouch(page)
    expect(await page.locator('#as-of').textContent()).not.toBe(shown)
  })

  it('says that a board that was started anew has a new code', async () => {
    const bench = halted()
    const { url, process: board } = await serve(bench)
    const page = await openIn(await phone(), url)
    await inTouch(page)
    board.kill('SIGKILL')
    await once(board, 'close')
    await serve(bench, Number(new URL(url).port))
    await page.getByText('This board was started anew').waitFor()
    await page.reload()
    await page.getByLabel('Code').waitFor()
  })

  it('follows in eight tabs over one connection', async () => {
    const bench = halted()
    const { url } = await serve(bench)
    const context = await phone()
    const first = await openIn(context, url)
    const address = first.url()
    const others = await Promise.all(
      Array.from({ length: 7 }, (_, i) =>
        openIn(context, i % 2 === 0 ? address : address.replace('lang=en', 'lang=ja')),
      ),
    )
    bench.ok('note', 'Disk array offline')
    for (const page of [first, ...others]) await page.getByRole('log').getByText('Disk array offline').waitFor()
    await first.close()
    bench.ok('note', 'Disk array back')
    for (const page of others) await page.getByRole('log').getByText('Disk array back').waitFor()
  })

  it('reads without a script, and reloads itself', async () => {
    const { url } = await serve(halted())
    const context = await phone({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(url)
    await page.getByLabel('Code').fill(new URL(url).hash.slice(1))
    await page.getByRole('button').press('Enter')
    await page.waitForSelector('#scope')
    expect(await page.locator('#scope').textContent()).toMatch(/trading\s+stopped/)
    expect(await page.content()).toContain('http-equiv="refresh" content="20"')
    expect(await page.getByRole('button', { name: 'Copy' }).count()).toBe(0)
  })

  it('lets in by a link on another site whoever is in already', async () => {
    const { url } = await serve(halted())
    const context = await phone()
    const address = (await openIn(context, url)).url()
    const elsewhere = await context.newPage()
    await elsewhere.setContent(`<a href="${address}">board</a>`)
    await elsewhere.getByRole('link').click()
    await elsewhere.waitForSelector('#board')
  })

  it('copies the last public text', async () => {
    const bench = halted()
    const post = (text: string, stage: string) => {
      bench.write('notice.txt', text)
      const file = `${bench.directory}/workspace/notice.txt`
      bench.ok('notice', 'website', '--stage', stage, '--posted', '--text-file', file, '--force', '--reason', 'test')
    }
    post('10時2分から売買を停止しています。', 'first')
    const context = await phone({ permissions: ['clipboard-read', 'clipboard-write'] })
    await context.clock.install()
    const page = await openIn(context, (await serve(bench)).url)
    await page.clock.pauseAt(Date.now() + 60_000)
    const copy = page.locator('button[data-copy="last-text"]')
    await copy.click()
    await expect.poll(() => copy.textContent(), { timeout: 30_000 }).toBe('Copied')
    expect(await page.evaluate('navigator.clipboard.readText()')).toContain('売買を停止しています')
    post('売買は引き続き停止しています。', 'update')
    await page.locator('#last-text', { hasText: '引き続き' }).waitFor()
    expect(await copy.textContent()).toBe('Copied')
    await copy.click()
    await page.clock.runFor(1999)
    expect(await copy.textContent()).toBe('Copied')
    await page.clock.runFor(1)
    expect(await copy.textContent()).toBe('Copy')
    await page.clock.runFor(2000)
    expect(await copy.textContent()).toBe('Copy')
  })
})
