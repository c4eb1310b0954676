import { describe, expect, it } from 'vitest'
import { REPORT_SHAPE } from '../../src/report/io/template-files.ts'
import {
  type TemplateCheckContext,
  type TemplateParts,
  templateFaults,
  unusedPartFaults,
} from '../../src/report/template/check.ts'
import { TEMPLATE_FORMS } from '../../src/report/template/forms.ts'

type Form = keyof typeof TEMPLATE_FORMS

const VOCABULARY = { facts: ['cause', 'started-at'], channels: ['website'] }
const HEAD = '{{> marks}}\n'

function against(form: Form, parts: Readonly<Record<string, string>> = {}): TemplateCheckContext {
  const read: TemplateParts = new Map(
    Object.entries(parts).map(([name, source]) => [name, { file: `${name}${TEMPLATE_FORMS[form].ending}`, source }]),
  )
  return { form: TEMPLATE_FORMS[form], shape: REPORT_SHAPE, parts: read, vocabulary: VOCABULARY }
}

/** The faults of a template without its marks line, as `LINE:COLUMN why given`. */
function faults(form: Form, source: string, parts: Readonly<Record<string, string>> = {}): string[] {
  const head = form === 'html' ? `{{> policy}}${HEAD}` : HEAD
  return templateFaults({ file: 'mine', source: head + source }, against(form, parts)).map(
    ({ file, line, column, fault: what }) =>
      `${file === 'mine' ? '' : `${file} `}${file === 'mine' ? line - 1 : line}:${column} ${what.why} ${what.given}`,
  )
}

describe('names in a report template', () => {
  it('are those of the JSON report, with its fields and their formatted siblings', () => {
    const source = `{{incident}} {{title}} {{startedAt}} {{startedAtText}} {{impact.noticesSent}}
{{#impact.operations}}{{targetText}} {{stoppedSecondsText}} {{incident}}{{/impact.operations}}
{{#impact}}{{#operations}}{{target}}{{/operations}}{{noticesSent}}{{/impact}}
{{facts.cause.value}} {{facts.started-at.valueText}} {{#facts.cause}}{{ja}}{{/facts.cause}}
{{metrics.timeToNotifySecondsByChannel.website}} {{metrics.timeToNotifySecondsByChannel.websiteText}}
{{#parts.causes}}{{factText}}: {{view.value}}{{/parts.causes}} {{#people}}{{.}}{{/people}} {{peopleText}}
{{#planned}}{{from}} {{toText}}{{/planned}}{{^planned}}{{title}}{{/planned}}{{#drill}}{{heading}}{{/drill}}
{{#filings}}{{titleText}} {{authority.titleText}} {{#submissions}}{{atText}}{{^last}}, {{/last}}{{/submissions}}{{/filings}}
{{#steps}}{{stateText}} {{title.ja}}{{/steps}} {{audienceText}} {{madeAtText}} {{language}} {{#open}}{{phaseText}}{{/open}}`
    for (const form of ['markdown', 'html', 'svg'] as const) expect(faults(form, source), form).toEqual([])
  })

  it.each([
    ['{{titel}}', '1:1 unknown-name titel'],
    ['a\n  {{#impact}}{{stoppedSeconds}}{{/impact}}', '2:14 unknown-name stoppedSeconds'],
    ['{{#milestones}}{{atTxt}}{{/milestones}}', '1:16 unknown-name atTxt'],
    ['{{milestones.at}}', '1:1 unknown-name milestones.at'],
    ['{{facts.cuase.value}}', '1:1 unknown-name facts.cuase.value'],
    ['{{metrics.timeToNotifySecondsByChannel.fax}}', '1:1 unknown-name metrics.timeToNotifySecondsByChannel.fax'],
    ['{{parts.reasons}}', '1:1 unknown-name parts.reasons'],
    ['{{#nothing}}{{whatever}}{{/nothing}}', '1:1 unknown-name nothing'],
    ['{{last}}', '1:1 unknown-name last'],
    ['{{#notices}}{{#forced}}{{#open}}{{^last}},{{/last}}{{/open}}{{/forced}}{{/notices}}', '1:33 unknown-name last'],
    ['{{incidentText}}', '1:1 unknown-name incidentText'],
    ['{{title.length}}', '1:1 unknown-name title.length'],
    ['{{constructor}}', '1:1 unknown-name constructor'],
    ['{{facts.__proto__.ja}}', '1:1 unknown-name facts.__proto__.ja'],
    ['{{impact}}', '1:1 not-a-value impact'],
    ['{{milestones}}', '1:1 not-a-value milestones'],
    ['{{#timeline}}{{data}}{{/timeline}}', '1:14 not-a-value data'],
    ['{{{title}}}', '1:1 unescaped title'],
    ['{{& title}}', '1:1 unescaped title'],
    ['{{#timeline}}{{#timeline}}{{/timeline}}{{/timeline}}', '1:14 part-in-itself timeline'],
    ['{{> part-none}}', '1:1 unknown-part part-none'],
    ['{{> section-nothing}}', '1:1 unknown-part section-nothing'],
  ])('are rejected with line and column: %s', (source, fault) => {
    expect(faults('markdown', source)).toEqual([fault])
  })

  it('are refused with those of the place, and among siblings after a dot', () => {
    const allowed = (tag: string) =>
      templateFaults({ file: 'mine', source: `${HEAD}${tag}` }, against('markdown'))[0]?.fault.allowed ?? []
    expect(allowed('{{startdAt}}')).toContain('startedAt')
    expect(allowed('{{facts.cuase.value}}')).toEqual(['facts.cause', 'facts.started-at'])
    expect(allowed('{{facts.cause.valu}}')).toContain('facts.cause.value')
    expect(allowed('{{#notices}}{{chanel}}{{/notices}}')).toContain('channel')
  })

  it('can be any fact or channel without a runbook', () => {
    const any = { ...against('markdown'), vocabulary: null }
    const source = `${HEAD}{{facts.flood.value}} {{metrics.timeToNotifySecondsByChannel.faxText}}`
    expect(templateFaults({ file: 'mine', source }, any)).toEqual([])
  })

  it.each([
    ['{{#title}}', '1:11 syntax Unclosed section "title"'],
    ['{{title', '1:8 syntax Unclosed tag'],
    ['{{=<% %>=}}', '1:1 syntax {{='],
    ['{{#drill}}'.repeat(2000) + '{{/drill}}'.repeat(2000), '1:321 too-deep 32'],
  ])('are rejected with line and column if the template does not parse: %.20s', (source, fault) => {
    expect(faults('markdown', source)).toEqual([fault])
  })
})

