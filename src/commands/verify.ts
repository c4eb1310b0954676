import { relative } from 'node:path'
import type { Command } from 'commander'
import { again } from '../again.ts'
import type { Run } from '../command.ts'
import { titleOf } from '../domain/incident/incident.ts'
import { anchorOf } from '../domain/log/anchor.ts'
import { headDigest } from '../domain/log/line.ts'
import { setBacks } from '../domain/log/skew.ts'
import { survey } from '../domain/log/survey.ts'
import { type Parts, verificationOf } from '../domain/log/verification.ts'
import { fail } from '../domain/outcome.ts'
import { whileReading } from '../edges/busy.ts'
import type { Journal } from '../edges/journal.ts'
import { paintFor } from '../edges/paint.ts'
import { examineAll, leftoversIn, mustBeGone, mustBeKept } from '../examining.ts'
import { chooseAny, chooseOpen, sayOfIgnored, sayOfMissing } from '../incidents.ts'
import { acknowledge, needed } from '../recording.ts'
import { mendFor, type Verified, type VerifyContext, verifyView } from '../render/verify.ts'
import { markOf } from '../render/walk.ts'
import { verifyLabels } from '../text/verify.ts'
import type { World } from '../world.ts'

interface Options {
  readonly against?: string
  readonly continue?: boolean
  readonly reason?: string
}

export function define(command: Command, start: (run: Run) => void): void {
  command
    .option('--against <head>', 'a head that the log once had: 20 to 64 hexadecimal digits')
    .option('--continue', 'freeze what is damaged, record what is missing, and go on in a new file')
    .option('--reason <text>', 'why (needed with --continue)')
    .action((options: Options) => start((world) => (options.continue ? goOn(world, options) : run(world, options))))
}

async function goOn(world: World, options: Options): Promise<number> {
  const reason = needed(options.reason, '--reason', '--reason')
  const { journal, clock } = await whileReading(world, () => chooseOpen(world))
  const appended = journal.continueLog(clock, reason)
  if (appended.events.length === 0) world.say(world.text.said.nothingToContinue)
  acknowledge(world, journal, appended)
  if (appended.events.length > 0) return 0
  const evidence = examineAll(journal)
  mustBeKept(journal, evidence)
  mustBeGone(journal, evidence, leftoversIn(journal))
  return 0
}

async function run(world: World, { against, reason }: Options): Promise<number> {
  if (reason !== undefined) fail('missing-answer', { flag: '--continue', what: '--continue' })
  if (against !== undefined && !/^[0-9a-f]{20,64}$/i.test(against)) fail('bad-head', { given: against })
  sayOfIgnored(world)
  sayOfMissing(world)
  const { journal } = await whileReading(world, () => chooseAny(world))
  const verified = verify(world, journal, against?.toLowerCase())
  const context = await contextOf(world, journal)
  if (world.options.json) world.print(JSON.stringify(documentOf(verified, context)))
  else world.raw.print(verifyView(verified, context))
  return verdict(journal, verified, against ?? '')
}

function verify(world: World, journal: Journal, against: string | undefined): Verified {
  const { incident } = journal
  const shown = (path: string) => relative(world.workspace.directory, path)
  const evidence = examineAll(journal)
  const leftovers = leftoversIn(journal)
  const undeleted = leftovers.filter(({ removed }) => removed !== null).map(() => ({ standing: 'undeleted' as const }))
  const parts: Parts = {
    survey: survey(journal.events()),
    read: journal.read(),
    findings: journal.findings(),
    frozen: journal.frozen(),
    torn: journal.torn(),
    aside: journal.aside().map(({ path, bytes }) => ({ file: shown(path), bytes })),
    behind: journal.behind(),
    agreesWith: journal.agreesWith(),
    anchoredAt: against === undefined ? null : anchorOf(journal.events(), against),
    isCompared: against !== undefined,
    evidence: [...evidence, ...undeleted],
  }
  return {
    ...verificationOf(parts, (writer) => journal.headOf(writer)),
    incident: journal.id,
    title: titleOf(incident),
    directory: shown(journal.directory),
    events: incident.events,
    head: headDigest(incident.heads.values()),
    declared: incident.declaration !== null,
    anchoredAt: parts.anchoredAt,
    compared: parts.survey.compared,
    findings: parts.findings,
    behind: parts.behind,
    torn: parts.torn,
    frozen: parts.frozen,
    evidence,
    leftovers,
    news: journal.news(),
    setBack: setBacks(journal.events()),
  }
}

async function contextOf(world: World, { id, incident }: Journal): Promise<VerifyContext> {
  const { text, terminal } = world
  const [labels, paint] = await Promise.all([verifyLabels(text.language), paintFor(terminal.color)])
  const { columns } = terminal
  return {
    text,
    labels,
    paint,
    columns,
    mark: incident.declaration?.drill ? markOf({ text, paint, columns }) : '',
    commands: {
      continue: again(world, 'verify', '--continue', '--reason', labels.reasonWord, '-i', id),
      start: again(world, 'start'),
    },
  }
}

/** `verify --json`: the same in data, with the words for each finding. */
function documentOf(verified: Verified, { text, labels, commands }: VerifyContext) {
  const { findings, title, directory, declared, setBack, ...rest } = verified
  const mend = mendFor(verified)
  const words = mend === null ? null : `${labels.mend[mend]} ${mend === 'declare' ? commands.start : commands.continue}`
  return {
    schemaVersion: 1,
    ...rest,
    setBack: { events: setBack.events, mostSeconds: setBack.most / 1000 },
    findings: findings.map((f) => ({ ...f, message: text.damage[f.why], means: labels.means[f.why], mend: words })),
    mend: words,
  }
}

function verdict(journal: Journal, { result, unmet, evidence, leftovers }: Verified, against: string): number {
  const { id } = journal
  journal.mustBeWhole()
  const behind = journal.behind()
  if (behind !== null)
    fail('log-behind', { id, writer: behind.kept.writer, seq: behind.found?.seq ?? 0, kept: behind.kept.seq })
  for (const { writer, found, head, by, how } of unmet)
    fail('log-incomplete', { id, writer, seq: found?.seq ?? 0, seen: head.seq, by, how })
  mustBeKept(journal, evidence)
  if (result === 'unknown-head') fail('head-unknown', { head: against })
  mustBeGone(journal, evidence, leftovers)
  return 0
}
