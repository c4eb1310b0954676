import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../../src/domain/runbook/runbook.ts'
import { printPdf } from '../../../src/platform/chromium.ts'
import { partialIn, reportIn } from '../../report/pages.ts'
import { fiveMinutes } from '../../report/stories/five-minutes.ts'
import { LACKING } from './browser.ts'

/** The text of each page of a report as it is printed. */
async function pagesOf(html: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'halt-pdf-'))
  try {
    const path = join(folder, 'report.pdf')
    writeFileSync(path, await printPdf([html], process.env))
    return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe.skipIf(LACKING.length > 0)('the report as PDF', () => {
  it('has the warning on every page of a partial report', async () => {
    const pages = await pagesOf(await partialIn(fiveMinutes, 'en'))
    expect(pages.length).toBeGreaterThan(3)
    for (const page of pages) expect(page).toContain('PARTIAL: the log is damaged')
  })

  it.each(LANGUAGES)('has no empty pages in %s', async (language) => {
    const pages = await pagesOf(await reportIn(fiveMinutes, language, 'html'))
    expect(pages.length).toBeGreaterThan(3)
    for (const page of pages) expect(page.trim().length).toBeGreaterThan(20)
  })
})
