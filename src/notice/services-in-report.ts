import { SCOPE_STATES } from '../domain/log/scope-change.ts'
import { customerWordsFor } from '../i18n/customer-words.ts'
import type { Text } from '../i18n/text.ts'
import { namesOf, type ScopeContext, stateWords } from './scope-words.ts'

// What the report for customers calls services and their states: the same as notices do.

/** The texts of the program with the words of notices for states of the scope. */
export function withStatesOfNotices(text: Text, context: ScopeContext): Text {
  const named = SCOPE_STATES.map((state) => {
    return [state, stateWords({ ...context, stage: 'first' }, { state, words: null })] as const
  })
  const scopeState = Object.fromEntries(named) as Text['words']['scopeState']
  return { ...text, words: { ...text.words, scopeState } }
}

/** The name of a target such as `withdrawals:XEM`. */
export function serviceName(context: ScopeContext, target: string): string {
  return customerWordsFor(context.language).list(namesOf(context, [target]))
}
