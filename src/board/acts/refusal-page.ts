import type { Language } from '../../domain/runbook/runbook.ts'
import { escapeHtml } from '../../view/html.ts'
import { documentHtml } from '../page.ts'
import type { BoardWords } from '../words.en.ts'
import type { ActOutcome } from './acts.ts'
import { hiddenInput, input, textarea } from './form-html.ts'

export interface RefusalPage {
  readonly language: Language
  readonly words: BoardWords
  readonly outcome: ActOutcome
  readonly fields: URLSearchParams
  /** Where the form is sent again. */
  readonly action: string
  /** The address of the incident's page. */
  readonly page: string
}

/** Says why an act was not recorded, with what was typed, to be sent again. For whoever has no script. */
export function refusalPage({ language, words, outcome, fields, action, page }: RefusalPage): string {
  const title = words.outcome[outcome.status]
  const lines = outcome.lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')
  const { seen } = outcome
  const sent = [...fields].map(([name, value]) => [name, name === 'seen' && seen !== null ? seen : value] as const)
  const shown = sent.map(([name, value]) => fieldHtml(words, name, value)).join('\n')
  const override =
    outcome.override === null
      ? ''
      : `<p>${input('reason', 'reason', words.overrideReason)}${hiddenInput('override', outcome.override)}</p>\n`
  const body = `<main>
<h1>${escapeHtml(title)}</h1>
<div role="alert">
${lines}
</div>
<form class="act" method="post" action="${escapeHtml(action)}">
${shown}
${override}<p><button type="submit">${escapeHtml(words.sendAgain)}</button></p>
</form>
<p><a href="${escapeHtml(page)}">${escapeHtml(words.back)}</a></p>
</main>`
  return documentHtml({ title, language, head: '', attributes: '', body })
}

/** What somebody typed can be changed; the rest is sent as it was, but for the reason, which is asked for anew. */
function fieldHtml(words: BoardWords, name: string, value: string): string {
  if (name === 'text') return textarea('text', name, words.typed, value)
  if (name === 'to') return `<p>${input('to', name, words.assignee, 'text', value)}</p>`
  if (name === 'link') return `<p>${input('link', name, words.link, 'url', value)}</p>`
  return ['override', 'reason'].includes(name) ? '' : hiddenInput(name, value)
}
