import type { LeftoverFound } from '../domain/incident/evidence.ts'
import { type Examined, STANDINGS, type Standing } from '../domain/incident/evidence.ts'
import { nameOf } from '../domain/log/event.ts'
import type { FlawedFile } from '../domain/log/governing-files.ts'
import type { RemoteEvents } from '../domain/log/remote-events.ts'
import type {
  Behind,
  FarAhead,
  FileVerified,
  Finding,
  FrozenFile,
  Torn,
  UnmetFound,
  Verification,
} from '../domain/log/verification.ts'
import type { Damage } from '../domain/outcome.ts'
import type { Text } from '../i18n/text.ts'
import { columnsOf } from '../view/columns.ts'
import { folded } from '../view/fold.ts'
import { whenOf } from '../view/format.ts'
import { inert } from '../view/inert.ts'
import type { Paint } from '../view/paint.ts'
import { leftoverStanding, standingWords } from './view.ts'
import type { Mend, VerifyLabels } from './words.en.ts'

/** What `verify` found, and what it is of. */
export interface Verified extends Verification {
  readonly incident: string
  readonly title: string | null
  /** The folder of the log, relative to the workspace. */
  readonly directory: string
  readonly events: number
  readonly head: string
  /** Whether an event that can be believed declares the incident. */
  readonly declared: boolean
  readonly anchoredAt: string | null
  readonly compared: number
  readonly findings: readonly Finding[]
  readonly behind: Behind | null
  readonly torn: readonly Torn[]
  /** How many events were recorded by a clock set back, and by how many milliseconds at most. */
  readonly setBack: { readonly events: number; readonly most: number }
  readonly frozen: readonly FrozenFile[]
  readonly evidence: readonly Examined[]
  readonly leftovers: readonly LeftoverFound[]
  readonly news: readonly RemoteEvents[]
  /** Files of runbook and settings: those that are not as the log names them, and how many it names. */
  readonly flawed: readonly FlawedFile[]
  readonly named: number
  readonly farAhead: readonly FarAhead[]
}

export interface VerifyContext {
  readonly text: Text
  readonly labels: VerifyLabels
  readonly paint: Paint
  readonly columns: number
  /** What goes before each line of a drill. */
  readonly mark: string
  /** The lines that go on, as they are typed. */
  readonly commands: { readonly continue: string; readonly start: string; readonly rename: string }
}

/** Words are folded; names, commands and hashes stand in one piece, to be copied. */
type Line = { readonly words: string; readonly paint?: (text: string) => string } | { readonly piece: string } | null

const words = (text: string, paint?: (text: string) => string): Line => ({ words: text, ...(paint && { paint }) })
const piece = (text: string): Line => ({ piece: inert(text) })

/** What was found of a log, for people: each file, what is wrong with it and where, what to do, what it comes to. */
export function verifyView(verified: Verified, context: VerifyContext): string {
  const sections = [
    headLines(verified, context),
    ...verified.files.map((file) => fileLines(file, verified, context)),
    ...verified.findings.filter(({ writer }) => writer === null).map((finding) => wholeLines(finding, context)),
    asideLines(verified, context),
    governingLines(verified, context),
    evidenceLines(verified, context),
    gapLines(verified, context),
    newsLines(verified, context),
    setBackLines(verified, context),
    farAheadLines(verified, context),
    comparedLines(verified, context),
    mendLines(verified, context),
    resultLines(verified, context),
  ]
  const lines = sections
    .filter((section) => section.length > 0)
    .flatMap((section, n) => (n === 0 ? section : [null, ...section]))
  return lines.flatMap((line) => shown(line, context)).join('\n')
}

function shown(line: Line, { columns, mark }: VerifyContext): string[] {
  if (line === null) return ['']
  if ('piece' in line) return [`${mark}${line.piece}`]
  const { paint = (text: string) => text } = line
  return folded(line.words, columns - columnsOf(mark) - 1).map((part) => `${mark}${paint(part)}`)
}

function headLines({ incident, title, directory }: Verified, { text, paint }: VerifyContext): Line[] {
  return [words(`${incident}  ${inert(title ?? text.words.untitled)}`, paint.strong), piece(directory)]
}

