import { LANGUAGES, type Language } from '../domain/runbook/runbook.ts'
import { LANGUAGE_NAMES } from '../i18n/text.ts'
import { PAGE_PICTURE_STYLE } from '../report/picture/style.ts'
import { escapeHtml } from '../view/html.ts'
import { PAGE_STYLE } from '../view/html-page.ts'
import { hiddenInput } from './acts/form-html.ts'
import type { BoardPart } from './board-part.ts'
import { addressOf, type BoardView, viewName } from './board-view.ts'
import type { BoardWords } from './words.en.ts'

/** Seconds after which a page reloads itself where no script runs. */
const RELOAD_SECONDS = 20

export interface BoardPage {
  readonly title: string
  readonly words: BoardWords
  readonly isDrill: boolean
  /** What else there is to look at; empty groups are left out. */
  readonly links: readonly LinkGroup[]
  readonly parts: readonly BoardPart[]
  /** Says the time of what is shown. */
  readonly asOf: string
  readonly view: BoardView
  /** What the page says to somebody who was invited; null to everybody else. */
  readonly greeting: Greeting | null
  /** What came of what they sent, where no script says so, and as HTML what can be done about it. */
  readonly said: { readonly title: string; readonly lines: readonly string[]; readonly foot: string } | null
}

export interface Greeting {
  readonly hello: string
  readonly lines: readonly string[]
  /** Whether they act: then a page that reloads itself would lose what they type. */
  readonly acts: boolean
}

export interface LinkGroup {
  readonly title: string
  readonly links: readonly { readonly words: string; readonly path: string; readonly isCurrent: boolean }[]
}

/** A page that a script keeps up to date, and that reloads itself where none runs. */
export function boardPage(page: BoardPage): string {
  const { title, words, isDrill, links, parts, asOf, view, greeting, said } = page
  const { language } = view
  const reloads = greeting === null || !greeting.acts
  const head = reloads ? `<noscript><meta http-equiv="refresh" content="${RELOAD_SECONDS}"></noscript>` : ''
  const ended = greeting === null ? words.ended : words.linkOver
  const stays = `${escapeHtml(words.staysAsTyped)} <a href="${escapeHtml(addressOf(view))}">${escapeHtml(words.reload)}</a>`
  const data = `data-view="${escapeHtml(viewName(view))}" data-lost="${escapeHtml(words.lost)}" data-live="${escapeHtml(words.live)}" data-ended="${escapeHtml(ended)}" data-copied="${escapeHtml(words.copied)}" data-not-sent="${escapeHtml(words.notSent)}"`
  const body = `<header>
${isDrill ? `<p class="mark"><strong>${escapeHtml(words.drill)}</strong></p>\n` : ''}<h1>${escapeHtml(title)}</h1>
<p class="touch"><span id="as-of">${escapeHtml(asOf)}</span> <span id="touch" role="status"><noscript>${reloads ? escapeHtml(words.reloads) : stays}</noscript></span></p>
${greetingHtml(greeting)}</header>
<main id="board">
${partsHtml(parts)}
</main>
${[...links, languageLinks(view, words)]
  .filter((group) => group.links.length > 0)
  .map(linkGroupHtml)
  .join('\n')}
<div id="said" role="status">${saidHtml(said)}</div>`
  return documentHtml({ title, language, head, attributes: data, body })
}

function greetingHtml(greeting: Greeting | null): string {
  if (greeting === null) return ''
  return `<p class="hello"><strong>${escapeHtml(greeting.hello)}</strong> ${escapeHtml(greeting.lines.join(' '))}</p>\n`
}

function saidHtml(said: BoardPage['said']): string {
  if (said === null) return ''
  const lines = said.lines.map((line) => `<p>${escapeHtml(line)}</p>`)
  return `<p><strong>${escapeHtml(said.title)}</strong></p>${lines.join('')}${said.foot}`
}

function partsHtml(parts: readonly BoardPart[]): string {
  return parts.map(({ html }) => html).join('\n')
}

/** The page for whoever is not let in yet: one field for the code. `next` is where it leads then. */
export function codePage(language: Language, words: BoardWords, next: string, isWrong: boolean): string {
  const body = `<main>
<h1>${escapeHtml(words.title)}</h1>
<form method="post" action="/session" id="enter">
${hiddenInput('next', next)}
<p id="hint">${escapeHtml(words.askCode)}</p>
${isWrong ? `<p class="mark" role="alert">${escapeHtml(words.wrongCode)}</p>\n` : ''}<p><label for="code">${escapeHtml(words.code)}</label> <input id="code" name="code" type="password" required autocomplete="off" aria-describedby="hint"></p>
<p><button type="submit">${escapeHtml(words.enter)}</button></p>
</form>
</main>`
  return documentHtml({ title: words.title, language, head: '', attributes: 'data-asks="code"', body })
}

