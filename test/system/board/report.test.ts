import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { LACKING } from '../pages/browser.ts'
import { openIn, phone, serve } from './running-board.ts'

/** A halt after which the report is to be written. */
function resumed(): Bench {
  const bench = new Bench()
  bench.ok('start', '--type', 'system-failure', '--title', 'Matching engine down', '--at', '5m ago')
  bench.ok('scope', 'trading=stopped')
  bench.ok('lift', '--all', '--force', '--reason', 'for this test')
  return bench
}

async function openedCause(page: Page) {
  const item = page.locator('#report-root-cause')
  await item.locator('summary').click()
  return { text: item.locator('#report-root-cause-text'), record: item.locator('button').first(), item }
}

describe.skipIf(LACKING.length > 0)('several people who write the report at the same time in Chromium', () => {
  it('see what others write, and overwrite none of it unseen', async () => {
    const bench = resumed()
    await serve(bench)
    const [one, other] = [
      await openIn(await phone(), bench.ok('invite', 'Sato', '--act').trim()),
      await openIn(await phone(), bench.ok('invite', 'Mori', '--act').trim()),
    ]
    const [first, second] = [await openedCause(one), await openedCause(other)]
    await second.text.fill('a bad deployment')
    await first.text.fill('a full disk')
    await first.record.click()
    await one.locator('#said').getByText('Recorded').waitFor()
    await second.item.getByText('a full disk').first().waitFor()
    expect(await second.text.inputValue()).toBe('a bad deployment')
    await other.reload()
    await other.waitForSelector('#board')
    await second.record.click()
    await second.item.locator('output').getByText('Somebody has recorded meanwhile: a full disk').waitFor()
    await second.text.fill('a full disk, after a bad deployment')
    await second.record.click()
    await other.locator('#said').getByText('Recorded').waitFor()
    await one.waitForFunction(
      'document.querySelector("#report-root-cause-text").value === "a full disk, after a bad deployment"',
    )
  })

  it('read it as it stands, without a script or a file of anywhere else', async () => {
    const bench = resumed()
    const { url } = await serve(bench)
    const page = await openIn(await phone(), url)
    const requests: string[] = []
    page.on('request', (request) => requests.push(new URL(request.url()).pathname))
    const errors: string[] = []
    page.on('console', (message) => errors.push(message.text()))
    await page.getByRole('link', { name: 'For the team' }).click()
    await page.getByRole('heading', { name: 'Matching engine down' }).waitFor()
    expect(await page.evaluate('document.styleSheets[0].cssRules.length')).toBeGreaterThan(50)
    expect([requests.length, errors]).toEqual([1, []])
  })
})
