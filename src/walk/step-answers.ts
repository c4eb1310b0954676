import type { Intent } from '../domain/decide/decide.ts'
import { severityOf } from '../domain/incident/current-values.ts'
import { factFor } from '../domain/incident/facts.ts'
import { isStartStated, lifecycleOf } from '../domain/incident/lifecycle.ts'
import { customerLanguages } from '../domain/incident/notices.ts'
import { scopeOf } from '../domain/incident/scope.ts'
import { factsAskedBy } from '../domain/incident/steps.ts'
import { fail } from '../domain/problem.ts'
import { factWithRole, roleOf } from '../domain/runbook/fact-roles.ts'
import { type FactRole, LANGUAGES, type Language, type Step, type StepQuestion } from '../domain/runbook/runbook.ts'
import { isUnknownMark } from '../incident/statements.ts'
import { otherLanguages, reportLanguages } from '../report/missing-languages.ts'
import { reportLabels } from '../report/words.ts'
import { briefTimeText } from '../view/time-format.ts'
import { severityIntent, severityQuestion, typeIntent, typeQuestion } from './classify.ts'
import {
  factLabelAndExample,
  factQuestion,
  factsIntent,
  ownLanguageFirst,
  PUBLIC,
  publicWordsLabel,
  publicWordsQuestion,
  publicWordsStatement,
  UNKNOWN,
  valueOptions,
} from './facts.ts'
import type { LineOptions, NumberedQuestion } from './questions.ts'
import { scopeIntent, scopeQuestion } from './scope.ts'
import type { Session } from './session.ts'
import { readTimed } from './timed-text.ts'

/** The roles of the facts that say when it began; scope stated with the first counts from it, so they are asked for first. */
const BEGINNING: readonly (FactRole | null)[] = ['began', 'detected']

/** What the operator answers to the questions of a step, to be recorded together with it. */
export class StepAnswers {
  private readonly session: Session
  /** The intent of each answered question. */
  private readonly answered = new Map<string, Intent>()
  /** The words of each answer, to edit them. */
  private readonly given = new Map<string, string>()

  constructor(session: Session) {
    this.session = session
  }

  /** The questions that nobody has answered yet: times of the beginning, then what the step asks, then its other facts. */
  questions(step: Step): NumberedQuestion[] {
    const { incident, world } = this.session
    const open = factsAskedBy(incident, step).filter((fact) => factFor(incident, fact, world.operator).at === null)
    const times = open.filter((fact) => this.isBeginning(fact))
    const asks = step.asks.filter((ask) => !isAnswered(this.session, ask))
    const others = open.filter((fact) => !times.includes(fact))
    const impact = others.filter((fact) => incident.runbook.facts[fact]?.report?.part === 'impact')
    const isTogether = (fact: string) => impact.length > 1 && impact.includes(fact)
    return [
      ...times.map((fact) => this.factQuestion(fact)),
      ...asks.map((ask) => this.stepQuestion(ask)),
      ...(impact.length > 1 ? [this.questionTogether(impact)] : []),
      ...others.filter((fact) => !isTogether(fact)).flatMap((fact) => this.factQuestions(fact)),
    ]
  }

  /** The answers that say when it began: recorded first, since what happened then is checked against them. */
  beginnings(): Intent[] {
    return [...this.answered].flatMap(([id, intent]) => (this.isBeginning(id) ? [intent] : []))
  }

  /** The other answers, in the order of the questions. */
  others(): Intent[] {
    const since = this.beginning()
    return [...this.answered].flatMap(([id, intent]) => {
      if (this.isBeginning(id)) return []
      const isUntimed = intent.kind === 'scope' && intent.at === undefined
      return [isUntimed && since !== null ? { ...intent, at: since } : intent]
    })
  }

  /** What was typed, one answer a line. */
  words(): string[] {
    return [...this.given.values()].filter((words) => words !== '')
  }

  private isBeginning(fact: string): boolean {
    return BEGINNING.includes(roleOf(this.session.incident.runbook, fact))
  }

  /** When the halt began: as answered here, else as the log says. */
  private beginning(): string | null {
    return this.answeredBeginning() ?? lifecycleOf(this.session.incident).startedAt
  }

  private answeredBeginning(): string | null {
    const answered = this.answered.get(factWithRole(this.session.incident.runbook, 'began') ?? '')
    return (answered?.kind === 'set' ? answered.statements[0]?.value : null) ?? null
  }

  private factQuestions(fact: string): NumberedQuestion[] {
    const languages = this.openLanguages(fact)
    if (this.isInBothLanguages(fact)) return [this.factQuestion(fact), this.otherLanguageQuestion(fact)]
    return languages === null
      ? [this.factQuestion(fact)]
      : languages.map((language) => this.wordsQuestion(fact, language))
  }

  /**
   * For a fact that customers read in words, the languages of their channels but those for which the settings have them; null
   * if they read its value.
   */
  private openLanguages(fact: string): Language[] | null {
    const { incident } = this.session
    if (incident.runbook.facts[fact]?.words !== true) return null
    const given = roleOf(incident.runbook, fact) === 'contact' ? incident.settings.contact : null
    return ownLanguageFirst(this.session, customerLanguages(incident)).filter(
      (language) => given === null || given[language] === null,
    )
  }

  /** Whether the report has words of a fact in more languages than the reader's own. */
  private isInBothLanguages(fact: string): boolean {
    const { incident, context } = this.session
    const isForReports = incident.runbook.facts[fact]?.words === 'reports'
    return isForReports && reportLanguages(incident, context.text.language).length > 1
  }

