import { alreadyTold, type ToldNotice } from '../domain/decide/nothing-new.ts'
import { latestUnsentNotice } from '../domain/decide/sending.ts'
import { phaseOf } from '../domain/incident/current-values.ts'
import { factOf, unstatedFacts } from '../domain/incident/facts.ts'
import type { Notice } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { partlyReachedCount } from '../domain/incident/notice-reach.ts'
import { nextNoticeStage } from '../domain/incident/notices.ts'
import { scopeOf } from '../domain/incident/scope.ts'
import { stepsOf } from '../domain/incident/steps.ts'
import { ProblemError } from '../domain/problem.ts'
import { factWithRole, roleOf } from '../domain/runbook/fact-roles.ts'
import { requiredFacts } from '../domain/runbook/notice-facts.ts'
import { customerChannels, type Language, type Step } from '../domain/runbook/runbook.ts'
import { languagesOf } from '../domain/settings.ts'
import { currentSettings } from '../incident/settings-adoption.ts'
import { isUnknownMark } from '../incident/statements.ts'
import { deliveryReasonWords, failureLines, toldLines } from '../notice/output.ts'
import { exclusively, resend } from '../notice/send-notices.ts'
import type { SendingText } from '../notice/words.en.ts'
import { sendingText } from '../notice/words.ts'
import type { AppendResult } from '../store/journal.ts'
import { composeForEdits } from './compose-for-edits.ts'
import { appendFacts, askFact, askPublicWords } from './facts.ts'
import { offerTexts } from './notice-screen.ts'
import { orAlone } from './notice-sending.ts'
import { askScope } from './scope.ts'
import type { Session } from './session.ts'

/** Gives notice of the incident: asks for missing facts, shows the texts, then sends them or records posts by hand. */
export async function composeAndGiveNotices(session: Session, step: Step | null): Promise<void> {
  const said = await sendingText(session.context.text.language)
  const channels = channelsFor(session, step)
  if (channels.length === 0) return session.say(said.nothingToSay)
  const told = toldOf(session, channels, step)
  for (const line of await toldLines(session.context.text, told)) session.say(line)
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
function toldOf({ incident, clock }: Session, channels: readonly string[], step: Step | null): readonly ToldNotice[] {
  const retelling = { incident, lifecycle: lifecycleOf(incident), now: clock.now() }
  const told = alreadyTold(retelling, channels, step?.stage ?? undefined)
  return told.length < channels.length ? told : []
}

/**
 * The channels with an open step for this notice. Without a step, the customers' channels on which nothing has been said yet,
 * or all of them if there are none.
 */
function channelsFor({ incident, clock }: Session, step: Step | null): string[] {
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
  const { words, language } = session.context.text
  const what = `${words.channel(notice.channel)}  ${words.notice(notice.stage, notice.number)}`
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
 * exist in one language in the other languages too, and for a contact if the settings have none.
 */
async function askNoticeFacts(
  session: Session,
  { channels, step }: { channels: readonly string[]; step: Step | null },
  said: SendingText,
): Promise<void> {
  const { settings } = await currentSettings(session.world, session)
  const { runbook } = session.incident
  const languages = [...new Set(channels.flatMap((id) => languagesOf(settings, runbook, id)))]
  const { facts, channels: known } = runbook
  if (channels.every((id) => known[id]?.audience === 'departments')) return
  const asked = requiredFacts(runbook, phaseOf(session.incident) === 'scheduled' ? 'scheduled' : 'first')
  const missing = unstatedFacts(session.incident, asked)
  const contactFact = factWithRole(session.incident.runbook, 'contact')
  const open = missing.filter((name) => name !== contactFact)
  const isContactAsked = contactFact !== null && asked.includes(contactFact)
  const contact = isContactAsked ? factOf(session.incident, contactFact) : settings.contact
  const without = languages.filter((language) => settings.contact[language] === null && contact[language] === null)
  if (step !== null && open.length + without.length > 0) session.say(session.context.walk.noticeStep(step.id))
  if (open.length > 0) {
    const named = isContactAsked && without.length > 0 ? [...open, contactFact] : open
    session.say(said.missing(named.map((name) => facts[name]?.[session.context.text.language] ?? name)))
    const key = await session.ask.key(said.missingKeys, '?f')
    const unknown = open.map((name) => `${name}=?`)
    if (key === '?') appendFacts(session, unknown)
    if (key === 'f') {
      if (scopeOf(session.incident).length === 0) await askScope(session)
      for (const name of open) await askNoticeFact(session, name, languages)
    }
  }
  for (const name of asked)
    for (const language of missingLanguages(session, name, languages)) await askPublicWords(session, name, language)
  if (!isContactAsked) return
  for (const language of without) await askPublicWords(session, contactFact, language)
}

/** Languages without public words for a fact that has them in another language. */
function missingLanguages({ incident }: Session, name: string, languages: readonly Language[]): Language[] {
  const fact = factOf(incident, name)
  if (roleOf(incident.runbook, name) === 'contact' || (fact.ja === null && fact.en === null)) return []
  return languages.filter((language) => fact[language] === null)
}

/** Asks for a fact: for its public words in each language if it has any, until they are not known, else for its value. */
async function askNoticeFact(session: Session, name: string, languages: readonly Language[]): Promise<void> {
  if (session.incident.runbook.facts[name]?.words !== true) return askFact(session, name)
  for (const language of languages) if (isUnknownMark(await askPublicWords(session, name, language))) return
}
