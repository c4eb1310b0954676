import { describe, expect, it } from 'vitest'
import { currentWrite } from '../../src/domain/incident/current-values.ts'
import { RegisterWriter } from '../../src/domain/incident/register-writer.ts'
import { LANGUAGES } from '../../src/domain/runbook/runbook.ts'
import { composeText } from '../../src/notice/notice-text.ts'
import { noticeValues } from '../../src/notice/notice-values.ts'
import { checkTemplate, PARTS, type Templates, templateKeys } from '../../src/notice/template.ts'
import { TEMPLATE_NAMES } from '../../src/notice/template-names.ts'
import { reviewDateIn, TemplateProblem } from '../../src/runbook/template/template.ts'
import { findings as findingsInJapanese } from '../../src/runbook/words.ja.ts'
import { findingWords } from '../../src/runbook/words.ts'
import { complete, RUNBOOK, requestOf, TEMPLATES } from './halts.ts'

const KNOWN = { types: Object.keys(RUNBOOK.types), facts: Object.keys(RUNBOOK.facts), parts: PARTS }
const check = (source: string) => checkTemplate({ file: 'ja/website.txt', source }, KNOWN)
const request = { ...requestOf(complete()), channel: 'website', stage: 'first', number: 1, language: 'ja' } as const

function problemOf(over: Templates): TemplateProblem {
  try {
    composeText(request, { ...TEMPLATES, ...over })
  } catch (error) {
    if (error instanceof TemplateProblem) return error
  }
  throw new Error('no problem')
}

describe('a notice template', () => {
  it('is rejected for an unknown name, with line and column', () => {
    expect(check('Subject: {{title}}\n\n一行目\n原因は{{couse}}です')).toMatchObject([
      { code: 'bad-template', level: 'error', line: 4, column: 4, params: { why: 'unknown-name', given: 'couse' } },
    ])
    const {
      file,
      line,
      column,
      fault: what,
    } = problemOf({ 'ja/website': { file: 'mine.txt', source: 'a\n {{couse}}' } })
    expect([file, line, column, what.why, what.given]).toEqual(['mine.txt', 2, 2, 'unknown-name', 'couse'])
  })

  it('has all its unknown names reported at once, also those in sections', () => {
    const findings = check(
      '{{#stage.first}}{{a}}{{/stage.first}}\n{{^b}}{{/b}}\n{{> part-none}}\n{{#type.flood}}{{/type.flood}}',
    )
    expect(findings.map(({ line, params }) => [line, params.why, params.given])).toEqual([
      [1, 'unknown-name', 'a'],
      [2, 'unknown-name', 'b'],
      [3, 'unknown-part', 'part-none'],
      [4, 'unknown-name', 'type.flood'],
    ])
  })

  it.each([
    ['fact.cuase', 'fact.cause'],
    ['known.impcat', 'known.impact'],
    ['type.maintenence', 'type.maintenance'],
  ])('with %s is told of %s, an id of the runbook', async (given, meant) => {
    const describeFinding = await findingWords('en')
    const [finding] = check(`{{${given}}}`)
    expect(describeFinding(finding as never)[1]).toMatch(new RegExp(`^The nearest of \\d+: ${meant},`))
  })

  it.each([
    ['{{#scope}}\n', 'Unclosed section "scope"', '「scope」が閉じられていません'],
    ['{{title', 'Unclosed tag', '「{{」が閉じられていません'],
    ['a\n{{/scope}}', 'Unopened section "scope"', '「scope」を開くタグがありません'],
    ['{{=<% %>=}}', '{{=', '{{='],
  ])(
    'is reported with bad-template if it does not parse, explained in Japanese too: %j',
    (source, detail, inJapanese) => {
      const params = { why: 'syntax', given: detail, allowed: [] } as const
      expect(check(source)).toMatchObject([{ code: 'bad-template', params }])
      expect(findingsInJapanese['bad-template'](params, 'halt')[0]).toBe(`テンプレートとして読めません: ${inJapanese}`)
    },
  )

  it('is rejected if sections are nested more than 32 deep', () => {
    expect(check(`${'{{#scope}}'.repeat(1000)}${'{{/scope}}'.repeat(1000)}`)).toMatchObject([
      { code: 'bad-template', line: 1, column: 321, params: { why: 'too-deep', given: '32' } },
    ])
  })

  it.each(['constructor', '__proto__', 'toString', 'stage.constructor', 'type'])('has no value named %s', (name) => {
    expect(check(`{{${name}}}`)).toHaveLength(1)
  })

  it('cannot include itself, directly or through another part', () => {
    const part = { file: 'part.txt', source: '{{> part-facts}}' }
    expect(problemOf({ 'ja/part-facts': part }).fault.why).toBe('part-in-itself')
    const other = { file: 'other.txt', source: '{{> part-facts}}' }
    expect(
      problemOf({ 'ja/part-facts': { ...part, source: '{{> part-lead}}' }, 'ja/part-lead': other }).fault.why,
    ).toBe('part-in-itself')
  })

  it('can have a review date in its first line, which is left out of the notice', () => {
    const source = '{{! reviewed: 2026-11-24 }}\nSubject: {{title}}\n\n前{{> part-apology}}後\n'
    const part = { file: 'part.txt', source: '{{!reviewed:2026-11-24}}\n申し訳ございません。\n' }
    const { subject, text } = composeText(request, { 'ja/website': { file: 'x', source }, 'ja/part-apology': part })
    expect(subject).toContain('お知らせ')
    expect(text).toBe('前申し訳ございません。後')
    expect(reviewDateIn(source)).toEqual({ date: '2026-11-24', column: 15 })
    expect(reviewDateIn('Subject: x\n{{! reviewed: 2026-11-24 }}\n')).toBeNull()
    expect(reviewDateIn('{{! reviewed: }}')).toEqual({ date: '', column: 15 })
  })

  it('that is missing makes composeText throw TemplateProblem', () => {
    expect(() => composeText(request, {})).toThrow(TemplateProblem)
  })

  it('names a halt type that it has no section for', () => {
    const types = { flood: { planned: 'never', ja: '洪水', en: 'flood' } } as const
    const { incident } = request
    const flooded = { ...incident, runbook: { ...incident.runbook, types } }
    const writing = new RegisterWriter(incident.registers)
    const position = { writer: '', seq: 0, order: 0, recordedAt: '' }
    writing.amend(currentWrite(incident, 'type')?.event ?? '', position, (_, key) =>
      key === 'type' ? { value: 'flood' } : {},
    )
    const { text } = composeText({ ...request, incident: { ...flooded, registers: writing.registers } }, TEMPLATES)
    expect(text).toContain('現在、洪水のため、取引・出金を停止しております。')
  })
})

