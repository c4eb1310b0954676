import type { GivenTexts } from '../incident/own-texts.ts'
import { problem } from '../problem.ts'
import type { Language } from '../runbook/runbook.ts'
import { accept, type Decision, type GivenTime, givenTime, type Situation, unchanged } from './decision.ts'

export type ActionIntent =
  | ({
      readonly kind: 'add-action'
      readonly text: string
      /** The same words in languages in which somebody wrote them. */
      readonly texts?: GivenTexts
      readonly owner: string | null
      readonly due: string | null
      /** The fact that this action implements: one for prevention, or one whose follow-ups the manual asks for. */
      readonly serves?: string
      /** Its key or address in a tracker. */
      readonly ref?: string
    } & GivenTime)
  | ({
      readonly kind: 'change-action'
      readonly action: string
      readonly owner?: string
      readonly due?: string
      readonly ref?: string
      readonly texts?: GivenTexts
    } & GivenTime)
  | ({ readonly kind: 'finish-action'; readonly action: string; readonly note?: string } & GivenTime)

/** Decides on follow-ups, which can also be added and changed after closing (manual 4.4, 5.1). */
export function decideAction({ incident }: Situation, intent: ActionIntent): Decision {
  const when = givenTime(intent)
  if (intent.kind === 'add-action') {
    const { text, texts, owner, due, serves, ref } = intent
    const { facts, clauses } = incident.runbook
    const followedUp = clauses.flatMap(({ asks, fact }) => (asks === 'follow-ups' && fact !== undefined ? [fact] : []))
    const isServed = (fact: string) => facts[fact]?.report?.part === 'prevention' || followedUp.includes(fact)
    const allowed = Object.keys(facts).filter(isServed)
    if (serves !== undefined && !allowed.includes(serves)) return problem('unknown-fact', { given: serves, allowed })
    const data = {
      text,
      ...texts,
      owner,
      due,
      ...(serves !== undefined && { serves }),
      ...(ref !== undefined && { ref }),
    }
    return accept({ type: 'action.added', ...when, data })
  }
  const action = incident.actions.find(({ id }) => id === intent.action)
  if (action === undefined) return problem('unknown-action', { given: intent.action })
  if (intent.kind === 'finish-action') {
    if (action.doneAt !== null) return unchanged(`action done ${action.id}`)
    const note = intent.note === undefined ? {} : { note: intent.note }
    return accept({ type: 'action.done', ...when, data: { action: action.id, ...note } })
  }
  const { owner, due, ref, texts = {} } = intent
  const isNew = ([language, words]: [string, string]) => action.texts[language as Language] !== words
  const changes = {
    ...(owner !== undefined && owner !== action.owner && { owner }),
    ...(due !== undefined && due !== action.due && { due }),
    ...(ref !== undefined && ref !== action.ref && { ref }),
    ...Object.fromEntries(Object.entries(texts).filter(isNew)),
  }
  if (Object.keys(changes).length === 0) return unchanged(`action change ${action.id}`)
  return accept({ type: 'action.changed', ...when, data: { action: action.id, ...changes } })
}
