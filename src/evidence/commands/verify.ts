import { type Command, Option } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { phaseOf } from '../../domain/incident/current-values.ts'
import type { UnknownWriter } from '../../domain/incident/unknown-writers.ts'
import { isKnown, nameOf } from '../../domain/log/event.ts'
import { knownWriters } from '../../domain/log/known-writers.ts'
import { fail, ProblemError } from '../../domain/problem.ts'
import type { Phase } from '../../domain/runbook/runbook.ts'
import { withOwnNames } from '../../i18n/own-names.ts'
import { loadHolderWords } from '../../i18n/problems.ts'
import { chooseAnyIncidentToRecord, chooseIncidentToRead, rereadFromStart } from '../../incident/choose.ts'
import { phaseNow } from '../../incident/labels.ts'
import { acknowledge, record, requireText } from '../../incident/record.ts'
import { warnAboutIgnoredFolders, warnAboutMissingLogs, warnAboutUnreadableFolders } from '../../incident/warnings.ts'
import { pathExists } from '../../platform/regular-files.ts'
import { mustBeWritablePath } from '../../platform/save.ts'
import { relayWords } from '../../relay/words.ts'
import { checkAnchors } from '../../signing/io/check-anchors.ts'
import { headsElsewhere } from '../../signing/io/heads-elsewhere.ts'
import { trustedSigning, vouchBySigners } from '../../signing/vouching.ts'
import { lockHolders } from '../../store/incident-locks.ts'
import type { Journal } from '../../store/journal.ts'
import { RelayState } from '../../store/relay-state.ts'
import { withReadingSpinner } from '../../store/spinner.ts'
import { inertLine, shortLine } from '../../view/inert.ts'
import { resumeCommand } from '../../view/resume-command.ts'
import type { World } from '../../world.ts'
import { checkPage } from '../check-page.ts'
import { examineAllEvidence, failIfStillThere, findLeftovers, mustBeIntact } from '../io/evidence-status.ts'
import type { BundleSource } from '../io/write-bundle.ts'
import { writersToSetAside, writerToAccept } from '../named-writers.ts'
import {
  type Bundle,
  evidenceNamedIn,
  mustBeSound,
  mustHaveAnchors,
  mustHaveNamedFiles,
  type VerifiedLog,
  verifyLog,
} from '../verify-log.ts'
import { printVerified } from '../verify-output.ts'
import { verifyLabels } from '../words.ts'

interface Options {
  readonly against?: string
  readonly continue?: boolean
  readonly accept?: string
  readonly breakLock?: boolean
  readonly setAside?: readonly string[]
  readonly unredact?: boolean
  readonly reason?: string
  readonly signers?: string
  readonly bundle?: string
  readonly overwrite?: boolean
}

