import { latestUnsentNotice } from '../domain/decide/sending.ts'
import { phaseOf } from '../domain/incident/current-values.ts'
import { factOf, unstatedFacts } from '../domain/incident/facts.ts'
import type { Notice } from '../domain/incident/incident.ts'
import { partlyReachedCount, unsafeReason } from '../domain/incident/notices.ts'
import { scopeOf } from '../domain/incident/scope.ts'
import { stepsOf } from '../domain/incident/steps.ts'
import { customerChannels, type Language, type Step } from '../domain/runbook/runbook.ts'
import { currentSettings } from '../incident/settings-adoption.ts'
import { parseLink, parsePromise } from '../incident/statements.ts'
import {
  type Composition,
  checkAgain,
  composeNotices,
  type NoticeSelection,
  outboxOf,
  sha256,
} from '../notice/compose.ts'
import { editTexts, noticeLines, replaceLine } from '../notice/edit.ts'
import type { NoticeText } from '../notice/notice.ts'
import type { NoticeFinding } from '../notice/notice-finding.ts'
import {
  deliveryReasonWords,
  failureLines,
  noticeHeading,
  noticeTitle,
  pasteText,
  sendingProgress,
} from '../notice/output.ts'
import { FACTS_BY_STAGE } from '../notice/required-facts.ts'
import { blockingFindings, resend, sendComposed } from '../notice/send-notices.ts'
import type { SendingText } from '../notice/words.en.ts'
import { noticeFindingWords, sendingText } from '../notice/words.ts'
import type { AppendResult } from '../store/journal.ts'
import { inertLine, inertLines } from '../view/inert.ts'
import { askFact, askPublicWords, recordFacts } from './facts.ts'
import { askScope } from './scope.ts'
import type { Session } from './session.ts'
import { lineMark } from './view.ts'

/** Gives notice of the incident: asks for missing facts, shows the texts, then sends them or records posts by hand. */
export async function composeAndGiveNotices(session: Session, step: Step | null): Promise<void> {
  const said = await sendingText(session.context.text.language)
  const channels = channelsFor(session, step)
  if (channels.length === 0) return session.say(said.nothingToSay)
  const open: string[] = []
  for (const channel of channels) if (!(await offerRetry(session, channel, said))) open.push(channel)
  if (open.length === 0) return
  await session.attemptAsync(async () => {
    await askNoticeFacts(session, open, said)
    const wanted = { channels: open, ...(step?.stage && { stage: step.stage }), next: null, claim: null }
    await offerTexts(session, await composeNotices(session.world, session, wanted), said)
  })
}

/** The channels with an open step for this notice; without a step, all customer channels. */
function channelsFor({ incident, clock }: Session, step: Step | null): string[] {
  const customers = customerChannels(incident.runbook)
  if (step?.channel == null) return customers
  if (!customers.includes(step.channel)) return [step.channel]
  const views = stepsOf(incident, clock.now()).filter((view) => view.step.stage === step.stage)
  const open = views.filter(({ state }) => state === 'pending' || state === 'in-progress')
  return customers.filter((channel) => channel === step.channel || open.some((view) => view.step.channel === channel))
}

/**
 * If a notice on the channel failed or its outcome is unknown, offers to resend it or to mark the channel unsafe. Resolves
 * to true if the channel then needs no new notice.
 */
async function offerRetry(session: Session, channel: string, said: SendingText): Promise<boolean> {
  const notice = latestUnsentNotice(session.incident, channel)
  if (notice === null) return false
  await sayUnsent(session, notice, said)
  const key = await session.askKey(said.retryKeys, 'ru')
  if (key === 'u') {
    await markUnsafe(session, channel)
    return true
  }
  if (key !== 'r') return false
  const force = notice.state === 'unknown' ? await session.askLine(session.context.walk.force) : undefined
  if (force === '') return false
  const refused = await session.attemptAsync(async () => {
    const now = await currentSettings(session.world, session)
    const options = { force, onRecorded: (appended: AppendResult) => session.show(appended), progress: () => {} }
    const onStop = () => session.say(said.stopping)
    const sent = await session.unlessStopped(onStop, (stop) =>
      resend(session.world, session, [channel], now, { ...options, stop }),
    )
    for (const line of await failureLines(session.world, sent)) session.say(line, session.context.paint.alarm)
  })
  return refused === null
}

