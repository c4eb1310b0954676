import type { FlawedFile } from '../domain/log/governing-files.ts'
import type { Journal } from '../store/journal.ts'
import { inertLine } from '../view/inert.ts'
import type { World } from '../world.ts'

/** Warns about missing runbook and settings files, for commands that can do without them. */
export function warnAboutMissingFiles(world: World, lacking: readonly FlawedFile[]): void {
  for (const { file } of lacking) world.say(world.text.said.runbookMissing(inertLine(file)))
}

/** Warns about logs that this machine has recorded to and that are gone, with the files that hold their heads. */
export function warnAboutMissingLogs(world: World): void {
  for (const { incident, head, path } of world.workspace.missingIncidents())
    world.say(world.text.said.missing(inertLine(incident), head.writer, head.seq, inertLine(path)))
}

export function warnAboutIgnoredFolders(world: World): void {
  for (const path of world.workspace.strayFolders()) world.say(world.text.said.ignored(inertLine(path)))
}

/** Says where the log is damaged, before what could be read is shown. Returns the exit code: 4 if damaged, else 0. */
export function printDamageBanner(world: World, journal: Journal): number {
  const findings = journal.findings()
  for (const { file, line, why } of findings)
    world.say(`halt: ${world.text.said.damagedBanner(inertLine(file), line, world.text.damage[why])} (damaged)`)
  return findings.length > 0 ? 4 : 0
}
