import type { FlawedFile } from '../domain/log/governing-files.ts'
import { ProblemError } from '../domain/problem.ts'
import { DEFAULT_SETTINGS } from '../domain/settings.ts'
import type { Journal } from '../store/journal.ts'
import { governingContentOf } from '../store/runbook-files.ts'
import { inertLine } from '../view/inert.ts'
import type { World } from '../world.ts'

/**
 * Restores missing or altered runbook and settings files from the same bytes elsewhere. Says which were restored and which
 * were not. Rejects with `runbook-missing` if `needsRunbook` and one that is in force could not be restored.
 */
export async function restoreRunbookFiles(world: World, journal: Journal, needsRunbook: boolean): Promise<void> {
  const { said } = world.text
  for (const file of journal.flawedFilesThatMatter()) {
    const bytes = journal.bytesFromOtherIncident(file) ?? (await currentBytes(world, file))
    if (bytes !== null && journal.restoreGoverningFile(file, bytes)) world.say(said.putBack(inertLine(file.file)))
  }
  if (needsRunbook) journal.mustBeGoverned()
  const overruled = new Set(journal.overruledFiles().map(({ file }) => file))
  const lacking = journal.flawedFilesThatMatter().filter(({ file }) => !overruled.has(file))
  for (const { file } of lacking) world.say(said.runbookMissing(inertLine(file)))
}

/** The bytes of the shipped or the workspace's own runbook or settings, if they have the digest; else null. */
async function currentBytes({ root, workspace, text }: World, { kind, digest }: FlawedFile): Promise<Buffer | null> {
  const [{ readCompiledRunbook }, { loadConfig }] = await Promise.all([
    import('../runbook/io/compiled-runbook.ts'),
    import('../runbook/io/config.ts'),
  ])
  const shipped = { runbook: readCompiledRunbook(root)?.runbook, settings: DEFAULT_SETTINGS }
  const own = await loadConfig(root, workspace.directory, text.language).catch(ignoreProblem)
  const values = [shipped[kind], own?.[kind]].filter((value) => value !== undefined)
  const contents = values.map((value) => governingContentOf(kind, value))
  return contents.find((content) => content.digest === digest)?.bytes ?? null
}

/** Workspace files that are broken have nothing to restore from. */
function ignoreProblem(error: unknown): undefined {
  if (!(error instanceof ProblemError)) throw error
}
