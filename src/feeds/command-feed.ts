import { executableProblem, programFailure, programRefusal, runProgram } from '../delivery/io/program.ts'
import type { SendingContext, Unreadiness } from '../delivery/transport.ts'
import type { CommandSettings } from '../domain/settings.ts'
import { jsonForm } from './forms/json.ts'
import type { FeedMessage } from './message.ts'
import { type FeedSender, failed, markOf, type Told } from './sender.ts'

const TIMEOUT_MS = 60_000

/** Tells a program: a JSON document on its standard input, and what it is about in its environment. */
export class CommandFeed implements FeedSender {
  readonly target: string
  readonly probed = 'program'
  private readonly settings: CommandSettings
  private readonly context: SendingContext

  constructor(settings: CommandSettings, context: SendingContext) {
    this.settings = settings
    this.context = context
    this.target = settings.run[0] ?? ''
  }

  mark(): string {
    return markOf(this.settings.run)
  }

  unreadiness(): Unreadiness | null {
    return programRefusal(this.settings.run, this.context)
  }

  async probe(): Promise<Unreadiness | null> {
    return this.unreadiness() ?? executableProblem(this.settings.run, this.context)
  }

  async send(message: FeedMessage): Promise<Told> {
    const { run, timeout = TIMEOUT_MS } = this.settings
    const { key, feed, what, incident } = message
    const env = { HALT_KEY: key, HALT_FEED: feed, HALT_WHAT: what, HALT_INCIDENT: incident?.id ?? '' }
    const input = `${JSON.stringify(jsonForm(message))}\n`
    const ran = await runProgram(run, this.context, { ...this.context.env, ...env }, timeout, input)
    if ('why' in ran) return failed(ran)
    const detail = programFailure(ran)
    return detail === null ? { outcome: 'told' } : failed({ why: 'command-failed', detail })
  }
}