describe('parts of a template', () => {
  it('are checked in the context that includes them', () => {
    const parts = { 'part-notice': '{{channelText}} {{chanel}}' }
    expect(faults('markdown', '{{#notices}}{{> part-notice}}{{/notices}}', parts)).toEqual([
      'part-notice.md 1:17 unknown-name chanel',
    ])
    expect(faults('markdown', '{{> part-notice}}', { 'part-notice': '{{channelText}}' })).toEqual([
      'part-notice.md 1:1 unknown-name channelText',
    ])
  })

  it('are checked by themselves if nothing includes them', () => {
    const part = { file: 'part.md', source: '{{channelText}} {{{x}}}' }
    expect(unusedPartFaults(part, against('markdown')).map(({ fault: what }) => what.why)).toEqual(['unescaped'])
  })

  it('may not include themselves, directly or indirectly', () => {
    const parts = { 'part-a': '{{> part-b}}', 'part-b': '\n{{> part-a}}' }
    expect(faults('markdown', '{{> part-a}}', parts)).toEqual(['part-b.md 2:1 part-in-itself part-a'])
  })

  it('may not be nested too deeply', () => {
    const chain = Array.from({ length: 100 }, (_, i) => [`part-${i}`, `{{> part-${i + 1}}}`])
    expect(faults('markdown', '{{> part-0}}', Object.fromEntries(chain))).toEqual(['part-31.md 1:1 too-deep 32'])
  })

  it('are checked once each, even if includes multiply', () => {
    const twice = Array.from({ length: 25 }, (_, i) => [`part-${i}`, `{{> part-${i + 1}}}`.repeat(10)])
    expect(faults('markdown', '{{> part-0}}', { ...Object.fromEntries(twice), 'part-25': '' })).toEqual([])
  })
})

