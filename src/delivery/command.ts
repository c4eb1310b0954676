import type { CommandSettings } from '../domain/settings.ts'
import { environmentOf, programDistrusted, programMissing, programTrouble, type Ran, runFor } from './io/program.ts'
import {
  type Delivered,
  delivered,
  detailOf,
  keyFor,
  type Outgoing,
  only,
  type Transport,
  type TransportContext,
  type Unready,
} from './transport.ts'

const TIMEOUT_MS = 60_000

/** A program of the operator's: the text on its standard input, what else there is in its environment. */
export class CommandTransport implements Transport {
  readonly target: string
  private readonly settings: CommandSettings
  private readonly context: TransportContext

  constructor(settings: CommandSettings, context: TransportContext) {
    this.settings = settings
    this.context = context
    this.target = detailOf(settings.run[0] ?? '')
  }

  unready(): Unready | null {
    const { run } = this.settings
    return programMissing(run, this.context) ?? programDistrusted(run, this.context)
  }

  /** The program is there, and may be run; it is not. */
  async probe(): Promise<Unready | null> {
    return programTrouble(this.settings.run, this.context.workspace, this.context.env)
  }

  /** One run a language, one after another; after one that did not end well, none follows. */
  async send(notice: Outgoing, progress: (done: number, all: number) => void): Promise<Delivered> {
    const refused = this.unready()
    if (refused !== null) return delivered('failed', refused.why, detailOf(refused.detail))
    let link: string | null = null
    for (const [index, text] of notice.texts.entries()) {
      if (this.context.stop.aborted) return delivered('failed', 'stopped')
      const env = { ...this.context.env, ...environmentOf(only(notice, text), keyFor(notice, text)) }
      const { workspace } = this.context
      const ran = await runFor(this.settings.run, workspace, env, this.settings.timeout ?? TIMEOUT_MS, text.text)
      const went = wentOf(ran, notice.texts.length > 1 ? `${text.language}: ` : '')
      if (went !== null) return went
      link ??= linkIn(ran.stdout)
      progress(index + 1, notice.texts.length)
    }
    return delivered('sent', null, null, link)
  }
}

/** Null where it ended well. Only a program that ended by itself can say that it sent nothing. */
function wentOf({ ended, stderr }: Ran, whose: string): Delivered | null {
  if (ended.end === 'exited' && ended.code === 0) return null
  const [first = ''] = stderr.trim().split('\n')
  const how = `${whose}${ended.end} ${ended.code ?? ended.signal ?? ended.why ?? ''}`.trim()
  const detail = detailOf(first === '' ? how : `${how}: ${first}`)
  if (ended.end === 'exited' || ended.end === 'not-started') return delivered('failed', 'command-failed', detail)
  return delivered('unknown', ended.end === 'timed-out' ? 'timed-out' : 'interrupted', detail)
}

/** The last line that is an https URL, without a name or password in it. */
function linkIn(stdout: string): string | null {
  const lines = stdout.split('\n').map((line) => line.trim())
  return lines.findLast((line) => /^https:\/\/[^\s@\\]+$/.test(line) && URL.canParse(line)) ?? null
}
