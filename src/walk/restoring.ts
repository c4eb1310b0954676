import { formatTarget } from '../domain/incident/scope.ts'
import { type Envelope, type EventData, isKnown, type ScopeChange } from '../domain/log/event.ts'
import type { Runbook } from '../domain/runbook/runbook.ts'
import { quoteArg } from '../view/shell-quote.ts'

/**
 * The command that records an event again, as it is typed at the step; null if there is none. A step of a notice is done by
 * its notice, whose text, link and promise no command of the step has.
 */
export function restoringCommand(event: Envelope, { steps }: Pick<Runbook, 'steps'>): string | null {
  if (!isKnown(event)) return null
  const at = `--at ${event.at}`
  switch (event.type) {
    case 'fact.set':
      return `/set ${factStatements(event.data).map(quoteArg).join(' ')}`
    case 'scope.changed':
      return `/scope ${event.data.changes.flatMap(scopeStatement).map(quoteArg).join(' ')} ${at}`
    case 'step.begun':
    case 'step.done': {
      if (event.type === 'step.done' && steps.find(({ id }) => id === event.data.step)?.channel != null) return null
      return `/${COMMANDS[event.type]} ${event.data.step}${option('--note', event.data.note)} ${at}`
    }
    case 'step.declined':
    case 'step.skipped':
      return `/${COMMANDS[event.type]} ${event.data.step}${option('--reason', event.data.reason)} ${at}`
    case 'step.assigned':
      return `/assign ${event.data.step} --to ${quoteArg(event.data.to)}`
    default:
      return null
  }
}

const COMMANDS = { 'step.begun': 'begin', 'step.done': 'done', 'step.declined': 'decline', 'step.skipped': 'skip' }

function option(flag: string, words: string | undefined): string {
  return words === undefined ? '' : ` ${flag} ${quoteArg(words)}`
}

function factStatements({ fact, known, value, ja, en }: EventData['fact.set']): string[] {
  if (known === false) return [`${fact}=?`]
  const given: [name: string, text: string | null | undefined][] = [
    [fact, value],
    [`${fact}.ja`, ja],
    [`${fact}.en`, en],
  ]
  return given.flatMap(([name, text]) => (text == null ? [] : [`${name}=${text}`]))
}

/** What was withdrawn about an asset cannot be stated. */
function scopeStatement({ operation, asset, state, words }: ScopeChange): string[] {
  if (state === null) return []
  return [`${formatTarget({ operation, asset })}=${state}${words === null ? '' : `:${words}`}`]
}