/** Says which notice did not go out, or may not have, and why. */
async function sayUnsent(session: Session, notice: Notice, said: SendingText): Promise<void> {
  const { words, language } = session.context.text
  const what = `${notice.channel}  ${words.notice(notice.stage, notice.number)}`
  const state = notice.state === 'unknown' ? 'unknown' : 'failed'
  session.say(said.unsent(what, state, partlyReachedCount(notice)), session.context.paint.alarm)
  const why = notice.sending?.why ?? null
  if (why !== null) session.say(`  ${await deliveryReasonWords(why, language)}`)
}

async function markUnsafe(session: Session, channel: string): Promise<void> {
  const reason = await session.askLine(session.context.walk.why)
  if (reason !== '') session.record({ kind: 'mark-channel', channels: [channel], safe: false, reason })
}

/** Shows the texts and lets the operator edit, send or post them, until that is done or the operator leaves. */
async function offerTexts(session: Session, first: Composition, said: SendingText): Promise<void> {
  let composition = first
  await showTexts(session, composition, said)
  for (;;) {
    const { errors } = blockingFindings(composition.findings)
    const sends = outboxOf(composition).notices.length > 0
    const key = await session.askKey(said.keys(errors.length, sends), 'synciEt')
    if (key === 's' && sends) {
      if (await send(session, composition, said)) return
    } else if (key === 'y') {
      return postByHand(session, composition.texts, said)
    } else if (key === 'i' || key === 'E') {
      const edit = key === 'i' ? editInPlace : editOutside
      composition = checkAgain(session, composition, await edit(session, composition.texts, said))
      await showTexts(session, composition, said)
    } else if (key === 'n' || key === 'c') {
      const change = key === 'n' ? withNextReport : withChannels
      const wanted = await change(session, composition.selection)
      if (wanted === null) continue
      composition = await composeNotices(session.world, session, wanted)
      await showTexts(session, composition, said)
    } else if (key === 't') await showTexts(session, composition, said)
    else if (key !== 's') return
  }
}

/** The same notices with another time for the next report; null if no valid time was given. */
async function withNextReport(session: Session, wanted: NoticeSelection): Promise<NoticeSelection | null> {
  const given = await session.askLine(session.context.walk.nextReport)
  let changed: NoticeSelection | null = null
  if (given !== '')
    session.attempt(() => {
      changed = { ...wanted, next: parsePromise(given, session.clock) }
    })
  return changed
}

/** The same notices for other channels, at the next stage of each; null if no known channels were given. */
async function withChannels(session: Session, { stage: _, ...rest }: NoticeSelection): Promise<NoticeSelection | null> {
  const { runbook } = session.incident
  const known = Object.keys(runbook.channels)
  const given = await session.askLine(session.context.walk.channels(known.join(', ')))
  if (given === '') return null
  const channels = given === 'all' ? customerChannels(runbook) : given.split(/[\s,、]+/)
  const unknown = channels.find((id) => !known.includes(id))
  if (unknown === undefined) return { ...rest, channels }
  session.complain({ code: 'unknown-channel', params: { given: unknown, allowed: known } })
  return null
}

/** Sends the notices, then records those that have to be posted by hand. Resolves to false if nothing was sent. */
async function send(session: Session, shown: Composition, said: SendingText): Promise<boolean> {
  const composition = await withClaim(session, shown, said)
  if (composition === null) return false
  const { errors, unsafe } = blockingFindings(composition.findings)
  const channels = outboxOf(composition).notices.map((n) => n.channel)
  const blocked = errors.length > 0 || channels.some((channel) => unsafeReason(session.incident, channel))
  if (unsafe.length > 0) {
    session.complain({ code: 'notice-errors', params: { codes: unsafe.map((f) => f.code), safety: true } })
    return false
  }
  const force = blocked ? await session.askLine(said.forceReason) : undefined
  if (force === '') return false
  const isDrill = session.incident.declaration?.drill ?? false
  if (isDrill) session.say(said.drill)
  const question = isDrill ? said.typeToRehearse(channels) : said.typeToSend(channels)
  if ((await session.askLine(question)) !== 'send') {
    session.say(said.notSent)
    return false
  }
  const refused = await session.attemptAsync(async () => {
    const progress = await sendingProgress(session.world)
    const onRecorded = progress.quietly((appended) => session.show(appended))
    const options = { force, onRecorded, progress: progress.show }
    const onStop = () => {
      progress.stop()
      session.say(said.stopping)
    }
    const { sent, byHand } = await session
      .unlessStopped(onStop, (stop) => sendComposed(session.world, session, composition, { ...options, stop }))
      .finally(progress.stop)
    for (const line of await failureLines(session.world, sent)) session.say(line, session.context.paint.alarm)
    if (byHand.length > 0) await postByHand(session, byHand, said)
  })
  return refused === null
}

