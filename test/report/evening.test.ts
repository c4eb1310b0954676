import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../bench.ts'
import { evening } from './evening.ts'
import { reportIn } from './pages.ts'

/** To draw it anew, run HALT_DOCS=write npx vitest run test/report/evening.test.ts. */
const WRITES = process.env.HALT_DOCS === 'write'

test("the README's picture of a report is the one that the program draws", async () => {
  const file = join(ROOT, 'docs/pictures/report.svg')
  const drawn = await reportIn(evening, 'en', 'svg')
  if (WRITES) writeFileSync(file, drawn)
  expect(drawn).toBe(readFileSync(file, 'utf8'))
})
