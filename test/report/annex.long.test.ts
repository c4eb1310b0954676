import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AUDIENCES } from '../../src/domain/report/audience.ts'
import { LANGUAGES } from '../../src/domain/runbook/runbook.ts'
import { Bench } from '../bench.ts'
import { reportIn } from './pages.ts'
import { fiveMinutes } from './stories/five-minutes.ts'

const titlesIn = (report: string) => [...report.matchAll(/^## (.*)$/gm)].map(([, title]) => title)

describe('the annex of a report', () => {
  it('follows what people read: it has the timeline, the clauses, the wordings and the ids', async () => {
    const report = await reportIn(fiveMinutes, 'en', 'markdown')
    const [body = '', annex = ''] = report.split('\n# Annex\n')
    for (const title of ['Summary', 'Notices', 'Deviations', 'Follow-ups']) expect(titlesIn(body)).toContain(title)
    for (const title of ['Timeline', 'The manual, clause by clause', 'Notices in full', 'About this incident'])
      expect(titlesIn(annex)).toContain(title)
  })

  it.each(LANGUAGES)(
    'can be left out of each form, which says so; the body is the same but for references: %s',
    async (language) => {
      const leftOut = { en: 'The annex was left out of this report.', ja: 'この報告書では付録を省いています。' }[
        language
      ]
      for (const audience of AUDIENCES) {
        const whole = await reportIn(fiveMinutes, language, 'markdown', audience)
        const [body = ''] = whole.split(/^# (?:Annex|付録)$/m)
        const short = await reportIn(fiveMinutes, language, 'markdown', audience, false)
        expect(short.endsWith(`\n\n${leftOut}\n`)).toBe(true)
        expect(titlesIn(short)).toEqual(titlesIn(body))
        // Without the timeline there is nothing that references could lead to.
        expect(short).not.toContain('#event-')
        const withoutReferences = (text: string) => text.replace(/ \[#\d+\]\(#event-\d+\)/g, '').split('\n')
        const inTables = (line: string) => line.startsWith('|')
        expect(withoutReferences(short).filter((line) => !inTables(line))).toEqual([
          ...withoutReferences(body.trimEnd()).filter((line) => !inTables(line)),
          '',
          leftOut,
          '',
        ])
        const page = await reportIn(fiveMinutes, language, 'html', audience, false)
        expect(page).toContain(`<p>${leftOut}</p>`)
        expect(page).not.toMatch(/class="annex"|href="#annex"|id="details"/)
        expect(await reportIn(fiveMinutes, language, 'html', audience)).toContain('<a href="#annex">')
      }
    },
  )

  it('is left empty in templates too, and there is none in other forms', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--at', '10m ago', '--scope', 'trading=stopped')
    const own = '{{! reviewed: 2026-11-24 }}\n{{> marks}}\n{{> section-summary}}\n{{> section-timeline}}\n'
    bench.write('own.md', own)
    const template = ['--template', join(bench.workspace, 'own.md')]
    expect(await bench.ok('report', ...template)).toContain('## Timeline')
    const short = await bench.ok('report', ...template, '--no-annex')
    expect(short).toContain('## Summary')
    expect(short).not.toContain('## Timeline')
    for (const format of ['json', 'svg', 'timeline']) {
      const { code, err } = await bench.halt('report', '--format', format, '--no-annex')
      expect(code).toBe(2)
      expect(err).toContain('(bad-flag)')
    }
    expect((await bench.halt('report', '--draft', 'jp-fsa', '--no-annex')).code).toBe(2)
  })
})