/** Asks for the evidence and approval that a claim needs, such as that assets are safe. */
async function withClaim(session: Session, composition: Composition, said: SendingText): Promise<Composition | null> {
  if (!composition.findings.some((f) => f.code === 'unbacked-claim')) return composition
  const evidence = await session.askLine(said.claimEvidence)
  if (evidence === '') return composition
  const approvedBy = await session.askLine(said.claimBy)
  if (approvedBy === '') return composition
  const selection = { ...composition.selection, claim: { evidence, approvedBy } }
  return checkAgain(session, { ...composition, selection })
}

/** Asks until the answer is a link, empty, or `-` for not posted. */
async function askLink(session: Session, question: string): ReturnType<Session['askTimed']> {
  for (;;) {
    const answer = await session.askTimed(question)
    if (['', '-'].includes(answer.text) || session.attempt(() => void parseLink(answer.text)) === null) return answer
  }
}

/** Records what a person posted by hand, channel by channel, with the text that was shown. */
async function postByHand(session: Session, texts: readonly NoticeText[], said: SendingText): Promise<void> {
  for (const channel of new Set(texts.map((t) => t.channel))) {
    const ownTexts = texts.filter((t) => t.channel === channel)
    const { text: link, ...at } = await askLink(session, `${channel}  ${said.postedWhere}`)
    if (link === '-') continue
    const text = ownTexts.map(pasteText).join('\n\n')
    const { stage, next } = ownTexts[0] as NoticeText
    const post = { link: link === '' ? null : link, text, digest: sha256(text), next }
    session.record({ kind: 'posted', channels: [channel], stage, ...post, ...at })
  }
}

/** Shows each text ready to paste, unwrapped, and its findings; those common to all come once, at the end near the keys. */
async function showTexts(session: Session, { texts, findings }: Composition, said: SendingText): Promise<void> {
  const { raw } = session.world
  const { paint } = session.context
  const mark = lineMark(session.incident, session.context)
  const common = commonTo(texts, findings)
  for (const notice of texts) {
    raw.say(`${mark}${paint.strong(noticeHeading(notice, session.context.text.words))}`)
    for (const line of inertLines(pasteText(notice))) raw.say(`${mark}${line}`)
    const unsafe = unsafeReason(session.incident, notice.channel)
    if (unsafe !== null) session.say(said.unsafe(notice.channel, inertLine(unsafe)), paint.alarm)
    const own = findings.filter((f) => isAbout(f, notice) && !common.has(keyOf(f)))
    await sayFindings(session, own, said)
  }
  const [first] = texts
  if (first !== undefined && common.size > 0)
    await sayFindings(
      session,
      findings.filter((f) => isAbout(f, first) && common.has(keyOf(f))),
      said,
    )
}

/** Keys of the findings that all texts share, if there are several texts. */
function commonTo(texts: readonly NoticeText[], findings: readonly NoticeFinding[]): ReadonlySet<string> {
  if (texts.length < 2) return new Set()
  const keysOf = (notice: NoticeText) => new Set(findings.filter((f) => isAbout(f, notice)).map(keyOf))
  const [first = new Set<string>(), ...others] = texts.map(keysOf)
  return new Set([...first].filter((key) => others.every((keys) => keys.has(key))))
}

/** The same for findings that say the same, whichever text they are about. */
function keyOf({ code, params }: NoticeFinding): string {
  return JSON.stringify([code, params])
}

async function sayFindings(session: Session, findings: readonly NoticeFinding[], said: SendingText): Promise<void> {
  const words = await noticeFindingWords(session.context.text.language)
  for (const finding of findings) {
    const [message, advice] = words(finding, session.world.invocation)
    const isError = finding.level === 'error'
    const line = (isError ? said.error : said.warning)(inertLine(message), finding.code)
    session.say(line, isError ? session.context.paint.alarm : undefined)
    session.say(`  ${inertLine(advice)}`)
  }
}

