import { followUpsOf } from '../incident/follow-up-state.ts'
import type { Action } from '../incident/incident.ts'
import { type GivenTexts, wordsIn } from '../incident/own-texts.ts'
import { type Problem, problem } from '../problem.ts'
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
  const found = followUpNamed(followUpsOf(incident), intent.action)
  if ('code' in found) return found
  const action = found
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

/** The follow-up of this name; a number alone is the only one of that number, whoever wrote it. */
function followUpNamed(actions: readonly Action[], given: string): Action | Problem {
  const name = given.normalize('NFKC').trim()
  const called = actions.filter(({ id }) => id === name || (/^\d+$/.test(name) && id.endsWith(`:${Number(name)}`)))
  const [only] = called
  if (only !== undefined && called.length === 1) return only
  const choices = only === undefined ? actions.filter(({ doneAt }) => doneAt === null) : called
  const allowed = choices.map(({ id }) => id)
  const names = Object.fromEntries(
    choices.map((action) => [
      action.id,
      { ja: wordsIn('ja', action) ?? action.text, en: wordsIn('en', action) ?? action.text },
    ]),
  )
  return problem(only === undefined ? 'unknown-action' : 'unclear-name', { given, allowed, names })
}
