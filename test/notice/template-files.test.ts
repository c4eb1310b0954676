import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claimRules } from '../../src/domain/notice/claims.ts'
import { ProblemError } from '../../src/domain/problem.ts'
import { STAGES } from '../../src/domain/runbook/runbook.ts'
import { checkTemplates, loadTemplates } from '../../src/notice/io/template-files.ts'
import { composeText } from '../../src/notice/notice-text.ts'
import { claimsInTemplate, templateKeys } from '../../src/notice/template.ts'
import { MAX_TEMPLATE_BYTES } from '../../src/runbook/io/template-files.ts'
import { CLAIMS, complete, requestOf, RUNBOOK as SHIPPED, TEMPLATES, textOf } from './halts.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const TODAY = '2026-11-25'
const TYPE = { planned: 'never', ja: '型', en: 'type' } as const
const CHANNEL = { form: 'page', audience: 'customers', ja: '手段', en: 'channel' } as const
const RUNBOOK = {
  facts: { cause: { kind: 'text', notice: true, words: true, ja: '原因', en: 'Cause' } as const },
  types: { maintenance: TYPE, 'system-failure': TYPE },
  channels: { website: CHANNEL, email: CHANNEL },
}
const CHANNELS = Object.keys(RUNBOOK.channels)
let workspace = ''

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'halt-templates-'))
})
afterEach(() => rmSync(workspace, { recursive: true }))

function write(name: string, source: string): string {
  const path = join(workspace, 'runbooks/notices', name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, source)
  return path
}

