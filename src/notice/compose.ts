import { createHash } from 'node:crypto'
import { type Numbered, numberNotices } from '../domain/decide/decision.ts'
import { withNames } from '../domain/decide/named-refusals.ts'
import { noFinalNoticeProblem, nothingToMendProblem } from '../domain/decide/notices.ts'
import type { ComposedNotice } from '../domain/decide/sending.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { channelsToNotify } from '../domain/incident/notices.ts'
import type { UnknownWriter } from '../domain/incident/unknown-writers.ts'
import type { Claim } from '../domain/log/event.ts'
import { composedFrom, type Statements } from '../domain/notice/changes.ts'
import { fail, ProblemError } from '../domain/problem.ts'
import { formOf } from '../domain/runbook/channel-forms.ts'
import type { ClaimRule, Language, Stage } from '../domain/runbook/runbook.ts'
import { languagesOf, type Settings } from '../domain/settings.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { currentSettings } from '../incident/settings-adoption.ts'
import { uniqueKey } from '../platform/random.ts'
import type { CurrentSettings } from '../runbook/io/current-settings.ts'
import { loadGeneralClaims } from '../runbook/io/general-claims.ts'
import { TemplateProblem } from '../runbook/template/template.ts'
import { throwBadTemplate } from '../runbook/throw-on-errors.ts'
import { newEvidenceName } from '../store/evidence-files.ts'
import type { Journal } from '../store/journal.ts'
import { inertLine, shortLine } from '../view/inert.ts'
import type { World } from '../world.ts'
import { checkNotices } from './check.ts'
import { loadTemplates } from './io/template-files.ts'
import { loadWeigh } from './length-limits.ts'
import { fullText, isForCustomers, type NoticeText, type Weigh } from './notice.ts'
import { findingCollector, type NoticeFinding } from './notice-finding.ts'
import { composeText } from './notice-text.ts'

/** Which notices to compose; if no channels are given, those of all customer channels. */
export interface NoticeSelection {
  readonly channels: readonly string[]
  readonly stage?: Stage
  readonly language?: Language
  /** What a correction says, by language. */
  readonly correction?: Readonly<Partial<Record<Language, string>>>
  /** When the next report is promised; ISO 8601. Null: as promised before, or by the cadence. */
  readonly next: string | null
  readonly claim: Claim | null
  /** When the notice was posted, in milliseconds since the epoch; missing for now. */
  readonly at?: number
}

/** A text that rests on words of writers that nobody here knows. */
interface RestingText extends Pick<NoticeText, 'channel' | 'language'> {
  readonly writers: readonly UnknownWriter[]
}

/** Texts about to be sent, one per channel and language, and the findings in them. */
export interface Composition {
  readonly selection: NoticeSelection
  readonly now: CurrentSettings
  /** What the texts were composed from. */
  readonly basis: Statements
  /** The texts as composed, before any edits. */
  readonly composed: readonly NoticeText[]
  readonly texts: readonly NoticeText[]
  readonly findings: readonly NoticeFinding[]
  /** Those of which the text would be another one without the words of writers that this machine does not know. */
  readonly resting: readonly RestingText[]
  /** How notices go out on channels without a way to send; in an exercise they are simulated like the rest. */
  readonly fallbackVia: 'by-hand' | 'drill'
  readonly weigh: Weigh
  /** What every notice is checked for, besides the claims of the runbook. */
  readonly claims: readonly ClaimRule[]
}

/**
 * Composes and checks the selected notices, with stages and numbers of their own if they are given. Rejects with `unknown-channel`, or if a template or a setting is invalid; unless
 * `refuses` is false, also if a notice does not go with the halt.
 */
