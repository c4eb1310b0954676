import type { FlawedFile } from '../domain/log/governing-files.ts'
import { Failed } from '../domain/outcome.ts'
import { DEFAULT_SETTINGS } from '../domain/settings.ts'
import type { Journal } from '../store/journal.ts'
import { contentOf } from '../store/runbook-files.ts'
import { inert } from '../view/inert.ts'
import type { World } from '../world.ts'

/**
 * Puts back runbooks and settings that the log names and that are gone or altered, where the same bytes are found: in other
 * incidents, in what ships, in the workspace. Says what was put back and what was not; throws `runbook-missing` where that
 * is in force and needed.
 */
export async function restoreRunbookFiles(world: World, journal: Journal, isNeeded: boolean): Promise<void> {
  const { said } = world.text
  for (const file of journal.flawedFiles()) {
    const bytes = journal.bytesElsewhere(file) ?? (await bytesNow(world, file))
    const isBack = bytes !== null && journal.putBack(file, bytes)
    if (isBack) world.say(said.putBack(inert(file.file)))
  }
  if (isNeeded) journal.mustBeGoverned()
  for (const { file } of journal.flawedFiles()) world.say(said.runbookMissing(inert(file)))
}

async function bytesNow({ root, workspace, text }: World, { kind, digest }: FlawedFile): Promise<Buffer | null> {
  const [{ readCompiled }, { loadConfig }] = await Promise.all([
    import('../runbook/io/compiled.ts'),
    import('../runbook/io/config.ts'),
  ])
  const shipped = { runbook: readCompiled(root)?.runbook, settings: DEFAULT_SETTINGS }
  const own = await loadConfig(root, workspace.directory, text.language).catch(expected)
  const contents = [shipped[kind], own?.[kind]].flatMap((value) => (value === undefined ? [] : contentOf(kind, value)))
  return contents.find((content) => content.digest === digest)?.bytes ?? null
}

/** Files of the workspace that are broken now hold nothing to be put back. */
function expected(error: unknown): undefined {
  if (!(error instanceof Failed)) throw error
}
