import { unsent } from '../domain/decide/sending.ts'
import { phaseOf } from '../domain/incident/current-values.ts'
import { factOf, unstated } from '../domain/incident/facts.ts'
import type { Notice } from '../domain/incident/incident.ts'
import { reachedBy, unsafeBecause } from '../domain/incident/notices.ts'
import { scopeOf } from '../domain/incident/scope.ts'
import { stepsOf } from '../domain/incident/steps.ts'
import { customerChannels, type Language, type Step } from '../domain/runbook/runbook.ts'
import { currentSettings } from '../incident/settings-adoption.ts'
import { parseLink, parsePromise } from '../incident/statements.ts'
import { type Composition, checked, composeNotices, outboxOf, sha256, type Wanted } from '../notice/compose-notices.ts'
import { editTexts, linesOf, withLine } from '../notice/edited.ts'
import type { NoticeFinding } from '../notice/finding.ts'
import type { NoticeText } from '../notice/notice.ts'
import { failureLines, noticeHeading, noticeTitle, pasteable, progressOn, whyWords } from '../notice/output.ts'
import { STATED } from '../notice/required-facts.ts'
import { obstacles, resend, sendComposed } from '../notice/send-notices.ts'
import type { SendingText } from '../notice/words.en.ts'
import { noticeFindingWords, sendingText } from '../notice/words.ts'
import type { Appended } from '../store/journal.ts'
import { inert, inertLines } from '../view/inert.ts'
import { askFact, askScope, askWords, state } from './facts.ts'
import type { Session } from './session.ts'
import { lineMark } from './view.ts'

/** The notices of one turn of the walk: what is missing is asked for, the texts are shown, then they are sent or posted. */
export async function tellOf(session: Session, step: Step | null): Promise<void> {
  const said = await sendingText(session.context.text.language)
  const channels = channelsFor(session, step)
  if (channels.length === 0) {
    session.say(said.nothingToSay)
    return
  }
  const retried = new Map<string, boolean>()
  for (const channel of channels) retried.set(channel, await offerRetry(session, channel, said))
  const open = channels.filter((channel) => retried.get(channel) !== true)
  if (open.length === 0) return
  await session.attemptLong(async () => {
    await askNoticeFacts(session, open, said)
    const wanted = { channels: open, ...(step?.stage && { stage: step.stage }), next: null, claim: null }
    await offer(session, await composeNotices(session.world, session, wanted), said)
  })
}

/** The channels whose step for this notice is open; without a step, those of all customers. */
function channelsFor({ incident, clock }: Session, step: Step | null): string[] {
  const customers = customerChannels(incident.runbook)
  if (step?.channel == null) return customers
  if (!customers.includes(step.channel)) return [step.channel]
  const open = stepsOf(incident, clock.now()).filter(
    (view) => view.step.stage === step.stage && (view.state === 'pending' || view.state === 'in-progress'),
  )
  return customers.filter((channel) => channel === step.channel || open.some((view) => view.step.channel === channel))
}

/** A notice that did not go out is sent again first, or its channel is given up. True where nothing more is to be said there. */
async function offerRetry(session: Session, channel: string, said: SendingText): Promise<boolean> {
  const notice = unsent(session.incident, channel)
  if (notice === null) return false
  await sayUnsent(session, notice, said)
  const key = await session.choice(said.retryKeys, 'ru')
  if (key === 'u') {
    await markUnsafe(session, channel)
    return true
  }
  if (key !== 'r') return false
  const force = notice.state === 'unknown' ? await session.line(session.context.walk.force) : undefined
  if (force === '') return false
  const refused = await session.attemptLong(async () => {
    const now = await currentSettings(session.world, session)
    const how = { force, tell: (appended: Appended) => session.show(appended), progress: () => {} }
    const asked = () => session.say(said.stopping)
    const sent = await session.unlessStopped(asked, (stop) =>
      resend(session.world, session, [channel], now, { ...how, stop }),
    )
    for (const line of await failureLines(session.world, sent)) session.say(line, session.context.paint.alarm)
  })
  return refused === null
}

