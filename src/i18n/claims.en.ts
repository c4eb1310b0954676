import type { ClaimKind, Language } from '../domain/runbook/runbook.ts'

/** What is said of claims in the words of a notice: what the words are, and what to write instead. */
export const claims = {
  kinds: {
    promise: {
      is: (words) => `"${words}" promises what nobody can be sure of`,
      mend: 'Say what is expected, or take it out',
    },
    safety: {
      is: (words) => `"${words}" claims that something is safe`,
      mend: 'Say what is being checked, or take it out',
    },
    blame: { is: (words) => `"${words}" puts the blame on somebody`, mend: 'Say what failed, not who' },
    guess: { is: (words) => `"${words}" is a guess`, mend: 'State only what is known' },
    number: { is: (words) => `"${words}" is a number without evidence`, mend: 'Say that it is being confirmed' },
  } satisfies Readonly<Record<ClaimKind, { is: (words: string) => string; mend: string }>>,
  /** Of public words as they are entered; `fact` is `FACT.LANGUAGE`. */
  warning: (fact: string, message: string, code: string) => `warning ${fact}: ${message} (${code})`,
  /** Message and advice where words for one language are in the other. */
  otherLanguage: (language: Language): readonly [string, string] =>
    language === 'ja'
      ? ['seems to be in English', 'Say it in Japanese']
      : ['seems to be in Japanese', 'Say it in English'],
  needsEvidence: 'A notice needs evidence and an approver to say so',
}
export type ClaimText = typeof claims
