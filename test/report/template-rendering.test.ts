import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TERMINAL_CONTROLS } from '../../src/domain/guard.ts'
import { TEMPLATE_FORMS } from '../../src/report/template/forms.ts'
import { MAX_OUTPUT_CHARACTERS, renderTemplate } from '../../src/report/template/rendering.ts'
import { TemplateProblem } from '../../src/runbook/template/template.ts'

type Form = keyof typeof TEMPLATE_FORMS

/** Markup, links, a formula, a Mustache tag, a line end, and characters that act on a terminal. */
const HOSTILE = '<b a="\'">**x** [y](javascript:z) https://x =1+1 {{title}}\n# \u001b[31m\u202e|\\'

function made(form: Form, source: string, view: object, parts: Readonly<Record<string, string>> = {}): string {
  const read = new Map(Object.entries(parts).map(([name, text]) => [name, { file: `${name}.txt`, source: text }]))
  const ours = { 'section-summary': `{{title}} $& ${HOSTILE}` }
  return renderTemplate({ file: 'mine', source }, view, { form: TEMPLATE_FORMS[form], parts: read, builtInParts: ours })
}

function problemOf(source: string, view: object, parts = {}): string {
  try {
    made('json', source, view, parts)
  } catch (error) {
    if (error instanceof TemplateProblem) return error.message
  }
  throw new Error('no problem')
}

describe('a value in a rendered report template', () => {
  it('is inert in Markdown', () => {
    expect(made('markdown', '{{title}}', { title: HOSTILE })).toBe(
      '&lt;b a="\'"&gt;\\*\\*x\\*\\* \\[y\\](javascript:z) https:&#47;&#47;x =1+1 \\{\\{title\\}\\} / \\# \\\\u001b\\[31m\\\\u202e\\|\\\\',
    )
  })

  it.each(['html', 'svg'] as const)('is inert in %s', (form) => {
    expect(made(form, '{{title}}', { title: HOSTILE })).toBe(
      '&lt;b a=&quot;&#39;&quot;&gt;**x** [y](javascript:z) https://x =1+1 {{title}}\n# \\u001b[31m\\u202e|\\',
    )
  })

  it('survives JSON, with active characters escaped', () => {
    const text = made('json', '{ "a": {{title}}, "b": "<{{title}}>", "c": {{all}} }', {
      title: HOSTILE,
      all: { of: [HOSTILE] },
    })
    expect(JSON.parse(text)).toEqual({ a: HOSTILE, b: `<${HOSTILE}>`, c: { of: [HOSTILE] } })
    expect(text).not.toMatch(/[\u0000-\u001f\u202e]/)
  })

  it('is inert, whatever it contains', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom(...'<>&"\'`*_[]()#|-+=!{}\\/: \n\r\t\u0000\u001b\u202e0x'))
        .map((chars) => chars.join('')),
    )
    fc.assert(
      fc.property(anything, (title) => {
        const view = { title }
        expect(made('html', '<p title="{{title}}">{{title}}</p>', view)).toMatch(/^<p title="[^"<>]*">[^<>]*<\/p>$/)
        expect(made('markdown', '- {{title}}', view)).toMatch(/^- (?:[^\\<>`*_[\]{}#|~\n\r\u001b\u202e]|\\[^\n])*$/)
        const json = made('json', '[{{title}}, "{{title}}"]', view)
        expect(JSON.parse(json)).toEqual([title, title])
        expect(json).not.toMatch(TERMINAL_CONTROLS)
      }),
    )
  })

  it('is null in JSON, and empty in JSON strings and other forms, if it is missing', () => {
    expect(made('json', '[{{a}},{{b}},{{c}},"{{a}}"]', { a: null, b: false, c: 0 })).toBe('[null,false,0,""]')
    expect(made('markdown', '{{a}}{{b}}', { a: null, b: { of: 1 } })).toBe('')
  })

  it('is never parsed as a template, and neither are built-in parts', () => {
    expect(made('html', '{{> section-summary}}', { title: 'never' })).toBe(`{{title}} $& ${HOSTILE}`)
  })
})

describe('the output of a template', () => {
  it('contains the included parts', () => {
    const parts = { 'part-a': 'a{{x}}{{> part-b}}', 'part-b': 'b{{x}}\n' }
    expect(made('markdown', '{{! c }}\n{{#l}}\n{{> part-a}}\n{{/l}}\n-', { l: [{ x: 1 }, { x: 2 }] }, parts)).toBe(
      'a1b1\na2b2\n-',
    )
  })

  it('bad-template: is rejected with the place in the template if it is not JSON', () => {
    expect(problemOf('{\n  "a": [{{#l}}1, {{/l}}]\n}', { l: [1, 2] })).toMatch(/^mine:2:24 not-json Unexpected token/)
    expect(problemOf('{\n  "a": {{t}} {{t}}\n}', { t: 'x' })).toMatch(/^mine:2:14 not-json Expected ',' or '}'/)
    expect(problemOf('{\n  "a": 1\n', {})).toMatch(/^mine:2:9 not-json /)
    expect(problemOf('{ "a": {{> part-a}} }', {}, { 'part-a': '\n oops' })).toMatch(/^part-a\.txt:2:2 not-json /)
    expect(problemOf('', {})).toMatch(/^mine:1:1 not-json /)
  })

  it('bad-template: is rejected if it is too long', () => {
    const half = 'x'.repeat(MAX_OUTPUT_CHARACTERS / 2)
    expect(() => made('markdown', '{{a}}\n{{a}}', { a: half })).toThrow(`mine:2:1 too-long ${MAX_OUTPUT_CHARACTERS}`)
  })
})
