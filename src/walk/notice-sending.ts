import { isForNotice } from '../domain/decide/as-approved.ts'
import { type Approval, openApprovals, wasApprovedAt } from '../domain/incident/approvals.ts'
import { approvalOfPosted } from '../domain/incident/approved-acts.ts'
import { ofKnownAskers } from '../domain/incident/askers.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { holdsBack } from '../domain/incident/unheeded-words.ts'
import type { Problem } from '../domain/problem.ts'
import { granter, unheededLine } from '../incident/approval-lines.ts'
import { sayAwaiting } from '../incident/awaiting-approval.ts'
import { adoptSettings } from '../incident/settings-adoption.ts'
import { parseLink } from '../incident/statements.ts'
import {
  type Composition,
  checkAgain,
  onlyChannels,
  outboxOf,
  preparedNotices,
  promiseOf,
  sha256,
} from '../notice/compose.ts'
import { type NoticeText, pasteText } from '../notice/notice.ts'
import { overriddenCodes } from '../notice/notice-finding.ts'
import { failureLines, sendingProgress } from '../notice/output.ts'
import { findingsOfPosted } from '../notice/posted-text.ts'
import { sendApproved, textsOf } from '../notice/send-approved.ts'
import {
  blockingFindings,
  channelsBeside,
  heldChannels,
  needsApproval,
  notSendable,
  type SendOptions,
  type SendResult,
  sendComposed,
  toldAgain,
} from '../notice/send-notices.ts'
import { noticeTitle } from '../notice/title.ts'
import type { SendingText } from '../notice/words.en.ts'
import { approvalsNotByAnother, mustBeOfAnotherPerson } from '../signing/approver.ts'
import { inertLines } from '../view/inert.ts'
import type { Session } from './session.ts'
import { withItsTime } from './timed-text.ts'

/** The word that records a notice as posted; the same in every language, like the keys. */
const POSTED_WORD = 'posted'

/** The channels on which notices were sent, the texts that a person has to post, and whether any were held back. */
interface Sent {
  readonly channels: readonly string[]
  readonly byHand: Composition
  readonly isPart: boolean
  /** Whether another person has to approve it first, so that nothing was sent. */
  readonly isAwaiting: boolean
}

/**
 * Sends the notices that can be sent. Resolves to null if that was not confirmed, or refused; to `outdated` if the texts have
 * to be composed again, since something that they state has changed.
 */
export async function send(session: Session, shown: Composition, said: SendingText): Promise<Sent | 'outdated' | null> {
  const prepared = preparedOf(session, shown)
  if (prepared !== undefined) {
    const sent = await sendPrepared(session, shown, said, prepared)
    if (sent !== 'anew') return sent
  }
  const choice = await withoutHeld(session, await withClaim(session, shown, said), said)
  if (choice === null) return null
  const { composition, isPart, force } = choice
  const needsApproval = isForApproval(session, composition)
  const all = needsApproval ? preparedNotices(composition) : outboxOf(composition).notices
  const channels = all.map((n) => n.channel)
  const told = toldAgain(session, composition).map(({ channel }) => channel)
  const again =
    told.length > 0 ? await session.ask.line(said.againReason(told.map(session.context.text.words.channel))) : undefined
  if (again === '') return null
  const isDrill = session.incident.declaration?.drill ?? false
  if (isDrill) session.say(said.drill)
  const named = channels.map(session.context.text.words.channel)
  const question = needsApproval
    ? said.typeToRequest(named)
    : isDrill
      ? said.typeToRehearse(named)
      : said.typeToSend(named)
  if (!(await session.ask.word(question, 'send'))) {
    session.say(said.notSent)
    return null
  }
  const act = (options: SendOptions) => sendComposed(session.world, session, composition, { ...options, force, again })
  const { result, refused } = await attemptSending(session, said, act)
  if (refused?.code === 'notice-outdated') return 'outdated'
  if (result === null) return null
  if (result.awaiting !== undefined) sayAwaiting(session.world, session.journal, result.awaiting)
  const byHand = onlyChannels(
    composition,
    result.byHand.map(({ channel }) => channel),
  )
  return { channels, byHand, isPart, isAwaiting: result.awaiting !== undefined }
}

/** Whether another person has to approve one of the notices. */
export function isForApproval({ incident }: Session, composition: Composition): boolean {
  return needsApproval({ ...incident, settings: composition.now.settings }, composition)
}

/**
 * Shows what was prepared for approval, which need not be what is on the screen, and sends it if somebody has approved it;
 * resolves to `anew` if it was withdrawn, so that the text on the screen takes its place.
 */
