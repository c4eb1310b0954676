import { INVOCATION, type LockHolder, type Problem } from '../domain/problem.ts'
import { namesOf } from '../domain/runbook/names.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import type { Text } from './text.ts'

/** Returns what went wrong, without the code, and what to do. `me` is the command that the program was called by. */
export type ProblemMessage = (problem: Problem, me: string) => readonly [message: string, advice: string]

/** Loads the error messages of a language, which most runs never need. */
export async function loadProblemMessages(language: Language): Promise<ProblemMessage> {
  const { problems, dueTo } = language === 'ja' ? await import('./problems.ja.ts') : await import('./problems.en.ts')
  // The compiler cannot tell that a code and its parameters belong together.
  const wordsOf = ({ code, params }: Problem, me: string) =>
    (problems[code] as (params: unknown, me: string) => readonly [string, string])(params, me)
  return (problem, me) => {
    const [message, advice] = wordsOf(problem, me)
    const cause = problem.code === 'relay-unreachable' ? problem.params.because : undefined
    const waysOn = problem.dueTo === undefined ? [] : [dueTo(problem.dueTo, me)]
    return [
      cause === undefined ? message : wordsOf(cause, me)[0],
      [advice.replaceAll(INVOCATION, () => me), ...waysOn].join('\n'),
    ]
  }
}

/** Says who holds a lock, as the messages do. */
export async function loadHolderWords(language: Language): Promise<(holder: LockHolder) => string> {
  return (await (language === 'ja' ? import('./problems.ja.ts') : import('./problems.en.ts'))).holderWords
}

/** Like the messages that `loadProblemMessages` loads, with the nearest id or name for a typo; a long list names only these, and counts the rest. */
export async function loadSuggestingMessages({ language, said }: Text): Promise<ProblemMessage> {
  const [messageOf, { meantNames }] = await Promise.all([loadProblemMessages(language), import('./nearest-names.ts')])
  return (problem, me) => {
    const { params } = problem
    if (!('given' in params && 'allowed' in params)) return messageOf(problem, me)
    const { given, allowed, names = {} } = params
    const ids = new Map(allowed.flatMap((id) => namesOf(names, id).map((name) => [name, id])))
    const nearest = meantNames(given, [...ids.keys()])
    const near = [...new Set(nearest.map((name) => ids.get(name) as string))].slice(0, MAX_NEAR)
    const isShortened = allowed.length > MAX_LISTED && near.length > 0
    const listed = isShortened ? [...near, said.andMore(allowed.length - near.length)] : allowed
    const [message, advice] = messageOf({ ...problem, params: { ...params, allowed: listed } } as Problem, me)
    return [nearest[0] === undefined ? message : `${message}${said.meant(nearest[0])}`, advice]
  }
}

/** A failure in the operator's language: what went wrong and, for a typo, the nearest word; what to do. */
export async function explainProblem(problem: Problem, text: Text, me: string): ReturnType<typeof describeProblem> {
  const isTypo = 'given' in problem.params && 'allowed' in problem.params
  const messageOf = await (isTypo ? loadSuggestingMessages(text) : loadProblemMessages(text.language))
  return messageOf(problem, me)
}

/** The same with the code, as it is printed. */
export async function describeProblem(
  problem: Problem,
  text: Text,
  me: string,
): Promise<readonly [message: string, advice: string]> {
  const [message, advice] = await explainProblem(problem, text, me)
  return [`halt: ${message} (${problem.code})`, advice]
}

/** If more words are allowed, and some are near, only so many of these are listed. */
const MAX_LISTED = 12
const MAX_NEAR = 5