function fileLines(file: FileVerified, verified: Verified, context: VerifyContext): Line[] {
  const { labels, paint } = context
  const of = <T extends { readonly writer: string | null }>(list: readonly T[]) =>
    list.filter(({ writer }) => writer === file.writer)
  const state = labels.state[file.state]
  const heading = file.continuedBy === null ? state : labels.continuedBy(state, file.continuedBy)
  const places = [...of(verified.findings), ...of(verified.frozen)]
  return [
    words(`${inert(file.writer)}  ${heading}`, BAD.has(file.state) ? paint.alarm : paint.good),
    ...(file.file === null ? [] : [words(`  ${eventsLine(file, labels)}`)]),
    ...(places.length > 0 || file.file === null ? [] : [piece(`  ${baseOf(file.file)}`)]),
    ...of(verified.findings).flatMap((finding) => findingLines(finding, file, context)),
    ...of(verified.frozen).flatMap((frozen) => frozenLines(frozen, file, context)),
    ...of(verified.unmet).map((unmet) => words(`  ${seenLine(unmet, labels)}`)),
    ...keptLines(file, verified, labels),
    ...of(verified.torn).map(({ bytes, offset }) => words(`  ${labels.torn(bytes, offset)}`)),
  ]
}

const BAD: ReadonlySet<string> = new Set(['missing', 'behind', 'differs', 'damaged'])

function eventsLine({ events, bytes, from, to, by }: FileVerified, labels: VerifyLabels): string {
  if (from === null || to === null) return labels.noEvents(bytes)
  const [first, last] = [whenOf(from), whenOf(to)]
  const until = last.slice(0, 10) === first.slice(0, 10) ? last.slice(11) : last
  return labels.events(events, bytes, first, last === first ? null : until, by.map(inert).join(', '))
}

function findingLines(finding: Finding, { bytes, events }: FileVerified, { text, labels }: VerifyContext): Line[] {
  const { file, line, offset, why } = finding
  return [
    piece(`  ${baseOf(file)}:${line}`),
    words(`  ${labels.line(line, offset, bytes, text.damage[why])}`),
    words(`  ${labels.means[why]}`),
    ...(why.startsWith('frozen-') ? [] : [words(`  ${labels.counts(events)}`)]),
  ]
}

/** What is wrong with the log as a whole. */
function wholeLines({ why }: Finding, { text, labels, paint }: VerifyContext): Line[] {
  return [words(labels.whole(text.damage[why]), paint.alarm), words(`  ${labels.means[why]}`)]
}