async function sayUnsent(session: Session, notice: Notice, said: SendingText): Promise<void> {
  const { words, language } = session.context.text
  const what = `${notice.channel}  ${words.notice(notice.stage, notice.number)}`
  const state = notice.state === 'unknown' ? 'unknown' : 'failed'
  session.say(said.unsent(what, state, reachedBy(notice)), session.context.paint.alarm)
  const why = notice.sending?.why ?? null
  if (why !== null) session.say(`  ${await whyWords(why, language)}`)
}

async function markUnsafe(session: Session, channel: string): Promise<void> {
  const reason = await session.line(session.context.walk.why)
  if (reason !== '') session.record({ kind: 'mark-channel', channels: [channel], safe: false, reason })
}

/** Shows the texts, and does with them what the operator says, until they have gone or are left. */
async function offer(session: Session, first: Composition, said: SendingText): Promise<void> {
  let composition = first
  await showTexts(session, composition, said)
  for (;;) {
    const { errors } = obstacles(composition.findings)
    const sends = outboxOf(composition).notices.length > 0
    const key = await session.choice(said.keys(errors.length, sends), 'synciEt')
    if (key === 's' && sends) {
      if (await send(session, composition, said)) return
    } else if (key === 'y') {
      return postByHand(session, composition.texts, said)
    } else if (key === 'i' || key === 'E') {
      const edit = key === 'i' ? editInPlace : editOutside
      composition = checked(session, composition, await edit(session, composition.texts, said))
      await showTexts(session, composition, said)
    } else if (key === 'n' || key === 'c') {
      const wanted =
        key === 'n' ? await promised(session, composition.wanted) : await addressed(session, composition.wanted)
      if (wanted === null) continue
      composition = await composeNotices(session.world, session, wanted)
      await showTexts(session, composition, said)
    } else if (key === 't') await showTexts(session, composition, said)
    else if (key !== 's') return
  }
}

/** The same notices with another time for the next report. */
async function promised(session: Session, wanted: Wanted): Promise<Wanted | null> {
  const given = await session.line(session.context.walk.nextReport)
  let changed: Wanted | null = null
  if (given !== '')
    session.attempt(() => {
      changed = { ...wanted, next: parsePromise(given, session.clock) }
    })
  return changed
}

/** The same for other channels, at the stage that follows for each. */
async function addressed(session: Session, { stage: _, ...wanted }: Wanted): Promise<Wanted | null> {
  const { runbook } = session.incident
  const known = Object.keys(runbook.channels)
  const given = await session.line(session.context.walk.channels(known.join(', ')))
  if (given === '') return null
  const channels = given === 'all' ? customerChannels(runbook) : given.split(/[\s,、]+/)
  const unknown = channels.find((id) => !known.includes(id))
  if (unknown === undefined) return { ...wanted, channels }
  session.complain({ code: 'unknown-channel', params: { given: unknown, allowed: known } })
  return null
}

/** True where something was sent; what has to be posted by hand comes after it. */
async function send(session: Session, shown: Composition, said: SendingText): Promise<boolean> {
  const composition = await claimed(session, shown, said)
  if (composition === null) return false
  const { errors, unsafe } = obstacles(composition.findings)
  const blocked =
    errors.length > 0 || outboxOf(composition).notices.some((n) => unsafeBecause(session.incident, n.channel))
  let force: string | undefined
  if (unsafe.length > 0) {
    session.complain({ code: 'notice-errors', params: { codes: unsafe.map((f) => f.code), safety: true } })
    return false
  }
  if (blocked) {
    force = await session.line(said.forceReason)
    if (force === '') return false
  }
  const channels = outboxOf(composition).notices.map((n) => n.channel)
  const isDrill = session.incident.declaration?.drill ?? false
  if (isDrill) session.say(said.drill)
  const question = isDrill ? said.typeToRehearse(channels) : said.typeToSend(channels)
  if ((await session.line(question)) !== 'send') {
    session.say(said.notSent)
    return false
  }
  const refused = await session.attemptLong(async () => {
    const progress = await progressOn(session.world)
    const tell = progress.quietly((appended) => session.show(appended))
    const how = { force, tell, progress: progress.show }
    const asked = () => {
      progress.stop()
      session.say(said.stopping)
    }
    const { sent, byHand } = await session
      .unlessStopped(asked, (stop) => sendComposed(session.world, session, composition, { ...how, stop }))
      .finally(progress.stop)
    for (const line of await failureLines(session.world, sent)) session.say(line, session.context.paint.alarm)
    if (byHand.length > 0) await postByHand(session, byHand, said)
  })
  return refused === null
}

