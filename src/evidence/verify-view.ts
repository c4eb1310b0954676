import { EVIDENCE_STATES, type EvidenceState } from '../domain/incident/evidence.ts'
import { nameOf, writerOf } from '../domain/log/event.ts'
import { FORKED, isLeftWhole } from '../domain/log/missing-heads.ts'
import type {
  ContinuedGap,
  FileVerification,
  Finding,
  ForeignFinding,
  FrozenFile,
  MissingHeadFinding,
} from '../domain/log/verification.ts'
import type { Damage } from '../domain/problem.ts'
import type { Text } from '../i18n/text.ts'
import { knownFirst } from '../incident/known-first.ts'
import type { CheckedAnchor, CheckedTimestamp } from '../signing/io/check-anchors.ts'
import type { Block, Inline, Item } from '../view/blocks.ts'
import { alarm, code, good, heading, lines, paragraph, section } from '../view/blocks.ts'
import { LONGEST_TITLE, shortLine } from '../view/inert.ts'
import { timeText } from '../view/time-format.ts'
import type { VerifiedLog } from './verify-log.ts'
import { type RemedyCommands, remedyBlocks } from './verify-remedy.ts'
import { verdictBlocks } from './verify-verdict.ts'
import { claimText, evidenceStateText, leftoverStateText } from './view.ts'
import type { VerifyLabels } from './words.en.ts'

export interface VerifyContext {
  /** Whether time stamps are requested for heads of the log. */
  readonly wantsTimestamps: boolean
  readonly text: Text
  readonly labels: VerifyLabels
  /** The names of the runbook and settings files that known writers have named. */
  readonly namedByKnown: ReadonlySet<string>
  /** Command lines to type next; `list` lists everything. */
  readonly commands: RemedyCommands & { readonly list: string }
}

/** The result of `verify`, for people: each file, what is wrong and where, what to do, the verdict. */
export function verifyView(verified: VerifiedLog, context: VerifyContext): Block[] {
  const { incident, title, directory, findings, bundle } = verified
  return [
    heading(`${incident}  ${shortLine(title ?? context.text.words.untitled, LONGEST_TITLE)}`),
    bundle === null
      ? paragraph(code(directory))
      : lines(code(bundle.file), context.labels.bundle.digest(bundle.digest)),
    ...filesBlocks(verified, context),
    ...declarationBlocks(verified, context),
    ...findings.filter(({ writer }) => writer === null).flatMap((finding) => wholeBlocks(finding, context)),
    ...asideBlocks(verified, context),
    ...governingBlocks(verified, context),
    ...evidenceBlocks(verified, context),
    ...gapBlocks(verified, context),
    ...newsBlocks(verified, context),
    ...setBackBlocks(verified, context),
    ...farAheadBlocks(verified, context),
    ...anchorBlocks(verified, context),
    ...comparedBlocks(verified, context),
    ...remedyBlocks(verified, context),
    ...verdictBlocks(verified, context.labels),
  ]
}

/** The files of known writers, or of which these had seen something, then some of the others. */
function filesBlocks(verified: VerifiedLog, context: VerifyContext): Block[] {
  const { files, unmet, kept } = verified
  const [isKnown, isWriterKnown] = [eventOfKnown(verified), writerOfKnown(verified)]
  const seen = new Set(unmet.flatMap(({ writer, by }) => (isKnown(by) ? [writer] : [])))
  const { shown, more } = knownFirst(files, ({ writer, events, continuedBy }) => {
    if (!isWriterKnown(writer)) return false
    const isNamed = seen.has(writer) || (continuedBy !== null && isKnown(continuedBy))
    return events > 0 || isNamed || kept.head?.writer === writer
  })
  const left = more === 0 ? [] : [paragraph(alarm(context.text.said.moreNotOfKnown(more, context.commands.list)))]
  return [...shown.flatMap((file) => fileBlocks(file, verified, context)), ...left]
}

/** Tells whether this machine knows a writer. */
function writerOfKnown({ unknown }: VerifiedLog): (writer: string) => boolean {
  const names = new Set(unknown)
  return (writer) => !names.has(writer)
}

/** Tells whether an event, by its name, is of a writer that this machine knows. */
function eventOfKnown(verified: VerifiedLog): (event: string) => boolean {
  const isWriterKnown = writerOfKnown(verified)
  return (event) => isWriterKnown(writerOf(event))
}

/** The items that are shown in words, and how many are left out that no known writer recorded. */
function briefed<T, L>(
  items: readonly T[],
  isKnown: (item: T) => boolean,
  lineOf: (item: T) => L,
  { text, commands }: VerifyContext,
  moreLine = text.said.moreNotOfKnown,
): (L | string)[] {
  const { shown, more } = knownFirst(items, isKnown)
  return [...shown.map(lineOf), ...(more === 0 ? [] : [moreLine(more, commands.list)])]
}

