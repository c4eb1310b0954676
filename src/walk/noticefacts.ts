import { factOf, unstated } from '../domain/incident/facts.ts'
import { phaseOf } from '../domain/incident/incident.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { currentSettings } from '../governing.ts'
import { STATED } from '../notice/given.ts'
import type { SendingText } from '../text/en/sending.ts'
import { askFact, askWords, state } from './facts.ts'
import type { Session } from './session.ts'

/**
 * What customer notices state (manual 2.2), of a halt that has not begun those beforehand, and nobody has stated yet: one key says that none of it is known, which
 * the notices then say as well. A contact has to be there: without one in the settings it is asked for.
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
    if (key === 'f') for (const name of open) await askOne(session, name, languages)
  }
  const silent = languages.filter(
    (language) => settings.contact[language] === null && wordsOf(session, language) === null,
  )
  if (asked.includes('contact')) for (const language of silent) await askWords(session, 'contact', language)
}

function wordsOf({ incident }: Session, language: Language): string | null {
  return factOf(incident, 'contact')[language]
}

async function askOne(session: Session, name: string, languages: readonly Language[]): Promise<void> {
  if (!session.incident.runbook.facts[name]?.words) return askFact(session, name)
  for (const language of languages) await askWords(session, name, language)
}
