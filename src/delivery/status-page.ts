import type { FactRole, Language, Stage } from '../domain/runbook/runbook.ts'
import { customerWordsFor } from '../i18n/customer-words.ts'
import { momentFromIso } from '../i18n/moment.ts'
import { LANGUAGE_NAMES } from '../i18n/text.ts'
import { escapeMarkup } from '../view/html.ts'
import { type HaltStatus, isShown, latestNoticeOf, type StatusDocument, type ToldNotice } from './status-document.ts'
import type { DeliveryWords } from './words.en.ts'

/** What tells a page that this program wrote from any other. */
export const STATUS_PAGE_MARK = '<meta name="generator" content="halt-status">'

const STYLE = `:root { color-scheme: light dark; --ink: #1c2430; --soft: #566173; --paper: #f6f7f9; --card: #fff; --line: #d5dae2; --link: #0b57b7; --stopped: #b3261e; --limited: #8a5a00; --open: #1d6b3a }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --soft: #a5aebd; --paper: #14181f; --card: #1d232c; --line: #39424f; --link: #8ab8ff; --stopped: #ff8a80; --limited: #ffc166; --open: #7fd69a } }
*, ::before { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, -apple-system, "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", sans-serif; overflow-wrap: anywhere }
main, header, footer { max-width: 46rem; margin: 0 auto; padding: 0 1rem }
header { padding-top: 1.5rem }
h1 { font-size: 1.5rem; line-height: 1.3; margin: .25rem 0 }
h2 { font-size: 1.15rem; line-height: 1.4; margin: 0 0 .5rem }
h1, h2 { text-wrap: balance }
li, p { text-wrap: pretty }
:lang(ja) :is(h1, h2, li) { word-break: auto-phrase }
a { color: var(--link) }
.soft, footer, dt { color: var(--soft) }
.summary { font-size: 1.1rem; font-weight: 600 }
article { background: var(--card); border: 1px solid var(--line); border-left: .35rem solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0 }
article.halted { border-left-color: var(--stopped) }
article.planned { border-left-color: var(--limited) }
article.resumed { border-left-color: var(--open) }
ul { list-style: none; padding: 0; margin: .5rem 0 }
.scope li { padding-left: 1.25rem; position: relative }
.scope li::before { content: ""; position: absolute; left: 0; top: .55em; width: .7rem; height: .7rem; border-radius: 50%; background: var(--limited) }
.scope li::first-letter { text-transform: uppercase }
.scope .stopped::before { background: var(--stopped); border-radius: 0 }
.scope .open::before { background: none; border: .15rem solid var(--open) }
.scope .unstated::before { background: var(--soft) }
.planned .scope .stopped::before { background: var(--limited); border-radius: 50% }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .75rem 0 0 }
dd { margin: 0 }
.history li { border-top: 1px solid var(--line); padding: .6rem 0 }
.history time { display: block; font-size: .9rem }
footer { padding-bottom: 2rem; font-size: .9rem }
@media (max-width: 30rem) { dl { display: block } dd { margin-bottom: .4rem } }`

/** The status page in one language: a complete HTML document without scripts, which needs nothing else. */
export function statusPageHtml(
  document: StatusDocument,
  language: Language,
  words: DeliveryWords['statusPage'],
): string {
  const { halts, notices, updatedAt, languages } = document
  const organisation = document.organisation[language] ?? ''
  const shown = halts.filter(({ status }) => isShown(status))
  const states = shown.map(({ status }) => status.state)
  const summary = [
    states.includes('halted') ? words.halted : words.none,
    ...(states.includes('planned') ? [words.planned] : []),
  ]
  const others = languages.filter((other) => other !== language)
  const cards = shown.map(({ incident, status }) =>
    cardHtml(status, latestNoticeOf(document, incident), language, words),
  )
  const title = words.title(organisation)
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
${STATUS_PAGE_MARK}
<title>${escapeMarkup(title)}</title>
<link rel="alternate" type="application/atom+xml" href="feed.${language}.xml">
<link rel="alternate" type="application/json" href="status.json">
<style>
${STYLE}
</style>
</head>
<body>
<header>
<p class="soft">${escapeMarkup(organisation)}</p>
<h1>${escapeMarkup(words.heading)}</h1>
${others.map((other) => `<p><a href="index.${other}.html" hreflang="${other}" lang="${other}">${LANGUAGE_NAMES[other]}</a></p>\n`).join('')}</header>
<main>
<p class="summary">${summary.map(escapeMarkup).join('<br>\n')}</p>
${cards.join('')}<h2>${escapeMarkup(words.history)}</h2>
<ul class="history">
${notices.map((notice) => `<li>${timeHtml(notice.at, language)}${linkHtml(notice, language)}</li>\n`).join('')}</ul>
</main>
<footer>
<p>${escapeMarkup(words.asOf)}${timeHtml(updatedAt, language)}</p>
<p><a href="feed.${language}.xml">${escapeMarkup(words.feed)}</a></p>
</footer>
</body>
</html>
`
}

function cardHtml(
  { state, scope, lines, startedAt, again, restriction, planned, next }: HaltStatus,
  latest: ToldNotice | undefined,
  language: Language,
  words: DeliveryWords['statusPage'],
): string {
  const { unknown, rows, labelOf, moment, range } = customerWordsFor(language)
  const own = lines[language] ?? []
  const list =
    scope.length === 0
      ? `<p>${escapeMarkup(unknown.scopeBrief)}</p>`
      : `<ul class="scope">\n${own.map((line) => `<li class="${line.state ?? 'unstated'}">${escapeMarkup(line.text)}</li>\n`).join('')}</ul>`
  const window =
    planned === null
      ? null
      : planned.to === null
        ? moment(momentFromIso(planned.from), 'exact')
        : range(momentFromIso(planned.from), momentFromIso(planned.to), 'exact')
  const labelled = (role: FactRole, stage: Stage) =>
    labelOf({ role, stage, isRestriction: restriction, isAgain: again, isReason: false, label: words.since })
  const facts: readonly (readonly [label: string, value: string | null])[] = [
    [labelled('planned-begin', 'scheduled'), window],
    [
      labelled('began', state === 'resumed' ? 'resumption' : 'update'),
      startedAt === null ? null : moment(momentFromIso(startedAt), 'about'),
    ],
    [state === 'planned' ? rows.nextNotice : rows.next, next === null ? null : moment(momentFromIso(next), 'exact')],
    [words.latest, latest === undefined ? null : moment(momentFromIso(latest.at), 'exact')],
  ]
  const terms = facts.flatMap(([label, value]) =>
    value === null ? [] : [`<dt>${escapeMarkup(label)}</dt><dd>${escapeMarkup(value)}</dd>\n`],
  )
  return `<article class="${state}">
<h2>${latest === undefined ? '' : linkHtml(latest, language)}</h2>
${again && state === 'halted' ? `<p>${escapeMarkup(words.again(restriction))}</p>\n` : ''}${list}
<dl>
${terms.join('')}</dl>
</article>
`
}

function linkHtml({ pages }: ToldNotice, language: Language): string {
  const page = pages[language] ?? Object.values(pages)[0]
  return page === undefined ? '' : `<a href="${escapeMarkup(page.page)}">${escapeMarkup(page.title)}</a>`
}

function timeHtml(at: string, language: Language): string {
  const words = customerWordsFor(language).moment(momentFromIso(at), 'exact')
  return `<time datetime="${escapeMarkup(at)}">${escapeMarkup(words)}</time>`
}
