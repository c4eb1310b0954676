import { appendFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { LANGUAGES, type Language } from '../../../src/domain/runbook/runbook.ts'
import { CONTACTS, SETTINGS } from '../../approval/four-eyes.ts'
import { Bench } from '../bench.ts'
import { LACKING } from '../pages/browser.ts'
import { expectNoFault, openIn, phone, serve } from './running-board.ts'

/** A folder in which a picture of each page is kept, to be looked at; nothing is kept without. */
const PICTURES = process.env.HALT_PICTURES

const APPEARANCES = [390, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
)

/** The least height of what a thumb has to hit, in pixels. */
const THUMB = 44

/** A halt with everything that a page can show: what is late, stopped, to be approved, posted, attached, unclear. */
function fullHalt(): Bench {
  const bench = new Bench()
  bench.write('halt.yaml', SETTINGS)
  bench.write('contacts.yaml', CONTACTS)
  bench.ok('start', '--type', 'system-failure', '--title', 'Matching engine down', '--at', '40m ago')
  bench.ok('scope', 'trading=stopped', 'withdrawals=stopped', 'withdrawals:XEM=limited:small amounts only')
  bench.ok('classify', '--severity', 'sev1', '--reason', 'all markets')
  bench.ok('set', 'cause=?', 'impact.ja=注文できません', 'impact.en=No orders', 'expected-recovery=?')
  bench.ok('note', '--hypothesis', 'the disk array')
  const file = join(bench.directory, 'a long name of a screenshot of the console of the matching engine.png')
  writeFileSync(file, 'x'.repeat(100_000))
  bench.ok('note', 'what the console shows', '--attach', file)
  bench.ok('begin', '2.1-logs', '--note', 'on it')
  bench.ok('assign', '2.1-monitoring', '--to', 'mori')
  bench.ok('contacts', 'tried', 'taro')
  bench.ok('action', 'add', 'call the bank', '--owner', 'taro', '--due', 'in 1s')
  bench.ok('handover', '--to', 'mori')
  bench.ok('notice', 'website', '--posted', '--force', '--reason', 'no time')
  const { code, err } = bench.halt('notice', 'email', '--send', '--force', '--reason', 'no time')
  expect(code, err).toBe(9)
  return bench
}

/** A page in one state, in whichever language; the page of a test is open at no address yet. */
interface State {
  readonly name: string
  readonly reach: (page: Page, language: Language) => Promise<unknown>
}

async function go(page: Page, address: string, language: Language): Promise<void> {
  const url = new URL(address)
  url.searchParams.set('lang', language)
  await page.goto(url.href)
  await page.waitForSelector('main')
}

/** Everything that is folded, opened. */
const unfold = (page: Page) => page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')

async function inspect(context: BrowserContext, states: readonly State[]): Promise<void> {
  for (const language of LANGUAGES)
    for (const { name, reach } of states) {
      const page = await context.newPage()
      await reach(page, language)
      for (const { width, colorScheme } of APPEARANCES) {
        await page.setViewportSize({ width, height: 844 })
        await page.emulateMedia({ colorScheme })
        const at = `${name} ${language} ${width} ${colorScheme}`
        if (PICTURES !== undefined)
          await page.screenshot({ path: join(PICTURES, `${at.replaceAll(' ', '-')}.png`), fullPage: true })
        await expectNoFault(page, at)
        const heights = await page
          .locator('button, input:not([type=hidden], [type=radio], [type=checkbox]), textarea, summary, nav a')
          .evaluateAll((all) =>
            all.map((one) => (one as { offsetHeight: number }).offsetHeight).filter((height) => height > 0),
          )
        expect(Math.min(THUMB, ...heights), at).toBe(THUMB)
      }
      await page.close()
    }
}

describe.skipIf(LACKING.length > 0)('no page has a fault that axe finds, or scrolls sideways, in any state', () => {
  it('for whoever reads', { timeout: 600_000 }, async () => {
    const bench = fullHalt()
    bench.ok('start', '--drill', '--type', 'market-volatility', '--title', '訓練', '--no-walk')
    const [halt, drill] = bench
      .ok('list')
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0] as string)
      .sort()
    const { url, process: board } = await serve(bench)
    const context = await phone({ bypassCSP: true })
    const { origin } = new URL((await openIn(context, url)).url())
    const shows = (path: string) => (page: Page, language: Language) => go(page, origin + path, language)
    const codePage = async (page: Page, language: Language) => {
      await context.clearCookies()
      await go(page, origin, language)
      await page.locator('#code').waitFor()
    }
    await inspect(context, [
      { name: 'list', reach: shows('/') },
      { name: 'halt', reach: shows(`/incidents/${halt}`) },
      { name: 'department', reach: shows(`/incidents/${halt}?department=legal`) },
      { name: 'drill', reach: shows(`/incidents/${drill}`) },
      { name: 'nothing', reach: shows('/none') },
      {
        name: 'lost',
        reach: async (page, language) => {
          await go(page, `${origin}/incidents/${halt}`, language)
          board.kill('SIGSTOP')
          await page.locator('.is-lost').waitFor()
          board.kill('SIGCONT')
          await page.evaluate('document.body.classList.add("is-lost")')
        },
      },
    ])
    await inspect(context, [
      { name: 'code', reach: codePage },
      {
        name: 'wrong-code',
        reach: async (page, language) => {
          await codePage(page, language)
          await page.locator('#code').fill('wrong')
          await page.locator('#code').press('Enter')
          await page.getByRole('alert').waitFor()
        },
      },
    ])
  })

  it('once nothing is open, and where something speaks against the log', { timeout: 600_000 }, async () => {
    const bench = fullHalt()
    const id = bench.ok('list').split(' ')[0] as string
    bench.ok('close', '--as', 'false-alarm', '--reason', 'a test')
    const { url } = await serve(bench)
    const context = await phone({ bypassCSP: true })
    await (await context.newPage()).goto(url)
    const { origin } = new URL(url)
    await inspect(context, [
      { name: 'none-open', reach: (page, language) => go(page, origin, language) },
      { name: 'closed', reach: (page, language) => go(page, `${origin}/incidents/${id}`, language) },
    ])
    const folder = join(bench.workspace, 'incidents', id)
    const log = readdirSync(folder).find((name) => name.endsWith('.jsonl')) as string
    appendFileSync(join(folder, log), '{"v":2,"broken":true}\n')
    await inspect(context, [
      {
        name: 'alarms',
        reach: async (page, language) => {
          await go(page, `${origin}/incidents/${id}`, language)
          await page.locator('#alarms').waitFor()
        },
      },
    ])
  })

  it('once their link is over', { timeout: 600_000 }, async () => {
    const bench = fullHalt()
    await serve(bench)
    const context = await phone({ bypassCSP: true })
    await inspect(context, [
      {
        name: 'over',
        reach: async (page, language) => {
          await page.goto(bench.ok('invite', 'Abe', '--act').trim())
          await page.waitForSelector('#board')
          await go(page, page.url(), language)
          bench.ok('invite', '--revoke', 'Abe')
          await page.locator('.is-lost').waitFor()
        },
      },
    ])
  })

  it('for whoever acts', { timeout: 600_000 }, async () => {
    const bench = fullHalt()
    const { url } = await serve(bench)
    const { origin } = new URL(url)
    const id = bench.ok('list').split(' ')[0] as string
    const guest = async (name: string, ...flags: readonly string[]) => {
      const context = await phone({ bypassCSP: true })
      await openIn(context, bench.ok('invite', name, ...flags).trim())
      return context
    }
    const address = `${origin}/incidents/${id}`
    await inspect(await guest('Kato'), [{ name: 'looks-on', reach: (page, language) => go(page, address, language) }])
    const context = await guest('Sato', '--act')
    await inspect(context, [
      {
        name: 'acts',
        reach: async (page, language) => {
          await go(page, address, language)
          await unfold(page)
        },
      },
      {
        name: 'refused',
        reach: async (page, language) => {
          await go(page, address, language)
          await unfold(page)
          const step = page.locator('details[id^=step-]').first()
          await step.locator('button[value=skip]').click()
          await step.locator('output strong').waitFor()
          const notice = page.locator('details[id^=notice-]').first()
          await notice.locator('textarea').fill('x')
          await notice.locator('button[value=posted]').click()
          await notice.locator('.override').waitFor()
        },
      },
      {
        name: 'refused-without-script',
        reach: async (page, language) => {
          await go(page, address, language)
          await unfold(page)
          // A form that is sent by itself is none of the script's.
          await page.evaluate(`(() => {
            const form = document.querySelector('form[id^=form-step-]')
            form.insertAdjacentHTML('beforeend', '<input type="hidden" name="act" value="skip">')
            form.submit()
          })()`)
          await page.getByRole('alert').waitFor()
        },
      },
      {
        name: 'recorded',
        reach: async (page, language) => {
          await go(page, address, language)
          const step = page.locator('details[id^=step-]').first()
          await step.locator('summary').click()
          await step.locator('button[value=done]').click()
          await page.locator('#said button[value=undo]').waitFor()
        },
      },
      {
        name: 'taken-back',
        reach: async (page, language) => {
          await go(page, address, language)
          const step = page.locator('details[id^=step-]').first()
          await step.locator('summary').click()
          await step.locator('button[value=done]').click()
          await page.locator('#said button[value=undo]').click()
          await page.locator('#said button').waitFor({ state: 'detached' })
          await page.locator('#said strong').waitFor()
        },
      },
    ])
    bench.ok('lift', '--all', '--force', '--reason', 'for this test')
    await inspect(context, [
      {
        name: 'writes-report',
        reach: async (page, language) => {
          await go(page, address, language)
          await unfold(page)
          const item = page.locator('#report-root-cause')
          await item.locator('textarea').first().fill('a full disk')
          bench.ok('set', `root-cause=no memory, seen in ${language} ${Date.now()}`)
          await item.getByText(`seen in ${language}`).first().waitFor()
          await item.locator('button').first().click()
          await item.locator('output strong').waitFor()
        },
      },
    ])
  })
})