/** A claim such as that assets are safe is sent with its evidence and who approved it, or not at all. */
async function claimed(session: Session, composition: Composition, said: SendingText): Promise<Composition | null> {
  if (!composition.findings.some((f) => f.code === 'unbacked-claim')) return composition
  const evidence = await session.line(said.claimEvidence)
  if (evidence === '') return composition
  const approvedBy = await session.line(said.claimBy)
  if (approvedBy === '') return composition
  return checked(session, { ...composition, wanted: { ...composition.wanted, claim: { evidence, approvedBy } } })
}

/** Asks until the answer is a link, nothing, or that it was not posted. */
async function whereOf(session: Session, question: string): ReturnType<Session['timed']> {
  for (;;) {
    const answer = await session.timed(question)
    if (['', '-'].includes(answer.text) || session.attempt(() => void parseLink(answer.text)) === null) return answer
  }
}

/** Records what a person posted, channel by channel, with the text that was shown. */
async function postByHand(session: Session, texts: readonly NoticeText[], said: SendingText): Promise<void> {
  for (const channel of new Set(texts.map((t) => t.channel))) {
    const mine = texts.filter((t) => t.channel === channel)
    const { text: link, ...at } = await whereOf(session, `${channel}  ${said.postedWhere}`)
    if (link === '-') continue
    const text = mine.map(pasteable).join('\n\n')
    const { stage, next } = mine[0] as NoticeText
    const kept = { link: link === '' ? null : link, text, digest: sha256(text), next }
    session.record({ kind: 'posted', channels: [channel], stage, ...kept, ...at })
  }
}

/**
 * Each text as it is to be pasted, its lines never broken, with what is wrong with it under it; what is wrong with all of
 * them stands once, nearest to the keys.
 */
export async function showTexts(session: Session, { texts, findings }: Composition, said: SendingText): Promise<void> {
  const { raw } = session.world
  const { paint } = session.context
  const mark = lineMark(session.incident, session.context)
  const common = commonTo(texts, findings)
  for (const notice of texts) {
    raw.say(`${mark}${paint.strong(noticeHeading(notice, session.context.text.words))}`)
    for (const line of inertLines(pasteable(notice))) raw.say(`${mark}${line}`)
    const unsafe = unsafeBecause(session.incident, notice.channel)
    if (unsafe !== null) session.say(said.unsafe(notice.channel, inert(unsafe)), paint.alarm)
    const own = findings.filter((f) => isOf(f, notice) && !common.has(keyOf(f)))
    await sayFindings(session, own, said)
  }
  const [first] = texts
  if (first !== undefined && common.size > 0)
    await sayFindings(
      session,
      findings.filter((f) => isOf(f, first) && common.has(keyOf(f))),
      said,
    )
}

/** What is said of every text, where there are several. */
function commonTo(texts: readonly NoticeText[], findings: readonly NoticeFinding[]): ReadonlySet<string> {
  if (texts.length < 2) return new Set()
  const of = (notice: NoticeText) => new Set(findings.filter((f) => isOf(f, notice)).map(keyOf))
  const [first = new Set<string>(), ...others] = texts.map(of)
  return new Set([...first].filter((key) => others.every((keys) => keys.has(key))))
}

function keyOf({ code, params }: NoticeFinding): string {
  return JSON.stringify([code, params])
}

async function sayFindings(session: Session, findings: readonly NoticeFinding[], said: SendingText): Promise<void> {
  const words = await noticeFindingWords(session.context.text.language)
  for (const finding of findings) {
    const [message, mend] = words(finding, session.world.me)
    const isError = finding.level === 'error'
    const line = (isError ? said.error : said.warning)(inert(message), finding.code)
    session.say(line, isError ? session.context.paint.alarm : undefined)
    session.say(`  ${inert(mend)}`)
  }
}

