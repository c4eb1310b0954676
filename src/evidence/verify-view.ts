import { EVIDENCE_STATES, type EvidenceState } from '../domain/incident/evidence.ts'
import { nameOf } from '../domain/log/event.ts'
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
import type { CheckedTimestamp } from '../signing/io/check-anchors.ts'
import type { Block, Inline, Item } from '../view/blocks.ts'
import { alarm, code, good, heading, lines, paragraph, section } from '../view/blocks.ts'
import { LONGEST_TITLE, shortLine } from '../view/inert.ts'
import { timeText } from '../view/time-format.ts'
import type { UnpackedBundle, VerifiedLog } from './verify-log.ts'
import { claimText, evidenceStateText, leftoverStateText } from './view.ts'
import type { Remedy, VerifyLabels } from './words.en.ts'

export interface VerifyContext {
  /** Whether time stamps are requested for heads of the log. */
  readonly wantsTimestamps: boolean
  readonly text: Text
  readonly labels: VerifyLabels
  /** Command lines to type next; `rename` is the id to rename the folder and files to. */
  readonly commands: { readonly continue: string; readonly start: string; readonly rename: string }
}

/** The result of `verify`, for people: each file, what is wrong and where, what to do, the verdict. */
export function verifyView(verified: VerifiedLog, context: VerifyContext): Block[] {
  const { incident, title, directory, files, findings, bundle } = verified
  return [
    heading(`${incident}  ${shortLine(title ?? context.text.words.untitled, LONGEST_TITLE)}`),
    bundle === null
      ? paragraph(code(directory))
      : lines(code(bundle.file), context.labels.bundle.digest(bundle.digest)),
    ...files.flatMap((file) => fileBlocks(file, verified, context)),
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
    ...resultBlocks(verified, context),
  ]
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

/** At most so many declarations are shown; as JSON, all are. */
const MAX_DECLARATIONS = 5

function asideBlocks({ aside }: VerifiedLog, { labels }: VerifyContext): Block[] {
  return section(
    labels.aside,
    aside.map(({ file, bytes, namedBy }) =>
      fileItem(baseOf(file), namedBy === null ? labels.asideUnnamed(bytes) : labels.asideNamed(bytes, namedBy)),
    ),
  )
}

function fileItem(file: string, words: Inline): Item {
  return { text: code(file), items: [{ text: words }] }
}

/** Runbook and settings files that do not match what the log names. */
function governingBlocks({ flawed }: VerifiedLog, { labels }: VerifyContext): Block[] {
  return section(
    labels.governing,
    flawed.map(({ file, flaw }) => fileItem(baseOf(file), alarm(labels.flaw[flaw]))),
  )
}

function farAheadBlocks({ farAhead }: VerifiedLog, { text, labels }: VerifyContext): Block[] {
  const { seconds } = text.words
  const ahead = farAhead.map(({ writer, aheadSeconds }) => alarm(labels.farAhead(writer, seconds(aheadSeconds))))
  return ahead.length === 0 ? [] : [lines(...ahead)]
}

/** Counts the evidence by state, and names each piece that is neither intact nor removed on purpose. */
function evidenceBlocks(verified: VerifiedLog, { labels, text: { words } }: VerifyContext): Block[] {
  const { evidence, leftovers, bundle } = verified
  if (bundle !== null) return bundle.evidence === 0 ? [] : [paragraph(labels.bundle.evidence(bundle.evidence))]
  if (evidence.length + leftovers.length === 0) return []
  const count = (standing: EvidenceState) => evidence.filter((e) => e.standing === standing).length
  const suspect = evidence.filter(
    ({ standing, claimed }) => claimed !== null || (standing !== 'intact' && standing !== 'removed'),
  )
  return section(labels.evidence, [
    labels.standing(Object.fromEntries(EVIDENCE_STATES.map((s) => [s, count(s)])) as Record<EvidenceState, number>),
    ...suspect.map((e) => fileItem(e.file, `${evidenceStateText(e, words)}${claimText(e.claimed, words)}`)),
    ...leftovers.map((left) =>
      fileItem(left.file, `${leftoverStateText(left, words)}${claimText(left.claimed, words)}`),
    ),
  ])
}

function gapBlocks({ gaps }: VerifiedLog, { labels }: VerifyContext): Block[] {
  function textOf(gap: ContinuedGap): string {
    const { writer, found, kept, reason, continuedBy, isHere = false } = gap
    if (isLeftWhole(gap)) return labels.leftWhole(writer, found?.seq ?? 0, continuedBy)
    return reason === FORKED
      ? labels.fork(writer, found?.seq ?? 0, kept?.seq ?? 0, continuedBy, isHere)
      : labels.gap(writer, found?.seq ?? 0, kept?.seq ?? null, continuedBy)
  }
  const shown = (gap: ContinuedGap) => ({
    text: textOf(gap),
    items: gap.words === undefined ? [] : [{ text: labels.reason(gap.words) }],
  })
  const isFork = ({ reason }: ContinuedGap) => reason === FORKED
  return [
    ...section(labels.gaps, gaps.filter((gap) => !isFork(gap) && !isLeftWhole(gap)).map(shown)),
    ...section(labels.leftFiles, gaps.filter(isLeftWhole).map(shown)),
    ...section(labels.forks, gaps.filter(isFork).map(shown)),
  ]
}

/** Events of others that are new since this machine last recorded. */
function newsBlocks({ news, kept }: VerifiedLog, { labels }: VerifyContext): Block[] {
  if (news.length === 0 || kept.head === null) return []
  return section(labels.news(nameOf(kept.head)), [
    ...news.map(({ writer, known, events, by }) => labels.newcomer(writer, known, events, shortLine(by.join(', ')))),
    labels.newsMeans,
  ])
}

function setBackBlocks({ setBack }: VerifiedLog, { text, labels }: VerifyContext): Block[] {
  if (setBack.events === 0) return []
  return [paragraph(alarm(labels.setBack(setBack.events, text.words.seconds(setBack.most / 1000))))]
}

/** The heads that were signed or time-stamped, and by whom. */
function anchorBlocks({ anchors, bundle }: VerifiedLog, { labels, wantsTimestamps }: VerifyContext): Block[] {
  const signedBy = bundle?.signers === 'bundle' ? labels.bundle.signedByOwnList : labels.signedBy
  return section(
    labels.anchors(anchors.some(({ tokens }) => tokens.length > 0)),
    anchors.map(({ file, state, of, events, counting, signatures, tokens, more }): Item => {
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
    }),
  )
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

/** What to do about damage, missing events or missing files of the log; null if there is none. Evidence has no remedy. */
export function remedyFor({ result, findings, unmet, kept, declared, flawed, bundle }: VerifiedLog): Remedy | null {
  const isContested = result === 'declared-twice'
  if (bundle !== null)
    return isContested || findings.length + unmet.length + flawed.length > 0 || kept.state === 'behind' ? 'ask' : null
  if (findings.length > 0 && findings.every(({ why }) => why === 'wrong-folder')) return 'rename'
  if (findings.length > 0) return declared ? 'continue' : 'declare'
  if (isContested) return 'choose'
  if (unmet.length > 0 || kept.state === 'behind') return 'record'
  return flawed.length > 0 ? 'put-back' : null
}

/** What to type for a remedy; undefined for `put-back`, which every command that records does by itself, and for `ask`. */
export function commandFor(remedy: Remedy, commands: VerifyContext['commands']): string | undefined {
  if (remedy === 'put-back' || remedy === 'ask') return undefined
  if (remedy === 'declare') return commands.start
  return remedy === 'rename' ? commands.rename : commands.continue
}

function remedyBlocks(verified: VerifiedLog, { labels, commands }: VerifyContext): Block[] {
  const remedy = remedyFor(verified)
  if (remedy === null) return []
  const command = commandFor(remedy, commands)
  const isForeign = verified.findings.some(({ why }) => why === 'not-an-event')
  return section(labels.whatToDo, [
    ...(isForeign ? [labels.mend.upgrade] : []),
    labels.mend[remedy],
    ...(command === undefined ? [] : [code(command)]),
  ])
}

function resultBlocks(verified: VerifiedLog, { labels }: VerifyContext): Block[] {
  const { result, events, anchoredAt, head, kept, bundle } = verified
  // No head kept on this machine confirms the log either.
  const isUnconfirmed = result === 'consistent' && kept.state !== 'agrees'
  const ofBundle = bundle !== null && result === 'consistent' ? labels.bundle.consistent(events) : null
  const ofLog = isUnconfirmed ? labels.consistentOnly(events) : labels.result[result](events, anchoredAt ?? '')
  const verdict = ofBundle ?? ofLog
  const isGood = result === 'consistent' || result === 'anchored'
  return [
    lines(isGood ? good(verdict) : alarm(verdict), code(labels.head(head))),
    ...(isGood && bundle !== null ? reservations(verified, bundle, labels) : []),
  ]
}

/** How far a bundle without faults can be believed: whoever made it could have made all of it. */
function reservations(
  { events, anchors, kept, anchoredAt }: VerifiedLog,
  { signers, recordedSince }: UnpackedBundle,
  { bundle }: VerifyLabels,
): Block[] {
  const [signed] = anchors
    .filter(({ counting }) => counting > 0)
    .flatMap(({ state, counting: covered, signatures }) =>
      signatures.flatMap(({ signer }) => (signer === null || state !== 'in-log' ? [] : [{ signer, covered }])),
    )
    .sort((a, b) => b.covered - a.covered)
  const hasOwnList = signers === 'given' || signers === 'workspace'
  const [stamped] = anchors
    .filter(({ counting }) => counting > 0)
    .flatMap(({ state, counting: covered, tokens }) =>
      tokens.flatMap(({ state: of, time }) => (of === 'trusted' && state === 'in-log' ? [{ covered, time }] : [])),
    )
    .sort((a, b) => b.covered - a.covered)
  const isCompared = kept.state === 'agrees' || anchoredAt !== null || stamped !== undefined
  const said = [
    ...(recordedSince === null
      ? []
      : [bundle.recordedSince(recordedSince.writer, recordedSince.found, recordedSince.kept)]),
    ...(signed === undefined ? [] : [bundle.signed(signed.covered, signed.signer)]),
    ...(stamped === undefined ? [] : [bundle.stamped(stamped.covered, `${timeText(stamped.time ?? '')} UTC`)]),
    ...(signed !== undefined && signed.covered < events ? [bundle.rest] : []),
    ...(signed !== undefined && signers === 'bundle' ? [bundle.ownList] : []),
    ...(signed === undefined && !isCompared ? [hasOwnList ? bundle.nobodySigned : bundle.nothingCompared] : []),
  ]
  return said.length === 0 ? [] : [lines(...said)]
}
