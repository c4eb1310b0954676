import { cpSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../../src/domain/runbook/runbook.ts'
import { Bench } from '../bench.ts'
import { LACKING } from '../pages/browser.ts'
import { openIn, phone, serve } from './running-board.ts'

const STARTER = resolve(import.meta.dirname, '../../../starter')

interface Recorded {
  readonly writer: string
  readonly seq: number
  readonly by: string
  readonly via?: string
}

function eventsOf(bench: Bench, id: string): Recorded[] {
  const lines = bench.ok('log', '--json', '-i', id).trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Recorded)
}

/** Does what a page asks for, as a thumb does, until nothing is left; what is refused is skipped with a reason. */
async function doAll(page: Page): Promise<void> {
  const steps = page.locator('#act-steps details')
  while ((await steps.count()) > 0) {
    const id = await steps.first().getAttribute('id')
    const step = page.locator(`[id="${id}"]`)
    await step.locator('summary').tap()
    await step.locator('button[value=done]').tap()
    const refusal = step.locator('output strong')
    await Promise.race([step.waitFor({ state: 'detached' }), refusal.waitFor()])
    if ((await step.count()) === 0) continue
    await step.locator('textarea').fill('cannot be done in a rehearsal')
    await step.locator('button[value=skip]').tap()
    await step.waitFor({ state: 'detached' })
  }
}

describe.skipIf(LACKING.length > 0)('a drill on two phones and a terminal', () => {
  it.each(LANGUAGES)(
    'is led to its end, and the log says who did what, in %s',
    { timeout: 300_000 },
    async (language) => {
      const bench = new Bench({ HALT_LANG: language })
      cpSync(STARTER, join(bench.workspace, 'runbooks'), { recursive: true })
      bench.write('halt.yaml', 'runbooks: { shipped: false }\n')
      const id = bench.ok('start', '--drill', '--type', 'outage', '--title', 'Rehearsal').trim()
      await serve(bench)
      const options = { locale: language === 'ja' ? 'ja-JP' : 'en-GB', hasTouch: true, isMobile: true }
      const invited = async (name: string, ...flags: readonly string[]) =>
        openIn(await phone(options), bench.ok('invite', name, '--act', ...flags).trim())
      const phones = [await invited('Mori', '--department', 'support'), await invited('Sato')]
      for (const page of phones) expect(await page.locator('html').getAttribute('lang')).toBe(language)
      const rest = async () => {
        for (const page of phones) {
          const { writer, seq } = eventsOf(bench, id).at(-1) as Recorded
          await page.getByRole('log').getByText(`${writer}:${seq} `).waitFor()
          await doAll(page)
        }
      }
      bench.ok('scope', 'service=stopped')
      for (const line of [['advance'], ['lift', '--all'], ['close', '--force', '--reason', 'rehearsed']]) {
        await rest()
        bench.ok(...line)
      }
      const events = eventsOf(bench, id)
      const ways = (name: string) => new Set(events.filter(({ by }) => by === name).map(({ via }) => via))
      expect([ways('Mori'), ways('Sato'), ways('taro')]).toEqual([
        new Set(['board']),
        new Set(['board']),
        new Set([undefined]),
      ])
      expect(bench.json('status', '-i', id)).toMatchObject({ phase: 'closed' })
    },
  )
})
