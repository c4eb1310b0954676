import type { Intent } from '../domain/decide/decide.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { Failed, type Problem } from '../domain/outcome.ts'
import type { Clock } from '../edges/clock.ts'
import type { Journal } from '../edges/journal.ts'
import type { Prompter } from '../edges/prompts.ts'
import { acknowledge, append } from '../recording.ts'
import type { WalkContext } from '../render/walk.ts'
import type { World } from '../world.ts'

/** One operator at the keyboard, walking one incident. */
export class Session {
  readonly world: World
  readonly journal: Journal
  readonly clock: Clock
  readonly prompter: Prompter
  readonly context: WalkContext

  constructor(world: World, journal: Journal, clock: Clock, prompter: Prompter, context: WalkContext) {
    this.world = world
    this.journal = journal
    this.clock = clock
    this.prompter = prompter
    this.context = context
  }

  get incident(): Incident {
    return this.journal.incident
  }

  /** Asks for one line of words; what is typed is kept outside the log until it was answered. Empty is no words. */
  async line(question: string, draft = ''): Promise<string> {
    const keep = (text: string) => {
      this.journal.draft = text === '' ? '' : `${question}\n${text}`
    }
    const [asked = '', ...kept] = this.journal.draft.split('\n')
    const offered = asked === question ? kept.join('\n') : draft
    const answer = await this.prompter.line(question, offered, keep)
    keep('')
    return answer.trim()
  }

  /** Records, and says what was recorded; a refusal is said and returned. What a log cannot be trusted with is thrown. */
  record(intent: Intent): Problem | null {
    return this.attempt(() => acknowledge(this.world, this.journal, append(this.journal, this.clock, intent)))
  }

  /** Does what may be refused or mistyped: says so, and gives the problem back. */
  attempt(act: () => void): Problem | null {
    try {
      act()
      return null
    } catch (error) {
      if (!(error instanceof Failed) || error.problem.code === 'damaged') throw error
      this.complain(error.problem)
      return error.problem
    }
  }

  complain(problem: Problem): void {
    const { text, me, say } = this.world
    const words = text.problems[problem.code] as (params: unknown, me: string) => readonly [string, string]
    const [what, then] = words(problem.params, me)
    say(this.context.paint.alarm(`${what} (${problem.code})`))
    say(then)
  }
}
