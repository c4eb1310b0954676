import { phaseOf } from '../../domain/incident/current-values.ts'
import { factOf, isAskedForReport } from '../../domain/incident/facts.ts'
import { hypothesesOf } from '../../domain/incident/hypotheses.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import { factsByReportPart } from '../../domain/report/report.ts'
import { confirmedFor } from '../../domain/report/root-cause.ts'
import { REPORT_PARTS } from '../../domain/runbook/runbook.ts'
import { escapeHtml } from '../../view/html.ts'
import { shortLine } from '../../view/inert.ts'
import type { Acting } from '../audience.ts'
import type { BoardPart } from '../board-part.ts'
import { folded, foldedParts, form } from './act-items.ts'
import type { ActsContext } from './acts-context.ts'
import { seenMark, statedText } from './fact-statement.ts'
import { button, input, textarea } from './form-html.ts'

/** Whether somebody can write for the report of an incident now: who acts for all, once everything has resumed or it is closed. */
export function writesReport(incident: Incident, { department }: Acting): boolean {
  return department === null && ['after-resumption', 'closed'].includes(phaseOf(incident) ?? '')
}

/**
 * What the report asks for, each fact with what known writers have stated of it, and the story, to which moments are added; for
 * those who act for all.
 */
export function reportParts(context: ActsContext): BoardPart[] {
  const { words, known } = context
  const facts = REPORT_PARTS.flatMap((part) => factsByReportPart(known)[part])
  const items = facts.flatMap(({ fact }) => (isAskedForReport(known, fact) ? [factItem(fact, context)] : []))
  return foldedParts('act-report', words.forReport, [...items, storyItem(context)])
}

function factItem(fact: string, context: ActsContext): string {
  const { words, text, known } = context
  const { language } = text
  const { [fact]: definition } = known.runbook.facts
  const id = `report-${fact}`
  const isWorded = definition?.words === true || definition?.words === 'reports'
  const forms = ([null, ...(isWorded ? [language] : [])] as const).map((wordsIn) => {
    const shown = statedText(known, { fact, words: wordsIn })
    const of = wordsIn === null ? id : `${id}-words`
    const label = wordsIn === null ? (definition?.report?.ask[language] ?? '') : words.wordsForReaders
    const about = { fact, ...(wordsIn !== null && { words: wordsIn }), seen: seenMark(shown) }
    return form(context, of, about, [textarea(`${of}-text`, 'text', label, shown), button('state', words.addNote)])
  })
  const title = `${escapeHtml(definition?.[language] ?? fact)} <small>${escapeHtml(stateOf(fact, context))}</small>`
  return folded(id, title, forms.join('\n'))
}

/** What there is of a fact: its value, else its words; of causes, what was confirmed. */
function stateOf(fact: string, { words, text, known }: ActsContext): string {
  const { at, value, [text.language]: ownWords, ja, en } = factOf(known, fact)
  const confirmed = confirmedFor(fact, factsByReportPart(known).causes, hypothesesOf(known))
  const stated = value ?? ownWords ?? ja ?? en ?? confirmed?.text ?? null
  if (stated !== null) return shortLine(stated)
  return at === null ? words.notStated : words.notKnownYet
}

function storyItem(context: ActsContext): string {
  const { words, moments } = context
  const proposed = moments.map(({ event, line }) => {
    const id = `moment-${event.replace(':', '-')}`
    return `<li>${escapeHtml(line)}\n${form(context, id, { event }, [button('key', words.tellOfIt)])}</li>`
  })
  const list =
    proposed.length === 0
      ? ''
      : `<p>${escapeHtml(words.mayBeTold)}</p>\n<ul class="acts">\n${proposed.join('\n')}\n</ul>\n`
  const fields = [
    textarea('story-text', 'text', words.momentText),
    input('story-at', 'at', words.momentAt),
    button('moment', words.addNote),
  ]
  return folded('story', escapeHtml(words.story), `${form(context, 'story', {}, fields)}\n${list}`)
}