describe('the shipped templates', () => {
  it('exist in both languages, and have no findings', () => {
    expect(Object.keys(TEMPLATES).sort()).toEqual(templateKeys([]).sort())
    expect(Object.values(TEMPLATES).flatMap((template) => checkTemplate(template, KNOWN))).toEqual([])
  })

  it('use the same names in both languages, except for posts, and for what only Japanese says', () => {
    // Whom an apology is for, in an update that something goes on, and in a push notice what services were.
    const onlyJapanese = /(?:part-customers|moreRestricted|\{\{tookPlace)$/
    const names = (source: string) =>
      [...new Set(source.match(/\{\{[#^>]?\s*[\w.-]+/g) ?? [])].filter((name) => !onlyJapanese.test(name)).sort()
    for (const key of Object.keys(TEMPLATES).filter((name) => name.startsWith('ja/') && !/post/.test(name)))
      expect(names(TEMPLATES[key]?.source ?? ''), key).toEqual(
        names(TEMPLATES[key.replace('ja/', 'en/')]?.source ?? ''),
      )
  })

  it('have a value for every name in TEMPLATE_NAMES, and no other', () => {
    const { values } = noticeValues(request)
    const own = Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? [] : [name],
    )
    const inLists = ['line', 'label', 'value', 'by', 'at', 'channel', 'report']
    const dotted = TEMPLATE_NAMES.filter((name) => name.includes('.'))
    expect([...own, ...inLists, ...dotted].sort()).toEqual([...TEMPLATE_NAMES].sort())
    expect(LANGUAGES).toEqual(['ja', 'en'])
  })
})
