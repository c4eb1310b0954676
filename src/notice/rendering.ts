import Mustache from 'mustache'
import type { Channel, Language } from '../domain/runbook/runbook.ts'
import { type Template, TemplateProblem, withoutReview } from '../runbook/template/template.ts'
import type { NoticeValues } from './names.ts'
import { prove, type Templates } from './template.ts'

/** The template of a channel; one that has none of its own speaks as the website or the internal one does. */
export function templateFor(
  templates: Templates,
  language: Language,
  channel: string,
  audience: Channel['audience'],
): Template {
  const names = [channel, audience === 'customers' ? 'website' : 'internal'].map((name) => `${language}/${name}`)
  const found = names.map((name) => templates[name]).find((template) => template !== undefined)
  if (found !== undefined) return found
  throw new TemplateProblem(`${names[0]}.txt`, 1, 1, { why: 'missing', given: names[0] as string, allowed: [] })
}

/** Renders a template with the parts of its language. Throws `TemplateProblem`. */
export function render(
  template: Template,
  values: NoticeValues,
  templates: Templates,
  language: Language,
): { subject: string | null; text: string } {
  const prefix = `${language}/`
  const parts = Object.fromEntries(
    Object.entries(templates).flatMap(([key, part]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), part]] : [],
    ),
  )
  const used = new Set<string>()
  prove(template, parts, used, [])
  const named = used.has(`type.${Object.keys(values.type).find((key) => key !== 'name')}`)
  const view = { ...values, type: { ...values.type, other: !named } }
  return split(new Mustache.Writer().render(whole(template, parts), view, undefined, { escape: String }))
}

/** A template with what it includes: lines where the tag has a line of its own, else words within the line. */
function whole({ source }: Template, parts: Templates): string {
  const part = (name: string) => whole(parts[name] as Template, parts).replace(/\n+$/, '')
  return withoutReview(source)
    .replace(/^[ \t]*\{\{>\s*([\w-]+)\s*\}\}[ \t]*$/gm, (_, name: string) => part(name))
    .replace(/\{\{>\s*([\w-]+)\s*\}\}/g, (_, name: string) => part(name))
}

/** A first line `Subject: …` and the text; no blank at the end of a line, and never two blank lines together. */
function split(rendered: string): { subject: string | null; text: string } {
  const tidy = rendered
    .replace(/[ \t\u3000]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  const [, subject = null, rest] = /^Subject:[ \t]*(.*)(?:\n+|$)([\s\S]*)$/.exec(tidy) ?? []
  return { subject, text: rest ?? tidy }
}
