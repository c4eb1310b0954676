import { ProblemError } from '../domain/problem.ts'
import type { Runbook } from '../domain/runbook/runbook.ts'
import { parseRange } from '../incident/statements.ts'
import type { Clock } from '../platform/clock.ts'
import type { InputText, Prompter } from '../platform/prompter.ts'
import { columnsOf } from '../view/columns.ts'
import { inertLine } from '../view/inert.ts'
import { wrapIndented } from '../view/wrap.ts'
import type { World } from '../world.ts'
import { isLoneKey } from './entry-line.ts'
import { Back } from './reply-reader.ts'
import type { DrawingContext } from './view.ts'

interface StartQuestionsParts {
  readonly world: World
  readonly prompter: Prompter
  /** What comes before each line, in a drill. */
  readonly mark: string
  readonly context: DrawingContext
}

/** Asks for what a declaration needs, before there is a log. */
export class StartQuestions {
  /** What was typed before a question stood on the screen. */
  readonly typedAhead: string[] = []
  private readonly parts: StartQuestionsParts
  private readonly room: number

  constructor(parts: StartQuestionsParts) {
    this.parts = parts
    this.room = parts.context.columns - 1 - columnsOf(parts.mark)
  }

  /** Asks for the type; Enter alone chooses `given`, or else the first that is never planned. */
  async type({ types }: Runbook, given = ''): Promise<string> {
    const { prompter, context } = this.parts
    const { walk, text } = context
    const all = Object.entries(types)
    const unplanned = all.find(([, type]) => type.planned === 'never')?.[0] ?? all[0]?.[0] ?? ''
    const preselected = Object.hasOwn(types, given) ? given : unplanned
    const choices = all.map(([value, type]) => ({ value, name: choiceName(type[text.language], value, this.room - 2) }))
    const refusal = (given: string) => this.wrapped(walk.unknownType(choices.length, given))
    const chosen = await prompter.askChoice(walk.chooseType, choices, preselected, refusal)
    this.say(walk.chosenType(choices.find(({ value }) => value === chosen)?.name ?? chosen))
    return chosen
  }

  /** Asks for the title; of several pasted lines, a slash shows where one ended. */
  async title(): Promise<string> {
    return (await this.line(this.parts.context.walk.title)).replaceAll(/\s*\n\s*/g, ' / ')
  }

  /** Asks for the planned times until they can be read. */
  async planned(clock: Clock): Promise<string> {
    for (let planned = ''; ; ) {
      planned = await this.line(this.parts.context.walk.plannedWindow, planned)
      try {
        if (planned !== '') parseRange(planned, clock)
        return planned
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        this.complain(error)
        if (!planned.includes('\n')) continue
        // Lines of a chat, which the first step offers as a note.
        this.typedAhead.push(planned)
        planned = ''
      }
    }
  }

  /** Asks for a line; rejects with `Back` on Esc or a lone `<`. A key alone is an answer only with another Enter. */
  private async line(question: string, refused = ''): Promise<string> {
    const { prompter, context } = this.parts
    const ahead = (await prompter.takeTypedAhead()).text.trim()
    if (ahead !== '') this.typedAhead.push(ahead)
    for (let draft: InputText = { text: refused, isPasted: false, standing: 'refused' }; ; ) {
      const lines = [question, ...this.aboutDraft(draft)].flatMap((line) => this.wrapped(line))
      const reply = await prompter.ask({ lines: () => lines, draft })
      const text = reply.text.trim()
      if (reply.kind === 'back' || text === '<') throw new Back()
      const isKey = !reply.isPasted && isLoneKey(text) && text !== draft.text
      if (reply.kind === 'line' && !isKey) return text
      if (isKey) this.say(context.walk.keyAsAnswer(text))
      draft = { text, isPasted: reply.isPasted, standing: 'offered' }
    }
  }

  private aboutDraft({ text, standing }: InputText): string[] {
    const { prompter, context } = this.parts
    if (text === '' || standing === undefined) return []
    // Of a key, it was said what Enter does.
    if (standing === 'offered') return isLoneKey(text) ? [] : [context.walk.standing]
    return [prompter.isPlain ? context.walk.refusedPlain(text) : context.walk.refused]
  }

  private complain({ problem }: ProblemError): void {
    const { world, context } = this.parts
    const [what, then] = context.problem(problem, world.invocation)
    for (const line of [`${what} (${problem.code})`, ...then.split('\n')]) this.say(line)
  }

  private say(text: string): void {
    for (const line of this.wrapped(text)) this.parts.world.raw.say(line)
  }

  private wrapped(line: string): string[] {
    return wrapIndented(inertLine(line), this.room).map((part) => `${this.parts.mark}${part}`)
  }
}

/** The name of a type of halt, with its id if there is room. */
function choiceName(name: string, id: string, columns: number): string {
  const both = `${name}  (${id})`
  return columnsOf(both) <= columns ? both : name
}