export async function composeNotices(
  world: World,
  chosen: ChosenIncident,
  selection: NoticeSelection,
  { refuses = true, numbered: given }: { readonly refuses?: boolean; readonly numbered?: readonly Numbered[] } = {},
): Promise<Composition> {
  const { incident } = chosen.journal
  const now = await currentSettings(world, chosen)
  const templates = loadTemplates(
    world.root,
    world.workspace.directory,
    Object.keys(incident.runbook.channels),
    world.env,
  )
  const named = selection.channels.length > 0 ? selection.channels : channelsToNotify(incident)
  const unknown = named.find((id) => !Object.hasOwn(incident.runbook.channels, id))
  if (unknown !== undefined)
    fail('unknown-channel', { given: unknown, allowed: Object.keys(incident.runbook.channels) })
  const situation = { incident, lifecycle: lifecycleOf(incident) }
  const numbered = given ?? numberNotices(situation, named, selection.stage)
  for (const notice of refuses ? numbered : []) {
    // A stage that was asked for is composed; that it does not fit is one of the findings.
    const unasked = selection.stage === undefined ? noFinalNoticeProblem(situation, notice) : null
    const problem = nothingToMendProblem(situation, notice) ?? unasked
    if (problem !== null) throw new ProblemError(withNames(problem, incident.runbook))
  }
  const [weigh, claims] = await Promise.all([
    loadWeigh(named.map((channel) => formOf(incident.runbook, channel))),
    loadGeneralClaims(world.root),
  ])
  const fallbackVia = incident.exercise === null ? 'by-hand' : 'drill'
  const basis = composedFrom(incident)
  const empty = { composed: [], texts: [], findings: [], resting: [] }
  const blank: Composition = { selection, now, basis, ...empty, fallbackVia, weigh, claims }
  const request = requestOf(chosen, blank)
  const textsOf = (of: Incident, notices: readonly Numbered[]) =>
    notices.flatMap((notice) => {
      // These never depend on the operator's language.
      const languages =
        selection.language === undefined ? languagesOf(now.settings, of.runbook, notice.channel) : [selection.language]
      return languages.map((language) => {
        const correction = correctionIn(selection, notice, language)
        return composeText(
          { ...request, incident: of, round: roundOf(of, notices), ...notice, language, correction },
          templates,
        )
      })
    })
  try {
    const texts = textsOf(incident, numbered)
    const resting = restingOnStrangers(chosen.journal, texts, (own) =>
      textsOf(own, numberNotices({ incident: own, lifecycle: lifecycleOf(own) }, named, selection.stage)),
    )
    return checkAgain(chosen, { ...blank, composed: texts, resting }, texts)
  } catch (error) {
    if (error instanceof TemplateProblem) return throwBadTemplate(world, error, Object.values(templates), null)
    throw error
  }
}

/** The texts for customers that would be others without the words of writers that nobody here knows. */
function restingOnStrangers(
  journal: Journal,
  texts: readonly NoticeText[],
  compose: (own: Incident) => readonly NoticeText[],
): RestingText[] {
  const { incident, silencing } = journal.ofKnownWriters()
  if (silencing.size === 0) return []
  const { channels } = incident.runbook
  const isDefined = texts.every(({ channel }) => Object.hasOwn(channels, channel))
  const own = isDefined ? compose(incident) : []
  const isSame = (text: NoticeText) =>
    own.some(
      (one) => one.channel === text.channel && one.language === text.language && fullText(one) === fullText(text),
    )
  const writers = journal.unknownWriters().filter(({ writer }) => silencing.has(writer))
  return texts.flatMap((text) => {
    const { channel, language } = text
    const isAsOwn = !isForCustomers({ incident: journal.incident }, text) || isSame(text)
    return isAsOwn ? [] : [{ channel, language, writers }]
  })
}

/** What a notice says to correct another; null if it does not. Throws `missing-answer` if that is not given. */
function correctionIn({ correction }: NoticeSelection, { stage }: Numbered, language: Language): string | null {
  if (stage !== 'correction') return null
  return correction?.[language] ?? fail('missing-answer', { what: `--correct-${language}` })
}

/** The highest number of the notices to customers; null if there are none. */
function roundOf(incident: Incident, numbered: readonly Numbered[]): number | null {
  const numbers = numbered.flatMap((notice) => (isForCustomers({ incident }, notice) ? (notice.number ?? []) : []))
  return numbers.length === 0 ? null : Math.max(...numbers)
}

/** The notices on some of the channels. */
export function onlyChannels(composition: Composition, channels: readonly string[]): Composition {
  const isOn = ({ channel }: { readonly channel: string }) => channels.includes(channel)
  const { selection, composed, texts, findings } = composition
  return {
    ...composition,
    selection: { ...selection, channels },
    composed: composed.filter(isOn),
    texts: texts.filter(isOn),
    findings: findings.filter(isOn),
  }
}