function isOf(finding: NoticeFinding, notice: NoticeText): boolean {
  return finding.channel === notice.channel && finding.language === notice.language
}

/**
 * What customer notices state (manual 2.2), of a halt that has not begun those beforehand, and nobody has stated yet: one
 * key says that none of it is known, which the notices then say as well. Words that are there in one language are asked
 * for in the others. A contact has to be there: without one in the settings it is asked for.
 */
export async function askNoticeFacts(session: Session, channels: readonly string[], said: SendingText): Promise<void> {
  const { settings } = await currentSettings(session.world, session)
  const languages = [...new Set(channels.flatMap((id) => settings.channels[id]?.languages ?? ['ja' as const]))]
  const { facts, channels: known } = session.incident.runbook
  if (channels.every((id) => known[id]?.audience === 'departments')) return
  const before = phaseOf(session.incident) === 'scheduled' ? STATED.scheduled : null
  const asked = Object.keys(facts).filter((name) => facts[name]?.notice && (before?.includes(name) ?? true))
  const missing = unstated(session.incident, asked)
  const open = missing.filter((name) => name !== 'contact')
  if (open.length > 0) {
    const labels = open.map((name) => facts[name]?.[session.context.text.language] ?? name)
    session.say(said.missing(labels))
    const key = await session.choice(said.missingKeys, '?f')
    if (key === '?')
      state(
        session,
        open.map((name) => `${name}=?`),
      )
    if (key === 'f') {
      if (scopeOf(session.incident).length === 0) await askScope(session)
      for (const name of open) await askOne(session, name, languages)
    }
  }
  for (const name of asked)
    for (const language of lacking(session, name, languages)) await askWords(session, name, language)
  const silent = languages.filter(
    (language) => settings.contact[language] === null && factOf(session.incident, 'contact')[language] === null,
  )
  if (asked.includes('contact')) for (const language of silent) await askWords(session, 'contact', language)
}

/** Languages that the public words of a fact are not in, though they are in another. */
function lacking({ incident }: Session, name: string, languages: readonly Language[]): Language[] {
  const fact = factOf(incident, name)
  if (name === 'contact' || (fact.ja === null && fact.en === null)) return []
  return languages.filter((language) => fact[language] === null)
}

async function askOne(session: Session, name: string, languages: readonly Language[]): Promise<void> {
  if (!session.incident.runbook.facts[name]?.words) return askFact(session, name)
  for (const language of languages) await askWords(session, name, language)
}

type Texts = readonly NoticeText[]

/** Edits lines of one text by their numbers, without another program. */
export async function editInPlace(session: Session, texts: Texts, said: SendingText): Promise<Texts> {
  const at = await which(session, texts, said)
  if (at === null) return texts
  let notice = texts[at] as NoticeText
  for (;;) {
    linesOf(notice).forEach((line, i) => {
      session.say(`${i + 1}  ${inert(line)}`)
    })
    const given = await session.line(said.editLine)
    if (given === '') return texts.with(at, notice)
    const [, number = '', words = ''] = /^([\d０-９]+)\s*(.*)$/s.exec(given) ?? []
    notice = withLine(notice, Number(number.normalize('NFKC')), words) ?? notice
  }
}

/** Edits one text, or the only one, in the operator's own editor. */
export async function editOutside(session: Session, texts: Texts, said: SendingText): Promise<Texts> {
  const at = await which(session, texts, said)
  if (at === null) return texts
  let edited: Texts = texts
  await session.attemptLong(async () => {
    const [notice] = await session.prompter.lend(() => editTexts(session.world, [texts[at] as NoticeText]))
    if (notice !== undefined) edited = texts.with(at, notice)
  })
  return edited
}

async function which(session: Session, texts: Texts, said: SendingText): Promise<number | null> {
  if (texts.length === 1) return 0
  texts.forEach((notice, i) => {
    session.say(`${i + 1}  ${noticeTitle(notice, session.context.text.words)}`)
  })
  const at = Number((await session.line(said.editWhich)).normalize('NFKC')) - 1
  return texts[at] === undefined ? null : at
}
