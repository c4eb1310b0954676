import { createHash } from 'node:crypto'
import Mustache from 'mustache'
import { numberNotices } from '../domain/decide/decision.ts'
import type { Composed } from '../domain/decide/sending.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import type { Claim } from '../domain/log/event.ts'
import { fail } from '../domain/outcome.ts'
import { type Channel, customerChannels, type Language, type Stage } from '../domain/runbook/runbook.ts'
import type { Settings } from '../domain/settings.ts'
import { customerWordsFor } from '../i18n/customer-words.ts'
import type { Chosen } from '../incident/choose.ts'
import { currentSettings } from '../incident/settings-adoption.ts'
import { uniqueKey } from '../platform/random.ts'
import type { SettingsNow } from '../runbook/io/current-settings.ts'
import { type Template, TemplateProblem, withoutReview } from '../runbook/template/template.ts'
import { throwBadTemplate } from '../runbook/throw-on-errors.ts'
import { newName } from '../store/evidence-files.ts'
import type { World } from '../world.ts'
import { checkNotices } from './check.ts'
import type { NoticeFinding } from './finding.ts'
import { valuesOf } from './incident-values.ts'
import { loadTemplates } from './io/template-files.ts'
import { hasRoom, loadWeigh } from './length-limits.ts'
import type { NoticeRequest, NoticeText, Weigh } from './notice.ts'
import { assertValidTemplate, type Templates } from './template.ts'
import type { NoticeValues } from './template-values.ts'

/**
 * Composes the text of one channel in one language. Throws `TemplateProblem` if a template is missing, cannot be parsed or
 * uses an unknown name.
 */
export function compose(request: NoticeRequest, templates: Templates): NoticeText {
  const { incident, channel, stage, number, language } = request
  const { values, next } = valuesOf(request)
  const audience = incident.runbook.channels[channel]?.audience ?? 'customers'
  const template = templateFor(templates, language, channel, audience)
  const fitted = fitToChannel(request, values, (fittingValues) => {
    const { subject, text } = render(template, fittingValues, templates, language)
    return incident.declaration?.drill === true ? markDrill(request, subject, text) : { subject, text }
  })
  return { channel, stage, number, language, ...fitted, next }
}

/** What a text leaves out if the channel has no room for it, in this order. */
const DROPPABLE = ['contactBrief', 'causeBrief'] as const

/** Renders with as many of the droppable values as the channel has room for. */
function fitToChannel<T extends { readonly text: string }>(
  { channel, weigh }: NoticeRequest,
  values: NoticeValues,
  renderWith: (values: NoticeValues) => T,
): T {
  let kept = values
  let rendered = renderWith(kept)
  for (const name of DROPPABLE) {
    if (hasRoom(channel, rendered.text, weigh)) break
    kept = { ...kept, [name]: null }
    rendered = renderWith(kept)
  }
  return rendered
}

/** Marks the text as that of a drill, whatever its template says. */
function markDrill({ language }: NoticeRequest, subject: string | null, text: string) {
  const { drillMark, drillLine } = customerWordsFor(language)
  return subject === null
    ? { subject, text: `${drillMark}${text}` }
    : { subject: `${drillMark}${subject}`, text: `${drillLine}\n\n${text}` }
}

/**
 * The template of a channel; a channel without its own uses that of `website`, or of `internal` if it is for departments.
 * Throws `TemplateProblem` if that is missing too.
 */
function templateFor(
  templates: Templates,
  language: Language,
  channel: string,
  audience: Channel['audience'],
): Template {
  const names = [channel, audience === 'customers' ? 'website' : 'internal'].map((name) => `${language}/${name}`)
  const found = names.map((name) => templates[name]).find((template) => template !== undefined)
  if (found !== undefined) return found
  throw new TemplateProblem(`${names[0]}.txt`, 1, 1, { why: 'missing', given: names[0] as string, allowed: [] })
}

/** Renders a template with the parts of its language. Throws `TemplateProblem`. */
function render(
  template: Template,
  values: NoticeValues,
  templates: Templates,
  language: Language,
): { subject: string | null; text: string } {
  const prefix = `${language}/`
  const parts = Object.fromEntries(
    Object.entries(templates).flatMap(([key, part]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), part]] : [],
    ),
  )
  const used = new Set<string>()
  assertValidTemplate(template, parts, used, [])
  // `type.other` is true if the template has no words of its own for the type of this halt, the only key besides `name`.
  const namesType = used.has(`type.${Object.keys(values.type).find((key) => key !== 'name')}`)
  const view = { ...values, type: { ...values.type, other: !namesType } }
  return splitSubject(new Mustache.Writer().render(withParts(template, parts), view, undefined, { escape: String }))
}

/** The source of a template with its parts included: as lines if the tag is alone on its line, else inline. */
function withParts({ source }: Template, parts: Templates): string {
  const part = (name: string) => withParts(parts[name] as Template, parts).replace(/\n+$/, '')
  return withoutReview(source)
    .replace(/^[ \t]*\{\{>\s*([\w-]+)\s*\}\}[ \t]*$/gm, (_, name: string) => part(name))
    .replace(/\{\{>\s*([\w-]+)\s*\}\}/g, (_, name: string) => part(name))
}

