import { phaseOf } from '../domain/incident/current-values.ts'
import { factOf, unstated } from '../domain/incident/facts.ts'
import { scopeOf } from '../domain/incident/scope.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { currentSettings } from '../incident/settings-adoption.ts'
import { STATED } from '../notice/required-facts.ts'
import type { SendingText } from '../notice/words.en.ts'
import { askFact, askScope, askWords, state } from './facts.ts'
import type { Session } from './session.ts'

/**
 * What customer notices state (manual 2.2), of a halt that has not begun those beforehand, and nobody has stated yet: one
 * key says that none of it is known, which the notices then say as well. Words that are there in one language are asked
 * for in the others. A contact has to be there: without one in the settings it is asked for.
 */
export async function askNoticeFacts(session: Session, channels: readonly string[], said: SendingText): Promise<void> {
  const { settings } = await currentSettings(session.world, session)
  const languages = [...new Set(channels.flatMap((id) => settings.channels[id]?.languages ?? ['ja' as const]))]
  const { facts, channels: known } = session.incident.runbook
  if (channels.every((id) => known[id]?.audience === 'departments')) return
  const before = phaseOf(session.incident) === 'scheduled' ? STATED.scheduled : null
  const asked = Object.keys(facts).filter((name) => facts[name]?.notice && (before?.includes(name) ?? true))
  const missing = unstated(session.incident, asked)
  const open = missing.filter((name) => name !== 'contact')
  if (open.length > 0) {
    const labels = open.map((name) => facts[name]?.[session.context.text.language] ?? name)
    session.say(said.missing(labels))
    const key = await session.choice(said.missingKeys, '?f')
    if (key === '?')
      state(
        session,
        open.map((name) => `${name}=?`),
      )
    if (key === 'f') {
      if (scopeOf(session.incident).length === 0) await askScope(session)
      for (const name of open) await askOne(session, name, languages)
    }
  }
  for (const name of asked)
    for (const language of lacking(session, name, languages)) await askWords(session, name, language)
  const silent = languages.filter(
    (language) => settings.contact[language] === null && factOf(session.incident, 'contact')[language] === null,
  )
  if (asked.includes('contact')) for (const language of silent) await askWords(session, 'contact', language)
}

/** Languages that the public words of a fact are not in, though they are in another. */
function lacking({ incident }: Session, name: string, languages: readonly Language[]): Language[] {
  const fact = factOf(incident, name)
  if (name === 'contact' || (fact.ja === null && fact.en === null)) return []
  return languages.filter((language) => fact[language] === null)
}

async function askOne(session: Session, name: string, languages: readonly Language[]): Promise<void> {
  if (!session.incident.runbook.facts[name]?.words) return askFact(session, name)
  for (const language of languages) await askWords(session, name, language)
}