function fileBlocks(file: FileVerification, verified: VerifiedLog, { text, labels }: VerifyContext): Block[] {
  const inFile = <T extends { readonly writer: string | null }>(list: readonly T[]) =>
    list.filter(({ writer }) => writer === file.writer)
  const title = `${file.writer}  ${stateText(file, labels)}`
  const places = [...inFile(verified.findings), ...inFile(verified.frozen)]
  return section(BAD_STATES.has(file.state) ? alarm(title) : good(title), [
    ...(file.file === null ? [] : [eventsLine(file, labels)]),
    ...(places.length > 0 || file.file === null ? [] : [code(baseOf(file.file))]),
    ...(verified.unknown.includes(file.writer) ? [unknownText(verified, labels)] : []),
    ...inFile(verified.findings).flatMap((finding) => findingLines(finding, file, text, labels)),
    ...inFile(verified.frozen).flatMap((frozen) => frozenLines(frozen, file, text, labels)),
    ...inFile(verified.unmet).map((unmet) => seenLine(unmet, labels)),
    ...inFile(verified.foreign).flatMap((foreign) => foreignLines(foreign, labels)),
    ...keptLines(file, verified, labels),
    ...inFile(verified.torn).map(({ bytes, offset }) => labels.torn(bytes, offset)),
  ])
}

function unknownText({ bundle }: VerifiedLog, labels: VerifyLabels): string {
  return bundle === null ? labels.unknownWriter : labels.bundle.unknownWriter
}

function stateText({ state, continuedBy }: FileVerification, labels: VerifyLabels): string {
  const words = labels.state[state]
  if (continuedBy === null) return words
  return state === 'set-aside' ? labels.setAsideBy(words, continuedBy) : labels.continuedBy(words, continuedBy)
}

const BAD_STATES: ReadonlySet<string> = new Set(['missing', 'behind', 'differs', 'damaged', 'foreign', 'forked'])

function eventsLine({ state, events, bytes, from, to, by }: FileVerification, labels: VerifyLabels): string {
  if (state === 'set-aside') return labels.notRead(bytes)
  if (from === null || to === null) return labels.noEvents(bytes)
  const [first, last] = [timeText(from), timeText(to)]
  const until = last.slice(0, 10) === first.slice(0, 10) ? last.slice(11) : last
  return labels.events(events, bytes, first, last === first ? null : until, shortLine(by.join(', ')))
}

function findingLines(finding: Finding, of: FileVerification, text: Text, labels: VerifyLabels): Inline[] {
  const { file, line, offset, why } = finding
  return [
    code(`${baseOf(file)}:${line}`),
    labels.line(line, offset, of.bytes, text.damage[why]),
    labels.means[why],
    ...(why.startsWith('frozen-') ? [] : [labels.counts(of.events)]),
  ]
}

/** Damage of the log as a whole, not of the file of one writer. */
function wholeBlocks({ why }: Finding, { text, labels }: VerifyContext): Block[] {
  return section(alarm(labels.whole(text.damage[why])), [labels.means[why]])
}