/** Splits a first line `Subject: …` from the text. Trims line ends and collapses consecutive empty lines. */
function splitSubject(rendered: string): { subject: string | null; text: string } {
  const tidy = rendered
    .replace(/[ \t\u3000]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  const [, subject = null, rest] = /^Subject:[ \t]*(.*)(?:\n+|$)([\s\S]*)$/.exec(tidy) ?? []
  return { subject, text: rest ?? tidy }
}

/** Which notices to compose; if no channels are given, those of all customer channels. */
export interface NoticeSelection {
  readonly channels: readonly string[]
  readonly stage?: Stage
  readonly language?: Language
  /** When the next report is promised; ISO 8601. Null: as promised before, or by the cadence. */
  readonly next: string | null
  readonly claim: Claim | null
}

/** Texts about to be sent, one per channel and language, and the findings in them. */
export interface Composition {
  readonly wanted: NoticeSelection
  readonly now: SettingsNow
  readonly texts: readonly NoticeText[]
  readonly findings: readonly NoticeFinding[]
  /** How notices go out on channels without a way to send; in an exercise they are simulated like the rest. */
  readonly otherwise: 'by-hand' | 'drill'
  readonly weigh: Weigh
}

/** Composes and checks the selected notices. Rejects with `unknown-channel`, or if a template or a setting is invalid. */
export async function composeNotices(world: World, chosen: Chosen, wanted: NoticeSelection): Promise<Composition> {
  const { incident } = chosen.journal
  const now = await currentSettings(world, chosen)
  const templates = loadTemplates(world.root, world.workspace.directory)
  const named = wanted.channels.length > 0 ? wanted.channels : customerChannels(incident.runbook)
  const unknown = named.find((id) => !Object.hasOwn(incident.runbook.channels, id))
  if (unknown !== undefined)
    fail('unknown-channel', { given: unknown, allowed: Object.keys(incident.runbook.channels) })
  const numbered = numberNotices({ incident, lifecycle: lifecycleOf(incident) }, named, wanted.stage)
  const weigh = await loadWeigh(named)
  const request = requestOf(chosen, now.settings, wanted, weigh)
  try {
    const texts = numbered.flatMap((notice) =>
      languagesOf(now.settings, notice.channel, wanted.language).map((language) =>
        compose({ ...request, ...notice, language }, templates),
      ),
    )
    const otherwise = incident.exercise === null ? 'by-hand' : 'drill'
    return recheck(chosen, { wanted, now, texts, findings: [], otherwise, weigh })
  } catch (error) {
    if (error instanceof TemplateProblem) return throwBadTemplate(world, error, Object.values(templates), null)
    throw error
  }
}

/** Checks the texts again, or edited ones in their place. */
export function recheck(chosen: Chosen, composition: Composition, texts = composition.texts): Composition {
  const { now, wanted, weigh } = composition
  return { ...composition, texts, findings: checkNotices(requestOf(chosen, now.settings, wanted, weigh), texts) }
}

function requestOf({ journal, clock }: Chosen, settings: Settings, { next, claim }: NoticeSelection, weigh: Weigh) {
  return { incident: journal.incident, settings, next, claim, now: clock.now(), weigh }
}

/** The languages of a channel, which never depend on the operator's; with `only`, that one. */
function languagesOf({ channels }: Settings, channel: string, only: Language | undefined): readonly Language[] {
  return only === undefined ? (channels[channel]?.languages ?? ['ja']) : [only]
}

/** Notices to send, in the form recorded beforehand, and texts that a person has to post. */
export interface Outbox {
  readonly notices: readonly Composed[]
  readonly byHand: readonly NoticeText[]
}

/** Sorts texts into notices to send and texts that a person has to post. */
export function outboxOf({ now, texts, otherwise }: Composition): Outbox {
  const via = (channel: string) => {
    const way = now.settings.channels[channel]?.via ?? 'by-hand'
    return way === 'by-hand' ? otherwise : way
  }
  const channels = [...new Set(texts.map((t) => t.channel))].filter((channel) => via(channel) !== 'by-hand')
  return {
    notices: channels.map((channel) =>
      composedOf(
        texts.filter((t) => t.channel === channel),
        via(channel),
        otherwise === 'by-hand',
      ),
    ),
    byHand: texts.filter((t) => via(t.channel) === 'by-hand'),
  }
}

function composedOf(texts: readonly NoticeText[], via: string, leavesMachine: boolean): Composed {
  const [first] = texts as [NoticeText]
  const { channel, stage, number, next } = first
  const kept = texts.map(({ language, subject, text }) => ({ language, subject, text, digest: sha256(text) }))
  const digest = sha256(kept.map((t) => t.digest).join('\n'))
  const journal = via === 'smtp' && leavesMachine ? newName() : null
  return { channel, stage, number, next, via, key: uniqueKey(), texts: kept, digest, journal }
}

/** SHA-256 of the UTF-8 bytes, in lower-case hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