/** A page that says one thing. */
export function messagePage(language: Language, words: BoardWords, message: string): string {
  const body = `<main>\n<h1>${escapeHtml(words.title)}</h1>\n<p>${escapeHtml(message)}</p>\n<p><a href="/?lang=${language}">${escapeHtml(words.incidents)}</a></p>\n</main>`
  return documentHtml({ title: words.title, language, head: '', attributes: '', body })
}

/** A whole page. */
export interface BoardDocument {
  readonly title: string
  readonly language: Language
  readonly head: string
  readonly attributes: string
  readonly body: string
}

export function documentHtml({ title, language, head, attributes, body }: BoardDocument): string {
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/board.css">
<script src="/board.js" defer></script>
${head}
</head>
<body ${attributes}>
${body}
</body>
</html>
`
}

/** The same page in each language. */
function languageLinks(view: BoardView, { language: title }: BoardWords): LinkGroup {
  const links = LANGUAGES.map((language) => ({
    words: LANGUAGE_NAMES[language],
    path: addressOf({ ...view, language }),
    isCurrent: language === view.language,
  }))
  return { title, links }
}

function linkGroupHtml({ title, links }: LinkGroup): string {
  const items = links.map(({ words, path, isCurrent }) => {
    const current = isCurrent ? ' aria-current="page"' : ''
    return `<li><a href="${escapeHtml(path)}"${current}>${escapeHtml(words)}</a></li>`
  })
  return `<nav aria-label="${escapeHtml(title)}"><p>${escapeHtml(title)}</p><ul>${items.join('')}</ul></nav>`
}

export const BOARD_STYLE = `
${PAGE_STYLE}
${PAGE_PICTURE_STYLE}
h2{margin-top:1.4rem}
.touch{margin:.2rem 0;font-size:.95rem;color:var(--faint)}
.is-lost .touch{position:sticky;top:0;z-index:1;background:var(--ground)}
.is-lost #touch{display:block;padding:.6rem .9rem;background:#7a0012;color:#fff;font-weight:700}
#deadlines,#alarms{border:.15rem solid var(--warn);border-radius:.3rem;padding:0 .9rem .4rem}
#deadlines h2,#alarms h2{border:0;margin:.6rem 0 .3rem}
html:not(.scripted) .copy{display:none}
.alarm{color:var(--warn)}
#last-text{font-size:1rem}
button,input,textarea,nav a{font:inherit;min-height:2.75rem;padding:.5rem 1rem}
button,textarea,input{border:1px solid var(--line);border-radius:.3rem;background:var(--raised);color:var(--ink)}
nav p{margin:1rem 0 .2rem;font-weight:600}
#incidents a{display:block;padding:.6rem 0}
nav ul{display:flex;flex-wrap:wrap;gap:.3rem;padding:0;list-style:none}
nav a{display:inline-block;border:1px solid var(--line);border-radius:.3rem}
nav [aria-current]{background:var(--raised);color:var(--ink);font-weight:600;text-decoration:none}
.hello{margin:.6rem 0}
.acts{list-style:none;padding:0}
.acts summary{padding:.7rem 0;min-height:1.4rem;cursor:pointer}
.acts small,#files small{display:block;color:var(--faint)}
#files code{overflow-wrap:anywhere}
.acts small.alarm{color:var(--warn)}
.acts li{border-bottom:1px solid var(--line)}
.act{margin:.4rem 0 1rem}
.act p{margin:.5rem 0}
.act label{display:block;margin:.4rem 0 .2rem}
.act textarea,.act input{box-sizing:border-box;width:100%}
.act button{margin:.3rem .3rem .3rem 0}
.act output{display:block}
.act output:not(:empty){border:.15rem solid var(--warn);border-radius:.3rem;padding:.4rem .8rem}
.instructions{white-space:pre-line}
#said:not(:empty){position:sticky;bottom:0;border:.15rem solid var(--accent);border-radius:.3rem;padding:.2rem .8rem;background:var(--ground)}
#said p{margin:.3rem 0}
#said .act{margin:.3rem 0}
#said .close{display:inline-block;min-height:2.75rem;line-height:2.75rem}
:focus-visible{outline:.2rem solid var(--accent);outline-offset:.1rem}
`.trim()