describe('the marks of a report', () => {
  const marked = (form: Form, source: string, parts = {}) =>
    templateFaults({ file: 'mine', source }, against(form, parts)).map(({ line, column, fault: what }) => [
      line,
      column,
      what.why,
    ])

  it.each(Object.keys(TEMPLATE_FORMS) as Form[])('are required in a template of %s', (form) => {
    expect(marked(form, '')).toContainEqual([1, 1, 'no-marks'])
  })

  it('may be in a part, but not in a section or a comment', () => {
    expect(marked('markdown', '{{> part-head}}', { 'part-head': HEAD })).toEqual([])
    expect(marked('markdown', '{{#drill}}{{> marks}}{{/drill}}')).toEqual([[1, 1, 'no-marks']])
    expect(marked('markdown', '{{! {{> marks}}')).toEqual([[1, 1, 'no-marks']])
    expect(marked('markdown', '<!-- {{> marks}} -->')).toEqual([[1, 6, 'unsafe-place']])
    expect(marked('svg', '<!-- {{> marks}} -->')).toEqual([[1, 6, 'unsafe-place']])
    expect(marked('json', '"{{> marks}}"')).toEqual([[1, 2, 'unsafe-place']])
  })

  it('of a page require a content security policy, ours or the team’s', () => {
    expect(marked('html', HEAD)).toEqual([[1, 1, 'no-policy']])
    expect(marked('html', `{{> policy}}${HEAD}`)).toEqual([])
    expect(marked('html', `<meta http-equiv="content-security-policy" content="default-src 'none'">${HEAD}`)).toEqual(
      [],
    )
  })
})

describe('the place of a value in a report template', () => {
  it.each([
    '<p>{{title}}</p>',
    '<title>{{title}}</title>',
    '<p class="a {{severity}}" title=\'{{title}}\'>{{title}}</p>',
    '<td {{#drill}}class="drill"{{/drill}}>{{title}}</td>',
    '<a href="https://wiki.example.com/{{incident}}">x</a> <a href="#{{incident}}">',
    '<style>p > a {}</style><script>if (a < b) "</p>"</script>{{title}}',
    '<!-- <p title="> -->{{title}}<br/>{{title}}',
    '1 < 2, a <3 {{title}}',
  ])('is allowed in %s', (source) => {
    expect(faults('html', source)).toEqual([])
    expect(faults('svg', source)).toEqual([])
  })

  it.each([
    ['<script>var x = "{{title}}"</script>', '1:18 unsafe-place title'],
    ['<STYLE>p { color: {{title}} }</STYLE>', '1:19 unsafe-place title'],
    ['<p {{title}}>', '1:4 unsafe-place title'],
    ['<p title={{title}}>', '1:10 unsafe-place title'],
    ['<{{title}}>', '1:2 unsafe-place title'],
    ['</{{title}}>', '1:3 unsafe-place title'],
    ['<p onclick="f(\'{{title}}\')">', '1:16 unsafe-place title'],
    ['<p style="{{title}}">', '1:11 unsafe-place title'],
    ['<a href="{{title}}">', '1:10 unsafe-place title'],
    ['<a HREF = "java{{title}}">', '1:16 unsafe-place title'],
    ['<image xlink:href="{{title}}"/>', '1:20 unsafe-place title'],
    ['<!-- {{title}} -->', '1:6 unsafe-place title'],
    ['<p title="{{#drill}}">{{/drill}}', '1:11 left-open {{#drill}}'],
    ['<p title="', '1:11 left-open '],
    ['<p title="{{> section-summary}}">', '1:11 unsafe-place section-summary'],
  ])('is not allowed in %s', (source, fault) => {
    expect(faults('html', source)).toContain(fault)
  })

  it.each([
    '# {{title}}\n\n- {{title}} `{{title}}`\n\n| {{title}} |\n\n[x](https://example.com) {{title}}',
    '<b>x</b> {{title}} <br>\n\n```\n{{title}}\n```\n\na < b {{title}}',
    '[x]: https://example.com',
  ])('is allowed in the Markdown %j', (source) => {
    expect(faults('markdown', source)).toEqual([])
  })

  it.each([
    '<a title="x" {{title}}',
    '<a\nhref="{{title}}',
    '[x]({{title}}',
    '[x](https://example.com/{{title}}',
    '[x]: {{title}}',
    '<!--\n\n{{title}}',
    '<script>\n\n{{title}}',
  ])('is not allowed in the Markdown %j', (source) => {
    expect(faults('markdown', source).join()).toContain('unsafe-place title')
  })

  it('can be a JSON literal, or part of a JSON string', () => {
    expect(faults('json', '{ "a": {{title}}, "b": {{milestones}}, "c": "at {{title}} \\" {{incident}}" }')).toEqual([])
    expect(faults('json', '{ "a": "{{milestones}}" }')).toEqual(['1:9 not-a-value milestones'])
    expect(faults('json', '{ "a": "\\{{title}}" }')).toEqual(['1:10 unsafe-place title'])
    expect(faults('json', '{ "a": "{{#drill}}"{{/drill}} }')).toEqual(['1:9 left-open {{#drill}}'])
    expect(faults('json', '{ "a": "')).toEqual(['1:9 left-open '])
  })
})