function isAbout(finding: NoticeFinding, notice: NoticeText): boolean {
  return finding.channel === notice.channel && finding.language === notice.language
}

/**
 * Asks for the facts that customer notices state (manual 2.2; before a planned halt, only those announced beforehand) and
 * nobody has stated yet. One key states all of them as not known, and the notices then say so. Asks for public words that
 * exist in one language in the other languages too, and for a contact if the settings have none.
 */
async function askNoticeFacts(session: Session, channels: readonly string[], said: SendingText): Promise<void> {
  const { settings } = await currentSettings(session.world, session)
  const languages = [...new Set(channels.flatMap((id) => settings.channels[id]?.languages ?? ['ja' as const]))]
  const { facts, channels: known } = session.incident.runbook
  if (channels.every((id) => known[id]?.audience === 'departments')) return
  const announced = phaseOf(session.incident) === 'scheduled' ? FACTS_BY_STAGE.scheduled : null
  const asked = Object.keys(facts).filter((name) => facts[name]?.notice && (announced?.includes(name) ?? true))
  const missing = unstatedFacts(session.incident, asked)
  const open = missing.filter((name) => name !== 'contact')
  if (open.length > 0) {
    const labels = open.map((name) => facts[name]?.[session.context.text.language] ?? name)
    session.say(said.missing(labels))
    const key = await session.askKey(said.missingKeys, '?f')
    const unknown = open.map((name) => `${name}=?`)
    if (key === '?') recordFacts(session, unknown)
    if (key === 'f') {
      if (scopeOf(session.incident).length === 0) await askScope(session)
      for (const name of open) await askNoticeFact(session, name, languages)
    }
  }
  for (const name of asked)
    for (const language of missingLanguages(session, name, languages)) await askPublicWords(session, name, language)
  const contact = factOf(session.incident, 'contact')
  const without = languages.filter((language) => settings.contact[language] === null && contact[language] === null)
  if (asked.includes('contact')) for (const language of without) await askPublicWords(session, 'contact', language)
}

/** Languages without public words for a fact that has them in another language. */
function missingLanguages({ incident }: Session, name: string, languages: readonly Language[]): Language[] {
  const fact = factOf(incident, name)
  if (name === 'contact' || (fact.ja === null && fact.en === null)) return []
  return languages.filter((language) => fact[language] === null)
}

/** Asks for a fact: for its public words in each language if it has any, else for its value. */
async function askNoticeFact(session: Session, name: string, languages: readonly Language[]): Promise<void> {
  if (!session.incident.runbook.facts[name]?.words) return askFact(session, name)
  for (const language of languages) await askPublicWords(session, name, language)
}

type Texts = readonly NoticeText[]

/** Edits one text line by line, by line number, without an external editor. */
async function editInPlace(session: Session, texts: Texts, said: SendingText): Promise<Texts> {
  const at = await chooseText(session, texts, said)
  if (at === null) return texts
  let notice = texts[at] as NoticeText
  for (;;) {
    for (const [i, line] of noticeLines(notice).entries()) session.say(`${i + 1}  ${inertLine(line)}`)
    const given = await session.askLine(said.editLine)
    if (given === '') return texts.with(at, notice)
    const [, number = '', words = ''] = /^([\d０-９]+)\s*(.*)$/s.exec(given) ?? []
    notice = replaceLine(notice, Number(number.normalize('NFKC')), words) ?? notice
  }
}

/** Edits one text in the operator's editor. */
async function editOutside(session: Session, texts: Texts, said: SendingText): Promise<Texts> {
  const at = await chooseText(session, texts, said)
  if (at === null) return texts
  let edited: Texts = texts
  await session.attemptAsync(async () => {
    const [notice] = await session.prompter.lendTerminal(() => editTexts(session.world, [texts[at] as NoticeText]))
    if (notice !== undefined) edited = texts.with(at, notice)
  })
  return edited
}

/** The index of the text to edit; null if there is none with the given number. */
async function chooseText(session: Session, texts: Texts, said: SendingText): Promise<number | null> {
  if (texts.length === 1) return 0
  const { words } = session.context.text
  for (const [i, notice] of texts.entries()) session.say(`${i + 1}  ${noticeTitle(notice, words)}`)
  const at = Number((await session.askLine(said.editWhich)).normalize('NFKC')) - 1
  return texts[at] === undefined ? null : at
}
