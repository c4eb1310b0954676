import { isDeclaredTwice, isRival } from '../domain/incident/declarations.ts'
import { type MissingHead, type Shortcoming, shortcomingOf } from '../domain/log/missing-heads.ts'
import type { Journal } from '../store/journal.ts'
import { inertLine } from '../view/inert.ts'
import { resumeCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'

/** The most places that are named: `verify` names all. */
const MAX_PLACES = 3

/**
 * Says where the log is damaged, before what could be read is shown. Returns the exit code: 4 if it is, or if it has two
 * declarations, so that what it shows may be another halt; else 0.
 */
export function printDamageBanner({ say, text: { said } }: World, journal: Journal): number {
  const findings = journal.findings()
  for (const { file, line, why, writer } of findings.slice(0, MAX_PLACES)) {
    const isPartial = writer !== null && why !== 'frozen-missing'
    say(`halt: ${said.damagedBanner(said.damagedAt(inertLine(file), line, why), isPartial)} (damaged)`)
  }
  if (findings.length > MAX_PLACES) say(said.moreDamage(findings.length - MAX_PLACES))
  return findings.length > 0 || isDeclaredTwice(journal.incident) ? 4 : 0
}

/** Says what the log lacks of what this machine recorded, unless it is damaged, and of `missing`, which others had seen. */
export function warnAboutMissingEvents(
  journal: Journal,
  missing: readonly KnownMissing[],
  { say, text }: Speaker,
): void {
  const gap = journal.findings().length === 0 ? journal.keptHeadMismatch() : null
  if (gap !== null) say(text.said.behind(gap.kept.writer, gap.found?.seq ?? 0, gap.kept.seq))
  for (const one of missing) sayMissing({ say, text }, journal, one)
}

function sayMissing({ say, text: { said } }: Speaker, journal: Journal, { head, by, how }: KnownMissing): void {
  const found = journal.headOf(head.writer)
  say(said.unmet[how ?? shortcomingOf(found, head)](inertLine(head.writer), found?.seq ?? 0, head.seq, inertLine(by)))
}

type Speaker = Pick<World, 'say' | 'text'>
/** `how` the file falls short is known only if all heads were compared. */
type KnownMissing = MissingHead & { readonly how?: Shortcoming }

/** Names what only `contradictedHeads` finds: files that longer ones replaced. */
export function warnAboutReplacedFiles(world: World, journal: Journal): void {
  const known = new Set(journal.missingHeads().map(({ head }) => head.writer))
  const replaced = journal.contradictedHeads().filter(({ head }) => !known.has(head.writer))
  for (const { head, by, how } of replaced) sayMissing(world, journal, { head, by, how })
}

/** Names lines in this machine's own file that it did not write. */
export function warnAboutForeignLines({ say, text: { said } }: Speaker, journal: Journal): void {
  const foreign = journal.foreignLines()
  if (foreign !== null) say(said.foreign(foreign.writer, foreign.kept.seq))
}

/** Names runbook and settings files that cannot be used, and in whose place those govern that were in force before. */
export function warnAboutOverruledFiles({ say, text: { said } }: World, journal: Journal): void {
  for (const { file } of journal.overruledFiles()) say(said.overruledFile(inertLine(file)))
}

/** Warns of two declarations in a log, and of other events that contradict earlier ones. */
export function warnAboutContradictions(world: World, { id, incident }: Journal): void {
  const { said } = world.text
  if (isDeclaredTwice(incident)) world.say(said.declaredTwice(id, resumeCommand(world, 'verify', '-i', id)))
  const others = incident.anomalies.filter(({ why }) => !isRival(why))
  for (const { event } of others.slice(0, MAX_PLACES)) world.say(said.anomaly(event))
  if (others.length > MAX_PLACES) world.say(said.moreAnomalies(others.length - MAX_PLACES))
}

/** Tells whoever records of damage in the files of others that stops nobody. */
export function warnAboutHarmlessDamage({ say, text: { said } }: World, journal: Journal): void {
  const damage = journal.harmlessDamage()
  for (const { file, line, why } of damage.slice(0, MAX_PLACES))
    say(said.harmlessDamage(said.damagedAt(inertLine(file), line, why)))
  if (damage.length > MAX_PLACES) say(said.moreDamage(damage.length - MAX_PLACES))
}
