import type { Language } from '../domain/runbook/runbook.ts'
import { customerWordsFor } from '../i18n/customer-words.ts'
import { momentFromIso } from '../i18n/moment.ts'
import { escapeMarkup } from '../view/html.ts'
import { unicodeEscape } from '../view/inert.ts'
import { escapeMarkdown } from '../view/markdown.ts'
import type { OutgoingMessage } from './transport.ts'

/** A notice as a web page, in one language. Publishing its `head` anchors the log outside this machine. */
export interface NoticePage extends Pick<OutgoingMessage, 'incident' | 'number' | 'at' | 'head' | 'organisation'> {
  readonly language: Language
  readonly title: string
  readonly text: string
  /** Stage of the notice; empty if it has none. */
  readonly stage: string
  /** File name of the feed in the same folder. */
  readonly feed: string
}

const STYLE = `:root { color-scheme: light dark }
body { max-width: 42rem; margin: 0 auto; padding: 1rem; font: 1rem/1.7 system-ui, -apple-system, "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.4rem; line-height: 1.35; text-wrap: balance }
:lang(ja) h1 { word-break: auto-phrase }
p { text-wrap: pretty }`

/** A complete HTML document. */
export function pageHtml(page: NoticePage): string {
  const { language, title, at, incident, head, organisation, feed } = page
  const body = paragraphs(page).map((lines) => `<p>${lines.map(escapeMarkup).join('<br>\n')}</p>`)
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<meta name="author" content="${escapeMarkup(organisation)}">
<meta name="halt-incident" content="${escapeMarkup(incident)}">
<meta name="halt-log-head" content="${escapeMarkup(head)}">
<link rel="alternate" type="application/atom+xml" href="${escapeMarkup(feed)}">
<style>
${STYLE}
</style>
</head>
<body>
<main>
<h1>${escapeMarkup(title)}</h1>
<p><time datetime="${escapeMarkup(at)}">${escapeMarkup(customerWordsFor(language).moment(momentFromIso(at), 'exact'))}</time></p>
${body.join('\n')}
</main>
</body>
</html>
`
}

/** Markdown for static site generators: front matter with JSON values (valid YAML), and the text, escaped. */
export function pageMarkdown(page: NoticePage): string {
  const { language, title, at, incident, stage, number, head } = page
  const body = paragraphs(page).map((lines) => lines.map((line) => escapeMarkdown(line.trim())).join('\\\n'))
  return `---
title: ${yaml(title)}
date: ${yaml(at)}
lang: ${yaml(language)}
halt: { incident: ${yaml(incident)}, stage: ${yaml(stage)}, number: ${number}, head: ${yaml(head)} }
---

${body.join('\n\n')}
`
}

/** A JSON string; it is valid YAML once the characters that YAML forbids are escaped. */
function yaml(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (char) => unicodeEscape(char))
}

/** Splits the text at empty lines, and drops a first line that repeats the title. */
function paragraphs({ title, text }: NoticePage): string[][] {
  const body = text.replaceAll('\r\n', '\n').trim()
  const rest = body === title ? '' : body.startsWith(`${title}\n`) ? body.slice(title.length) : body
  return rest
    .trim()
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => paragraph.split('\n'))
}
