import type { CommandSettings } from '../domain/settings.ts'
import {
  executableProblem,
  noticeEnvironment,
  type ProgramResult,
  programFailure,
  programRefusal,
  runProgram,
} from './io/program.ts'
import {
  type DeliveryResult,
  failedResult,
  type OutgoingMessage,
  resultWithoutRecipients,
  safeDetail,
  sentWithLinks,
  type Transport,
  type TransportContext,
  textKey,
  type Unreadiness,
  withOnlyText,
} from './transport.ts'

const TIMEOUT_MS = 60_000

/** Runs a program with the text on its standard input and everything else in its environment. */
export class CommandTransport implements Transport {
  readonly target: string
  readonly probed = 'program'
  private readonly settings: CommandSettings
  private readonly context: TransportContext

  constructor(settings: CommandSettings, context: TransportContext) {
    this.settings = settings
    this.context = context
    this.target = safeDetail(settings.run[0] ?? '')
  }

  unreadiness(): Unreadiness | null {
    return programRefusal(this.settings.run, this.context)
  }

  /** Checks that the program exists and is executable, without running it. */
  async probe(): Promise<Unreadiness | null> {
    return executableProblem(this.settings.run, this.context)
  }

  /** Runs the program once per text, one after another; stops at the first failure. */
  async send(notice: OutgoingMessage, progress: (done: number, all: number) => void): Promise<DeliveryResult> {
    const links: [language: string, link: string | null][] = []
    for (const [index, text] of notice.texts.entries()) {
      if (this.context.stop.aborted) return resultWithoutRecipients('failed', 'stopped')
      const env = { ...this.context.env, ...noticeEnvironment(withOnlyText(notice, text), textKey(notice, text)) }
      const { run, timeout = TIMEOUT_MS } = this.settings
      const ran = await runProgram(run, this.context, env, timeout, text.text)
      if ('why' in ran) return failedResult(ran)
      const failure = failureOf(ran, notice.texts.length > 1 ? `${text.language}: ` : '')
      if (failure !== null) return failure
      links.push([text.language, linkIn(ran.stdout)])
      progress(index + 1, notice.texts.length)
    }
    return sentWithLinks(links)
  }
}

/** The result if a program failed, else null. One that exited or did not start is trusted to have sent nothing. */
function failureOf(ran: ProgramResult, prefix: string): DeliveryResult | null {
  const detail = programFailure(ran, prefix)
  if (detail === null) return null
  const { end } = ran.ended
  if (end === 'exited' || end === 'not-started') return resultWithoutRecipients('failed', 'command-failed', detail)
  return resultWithoutRecipients('unknown', end === 'timed-out' ? 'timed-out' : 'interrupted', detail)
}

/** The last line that is an https URL without a user name or password; null if there is none. */
function linkIn(stdout: string): string | null {
  const lines = stdout.split('\n').map((line) => line.trim())
  return lines.findLast((line) => /^https:\/\/[^\s@\\]+$/.test(line) && URL.canParse(line)) ?? null
}
