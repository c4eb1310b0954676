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

/** The names of targets such as `withdrawals:XEM`; what is not among them is an exception. */
export function serviceNames(context: ScopeContext, targets: readonly string[]): string {
  return customerWordsFor(context.language).list(namesOf(context, targets))
}
