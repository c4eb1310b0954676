import type { Journal } from '../store/journal.ts'
import { inertLine } from '../view/inert.ts'
import type { World } from '../world.ts'

/** At most so many places are named: `verify` names all. */
const MAX_PLACES = 3

/** Says where the log is damaged, before what could be read is shown. Returns the exit code: 4 if damaged, else 0. */
export function printDamageBanner({ say, text: { said } }: World, journal: Journal): number {
  const findings = journal.findings()
  for (const { file, line, why, writer } of findings.slice(0, MAX_PLACES)) {
    const isPartial = writer !== null && why !== 'frozen-missing'
    say(`halt: ${said.damagedBanner(said.damagedAt(inertLine(file), line, why), isPartial)} (damaged)`)
  }
  if (findings.length > MAX_PLACES) say(said.moreDamage(findings.length - MAX_PLACES))
  return findings.length > 0 ? 4 : 0
}

/** Tells whoever records of damage in the files of others that stops nobody. */
export function warnAboutHarmlessDamage({ say, text: { said } }: World, journal: Journal): void {
  const damage = journal.harmlessDamage()
  for (const { file, line, why } of damage.slice(0, MAX_PLACES))
    say(said.harmlessDamage(said.damagedAt(inertLine(file), line, why)))
  if (damage.length > MAX_PLACES) say(said.moreDamage(damage.length - MAX_PLACES))
}