async function sendPrepared(
  session: Session,
  shown: Composition,
  said: SendingText,
  approval: Approval,
): Promise<Sent | 'anew' | null> {
  const { event, granted, prepared } = approval
  showPrepared(session, textsOf(prepared.notices ?? []), said)
  const unheeded = unheededLine(session.incident, approval, session.clock.now(), session.context.text)
  if (unheeded !== null && granted !== null) session.say(unheeded, session.context.paint.alarm)
  if (granted === null) sayAwaiting(session.world, session.journal, event)
  const key = await session.ask.key(
    granted === null ? said.waitingKeys : said.approvedKeys(granter(session.incident, approval, session.context.text)),
    granted === null ? 'r' : 'sr',
  )
  if (key === '') return null
  if (key === 'r') {
    session.append({ kind: 'refuse', request: event, reason: said.replacedReason })
    return 'anew'
  }
  const refused = await session.attemptAsync(() => mustBeOfAnotherPerson(session.world, session.journal, approval))
  if (refused !== null) return null
  const force = approval.unheeded.some(holdsBack) ? await session.ask.line(said.sendAnywayReason) : undefined
  if (force === '') return null
  if (!(await session.ask.word(said.typeToSendApproved(event), 'send'))) {
    session.say(said.notSent)
    return null
  }
  const act = (options: SendOptions) => sendApproved(session.world, session, event, { ...options, force })
  const { result } = await attemptSending(session, said, act)
  if (result === null) return null
  const channels = result.sent.map(({ channel }) => channel)
  const isPart = !shown.texts.every((text) => isForNotice(situationOf(session), approval, text))
  return { channels, byHand: { ...shown, texts: result.byHand }, isPart, isAwaiting: false }
}

/** What was prepared of some of these notices, and is approved or waits for that: what is approved first. */
function preparedOf(session: Session, { texts }: Composition): Approval | undefined {
  const { incident, clock } = session
  const situation = situationOf(session)
  const open = openApprovals(incident, clock.now()).filter((one) =>
    texts.some((text) => isForNotice(situation, one, text)),
  )
  const prepared = ofKnownAskers(incident, open)
  return prepared.find(({ state }) => state === 'approved') ?? prepared[0]
}

function situationOf({ incident }: Session) {
  return { incident, lifecycle: lifecycleOf(incident) }
}

/** Shows texts that were prepared for approval, in place of those on the screen. */
function showPrepared(session: Session, texts: readonly NoticeText[], said: SendingText): void {
  for (const text of texts) {
    session.say(said.preparedText(noticeTitle(text, session.incident, session.context.text.words)))
    for (const line of inertLines(pasteText(text))) session.say(line)
    session.say('')
  }
}

/** The texts of a channel as another person has approved them, else those on the screen. */
function approvedTexts(
  session: Session,
  shown: readonly NoticeText[],
  except: readonly string[],
): readonly NoticeText[] {
  const [notice] = shown as [NoticeText]
  const situation = situationOf(session)
  const open = openApprovals(session.incident, session.clock.now()).filter(
    (one) =>
      one.state === 'approved' &&
      wasApprovedAt(one, Number.POSITIVE_INFINITY, except) &&
      isForNotice(situation, one, notice),
  )
  const approved = ofKnownAskers(session.incident, open).flatMap(({ prepared }) =>
    textsOf((prepared.notices ?? []).filter(({ channel }) => channel === notice.channel)),
  )
  return approved.length > 0 ? approved : shown
}

/** Sends with progress on the screen; `result` is null if that was refused. */
async function attemptSending(
  session: Session,
  said: SendingText,
  act: (options: SendOptions) => Promise<SendResult>,
): Promise<{ readonly result: SendResult | null; readonly refused: Problem | null }> {
  let result: SendResult | null = null
  const attempt = async (alone?: string) => {
    result = null
    return session.attemptAsync(async () => {
      const progress = await sendingProgress(session.world, session.incident.runbook)
      const onRecorded = progress.quietly((appended) => session.show(appended))
      const onStop = () => {
        progress.stop()
        session.say(said.stopping)
      }
      const options = { onRecorded, progress: progress.show, ...(alone !== undefined && { alone }) }
      const sending = await session.unlessStopped(onStop, (stop) => act({ ...options, stop })).finally(progress.stop)
      for (const line of await failureLines(session.world, sending.sent, session.incident.runbook))
        session.say(line, session.context.paint.alarm)
      result = sending
    })
  }
  const refused = await orAlone(session, said, attempt)
  return { result, refused }
}

/**
 * Attempts to send; where it cannot be agreed upon with the other machines, asks for a reason to send all the same. Resolves to
 * why nothing was sent; null if it was.
 */
export async function orAlone(
  session: Session,
  said: SendingText,
  attempt: (alone?: string) => Promise<Problem | null>,
): Promise<Problem | null> {
  const refused = await attempt()
  if (refused === null || !isForWantOfAgreement(refused)) return refused
  const reason = await session.ask.line(said.sendAnywayReason)
  return reason === '' ? refused : attempt(reason)
}