  /** Asks for what was answered in the other language; not if nothing was. */
  private otherLanguageQuestion(fact: string): NumberedQuestion {
    const { incident, context } = this.session
    return async (numbered) => {
      const words = this.given.get(fact) ?? ''
      const [other] = words === '' || isUnknownMark(words) ? [] : otherLanguages(incident, context.text.language, words)
      for (const language of LANGUAGES) if (language !== other) this.answered.delete(`${fact}.${language}`)
      if (other === undefined) return false
      const id = `${fact}.${other}`
      const { inLanguage, later } = await reportLabels(context.text.language, 'internal')
      const name = `${incident.runbook.facts[fact]?.[context.text.language] ?? fact} [${id}]`
      const question = `${inLanguage[other](name, words)} ${later}`
      return this.question(id, question, (given) => factsIntent(this.session, `${id}=${given}`))(numbered)
    }
  }

  /** One question for several facts, listed with numbers: `1=120 3=?` answers some of them, `?` that none is known yet. */
  private questionTogether(facts: readonly string[]): NumberedQuestion {
    const { session } = this
    const { walk } = session.context
    const listed = facts.flatMap((fact): Listed[] => {
      const languages = this.openLanguages(fact)
      if (languages === null)
        return [{ shown: factLabelAndExample(session, fact), statement: (value) => `${fact}=${value}` }]
      return languages.map((language) => ({
        shown: publicWordsLabel(session, fact, language),
        statement: (words) => publicWordsStatement(fact, language, words),
      }))
    })
    const list = listed.map(({ shown }, i) => `${i + 1}  ${shown}`)
    const question = [walk.factsTogether(listed.length), ...list].join('\n')
    const intentOf = (given: string) => factsIntent(session, ...statementsByNumber(given, listed))
    return this.question(facts.join(' '), question, intentOf, PUBLIC)
  }

  private wordsQuestion(fact: string, language: Language): NumberedQuestion {
    const intentOf = (given: string) => factsIntent(this.session, publicWordsStatement(fact, language, given))
    return this.question(`${fact}.${language}`, publicWordsQuestion(this.session, fact, language), intentOf, PUBLIC)
  }

  private factQuestion(fact: string): NumberedQuestion {
    const intentOf = (given: string) => factsIntent(this.session, `${fact}=${given}`)
    const isPrivate = this.session.incident.runbook.facts[fact]?.personal === true
    return this.question(fact, factQuestion(this.session, fact), intentOf, {
      ...valueOptions(this.session, fact),
      isPrivate,
    })
  }

  private stepQuestion(ask: StepQuestion): NumberedQuestion {
    const { session } = this
    const { walk } = session.context
    if (ask === 'severity')
      return this.question(ask, severityQuestion(session), (given) => severityIntent(session, given))
    if (ask === 'type') return this.question(ask, typeQuestion(session), (given) => typeIntent(session, given))
    const scope = () => {
      const since = this.beginning()
      if (since === null) return scopeQuestion(session)
      const isStated = this.answeredBeginning() !== null || isStartStated(session.incident)
      return walk.scopeSince(scopeQuestion(session), briefTimeText(since), isStated)
    }
    return this.question(ask, scope, (given) => {
      const { text, ...at } = readTimed(given, session.clock)
      return { ...scopeIntent(session, text), ...at }
    })
  }

  /** A question whose answer is kept under `id`; one that depends on earlier answers is made when it is asked. */
  private question(
    id: string,
    question: string | (() => string),
    intentOf: (given: string) => Intent,
    options: Omit<LineOptions, 'draft'> = {},
  ): NumberedQuestion {
    return async (numbered) => {
      const given = await this.session.ask.untilAccepted(
        numbered(typeof question === 'string' ? question : question()),
        (answer) => {
          const intent = intentOf(answer)
          // Its time is compared with the beginning, which may be an answer of this series.
          if (!('at' in intent)) this.session.mustBeAccepted(intent)
          this.answered.set(id, intent)
        },
        this.given.get(id),
        options,
      )
      this.given.set(id, given)
      if (given === '') this.answered.delete(id)
    }
  }
}

/** A fact in a numbered list, and how its value is stated. */
interface Listed {
  readonly shown: string
  readonly statement: (value: string) => string
}

/** The statements of an answer such as `1=120 2=?`; `?` alone is that of each. Throws `bad-assignment`. */
function statementsByNumber(given: string, listed: readonly Listed[]): string[] {
  if (isUnknownMark(given)) return [...new Set(listed.map(({ statement }) => statement(UNKNOWN)))]
  return given.split(/\s+(?=\p{Nd}{1,2}\s*[=＝])/u).map((part) => {
    const [, number = '', value = ''] = /^(\p{Nd}{1,2})\s*[=＝]\s*(.+)$/su.exec(part) ?? []
    const one = listed[Number(number.normalize('NFKC')) - 1]
    return one?.statement(value) ?? fail('bad-assignment', { given: part, example: `1=120 ${listed.length}=?` })
  })
}

/** Whether the scope or severity is stated. A type always is, so the question whether it is right is always asked. */
function isAnswered({ incident }: Session, ask: StepQuestion): boolean {
  if (ask === 'scope') return scopeOf(incident).length > 0
  return ask === 'severity' && severityOf(incident) !== null
}