function frozenLines(frozen: FrozenFile, file: FileVerification, text: Text, labels: VerifyLabels): Inline[] {
  const { line, offset, why, bytes, digest, words } = frozen
  return [
    code(`${baseOf(frozen.file)}:${line}`),
    labels.line(line, offset, file.bytes, text.damage[why as Damage] ?? why),
    labels.frozen(bytes),
    code(digest),
    labels.reason(words),
  ]
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** How the file falls short of what another writer had seen of it. */
function seenLine({ how, found, head, by }: MissingHeadFinding, labels: VerifyLabels): string {
  return labels.seen[how](found?.seq ?? 0, head.seq, by)
}

/** Which lines of the file its writer did not write, and whether they count. */
function foreignLines({ kept, found, namedBy, isAcknowledged }: ForeignFinding, { foreign }: VerifyLabels): string[] {
  return [
    found.seq > kept.seq ? foreign.signed(kept.seq, found.seq) : foreign.unsigned(kept.seq),
    ...(namedBy === null ? [foreign.unnamed] : []),
    ...(isAcknowledged ? [foreign.known] : []),
  ]
}

/** How the file falls short of the head kept on this machine, unless a finding already says what is wrong with the file. */
function keptLines(file: FileVerification, { kept, findings }: VerifiedLog, labels: VerifyLabels): Inline[] {
  const { writer, state, events } = file
  const { head } = kept
  if (kept.state !== 'behind' || head?.writer !== writer || findings.some((f) => f.writer === writer)) return []
  const shortcoming = events < head.seq ? 'behind' : 'differs'
  return [labels.kept[state === 'missing' ? 'missing' : shortcoming](events, head.seq)]
}

/** The declarations, where there are two or lines of another incident: which one counts, and who signed which. */
function declarationBlocks({ result, declarations, anchors }: VerifiedLog, { labels }: VerifyContext): Block[] {
  if (result !== 'declared-twice') return []
  const { rivals } = labels
  const isSigned = anchors.some(({ signatures }) => signatures.length > 0)
  const shown = declarations.slice(0, MAX_DECLARATIONS).map((claim): Item => {
    const { event, by, declaredAt, title, counts, writers, events, signers } = claim
    const declared =
      event === null
        ? rivals.undeclared
        : rivals.declared(
            event,
            title === null ? null : shortLine(title, LONGEST_TITLE),
            shortLine(by ?? ''),
            timeText(declaredAt ?? ''),
          )
    const signed = signers.length > 0 ? labels.signedBy(signers.join(', ')) : rivals.unsigned
    const said = [
      counts ? rivals.counts : rivals.countsNot(events, shortLine(writers.join(', '))),
      ...(isSigned ? [signed] : []),
    ]
    return { text: declared, items: said.map((words) => ({ text: words })) }
  })
  const more = declarations.length - shown.length
  return section(alarm(rivals.title), [...shown, ...(more > 0 ? [rivals.more(more)] : [])])
}

/** The most declarations that are shown; as JSON, all are. */
const MAX_DECLARATIONS = 5

function asideBlocks(verified: VerifiedLog, context: VerifyContext): Block[] {
  const { labels } = context
  const isKnown = eventOfKnown(verified)
  return section(
    labels.aside,
    briefed(
      verified.aside,
      ({ namedBy }) => namedBy !== null && isKnown(namedBy),
      ({ file, bytes, namedBy }) =>
        fileItem(baseOf(file), namedBy === null ? labels.asideUnnamed(bytes) : labels.asideNamed(bytes, namedBy)),
      context,
    ),
  )
}

function fileItem(file: string, words: Inline): Item {
  return { text: code(file), items: [{ text: words }] }
}

/** Runbook and settings files that do not match what the log names. */
function governingBlocks({ flawed }: VerifiedLog, context: VerifyContext): Block[] {
  const { labels, namedByKnown } = context
  return section(
    labels.governing,
    briefed(
      flawed,
      ({ file }) => namedByKnown.has(baseOf(file)),
      ({ file, flaw }) => fileItem(baseOf(file), alarm(labels.flaw[flaw])),
      context,
    ),
  )
}

function farAheadBlocks(verified: VerifiedLog, context: VerifyContext): Block[] {
  const { text, labels } = context
  const isWriterKnown = writerOfKnown(verified)
  const ahead = briefed(
    verified.farAhead,
    ({ writer }) => isWriterKnown(writer),
    ({ writer, aheadSeconds }) => alarm(labels.farAhead(writer, text.words.seconds(aheadSeconds))),
    context,
  )
  return ahead.length === 0 ? [] : [lines(...ahead)]
}

/** Counts the evidence by state, and names each piece that is neither intact nor removed on purpose. */
function evidenceBlocks(verified: VerifiedLog, context: VerifyContext): Block[] {
  const { words } = context.text
  const { labels } = context
  const isKnown = eventOfKnown(verified)
  const { evidence, leftovers, bundle } = verified
  if (bundle !== null) return bundle.evidence === 0 ? [] : [paragraph(labels.bundle.evidence(bundle.evidence))]
  if (evidence.length + leftovers.length === 0) return []
  const count = (standing: EvidenceState) => evidence.filter((e) => e.standing === standing).length
  const suspect = evidence.filter(
    ({ standing, claimed }) => claimed !== null || (standing !== 'intact' && standing !== 'removed'),
  )
  return section(labels.evidence, [
    labels.standing(Object.fromEntries(EVIDENCE_STATES.map((s) => [s, count(s)])) as Record<EvidenceState, number>),
    ...briefed(
      suspect,
      ({ event }) => isKnown(event),
      (e) => fileItem(e.file, `${evidenceStateText(e, words)}${claimText(e.claimed, words)}`),
      context,
    ),
    ...briefed(
      leftovers,
      ({ removed }) => removed !== null && isKnown(removed.event),
      (left) => fileItem(left.file, `${leftoverStateText(left, words)}${claimText(left.claimed, words)}`),
      context,
    ),
  ])
}

function gapBlocks(verified: VerifiedLog, context: VerifyContext): Block[] {
  const { labels } = context
  const isKnown = eventOfKnown(verified)
  function textOf(gap: ContinuedGap): string {
    const { writer, found, kept, reason, continuedBy, isHere = false } = gap
    if (isLeftWhole(gap)) return labels.leftWhole(writer, found?.seq ?? 0, continuedBy)
    return reason === FORKED
      ? labels.fork(writer, found?.seq ?? 0, kept?.seq ?? 0, continuedBy, isHere)
      : labels.gap(writer, found?.seq ?? 0, kept?.seq ?? null, continuedBy)
  }
  const itemOf = (gap: ContinuedGap): Item => ({
    text: textOf(gap),
    items: gap.words === undefined ? [] : [{ text: labels.reason(gap.words) }],
  })
  const shown = (isMeant: (gap: ContinuedGap) => boolean) =>
    briefed(verified.gaps.filter(isMeant), ({ continuedBy }) => isKnown(continuedBy), itemOf, context)
  const isFork = ({ reason }: ContinuedGap) => reason === FORKED
  return [
    ...section(
      labels.gaps,
      shown((gap) => !isFork(gap) && !isLeftWhole(gap)),
    ),
    ...section(labels.leftFiles, shown(isLeftWhole)),
    ...section(labels.forks, shown(isFork)),
  ]
}

/** Events of others that are new since this machine last recorded. */
function newsBlocks(verified: VerifiedLog, context: VerifyContext): Block[] {
  const { labels } = context
  const { news, kept } = verified
  const isWriterKnown = writerOfKnown(verified)
  if (news.length === 0 || kept.head === null) return []
  return section(labels.news(nameOf(kept.head)), [
    ...briefed(
      news,
      ({ writer }) => isWriterKnown(writer),
      ({ writer, known, events, by }) => labels.newcomer(writer, known, events, shortLine(by.join(', '))),
      context,
    ),
    labels.newsMeans,
  ])
}

function setBackBlocks({ setBack }: VerifiedLog, { text, labels }: VerifyContext): Block[] {
  if (setBack.events === 0) return []
  return [paragraph(alarm(labels.setBack(setBack.events, text.words.seconds(setBack.most / 1000))))]
}

/** The heads that were signed or time-stamped, and by whom. */
function anchorBlocks({ anchors, bundle }: VerifiedLog, context: VerifyContext): Block[] {
  const { labels, wantsTimestamps } = context
  const signedBy = bundle?.signers === 'bundle' ? labels.bundle.signedByOwnList : labels.signedBy
  return section(
    labels.anchors(anchors.some(({ tokens }) => tokens.length > 0)),
    briefed(anchors, isVouchedFor, anchorItem, context, labels.moreAnchors),
  )

  function anchorItem({ file, state, of, events, counting, signatures, tokens, more }: CheckedAnchor): Item {
    const words = labels.anchor[state](events, of ?? '')
    const signed = signatures.map(({ file, signer, why }) =>
      why === null ? signedBy(signer) : `${file}: ${labels.signedByUnknown[why]}`,
    )
    const stamped = tokens.map((token) => timestampText(token, labels))
    if (wantsTimestamps && tokens.every((token) => token.state === 'invalid')) stamped.push(labels.unstamped)
    const vouched = signed.length + tokens.length === 0 ? [labels.unsigned] : [...signed, ...stamped]
    if (more > 0) vouched.push(labels.moreUnchecked(more))
    const some = state === 'in-log' && counting < events ? [alarm(labels.counting(counting))] : []
    const said = [state === 'in-log' || state === 'elsewhere' ? words : alarm(words), ...some, ...vouched]
    return { text: code(file), items: said.map((text) => ({ text })) }
  }
}

/** Whether somebody known vouches for a head, or may, as far as can be checked. */
function isVouchedFor({ state, signatures, tokens }: CheckedAnchor): boolean {
  const isTrusted =
    signatures.some(({ signer }) => signer !== null) || tokens.some((token) => token.state === 'trusted')
  return isTrusted || (state === 'in-log' && signatures.some(({ why }) => why !== 'invalid' && why !== 'unknown-key'))
}

/** What is said of a time-stamp token, with its time in UTC. */
export function timestampText({ file, state, time, authority, why }: CheckedTimestamp, labels: VerifyLabels): string {
  return labels.timestamp[state](file, `${timeText(time ?? '')} UTC`, authority ?? '', why ?? '')
}

/** What the log was compared with and agrees with. */
function comparedBlocks(verified: VerifiedLog, { labels }: VerifyContext): Block[] {
  const { result, kept, compared, unmet, named, flawed, bundle } = verified
  const agreeing = [
    ...(kept.state === 'agrees' && kept.head !== null ? [labels.agrees(nameOf(kept.head))] : []),
    ...(compared > 0 && unmet.length === 0 ? [labels.others(compared)] : []),
    ...(named > 0 && flawed.length === 0 ? [labels.named(named)] : []),
  ]
  if (agreeing.length === 0) return []
  return section(labels.compared, [
    ...agreeing,
    ...(result === 'consistent' && bundle === null ? [labels.notAnchored] : []),
  ])
}
