import { parseLink } from '../incident/statements.ts'
import { type Composition, checkAgain, onlyChannels, outboxOf, promiseOf, sha256 } from '../notice/compose.ts'
import { type NoticeText, pasteText } from '../notice/notice.ts'
import { overriddenCodes } from '../notice/notice-finding.ts'
import { failureLines, sendingProgress } from '../notice/output.ts'
import { findingsOfPosted } from '../notice/posted-text.ts'
import {
  blockingFindings,
  channelsBeside,
  heldChannels,
  notSendable,
  sendComposed,
  toldAgain,
} from '../notice/send-notices.ts'
import type { SendingText } from '../notice/words.en.ts'
import type { Session } from './session.ts'

/** The word that records a notice as posted; the same in every language, like the keys. */
const POSTED_WORD = 'posted'

/** The channels on which notices were sent, the texts that a person has to post, and whether any were held back. */
interface Sent {
  readonly channels: readonly string[]
  readonly byHand: Composition
  readonly isPart: boolean
}

/**
 * Sends the notices that can be sent. Resolves to null if that was not confirmed, or refused; to `outdated` if the texts have
 * to be composed again, since something that they state has changed.
 */
export async function send(session: Session, shown: Composition, said: SendingText): Promise<Sent | 'outdated' | null> {
  const choice = await withoutHeld(session, await withClaim(session, shown, said), said)
  if (choice === null) return null
  const { composition, isPart, force } = choice
  const channels = outboxOf(composition).notices.map((n) => n.channel)
  const told = toldAgain(session, composition).map(({ channel }) => channel)
  const again =
    told.length > 0 ? await session.ask.line(said.againReason(told.map(session.context.text.words.channel))) : undefined
  if (again === '') return null
  const isDrill = session.incident.declaration?.drill ?? false
  if (isDrill) session.say(said.drill)
  const named = channels.map(session.context.text.words.channel)
  const question = isDrill ? said.typeToRehearse(named) : said.typeToSend(named)
  if (!(await session.ask.word(question, 'send'))) {
    session.say(said.notSent)
    return null
  }
  let done: Sent | null = null
  const refused = await session.attemptAsync(async () => {
    const progress = await sendingProgress(session.world, session.incident.runbook)
    const onRecorded = progress.quietly((appended) => session.show(appended))
    const options = { force, again, onRecorded, progress: progress.show }
    const onStop = () => {
      progress.stop()
      session.say(said.stopping)
    }
    const { sent, byHand } = await session
      .unlessStopped(onStop, (stop) => sendComposed(session.world, session, composition, { ...options, stop }))
      .finally(progress.stop)
    for (const line of await failureLines(session.world, sent, session.incident.runbook))
      session.say(line, session.context.paint.alarm)
    const toPost = byHand.map((text) => text.channel)
    done = { channels, byHand: onlyChannels(composition, toPost), isPart }
  })
  return refused?.code === 'notice-outdated' ? 'outdated' : done
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
    session.complain({ code: 'notice-errors', params: notSendable(composition, []) })
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
  const approvedBy = await session.ask.line(said.claimBy)
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
  await session.ask.inOrder(
    channels.map((channel) => async (numbered) => {
      if (posted.has(channel)) return
      const question = numbered(`${session.context.text.words.channel(channel)}  ${said.postedWhere(POSTED_WORD)}`)
      for (let draft = ''; ; ) {
        const { text: given, ...at } = await session.ask.timed(question, draft, POSTED_WORD)
        if (given === '') return
        draft = given
        const open = errorsIn(findings, channel)
        const force = open.length === 0 ? undefined : await session.ask.line(said.postedReason(open))
        if (force === '') continue
        const refused = session.attempt(() => {
          const link = given.normalize('NFKC').toLowerCase() === POSTED_WORD ? null : parseLink(given)
          const own = texts.filter((t) => t.channel === channel)
          const text = own.map(pasteText).join('\n\n')
          const { stage } = own[0] as NoticeText
          const next = promiseOf(own, findings)
          const content = { stage, link, text, digest: sha256(text), next, ...at }
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