/** Checks the texts again, or edited ones in their place. */
export function checkAgain(chosen: ChosenIncident, composition: Composition, texts = composition.texts): Composition {
  const found = checkNotices(requestOf(chosen, composition), texts, composition.composed)
  const findings = composition.resting.flatMap(({ channel, language, writers }) => {
    const unknown = writers.filter(({ writer }) => !chosen.journal.knows(writer))
    const added: NoticeFinding[] = []
    const isShown = texts.some((text) => text.channel === channel && text.language === language)
    if (unknown.length > 0 && isShown)
      findingCollector(
        added,
        channel,
        language,
      )('words-of-new-writer', {
        writers: unknown.map(({ writer, by }) => ({ writer: inertLine(writer), by: shortLine(by) })),
        incident: chosen.journal.id,
      })
    return added
  })
  return { ...composition, texts, findings: [...found, ...findings] }
}

function requestOf({ journal, clock }: ChosenIncident, { now, selection, weigh, claims }: Composition) {
  const { next, claim, at = clock.now() } = selection
  const linked = journal.ofKnownWriters().incident.notices
  return { incident: journal.incident, settings: now.settings, next, claim, now: at, weigh, claims, linked }
}

/** Notices to send, in the form recorded beforehand, and texts that a person has to post. */
export interface Outbox {
  readonly notices: readonly ComposedNotice[]
  readonly byHand: readonly NoticeText[]
}

export function outboxOf(composition: Composition): Outbox {
  const all = preparedNotices(composition)
  const byHand = new Set(all.flatMap(({ channel, via }) => (via === 'by-hand' ? [channel] : [])))
  return {
    notices: all.filter(({ channel }) => !byHand.has(channel)),
    byHand: composition.texts.filter(({ channel }) => byHand.has(channel)),
  }
}

/** The notices in the form that is recorded, also those that a person has to post (`by-hand`). */
export function preparedNotices({ now, texts, findings, fallbackVia }: Composition): ComposedNotice[] {
  return [...new Set(texts.map(({ channel }) => channel))].map((channel) => {
    const via = viaOf(channel, now.settings, fallbackVia)
    const own = texts.filter((text) => text.channel === channel)
    return composedOf(own, findings, via, fallbackVia === 'by-hand')
  })
}

/** How notices go out on a channel. */
export function viaOf(
  channel: string,
  { channels }: Pick<Settings, 'channels'>,
  fallback: Composition['fallbackVia'],
): string {
  const via = channels[channel]?.via ?? 'by-hand'
  return via === 'by-hand' ? fallback : via
}

/** The channels whose texts the operator gave something new to say: by an edit, or a time of the next report. */
export function channelsWithNews({ selection, composed, texts }: Composition): string[] {
  const isEdited = (text: NoticeText) =>
    composed.some(
      (one) =>
        one.channel === text.channel &&
        one.language === text.language &&
        (one.text !== text.text || one.subject !== text.subject),
    )
  const news = texts.filter((text) => selection.next !== null || isEdited(text))
  return [...new Set(news.map(({ channel }) => channel))]
}

/** The time of the next report that the texts of a notice promise; null if none of them states it. */
export function promiseOf(texts: readonly NoticeText[], findings: readonly NoticeFinding[]): string | null {
  const isUnstated = ({ channel, language }: NoticeText) =>
    findings.some((f) => f.code === 'next-unstated' && f.channel === channel && f.language === language)
  return texts.find((text) => !isUnstated(text))?.next ?? null
}

function composedOf(
  texts: readonly NoticeText[],
  findings: readonly NoticeFinding[],
  via: string,
  leavesMachine: boolean,
): ComposedNotice {
  const [{ channel, stage, number }] = texts as [NoticeText]
  const next = promiseOf(texts, findings)
  const kept = texts.map(({ language, subject, text }) => ({ language, subject, text, digest: sha256(text) }))
  const digest = sha256(kept.map((t) => t.digest).join('\n'))
  const journal = via === 'smtp' && leavesMachine ? newEvidenceName() : null
  return { channel, stage, number, next, via, key: uniqueKey(), texts: kept, digest, journal }
}

/** SHA-256 of the UTF-8 bytes, in lower-case hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
