import { alreadyTold, type ToldNotice } from '../domain/decide/nothing-new.ts'
import { latestUnsentNotice } from '../domain/decide/sending.ts'
import { phaseOf } from '../domain/incident/current-values.ts'
import { factOf, unstatedFacts } from '../domain/incident/facts.ts'
import type { Notice } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { partlyReachedCount } from '../domain/incident/notice-reach.ts'
import { lastToldOn, nextNoticeStage } from '../domain/incident/notices.ts'
import { scopeOf } from '../domain/incident/scope.ts'
import { stepsOf } from '../domain/incident/steps.ts'
import { ProblemError } from '../domain/problem.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import { requiredFacts } from '../domain/runbook/notice-facts.ts'
import { customerChannels, type Language, type Step } from '../domain/runbook/runbook.ts'
import { languagesOf } from '../domain/settings.ts'
import { noticeName } from '../incident/labels.ts'
import { noticeLine, sayNoticesTakenBack } from '../incident/notices-taken-back.ts'
import { currentSettings } from '../incident/settings-adoption.ts'
import { isUnknownMark } from '../incident/statements.ts'
import { deliveryReasonWords, failureLines, toldLines } from '../notice/output.ts'
import { exclusively, resend, retellingOf } from '../notice/send-notices.ts'
import type { SendingText } from '../notice/words.en.ts'
import { sendingText } from '../notice/words.ts'
import type { AppendResult } from '../store/journal.ts'
import { shortLine } from '../view/inert.ts'
import { composeForEdits } from './compose-for-edits.ts'
import { appendFacts, askFact, askPublicWords, ownLanguageFirst } from './facts.ts'
import { offerTexts } from './notice-screen.ts'
import { orAlone } from './notice-sending.ts'
import { askScope } from './scope.ts'
import type { Session } from './session.ts'

/** Gives notice of the incident: asks for missing facts, shows the texts, then sends them or records posts by hand. */
export async function composeAndGiveNotices(session: Session, step: Step | null): Promise<void> {
  const said = await sendingText(session.context.text.language)
  const channels = channelsFor(session, step)
  if (channels.length === 0) return session.say(said.nothingToSay)
  const { text, paint } = session.context
  sayNoticesTakenBack(session.world, session.journal, channels, (line) => session.say(line, paint.alarm))
  sayToldByStrangers(session, channels)
  const told = toldOf(session, channels, step)
  for (const line of await toldLines(text, told)) session.say(line)
  const untold = channels.filter((channel) => told.every((notice) => notice.channel !== channel))
  const open: string[] = []
  for (const channel of untold) if (!(await offerRetry(session, channel, said))) open.push(channel)
  if (open.length === 0) return
  await session.attemptAsync(async () => {
    await askNoticeFacts(session, { channels: open, step }, said)
    const wanted = { channels: open, ...(step?.stage && { stage: step.stage }), next: null, claim: null }
    session.edits.takeOver()
    await offerTexts(session, await composeForEdits(session, wanted), said)
  })
}

/** What customers have already on some of these channels, which are then left out; none if they have it on all. */
function toldOf(session: Session, channels: readonly string[], step: Step | null): readonly ToldNotice[] {
  const told = alreadyTold(retellingOf(session), channels, step?.stage ?? undefined)
  return told.length < channels.length ? told : []
}

/**
 * The channels with an open step for this notice. Without a step, the customers' channels on which nothing has been said yet,
 * or all of them if there are none.
 */
function channelsFor({ incident, clock }: Session, step: Step | null): readonly string[] {
  const customers = customerChannels(incident.runbook)
  if (step?.channel == null) {
    const lifecycle = lifecycleOf(incident)
    const untold = customers.filter((channel) => nextNoticeStage(incident, lifecycle, channel) === 'first')
    return untold.length > 0 ? untold : customers
  }
  if (!customers.includes(step.channel)) return [step.channel]
  const views = stepsOf(incident, clock.now()).filter((view) => view.step.stage === step.stage)
  const open = views.filter(({ state }) => state === 'pending' || state === 'in-progress')
  return customers.filter((channel) => channel === step.channel || open.some((view) => view.step.channel === channel))
}

/** Says which customers' channels are not among those offered, if only a writer told them whom this machine does not know. */
function sayToldByStrangers(session: Session, channels: readonly string[]): void {
  const { incident } = session
  const { text, knownFirst, paint } = session.context
  for (const channel of customerChannels(incident.runbook)) {
    const last = channels.includes(channel) ? undefined : lastToldOn(incident, channel)
    if (last === undefined || knownFirst.isEventKnown(last.event)) continue
    session.say(text.said.ofStranger(noticeLine(incident, last, text), shortLine(last.by)), paint.alarm)
  }
}

/**
 * If a notice on the channel failed or its outcome is unknown, offers to resend it, to record that it arrived, or to mark the
 * channel unsafe. Resolves to true if the channel then needs no new notice.
 */
