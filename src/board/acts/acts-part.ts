import { type Approval, openApprovals } from '../../domain/incident/approvals.ts'
import { partiesOf } from '../../domain/incident/calls.ts'
import { phaseOf } from '../../domain/incident/current-values.ts'
import { isByPerson } from '../../domain/incident/facts.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import { lifecycleOf } from '../../domain/incident/lifecycle.ts'
import type { StepView } from '../../domain/incident/steps.ts'
import type { ActSubject } from '../../domain/invitation.ts'
import { isWithinDuties } from '../../domain/invitation.ts'
import { pasteText } from '../../domain/notice/paste-text.ts'
import { plan } from '../../domain/plan.ts'
import { withOwnNames } from '../../i18n/own-names.ts'
import { approvalLine } from '../../incident/approval-lines.ts'
import { assigneeName, partyTitle } from '../../incident/labels.ts'
import { escapeHtml } from '../../view/html.ts'
import { shortLine } from '../../view/inert.ts'
import { durationText } from '../../view/time-format.ts'
import { type BoardPart, sectionPart } from '../board-part.ts'
import type { BoardWords } from '../words.en.ts'
import { folded, foldedParts, form } from './act-items.ts'
import { MAX_FILE_BYTES } from './act-line.ts'
import type { ActsContext } from './acts-context.ts'
import { button, hiddenInput, input, textarea } from './form-html.ts'
import type { OwnNotice } from './own-notices.ts'
import { reportParts, writesReport } from './report-part.ts'

/** The sections in which somebody acts: what waits for approval, their steps, calls and notices, what they say of it afterwards, and a note. */
export function actsParts(incident: Incident, context: ActsContext): BoardPart[] {
  const { words } = context
  const isClosed = phaseOf(incident) === 'closed'
  const isOver = isClosed || phaseOf(incident) === 'after-resumption'
  const ownWords = Object.keys(incident.runbook.facts).filter((fact) => isByPerson(incident, fact))
  const steps = isClosed ? [] : plan(incident, context.now).filter(({ step }) => isOwn({ of: 'step', step: step.id }))
  const calls = isClosed ? [] : callsOf(incident, context).filter(({ person }) => isOwn({ of: 'person', person }))
  const waiting = openApprovals(incident, context.now).filter(({ state }) => state === 'waiting')
  const approvals = context.knownFirst.pick(waiting, ({ event }) => context.knownFirst.isEventKnown(event))
  return [
    ...foldedParts('act-approvals', words.toApprove, [
      ...approvals.shown.map((one) => approvalItem(incident, one, context)),
      ...(approvals.more === null ? [] : [`<li>${escapeHtml(approvals.more)}</li>`]),
    ]),
    ...foldedParts(
      'act-notices',
      words.noticesToPost,
      context.notices.map((one) => noticeItem(one, context)),
    ),
    ...foldedParts(
      'act-steps',
      words.steps,
      steps.map((one) => stepItem(incident, one, context)),
      isClosed ? null : words.noSteps,
    ),
    ...foldedParts(
      'act-calls',
      words.calls,
      calls.map((one) => callItem(one, context)),
    ),
    ...foldedParts(
      'act-review',
      words.lookingBack,
      isOver ? ownWords.map((fact) => lookingBackItem(incident, fact, context)) : [],
    ),
    ...(writesReport(incident, context.acting) ? reportParts(context) : []),
    sectionPart('act-note', words.note, noteForm(context)),
  ]

  function isOwn(subject: ActSubject): boolean {
    return isWithinDuties(context.acting, incident, subject)
  }
}

