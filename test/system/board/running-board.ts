import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import axe from 'axe-core'
import type { BrowserContext, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { type Bench, PROGRAM } from '../bench.ts'
import { browser } from '../pages/browser.ts'

export interface RunningBoard {
  readonly url: string
  readonly process: ChildProcessWithoutNullStreams
}

/** Starts the board of a bench, which ends with the test. */
export async function serve(bench: Bench, port = 0): Promise<RunningBoard> {
  const child = spawn(process.execPath, [PROGRAM, 'serve', '--port', `${port}`], {
    env: bench.env,
    cwd: bench.directory,
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const [printed] = (await once(child.stdout, 'data')) as [Buffer]
  return { url: printed.toString().trim(), process: child }
}

type ContextOptions = Parameters<Awaited<ReturnType<typeof browser>>['newContext']>[0]

export async function phone(options: ContextOptions = {}): Promise<BrowserContext> {
  const context = await (await browser()).newContext({
    viewport: { width: 390, height: 844 },
    locale: 'en-GB',
    ...options,
  })
  onTestFinished(() => context.close())
  return context
}

export async function openIn(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(url)
  await page.waitForSelector('#board')
  return page
}

/** `at` says in which state the page is. */
export async function expectNoFault(page: Page, at = ''): Promise<void> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run()')
  expect(
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
    at,
  ).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), at).toBe(false)
}