async function offerRetry(session: Session, channel: string, said: SendingText): Promise<boolean> {
  const notice = latestUnsentNotice(session.incident, channel)
  if (notice === null) return false
  await sayUnsent(session, notice, said)
  const isUnknown = notice.state === 'unknown'
  const key = await session.ask.key(said.retryKeys(isUnknown), isUnknown ? 'yru' : 'ru')
  if (key === 'y') return (await session.attemptAsync(() => recordArrival(session, channel))) === null
  if (key === 'u') {
    await markUnsafe(session, channel)
    return true
  }
  if (key !== 'r') return false
  const force = isUnknown ? await session.ask.line(session.context.walk.force) : undefined
  if (force === '') return false
  const attempt = (alone?: string) =>
    session.attemptAsync(async () => {
      const now = await currentSettings(session.world, session)
      const onRecorded = (appended: AppendResult) => session.show(appended)
      const onStop = () => session.say(said.stopping)
      const { sent, refusals } = await session.unlessStopped(onStop, (stop) =>
        resend(session.world, session, [channel], now, { force, alone, onRecorded, progress: () => {}, stop }),
      )
      for (const refusal of refusals) throw new ProblemError(refusal)
      for (const line of await failureLines(session.world, sent, session.incident.runbook))
        session.say(line, session.context.paint.alarm)
    })
  return (await orAlone(session, said, attempt)) === null
}

function recordArrival(session: Session, channel: string): Promise<void> {
  const nothingElse = { link: null, text: null, digest: null, next: null }
  return exclusively(session.journal, [channel], async () =>
    session.append({ kind: 'posted', channels: [channel], settles: true, ...nothingElse }),
  )
}

/** Says which notice did not go out, or may not have, and why. */
async function sayUnsent(session: Session, notice: Notice, said: SendingText): Promise<void> {
  const { text } = session.context
  const { words, language } = text
  const what = `${words.channel(notice.channel)}  ${noticeName(session.incident, notice, text)}`
  const state = notice.state === 'unknown' ? 'unknown' : 'failed'
  session.say(said.unsent(what, state, partlyReachedCount(notice)), session.context.paint.alarm)
  const why = notice.sending?.why ?? null
  if (why !== null) session.say(`  ${await deliveryReasonWords(why, language)}`)
}

async function markUnsafe(session: Session, channel: string): Promise<void> {
  const reason = await session.ask.line(session.context.walk.why)
  if (reason !== '') session.record({ kind: 'mark-channel', channels: [channel], safe: false, reason })
}

/**
 * Asks for the facts that customer notices state (manual 2.2; before a planned halt, only those announced beforehand) and
 * nobody has stated yet. One key states all of them as not known, and the notices then say so. Asks for public words that
 * exist in one language in the other languages too, and for a contact if the settings have none: once in a walk, and in the
 * operator's own language first.
 */
async function askNoticeFacts(
  session: Session,
  { channels, step }: { channels: readonly string[]; step: Step | null },
  said: SendingText,
): Promise<void> {
  const { settings } = await currentSettings(session.world, session)
  const { runbook } = session.incident
  const spoken = channels.flatMap((id) => languagesOf(settings, runbook, id))
  const languages = ownLanguageFirst(session, spoken)
  const { facts, channels: known } = runbook
  if (channels.every((id) => known[id]?.audience === 'departments')) return
  const asked = requiredFacts(runbook, phaseOf(session.incident) === 'scheduled' ? 'scheduled' : 'first')
  const missing = unstatedFacts(session.incident, asked)
  const contactFact = factWithRole(session.incident.runbook, 'contact')
  const open = missing.filter((name) => name !== contactFact)
  const isContactAsked = contactFact !== null && asked.includes(contactFact)
  const contact = isContactAsked ? factOf(session.incident, contactFact) : settings.contact
  const without = languages.filter(
    (language) =>
      settings.contact[language] === null &&
      contact[language] === null &&
      !session.leftOpen.has(`${contactFact}.${language}`),
  )
  if (step !== null && open.length + without.length > 0) session.say(session.context.walk.noticeStep(step.id))
  if (open.length > 0) {
    session.say(said.missing(open.map((name) => facts[name]?.[session.context.text.language] ?? name)))
    const key = await session.ask.key(said.missingKeys, '?f')
    const unknown = open.map((name) => `${name}=?`)
    if (key === '?') appendFacts(session, unknown)
    if (key === 'f') {
      if (scopeOf(session.incident).length === 0) await askScope(session)
      for (const name of open) await askNoticeFact(session, name, languages)
    }
  }
  for (const language of languages)
    for (const name of asked) {
      const isLacking = name === contactFact ? without.includes(language) : lacksWords(session, name, language)
      if (isLacking) await askPublicWordsOnce(session, name, language)
    }
}

/** Asks for public words, unless the operator left them open before in this walk. */
async function askPublicWordsOnce(session: Session, name: string, language: Language): Promise<void> {
  const words = `${name}.${language}`
  if (session.leftOpen.has(words)) return
  if ((await askPublicWords(session, name, language)) === '') session.leftOpen.add(words)
}

/** Whether a fact has public words, but none in this language. */
function lacksWords({ incident }: Session, name: string, language: Language): boolean {
  const fact = factOf(incident, name)
  return (fact.ja !== null || fact.en !== null) && fact[language] === null
}

/** Asks for a fact: for its public words in each language if it has any, until they are not known, else for its value. */
async function askNoticeFact(session: Session, name: string, languages: readonly Language[]): Promise<void> {
  if (session.incident.runbook.facts[name]?.words !== true) return askFact(session, name)
  for (const language of languages) if (isUnknownMark(await askPublicWords(session, name, language))) return
}