function stepItem(incident: Incident, view: StepView, context: ActsContext): string {
  const { words, text, now } = context
  const { step, state, assignee, dueAt, overdue } = view
  const named = withOwnNames(text, incident.runbook)
  const left = dueAt === null ? null : durationText(overdue ? dueAt - now : Math.max(0, dueAt - now), text.words)
  const traits = [
    step.id,
    text.words.modality[step.modality],
    ...(state === 'pending' ? [] : [named.words.stepState[state]]),
    ...(assignee === null ? [] : [words.assignedTo(assigneeName(assignee, incident.runbook, named))]),
    ...(left === null ? [] : [overdue ? words.overdue(left) : words.due(left)]),
  ]
  const id = `step-${step.id}`
  const title = `${escapeHtml(step.title[text.language])} <small${overdue ? ' class="alarm"' : ''}>${escapeHtml(text.words.listed(traits))}</small>`
  const about = { step: step.id }
  const forms = [
    form(context, id, about, [
      textarea(`${id}-text`, 'text', words.stepText),
      [
        ...(state === 'in-progress' ? [] : [button('begin', words.begin)]),
        button('done', words.done),
        button('skip', words.skip),
      ].join(' '),
    ]),
    form(context, `${id}-assign`, about, [input(`${id}-to`, 'to', words.assignee), button('assign', words.assign)]),
  ]
  // What the manual has between backticks is to be typed.
  const instructions = escapeHtml(step.instructions[text.language]).replace(/`([^`]+)`/g, '<code>$1</code>')
  return folded(id, title, `<p class="instructions">${instructions}</p>\n${forms.join('\n')}`)
}

interface OwnCall {
  readonly party: string
  readonly person: string
  readonly name: string
  readonly state: 'open' | 'waiting' | 'no-answer' | 'reached'
}

/** Everybody who is to be called, once, but for departments that were reached; of the department for which somebody acts. */
function callsOf(incident: Incident, { now, acting: { department }, text: { language } }: ActsContext): OwnCall[] {
  const { roster } = incident.settings
  const open = partiesOf(incident, lifecycleOf(incident), now).filter(
    ({ id, reached }) => reached === null && (department === null || id === department),
  )
  const calls = open.flatMap(({ id, calls: all }) =>
    all.map(({ person, state }) => ({
      party: partyTitle(incident.runbook, roster, id)?.[language] ?? id,
      person,
      name: partyTitle(incident.runbook, roster, person)?.[language] ?? person,
      state,
    })),
  )
  return [...new Map(calls.reverse().map((call) => [call.person, call])).values()].reverse()
}

function callItem({ party, person, name, state }: OwnCall, context: ActsContext): string {
  const { words, text } = context
  const id = `call-${person}`
  const title = `${escapeHtml(name)} <small>${escapeHtml(text.words.listed([party, words.callState[state]]))}</small>`
  const fields = [
    textarea(`${id}-text`, 'text', words.callText),
    [button('reached', words.reached), button('tried', words.tried), button('page', words.page)].join(' '),
  ]
  return folded(id, title, form(context, id, { person }, fields))
}

function noticeItem({ channel, stage, title, texts, errors }: OwnNotice, context: ActsContext): string {
  const { words } = context
  const id = `notice-${channel}`
  const text = texts.map(pasteText).join('\n\n')
  const fields = [
    textarea(`${id}-text`, 'text', words.postedText, text),
    `<button type="button" class="copy" data-copy="${escapeHtml(id)}-text">${escapeHtml(words.copy)}</button>`,
    input(`${id}-link`, 'link', words.link, 'url'),
    `<p class="override" hidden>${input(`${id}-reason`, 'reason', words.overrideReason)}${hiddenInput('override', '')}</p>`,
    button('posted', words.posted),
  ]
  return folded(id, escapeHtml(title), `${errorsHtml(errors, words)}${form(context, id, { channel, stage }, fields)}`)
}

function errorsHtml(errors: readonly string[], words: BoardWords): string {
  if (errors.length === 0) return ''
  const items = errors.map((line) => `<li>${escapeHtml(line)}</li>`)
  return `${alarmHtml(words.notAsItIs)}<ul class="alarm">${items.join('')}</ul>\n`
}

function alarmHtml(line: string): string {
  return `<p class="alarm">${escapeHtml(line)}</p>\n`
}

function approvalItem(incident: Incident, approval: Approval, context: ActsContext): string {
  const { words, text, now, knownFirst } = context
  const { event, by, prepared } = approval
  const id = `approval-${event.replace(':', '-')}`
  const texts = (prepared.notices ?? []).flatMap((notice) => notice.texts.map(pasteText))
  const shown = texts.map((one) => `<blockquote>${escapeHtml(one)}</blockquote>`).join('\n')
  const fields = [
    textarea(`${id}-text`, 'text', words.refusalReason),
    [button('approve', words.approve), button('refuse', words.refuse)].join(' '),
  ]
  const title = escapeHtml(approvalLine(incident, approval, now, withOwnNames(text, incident.runbook)))
  const warning = knownFirst.isEventKnown(event) ? '' : alarmHtml(text.said.preparedByStranger(shortLine(by)))
  return folded(id, title, `${warning}${shown}\n${form(context, id, { event }, fields)}`)
}

/** What each person states for themselves: what they write replaces only what they wrote before. */
function lookingBackItem(incident: Incident, fact: string, context: ActsContext): string {
  const { words, text } = context
  const id = `review-${fact}`
  const definition = incident.runbook.facts[fact]
  const question = definition?.report?.ask[text.language] ?? ''
  const fields = [textarea(`${id}-text`, 'text', question), button('look-back', words.addNote)]
  return folded(id, escapeHtml(definition?.[text.language] ?? fact), form(context, id, { fact }, fields))
}

function noteForm(context: ActsContext): string {
  const { words } = context
  const fields = [
    textarea('note-text', 'text', words.noteText),
    `<p><label for="note-file">${escapeHtml(words.file)}</label> <input id="note-file" type="file" name="file" data-max-bytes="${MAX_FILE_BYTES}" data-too-large="${escapeHtml(words.fileTooLarge)}"></p>`,
    button('note', words.addNote),
  ]
  return form(context, 'note', {}, fields, true)
}
