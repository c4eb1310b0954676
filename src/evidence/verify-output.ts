import { governingFileName } from '../domain/log/governing-files.ts'
import type { Journal } from '../store/journal.ts'
import { LONGEST_LINE } from '../view/inert.ts'
import { resumeCommand } from '../view/resume-command.ts'
import { terminalLinesFor } from '../view/terminal.ts'
import type { World } from '../world.ts'
import type { Bundle, VerifiedLog } from './verify-log.ts'
import { commandFor, remedyFor } from './verify-remedy.ts'
import { type VerifyContext, verifyView } from './verify-view.ts'
import { verifyLabels } from './words.ts'

interface VerifyCircumstances {
  /** The bundle that was written. */
  readonly written?: Bundle | null
  /** Whether time stamps are requested for heads of the log. */
  readonly wantsTimestamps?: boolean
}

/** Prints what `verify` found, and the bundle that it wrote. */
export async function printVerified(
  world: World,
  journal: Journal,
  verified: VerifiedLog,
  { written = null, wantsTimestamps = false }: VerifyCircumstances = {},
): Promise<void> {
  const context = { ...(await contextOf(world, journal, verified)), wantsTimestamps }
  if (world.options.json) {
    world.print(JSON.stringify({ ...documentOf(verified, context), written }))
    return
  }
  const drill = journal.incident.declaration?.drill ?? false
  const lines = await terminalLinesFor(world, verifyView(verified, context), {
    drill,
    folded: true,
    longest: LONGEST_LINE,
  })
  world.raw.print(lines.join('\n'))
  if (written === null) return
  const { bundle } = context.labels
  if (written.evidence > 0) world.print(bundle.evidence(written.evidence))
  world.print(bundle.written(written.file, written.digest))
}

async function contextOf(
  world: World,
  journal: Journal,
  { bundle }: VerifiedLog,
): Promise<Omit<VerifyContext, 'wantsTimestamps'>> {
  const labels = await verifyLabels(world.text.language)
  const { id } = journal
  return {
    text: world.text,
    labels,
    namedByKnown: new Set(journal.byKnownWriters().named.map(governingFileName)),
    commands: {
      continue: resumeCommand(world, 'verify', '--continue', '--reason', world.text.said.reasonWord, '-i', id),
      start: resumeCommand(world, 'start'),
      // The id in the log; it differs from that of the folder if that was renamed.
      rename: journal.incident.declaration?.declaredId ?? '',
      list: resumeCommand(world, 'verify', ...(bundle === null ? ['-i', id] : [bundle.file]), '--json'),
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
