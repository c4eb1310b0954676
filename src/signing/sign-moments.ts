import { type SigningSettings, signingSettings } from '../runbook/io/signing-settings.ts'
import type { SigningMoment } from '../store/workspace.ts'
import { resumeCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'

/**
 * Has the heads of these incidents time-stamped, if an authority is named, and signs them and this machine's writer, if there
 * is a key. Never rejects: what stands beside a log must not undo what is in it.
 */
export async function signMoments(
  world: World,
  moments: readonly SigningMoment[],
  say: (line: string) => void = world.say,
): Promise<void> {
  const { notStamped, notSigned } = world.text.said
  for (const moment of moments) {
    const why = { stamped: await whyNot(stampMoment, world, moment), signed: await whyNot(signMoment, world, moment) }
    const line = resumeCommand(world, 'anchor', '-i', moment.id)
    if (why.stamped !== null) say(notStamped(why.stamped, line))
    if (why.signed !== null) say(notSigned(why.signed, line))
  }
}

/** Acts on the head of a log, or on its writer. Returns why that failed; null if it did not, or if there is nothing to do. */
type Act = (world: World, moment: SigningMoment, settings: SigningSettings) => Promise<string | null>

async function whyNot(act: Act, world: World, moment: SigningMoment): Promise<string | null> {
  try {
    return await act(world, moment, await signingSettings(world.workspace.directory))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return code ?? message
  }
}

/** Nobody waits for a server, however slow it is. `doctor` names a head that has no token in the end. */
async function stampMoment(world: World, moment: SigningMoment, { timestamp }: SigningSettings): Promise<null> {
  const { id, signsHead } = moment
  if (timestamp.length === 0 || !signsHead) return null
  const { writeHeadFile } = await import('./io/anchor-files.ts')
  const journal = world.workspace.journal(id)
  journal.refresh()
  const { name } = writeHeadFile(journal.directory, journal.incident.heads.values())
  const where = ['--dir', world.workspace.directory, '--incident', id]
  await world.inBackground(['anchor', '--head', name, '--no-input', ...where])
  return null
}

async function signMoment(world: World, moment: SigningMoment, { key }: SigningSettings): Promise<string | null> {
  if (key === null) return null
  const { signHead, signWriter } = await import('./io/sign-head.ts')
  const journal = world.workspace.journal(moment.id)
  journal.refresh()
  const sign = moment.signsHead ? signHead : signWriter
  return sign(journal, key, world.env, false).why
}
