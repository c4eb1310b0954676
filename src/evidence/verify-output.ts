import type { Journal } from '../store/journal.ts'
import { LONGEST_LINE } from '../view/inert.ts'
import { resumeCommand } from '../view/resume-command.ts'
import { terminalLinesFor } from '../view/terminal.ts'
import type { World } from '../world.ts'
import type { Bundle, VerifiedLog } from './verify-log.ts'
import { commandFor, remedyFor, type VerifyContext, verifyView } from './verify-view.ts'
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
  { id, incident: { declaration } }: Journal,
  verified: VerifiedLog,
  { written = null, wantsTimestamps = false }: VerifyCircumstances = {},
): Promise<void> {
  const context = { ...(await contextOf(world, id, declaration?.declaredId ?? '')), wantsTimestamps }
  if (world.options.json) {
    world.print(JSON.stringify({ ...documentOf(verified, context), written }))
    return
  }
  const drill = declaration?.drill ?? false
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

/** `declaredId` is the id in the log; it differs from `id`, that of the folder, if that was renamed. */
async function contextOf(
  world: World,
  id: string,
  declaredId: string,
): Promise<Omit<VerifyContext, 'wantsTimestamps'>> {
  const labels = await verifyLabels(world.text.language)
  return {
    text: world.text,
    labels,
    commands: {
      continue: resumeCommand(world, 'verify', '--continue', '--reason', world.text.said.reasonWord, '-i', id),
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