function frozenLines(frozen: FrozenFile, file: FileVerified, { text, labels }: VerifyContext): Line[] {
  const { line, offset, why, bytes, digest } = frozen
  const damage = text.damage[why as Damage] ?? inert(why)
  return [
    piece(`  ${baseOf(frozen.file)}:${line}`),
    words(`  ${labels.line(line, offset, file.bytes, damage)}`),
    words(`  ${labels.frozen(bytes)}`),
    piece(`  ${digest}`),
    words(`  ${labels.reason(inert(frozen.words))}`),
  ]
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function seenLine({ how, found, head, by }: UnmetFound, labels: VerifyLabels): string {
  return labels.seen[how](found?.seq ?? 0, head.seq, by)
}

function keptLines(
  { writer, state, events }: FileVerified,
  { kept, findings }: Verified,
  labels: VerifyLabels,
): Line[] {
  const { head } = kept
  if (kept.state !== 'behind' || head?.writer !== writer || findings.some((f) => f.writer === writer)) return []
  const how = state === 'missing' ? state : events < head.seq ? 'behind' : 'differs'
  return [words(`  ${labels.kept[how](events, head.seq)}`)]
}

function asideLines({ aside }: Verified, { labels, paint }: VerifyContext): Line[] {
  if (aside.length === 0) return []
  return [
    words(labels.aside, paint.strong),
    ...aside.flatMap(({ file, bytes, namedBy }) => [
      piece(`  ${baseOf(file)}`),
      words(`    ${namedBy === null ? labels.asideUnnamed(bytes) : labels.asideNamed(bytes, namedBy)}`),
    ]),
  ]
}

/** Runbook and settings that are not beside the log as it names them. */
function governingLines({ flawed }: Verified, { labels, paint }: VerifyContext): Line[] {
  if (flawed.length === 0) return []
  return [
    words(labels.governing, paint.strong),
    ...flawed.flatMap(({ file, flaw }) => [piece(`  ${baseOf(file)}`), words(`    ${labels.flaw[flaw]}`, paint.alarm)]),
  ]
}

function farAheadLines({ farAhead }: Verified, { text, labels, paint }: VerifyContext): Line[] {
  return farAhead.map(({ writer, aheadSeconds }) =>
    words(labels.farAhead(inert(writer), text.words.seconds(aheadSeconds)), paint.alarm),
  )
}

/** What is kept beside the log; only what is neither intact nor gone on purpose is named. */
function evidenceLines({ evidence, leftovers }: Verified, { labels, paint, text }: VerifyContext): Line[] {
  if (evidence.length + leftovers.length === 0) return []
  const count = (standing: Standing) => evidence.filter((e) => e.standing === standing).length
  const named = evidence.filter(({ standing }) => standing !== 'intact' && standing !== 'removed')
  return [
    words(labels.evidence, paint.strong),
    words(`  ${labels.standing(Object.fromEntries(STANDINGS.map((s) => [s, count(s)])) as Record<Standing, number>)}`),
    ...named.flatMap((e) => [piece(`  ${e.file}`), words(`    ${standingWords(e, text.words)}`)]),
    ...leftovers.flatMap((left) => [piece(`  ${left.file}`), words(`    ${leftoverStanding(left, text.words)}`)]),
  ]
}

function gapLines({ gaps }: Verified, { labels, paint }: VerifyContext): Line[] {
  if (gaps.length === 0) return []
  return [
    words(labels.gaps, paint.strong),
    ...gaps.flatMap(({ writer, found, kept, continuedBy, words: reason }) => [
      words(`  ${labels.gap(inert(writer), found?.seq ?? 0, kept?.seq ?? null, continuedBy)}`),
      ...(reason === undefined ? [] : [words(`    ${labels.reason(inert(reason))}`)]),
    ]),
  ]
}

/** What this machine had not seen when it last recorded. */
function newsLines({ news, kept }: Verified, { labels, paint }: VerifyContext): Line[] {
  if (news.length === 0 || kept.head === null) return []
  return [
    words(labels.news(nameOf(kept.head)), paint.strong),
    ...news.map(({ writer, known, events, by }) =>
      words(`  ${labels.newcomer(inert(writer), known, events, by.map(inert).join(', '))}`),
    ),
    words(`  ${labels.newsMeans}`),
  ]
}

function setBackLines({ setBack }: Verified, { text, labels, paint }: VerifyContext): Line[] {
  if (setBack.events === 0) return []
  return [words(labels.setBack(setBack.events, text.words.seconds(setBack.most / 1000)), paint.alarm)]
}

function comparedLines(
  { result, kept, compared, unmet, named, flawed }: Verified,
  { labels, paint }: VerifyContext,
): Line[] {
  const agrees = kept.state === 'agrees' && kept.head !== null ? [words(`  ${labels.agrees(nameOf(kept.head))}`)] : []
  const others = compared > 0 && unmet.length === 0 ? [words(`  ${labels.others(compared)}`)] : []
  const files = named > 0 && flawed.length === 0 ? [words(`  ${labels.named(named)}`)] : []
  const elsewhere = result === 'consistent' ? [words(`  ${labels.notAnchored}`)] : []
  if (agrees.length + others.length + files.length === 0) return []
  return [words(labels.compared, paint.strong), ...agrees, ...others, ...files, ...elsewhere]
}

/** What can be done about what was found; null where all is well. */
export function mendFor({ findings, unmet, kept, declared, flawed }: Verified): Mend | null {
  if (findings.length > 0 && findings.every(({ why }) => why === 'wrong-folder')) return 'rename'
  if (findings.length > 0) return declared ? 'continue' : 'declare'
  if (unmet.length > 0 || kept.state === 'behind') return 'record'
  return flawed.length > 0 ? 'put-back' : null
}

/** What is typed to mend it; undefined where it is not done by a command, or by any. */
export function commandFor(mend: Mend, { start, rename, ...commands }: VerifyContext['commands']): string | undefined {
  if (mend === 'put-back') return undefined
  return mend === 'declare' ? start : mend === 'rename' ? rename : commands.continue
}

function mendLines(verified: Verified, { labels, paint, commands }: VerifyContext): Line[] {
  const mend = mendFor(verified)
  if (mend === null) return []
  const command = commandFor(mend, commands)
  const isForeign = verified.findings.some(({ why }) => why === 'not-an-event')
  return [
    words(labels.whatToDo, paint.strong),
    ...(isForeign ? [words(`  ${labels.mend.upgrade}`)] : []),
    words(`  ${labels.mend[mend]}`),
    ...(command === undefined ? [] : [piece(`  ${command}`)]),
  ]
}

function resultLines(verified: Verified, { labels, paint }: VerifyContext): Line[] {
  const { result, events, anchoredAt, head, kept } = verified
  const isAlone = result === 'consistent' && kept.state !== 'agrees'
  const said = isAlone ? labels.consistentOnly(events) : labels.result[result](events, anchoredAt ?? '')
  const isGood = result === 'consistent' || result === 'anchored'
  return [words(said, isGood ? paint.good : paint.alarm), piece(labels.head(head))]
}
