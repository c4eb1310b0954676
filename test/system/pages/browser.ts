import { spawnSync } from 'node:child_process'
import { type Browser, chromium } from 'playwright-core'
import { afterAll } from 'vitest'
import { chromiumIn } from '../../../src/platform/chromium.ts'

const CHROMIUM = chromiumIn(process.env)

/** What these tests need and this machine lacks; with HALT_NEEDS_CHROMIUM, as in `.ci/run`, that is a failure. */
export const LACKING = [
  ...(CHROMIUM === null ? ['Chromium'] : []),
  ...(spawnSync('pdftotext', ['-v']).error === undefined ? [] : ['pdftotext']),
]

if (LACKING.length > 0) {
  if (process.env.HALT_NEEDS_CHROMIUM) throw new Error(`not installed: ${LACKING.join(', ')}`)
  console.warn(`skipped, as these are not installed: ${LACKING.join(', ')}`)
}

let started: Promise<Browser> | null = null

/** The browser, started once for a file of tests. */
export function browser(): Promise<Browser> {
  started ??= chromium.launch({
    ...(CHROMIUM !== null && { executablePath: CHROMIUM }),
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
  })
  return started
}

afterAll(async () => {
  await (await started)?.close()
})