function isForWantOfAgreement(problem: Problem): boolean {
  if (problem.code === 'being-sent') return problem.params.by.of === 'machine'
  return problem.code === 'relay-unreachable' || problem.code === 'relay-backlog'
}

/** What is sent of notices of which some are held back, and the reason to send these all the same; null for nothing. */
async function withoutHeld(
  session: Session,
  composition: Composition,
  said: SendingText,
): Promise<{ readonly composition: Composition; readonly isPart: boolean; readonly force: string | undefined } | null> {
  const held = heldChannels(session, composition)
  if (held.size === 0) return { composition, isPart: false, force: undefined }
  const others = onlyChannels(composition, channelsBeside(composition, held))
  const sent = outboxOf(others).notices.map(({ channel }) => channel)
  const canForce = blockingFindings(composition.findings).unsafe.length === 0
  const { channel } = session.context.text.words
  if (sent.length > 0) {
    session.say(said.heldBack(said.held(held, channel)), session.context.paint.alarm)
    const key = await session.ask.key(said.heldKeys(sent.map(channel), canForce), canForce ? 'of' : 'o')
    if (key === 'o') return { composition: others, isPart: true, force: undefined }
    if (key === '') return null
  } else if (!canForce) {
    session.complain({ code: 'notice-errors', params: notSendable(session.incident.runbook, composition, []) })
    return null
  }
  const force = await session.ask.line(said.forceReason)
  return force === '' ? null : { composition, isPart: false, force }
}

/** Asks for the evidence and approval that a claim needs, such as that assets are safe. */
async function withClaim(session: Session, composition: Composition, said: SendingText): Promise<Composition> {
  if (!composition.findings.some((f) => f.code === 'unbacked-claim')) return composition
  const evidence = await session.ask.line(said.claimEvidence)
  if (evidence === '') return composition
  const approvedBy = await session.ask.line(said.claimBy, { isName: true })
  if (approvedBy === '') return composition
  const selection = { ...composition.selection, claim: { evidence, approvedBy } }
  return checkAgain(session, { ...composition, selection })
}

/** The errors in what a person posts on a channel, as they are recorded. */
function errorsIn(findings: Composition['findings'], channel: string): readonly string[] {
  const { errors } = blockingFindings(findingsOfPosted(findings.filter((finding) => finding.channel === channel)))
  return overriddenCodes(errors).get(channel) ?? []
}

/**
 * Asks, channel by channel, for the word or link that records what a person posted, with the text that was shown. Calls
 * `onPosted` for each that was.
 */
export async function postByHand(
  session: Session,
  composition: Composition,
  said: SendingText,
  onPosted: (channel: string) => void,
): Promise<void> {
  const { texts, findings, selection } = await withClaim(session, composition, said)
  const { claim } = selection
  const channels = [...new Set(texts.map((t) => t.channel))]
  const posted = new Set<string>()
  adoptSettings(session.world, session, composition.now)
  const except = await approvalsNotByAnother(session.world, session.journal)
  await session.ask.inOrder(
    channels.map((channel) => async (numbered) => {
      if (posted.has(channel)) return
      const shown = texts.filter((t) => t.channel === channel)
      const own = approvedTexts(session, shown, except)
      const text = own.map(pasteText).join('\n\n')
      if (text !== shown.map(pasteText).join('\n\n')) showPrepared(session, own, said)
      const { stage, number } = own[0] as NoticeText
      const use = { now: session.clock.now(), except }
      if (approvalOfPosted(session.incident, { channel, stage, number, text }, claim !== null, use).unapproved)
        session.say(said.postedUnapproved, session.context.paint.alarm)
      const question = numbered(`${session.context.text.words.channel(channel)}  ${said.postedWhere(POSTED_WORD)}`)
      for (let draft = ''; ; ) {
        const { text: given, ...at } = await session.ask.timed(question, draft, POSTED_WORD)
        if (given === '') return
        draft = withItsTime({ text: given, ...at })
        const open = errorsIn(findings, channel)
        const force = open.length === 0 ? undefined : await session.ask.line(said.postedReason(open))
        if (force === '') continue
        const refused = session.attempt(() => {
          const link = given.normalize('NFKC').toLowerCase() === POSTED_WORD ? null : parseLink(given)
          const next = promiseOf(own, findings)
          const content = { stage, link, text, digest: sha256(text), next, except, ...at }
          const override = {
            ...(force !== undefined && { force, open: new Map([[channel, open]]) }),
            ...(claim !== null && { claim }),
          }
          session.append({ kind: 'posted', channels: [channel], ...content, ...override })
        })
        if (refused !== null) continue
        posted.add(channel)
        onPosted(channel)
        return
      }
    }),
  )
}
