import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { fail } from '../../domain/problem.ts'
import { chooseIncidentToRead, chooseIncidentToRecord, rereadFromStart } from '../../incident/choose.ts'
import { acknowledge, requireText } from '../../incident/record.ts'
import { warnAboutIgnoredFolders, warnAboutMissingLogs } from '../../incident/warnings.ts'
import type { Journal } from '../../store/journal.ts'
import { withReadingSpinner } from '../../store/spinner.ts'
import { resumeCommand } from '../../view/resume-command.ts'
import { terminalLinesFor } from '../../view/terminal.ts'
import type { World } from '../../world.ts'
import { examineAllEvidence, failIfStillThere, findLeftovers, mustBeIntact } from '../io/evidence-status.ts'
import { mustBeSound, mustHaveNamedFiles, type VerifiedLog, verifyLog } from '../verify-log.ts'
import { commandFor, remedyFor, type VerifyContext, verifyView } from '../verify-view.ts'
import { verifyLabels } from '../words.ts'

interface Options {
  readonly against?: string
  readonly continue?: boolean
  readonly reason?: string
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .option(
      '--against <head>',
      say('an earlier head of the log: 20 to 64 hexadecimal digits', '以前の末尾ハッシュ。16進数20〜64桁'),
    )
    .option(
      '--continue',
      say('freeze damage, record gaps, and continue in a new file', '破損したファイルを凍結し、欠落を記録して続ける'),
    )
    .option('--reason <text>', say('why (required with --continue)', '理由（--continue では必須）'))
    .action((options: Options) =>
      start((world) => (options.continue ? continueLog(world, options) : run(world, options))),
    )
}

async function continueLog(world: World, options: Options): Promise<number> {
  const reason = requireText(options.reason, '--reason')
  const { journal, clock } = await withReadingSpinner(world, async () =>
    rereadFromStart(await chooseIncidentToRecord(world, false)),
  )
  const appended = journal.continueLog(clock, reason)
  if (appended.events.length === 0) world.say(world.text.said.nothingToContinue)
  acknowledge(world, journal, appended)
  if (appended.events.length > 0) return 0
  const evidence = examineAllEvidence(journal)
  mustBeIntact(journal, evidence)
  failIfStillThere(journal, evidence, findLeftovers(journal))
  return 0
}

async function run(world: World, { against, reason }: Options): Promise<number> {
  if (reason !== undefined) fail('missing-answer', { what: '--continue' })
  if (against !== undefined && !/^[0-9a-f]{20,64}$/i.test(against)) fail('bad-head', { given: against })
  warnAboutIgnoredFolders(world)
  warnAboutMissingLogs(world)
  const { journal, clock } = await withReadingSpinner(world, () => rereadFromStart(chooseIncidentToRead(world)))
  const verified = verifyLog(world.workspace.directory, journal, clock.now(), against?.toLowerCase())
  const context = await contextOf(world, journal.id, journal.incident.declaration?.id ?? '')
  if (world.options.json) world.print(JSON.stringify(documentOf(verified, context)))
  else {
    const drill = journal.incident.declaration?.drill ?? false
    const lines = await terminalLinesFor(world, verifyView(verified, context), { drill, folded: true })
    world.raw.print(lines.join('\n'))
  }
  mustBeFaultless(journal, verified, against ?? '')
  return 0
}

/** `declaredId` is the id in the log; it differs from `id`, that of the folder, if that was renamed. */
async function contextOf(world: World, id: string, declaredId: string): Promise<VerifyContext> {
  const labels = await verifyLabels(world.text.language)
  return {
    text: world.text,
    labels,
    commands: {
      continue: resumeCommand(world, 'verify', '--continue', '--reason', labels.reasonWord, '-i', id),
      start: resumeCommand(world, 'start'),
      rename: declaredId,
    },
  }
}

/** The document of `verify --json`: the same data, with a message for each finding. */
function documentOf(verified: VerifiedLog, { text, labels, commands }: VerifyContext) {
  const { findings, title, directory, declared, setBack, named, ...rest } = verified
  const remedy = remedyFor(verified)
  const mend = remedy === null ? null : [labels.mend[remedy], commandFor(remedy, commands) ?? []].flat().join(' ')
  return {
    schemaVersion: 1,
    ...rest,
    setBack: { events: setBack.events, mostSeconds: setBack.most / 1000 },
    findings: findings.map((f) => ({ ...f, message: text.damage[f.why], means: labels.means[f.why], mend })),
    mend,
  }
}

/** Throws `ProblemError` for the most serious fault that was found, if there is one. */
function mustBeFaultless(journal: Journal, verified: VerifiedLog, against: string): void {
  const { result, evidence, leftovers } = verified
  mustBeSound(journal, verified)
  mustHaveNamedFiles(journal, verified)
  mustBeIntact(journal, evidence)
  if (result === 'unknown-head') fail('head-unknown', { head: against })
  failIfStillThere(journal, evidence, leftovers)
}