export const help: CommandHelp = {
  page: 'log.md#what-verify-reports',
  examples: [
    ['verify', 'check every line of the log', 'ログの全行を検証する'],
    ['verify --bundle incident.tar', 'write an archive that others can check', '第三者が検証できるバンドルを書き出す'],
    ['verify incident.tar', 'check such an archive', 'そのバンドルを検証する'],
    ['verify --continue --reason "the disk was full"', 'go on after damage', '破損のあと、新しいファイルで続ける'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument(
      '[file]',
      say(
        'a bundle to check, instead of a log of this workspace',
        'このワークスペースのログの代わりに確かめるバンドル',
      ),
    )
    .option(
      '--against <head>',
      say('an earlier head of the log: 20 to 64 hexadecimal digits', '以前の末尾ハッシュ。16進数20〜64桁'),
    )
    .option(
      '--signers <file>',
      say(
        "allowed signers (ssh-keygen(1)), instead of the workspace's",
        'ワークスペースの一覧の代わりに使う署名者の一覧（ssh-keygen(1)）',
      ),
    )
    .option(
      '--bundle <file>',
      say(
        'write an archive with everything that others need to check the log, without evidence',
        '第三者がログを確かめるために必要なものを、証跡を除いてバンドル（1つのファイル）に書き出す',
      ),
    )
    .option('--overwrite', say('although the file exists', 'ファイルがあっても上書きする'))
    .option(
      '--continue',
      say('freeze damage, record gaps, and continue in a new file', '破損したファイルを凍結し、欠落を記録して続ける'),
    )
    .addOption(
      new Option(
        '--accept <writer>',
        say(
          'a new writer of the log, or of the person of this name, is known to you: it no longer raises an alarm',
          '新しい書き手（記録者名でも可）を確認済みとし、警告の対象から外す',
        ),
      ).conflicts(['reason', 'setAside', 'breakLock', 'continue', 'against']),
    )
    .option(
      '--set-aside <writer...>',
      say(
        'nothing of these writers counts any more; `unknown` for all unknown ones',
        'この書き手の記録を対象外にする。unknown なら未確認のもの全部',
      ),
    )
    .addOption(
      new Option(
        '--unredact',
        say(
          'with --set-aside: show again what these writers had redacted',
          '--set-aside と併用。この書き手が墨消ししたものを再び表示する',
        ),
      ).conflicts(['accept', 'breakLock', 'continue', 'against', 'bundle']),
    )
    .option(
      '--break-lock',
      say(
        'release the locks of the incident, whoever holds them',
        'インシデントのロックを、使っている者にかかわらず解除する',
      ),
    )
    .option(
      '--reason <text>',
      say(
        'why (required with --continue, --set-aside and --break-lock)',
        '理由（--continue、--set-aside、--break-lock では必須）',
      ),
    )
    .action((file: string | undefined, options: Options) =>
      start((world) => {
        mustGoTogether(file, options)
        if (options.unredact && options.setAside === undefined)
          fail('idle-flag', { flag: '--unredact', needs: '--set-aside' })
        if (options.accept !== undefined) return acceptWriter(world, options.accept)
        if (options.setAside !== undefined) return setAside(world, options.setAside, options)
        if (options.breakLock) return breakLock(world, options)
        return options.continue ? continueLog(world, options) : run(world, file, options)
      }),
    )
}

/** Throws `usage` if a bundle is to be read or written, and something else is to be done as well. */
function mustGoTogether(file: string | undefined, options: Options): void {
  const { bundle, accept, setAside, breakLock, continue: continues } = options
  const flags = { '--accept': accept, '--set-aside': setAside, '--break-lock': breakLock, '--continue': continues }
  const acts = Object.entries({ '--bundle': bundle, ...flags }).flatMap(([flag, value]) => (value ? [flag] : []))
  const given = [...(file === undefined ? [] : [file]), ...acts]
  if ((file ?? bundle) !== undefined && given.length > 1) fail('usage', { detail: given.join(', '), kind: 'conflict' })
}

async function acceptWriter(world: World, given: string): Promise<number> {
  const chosen = await chooseAnyIncidentToRecord(world)
  const { journal } = chosen
  const writer = writerToAccept(journal, given)
  const unknown = journal.unknownWriters()
  const aside = journal.setAsideWriters.get(writer)
  if (aside?.birth) {
    const why = journal.whyNotRestored(writer)
    if (why !== null) throw new ProblemError(why)
    const before = phaseOf(journal.incident)
    const { key } = aside.birth
    await record(world, () => ({ kind: 'accept-writer', writer, key }), chosen)
    sayPhaseChange(world, journal, before)
    await sayAccepted(world, journal, writer, unknown)
    return 0
  }
  // What `signers` vouch for here is not in the log, where others look.
  const unknownToLog = journal.unknownWriters(() => false)
  if (journal.incident.births.has(writer) && !unknownToLog.some((one) => one.writer === writer)) {
    acknowledge(world, journal, { events: [], already: [`verify --accept ${writer}`] })
    return 0
  }
  await record(world, () => ({ kind: 'accept-writer', writer }), chosen)
  await sayAccepted(world, journal, writer, unknown)
  return 0
}

/** Says who else is known now, and which key was accepted where the relay has lines with another one under the same name. */
async function sayAccepted(
  world: World,
  journal: Journal,
  writer: string,
  unknown: readonly UnknownWriter[],
): Promise<void> {
  sayAlsoKnown(world, journal, writer, unknown)
  const { births, declaration } = journal.incident
  const forks = RelayState.open(world.env, journal.machine).forks(declaration?.incident ?? '')
  const hasOtherKey = forks.some((fork) => fork.writer === writer && fork.isOtherKey)
  const key = births.get(writer)?.key
  if (hasOtherKey && key != null)
    world.say((await relayWords(world.text.language)).acceptedKey(inertLine(writer), inertLine(key)))
}

/** Names those of the writers that were `unknown` before which are known with the accepted one, and why. */
function sayAlsoKnown(world: World, journal: Journal, accepted: string, unknown: readonly UnknownWriter[]): void {
  const { births } = journal.incident
  const isOfMachine = knownWriters({ births, statements: [], declaredBy: null }, ({ writer }) => writer === accepted)
  const known = unknown.filter(({ writer }) => writer !== accepted && journal.knows(writer))
  const namesOf = (writers: readonly UnknownWriter[]) =>
    writers.map(({ writer, by }) => ({ writer: inertLine(writer), by: shortLine(by) }))
  const machine = namesOf(known.filter(({ writer }) => isOfMachine.has(writer)))
  const others = namesOf(known.filter(({ writer }) => !isOfMachine.has(writer)))
  if (machine.length > 0) world.say(world.text.said.alsoKnown.machine(machine))
  if (others.length > 0) world.say(world.text.said.alsoKnown.others(others))
}

async function setAside(world: World, named: readonly string[], options: Options): Promise<number> {
  const reason = requireText(options.reason, '--reason')
  const { journal, clock } = await chooseAnyIncidentToRecord(world)
  const writers = writersToSetAside(journal, named)
  if (writers.length === 0) world.inform(world.text.said.noWritersToSetAside)
  if (writers.includes(journal.writer)) fail('own-writer', { writer: journal.writer })
  const before = phaseOf(journal.incident)
  const recorded = journal.setAside(clock, writers, reason, options.unredact)
  acknowledge(world, journal, recorded)
  sayPhaseChange(world, journal, before)
  const kept = recorded.events.filter(({ type }) => type === 'event.redacted').length
  if (kept === 0) return 0
  const { said } = world.text
  const meant = writers.length > MAX_NAMED ? [said.writerWord] : writers
  const line = ['verify', '--set-aside', ...meant, '--unredact', '--reason', reason, '-i', journal.id]
  world.say(said.redactionsKept(kept, resumeCommand(world, ...line)))
  return 0
}

/** The most writers that one line to copy names. */
const MAX_NAMED = 5

/** Says in which phase the incident is, if what counts of the log has changed that. */
function sayPhaseChange(world: World, { incident }: Journal, before: Phase): void {
  const phase = phaseOf(incident)
  if (phase !== before)
    world.say(world.text.said.phaseNow(phaseNow(incident, withOwnNames(world.text, incident.runbook))))
}

async function breakLock(world: World, options: Options): Promise<number> {
  const reason = requireText(options.reason, '--reason')
  const { journal, clock } = await chooseAnyIncidentToRecord(world)
  const holderWords = await loadHolderWords(world.text.language)
  for (const { holder } of lockHolders(journal.directory))
    world.say(inertLine(world.text.said.breaksLock(holderWords(holder), holder)))
  acknowledge(world, journal, journal.breakLocks(clock, reason))
  return 0
}

async function continueLog(world: World, options: Options): Promise<number> {
  const reason = requireText(options.reason, '--reason')
  const { journal, clock } = await withReadingSpinner(world, async () =>
    rereadFromStart(await chooseAnyIncidentToRecord(world)),
  )
  const appended = journal.continueLog(clock, reason)
  if (appended.events.length === 0) world.inform(world.text.said.nothingToContinue)
  acknowledge(world, journal, appended)
  const { ignored, onlyFreezing } = journal.incident
  if (appended.events.some((event) => ignored.has(nameOf(event)))) world.say(world.text.said.notHeard(journal.writer))
  for (const event of appended.events)
    if (isKnown(event) && event.type === 'log.continued' && onlyFreezing.has(nameOf(event))) {
      const { writer, found, kept } = event.data
      const lost = (kept?.seq ?? 0) - (found?.seq ?? 0)
      if (lost > 0) world.say(world.text.said.onlyFrozen(inertLine(writer), lost, journal.writer))
    }
  if (appended.events.length > 0) return 0
  const evidence = examineAllEvidence(journal)
  mustBeIntact(journal, evidence)
  failIfStillThere(journal, evidence, findLeftovers(journal))
  return 0
}

async function run(world: World, given: string | undefined, options: Options): Promise<number> {
  const { against, reason, bundle, overwrite = false } = options
  if (reason !== undefined) fail('missing-answer', { what: '--continue' })
  if (against !== undefined && !/^[0-9a-f]{20,64}$/i.test(against)) fail('bad-head', { given: against })
  const head = against?.toLowerCase()
  if (given !== undefined) {
    const { verifyBundle } = await import('../verify-bundle.ts')
    return verifyBundle(world, given, head, options.signers)
  }
  if (bundle !== undefined) mustBeWritablePath(bundle, overwrite)
  warnAboutIgnoredFolders(world)
  warnAboutMissingLogs(world)
  warnAboutUnreadableFolders(world)
  const { journal, clock } = await withReadingSpinner(world, () => rereadFromStart(chooseIncidentToRead(world, false)))
  const trusted = await trustedSigning(world, options.signers)
  const { signers } = trusted
  await vouchBySigners(world, journal, signers)
  const anchors = checkAnchors(journal, trusted, world.env, headsElsewhere(world.workspace, journal))
  const verified = verifyLog(world.workspace.directory, journal, clock.now(), head, anchors)
  const written =
    bundle === undefined ? null : await makeBundle(world, bundle, overwrite, { journal, verified, signers })
  await printVerified(world, journal, verified, { written, wantsTimestamps: trusted.timestamp.length > 0 })
  mustBeFaultless(journal, verified, against ?? '')
  return 0
}

/** How many files that are not put into a bundle are named. */
const MAX_SURPLUS = 5

/** Writes the bundle of a log that was verified; damage is evidence too. */
async function makeBundle(
  world: World,
  file: string,
  overwrite: boolean,
  { journal, verified, signers }: Pick<BundleSource, 'journal' | 'verified' | 'signers'>,
): Promise<Bundle> {
  const { readCheckScript, writeBundle } = await import('../io/write-bundle.ts')
  const page = await checkPage(journal, verified, signers !== null && pathExists(signers), readCheckScript(world.root))
  const { directory } = world.workspace
  const { digest, leftOut, surplus } = writeBundle(file, { directory, journal, verified, signers, page }, overwrite)
  const { bundle } = await verifyLabels(world.text.language)
  for (const path of leftOut) world.say(bundle.leftOut(inertLine(path)))
  for (const path of surplus.slice(0, MAX_SURPLUS)) world.say(bundle.surplus(shortLine(path)))
  if (surplus.length > MAX_SURPLUS) world.say(bundle.moreSurplus(surplus.length - MAX_SURPLUS))
  return { file, digest, evidence: evidenceNamedIn(journal) }
}

/** Throws `ProblemError` for the most serious fault that was found, if there is one. */
function mustBeFaultless(journal: Journal, verified: VerifiedLog, against: string): void {
  const { result, evidence, leftovers } = verified
  const said = { during: 'verify' } as const
  mustBeSound(journal, verified, said)
  mustHaveAnchors(journal, verified, said)
  mustHaveNamedFiles(journal, verified, said)
  mustBeIntact(journal, evidence)
  if (result === 'unknown-head') fail('head-unknown', { head: against })
  failIfStillThere(journal, evidence, leftovers)
}