describe('the template files of a workspace', () => {
  it('replace the shipped templates of the same name, and may be for single channels', () => {
    const path = write('ja/website.txt', 'うちの文面')
    const templates = loadTemplates(ROOT, workspace, CHANNELS, {})
    expect(Object.keys(templates).sort()).toEqual([...templateKeys([]), 'ja/website'].sort())
    expect(templates['ja/website']).toEqual({ file: path, source: 'うちの文面' })
    expect(templates['en/form-page']?.source).toContain('{{title}}')
  })

  it('can say in one place whom notices are about, in every shipped template', () => {
    write('ja/part-customers.txt', '投資者の皆様')
    const templates = loadTemplates(ROOT, workspace, CHANNELS, {})
    const request = requestOf(complete())
    for (const channel of ['website', 'app-push', 'social'])
      for (const stage of STAGES) {
        const { text } = composeText({ ...request, channel, stage, number: 1, language: 'ja' }, templates)
        const [own, shipped] = [text, textOf(request, channel, stage, 'ja', 1).text].map((said) =>
          said.replaceAll('お客様への影響', ''),
        )
        expect([channel, stage, own]).toEqual([channel, stage, shipped?.replaceAll('お客様', '投資者の皆様')])
      }
  })

  it('have no findings as shipped, also for a runbook with other halt types', () => {
    expect(checkTemplates(ROOT, workspace, { ...RUNBOOK, types: { flood: TYPE } }, TODAY, {}).findings).toEqual([])
    expect(checkTemplates(ROOT, workspace, RUNBOOK, TODAY, {}).files).toHaveLength(templateKeys([]).length)
  })

  it('are reported with bad-template for an unknown name or halt type', () => {
    const path = write('en/email.txt', 'Subject: {{title}}\n\n{{#type.flood}}{{cuase}}{{/type.flood}}')
    expect(checkTemplates(ROOT, workspace, RUNBOOK, TODAY, {}).findings).toMatchObject([
      { code: 'bad-template', file: path, line: 3, column: 1, params: { given: 'type.flood' } },
      { code: 'bad-template', file: path, line: 3, column: 16, params: { given: 'cuase' } },
    ])
  })

  it('have a review date in a comment, reported if it is invalid or in the future', () => {
    const path = write('ja/website.txt', '{{! reviewed: 2026-02-30 }}\nうちの文面')
    const place = { file: path, line: 1, column: 15, excerpt: '{{! reviewed: 2026-02-30 }}' }
    const findings = () => checkTemplates(ROOT, workspace, RUNBOOK, TODAY, {}).findings
    expect(findings()).toEqual([
      { code: 'bad-date', level: 'error', params: { key: 'reviewed', given: '2026-02-30' }, ...place },
    ])
    write('ja/website.txt', '{{!reviewed:2026-11-26}}\nうちの文面')
    expect(findings()).toMatchObject([{ code: 'future-date', level: 'warning', line: 1, column: 13 }])
    write('ja/website.txt', '{{! reviewed: 2026-11-25 }}\nうちの文面')
    write('ja/email.txt', 'うちの文面')
    const { findings: none, reviews } = checkTemplates(ROOT, workspace, RUNBOOK, TODAY, {})
    expect(none).toEqual([])
    expect(reviews.filter(({ isOwn: own }) => own)).toMatchObject([
      { place: { file: path, line: 1, column: 15 }, reviewed: '2026-11-25' },
      { place: { file: join(workspace, 'runbooks/notices/ja/email.txt'), line: 1, column: 1 }, reviewed: null },
    ])
    expect(reviews.filter(({ isOwn: own }) => !own).every(({ reviewed }) => reviewed?.startsWith('2026-11-'))).toBe(
      true,
    )
  })

  it('have a warning for a claim that every notice would make, but in what departments read', () => {
    const claim = '{{! reviewed: 2026-11-24 }}\n{{title}}\nお客様の{{contact}}資産は安全です。\n'
    const file = write('ja/website.txt', claim)
    for (const name of ['form-chat', 'internal']) write(`ja/${name}.txt`, claim)
    const internal = { ...CHANNEL, audience: 'departments' } as const
    const manual = { ...RUNBOOK, channels: { ...RUNBOOK.channels, internal } }
    expect(checkTemplates(ROOT, workspace, manual, TODAY, {}, CLAIMS).findings).toMatchObject([
      { code: 'claim-in-manual', level: 'warning', file, line: 3, column: 16, params: { words: '資産は安全' } },
    ])
    expect(checkTemplates(ROOT, workspace, manual, TODAY, {}).findings).toEqual([])
    const own = { ...manual, claims: { ja: [], en: ['all is well'] } }
    write('ja/website.txt', 'All {{next}}is well')
    expect(checkTemplates(ROOT, workspace, own, TODAY, {}).findings).toMatchObject([
      { code: 'claim-in-manual', line: 1 },
    ])
  })

  it('make no claim as shipped', () => {
    const rules = [...CLAIMS, ...claimRules(SHIPPED)]
    const forCustomers = Object.values(TEMPLATES).filter(({ file }) => !file.endsWith('form-chat.txt'))
    expect(forCustomers.flatMap((template) => claimsInTemplate(template, rules))).toEqual([])
  })

  it.each(['ja/webiste.txt', 'website.txt', 'ja/website', 'fr/website.txt', 'ja/website.md'])(
    'are reported with bad-template if no template has their name: %s',
    (name) => {
      write(name, 'x')
      expect(checkTemplates(ROOT, workspace, RUNBOOK, TODAY, {}).findings).toMatchObject([
        { code: 'bad-template', level: 'error', params: { why: 'unknown-file' } },
      ])
    },
  )

  it('are rejected if they are too large, not text, or a link to a device', () => {
    write('ja/website.txt', 'x'.repeat(MAX_TEMPLATE_BYTES + 1))
    expect(() => loadTemplates(ROOT, workspace, CHANNELS, {})).toThrow(ProblemError)
    write('ja/website.txt', 'a\u0000b')
    expect(() => loadTemplates(ROOT, workspace, CHANNELS, {})).toThrow(ProblemError)
    rmSync(join(workspace, 'runbooks/notices/ja/website.txt'))
    symlinkSync('/dev/zero', join(workspace, 'runbooks/notices/ja/website.txt'))
    expect(() => loadTemplates(ROOT, workspace, CHANNELS, {})).toThrow(ProblemError)
  })
})
