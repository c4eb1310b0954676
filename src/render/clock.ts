import type { Incident } from '../domain/incident/incident.ts'
import type { Text } from '../text/text.ts'

/** What a clock is called, by its id such as `first-notice:website` or `step:3.3-vigilance`. */
export function clockName(
  { runbook, settings }: Incident,
  id: string,
  { words, language }: Text,
): { kind: string; name: string } {
  const colon = id.indexOf(':')
  const kind = id.slice(0, colon)
  const of = id.slice(colon + 1)
  const step = runbook.steps.find((s) => s.id === of)
  const level = kind === 'escalation' ? settings.roster?.levels.find((l) => l.id === of) : undefined
  return { kind, name: words.clock(kind, runbook.channels[of]?.[language] ?? (step ?? level)?.title[language] ?? of) }
}
