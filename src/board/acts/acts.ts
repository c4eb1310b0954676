import type { LineOutcome, RunFor } from '../../command.ts'
import { isWithinDuties } from '../../domain/invitation.ts'
import { sha256 } from '../../domain/log/sha256.ts'
import type { Language } from '../../domain/runbook/runbook.ts'
import { shortLine } from '../../view/inert.ts'
import { type ActFile, withActFiles } from '../io/act-files.ts'
import type { LiveBoard } from '../live-board.ts'
import type { Guest } from '../session.ts'
import { type ActLine, actLine, withFlags } from './act-line.ts'
import { seenMark } from './fact-statement.ts'

/** A form that was sent by somebody who was invited. */
export interface SentForm {
  readonly guest: Guest
  /** The id of the incident. */
  readonly incident: string
  readonly language: Language
  readonly fields: URLSearchParams
  /** A file to attach. */
  readonly file: ActFile | null
}

/** What came of a form; `override` is the flag by which a reason would let it be recorded all the same. */
export interface ActOutcome {
  readonly status: 'recorded' | 'recorded-but' | 'refused' | 'failed'
  /** In words of the command line. */
  readonly lines: readonly string[]
  readonly override: Override | null
  /** Of what stands there now, if it is not what whoever sent it had seen (`seenMark`); with it, the same form replaces that. */
  readonly seen: string | null
}

type Override = 'force' | 'again'

/** Refusals that yield to a reason. */
const OVERRIDES: Readonly<Record<string, Override>> = {
  'notice-errors': 'force',
  'channel-unsafe': 'force',
  'first-again': 'again',
}

/** The exit codes of acts that are recorded, though something failed or waits for an approval. */
const RECORDED_BUT = [6, 9]
const MAX_KEPT = 1000
/** The most columns that are shown of what somebody else has written meanwhile. */
const LONGEST_STATED = 500
const TOKEN = /^[\w-]{16,64}(?:\.[\w-]{1,64})?$/

/** Carries out what people ask for on the page, as the command line does for them. The same form acts once, however often sent. */
export class Acts {
  private readonly board: LiveBoard
  private readonly runFor: RunFor
  private readonly onFailure: (error: unknown) => void
  /** By request, what is being carried out. */
  private readonly underWay = new Map<string, Promise<ActOutcome>>()
  /** By request, what came of those that were recorded: the latest. */
  private readonly outcomes = new Map<string, ActOutcome>()
  /** Resolves when what was stated last is recorded. */
  private lastStated: Promise<unknown> = Promise.resolve()

  /** `onFailure` gets what fails though it should not. */
  constructor(board: LiveBoard, runFor: RunFor, onFailure: (error: unknown) => void) {
    this.board = board
    this.runFor = runFor
    this.onFailure = onFailure
  }

  /** Carries out a form; null if whoever sent it may not act so, or it is none. */
  async perform(form: SentForm): Promise<{ readonly request: string; readonly outcome: ActOutcome } | null> {
    const { guest, incident, fields } = form
    const line = actLine(fields)
    if (line === null || !guest.invitation.acts || !TOKEN.test(fields.get('token') ?? '')) return null
    if (!isWithinDuties(guest.invitation, this.board.incidentOf(incident), line.subject)) return null
    if (line.takesBack !== undefined && !this.board.isBy(incident, line.takesBack, guest.invitation)) return null
    const request = requestOf(form)
    // Between looking and beginning, nothing else may run.
    const outcome =
      this.outcomes.get(request) ?? (await (this.underWay.get(request) ?? this.begin(form, line, request)))
    return { request, outcome }
  }

  /** What came of a request a moment ago; null if nothing was recorded, or that is not known any more. */
  outcomeOf(request: string): ActOutcome | null {
    return this.outcomes.get(request) ?? null
  }

  /** The event of a request that whoever sent it can take back; null if there is none. */
  undoableOf({ guest, incident }: Pick<SentForm, 'guest' | 'incident'>, request: string): string | null {
    return this.board.undoableOf(incident, request, guest.invitation)
  }

  private async begin(form: SentForm, line: ActLine, request: string): Promise<ActOutcome> {
    const carriedOut = this.inTurn(form, line, request).finally(() => this.underWay.delete(request))
    this.underWay.set(request, carriedOut)
    const outcome = await carriedOut
    // What was refused may be tried again.
    if (isRecorded(outcome)) this.outcomes.set(request, outcome)
    for (const oldest of this.outcomes.keys()) if (this.outcomes.size > MAX_KEPT) this.outcomes.delete(oldest)
    return outcome
  }

  /** What states something anew waits for the one before, lest both replace what neither has seen. */
  private inTurn(form: SentForm, line: ActLine, request: string): Promise<ActOutcome> {
    if (line.restates === undefined) return this.carryOut(form, line, request)
    const stated = this.lastStated.then(() => this.carryOut(form, line, request))
    this.lastStated = stated
    return stated
  }

  private async carryOut(form: SentForm, line: ActLine, request: string): Promise<ActOutcome> {
    const { guest, incident, language, file } = form
    const { name, invitedBy } = guest.invitation
    try {
      // An earlier run of the board may have recorded it.
      const before = this.board.linesOf(incident, language, request)
      if (before.length > 0) return { status: 'recorded', lines: before, override: null, seen: null }
      await this.board.untilUnlocked(incident)
      const meanwhile = line.restates === undefined ? null : this.board.statedSince(incident, line.restates)
      if (meanwhile !== null) {
        const lines = this.board.words(language).statedMeanwhile(shortLine(meanwhile, LONGEST_STATED))
        return { status: 'refused', lines, override: null, seen: seenMark(meanwhile) }
      }
      const { textFile } = line
      const files = [
        ...(textFile === undefined ? [] : [{ flag: textFile.flag, name: 'text', bytes: Buffer.from(textFile.text) }]),
        ...(file === null ? [] : [{ flag: '--attach', ...file }]),
      ]
      const outcome = await withActFiles(files, (paths) => {
        const flags = files.map(({ flag }, i) => `${flag}=${paths[i]}`)
        const env = { ...this.board.environment, HALT_INCIDENT: incident, HALT_LANG: language }
        return this.runFor({ name, via: 'board', invitedBy, request }, withFlags(line, ['--json', ...flags]), env)
      })
      // It stands, whatever becomes of the page.
      await this.board.refreshNow().catch(this.onFailure)
      return this.outcomeIn(outcome)
    } catch (error) {
      this.onFailure(error)
      return { status: 'failed', lines: [], override: null, seen: null }
    }
  }

  private outcomeIn({ code, said, failure }: LineOutcome): ActOutcome {
    if (code === 0) return { status: 'recorded', lines: said, override: null, seen: null }
    if (failure === null || code === 1) {
      this.onFailure(failure?.message ?? said.join('\n'))
      return { status: 'failed', lines: [], override: null, seen: null }
    }
    const { message, mend, code: name } = failure
    const lines = [...said, message, ...linesIn(mend)]
    const status = RECORDED_BUT.includes(code) ? 'recorded-but' : 'refused'
    return { status, lines, override: status === 'refused' ? (OVERRIDES[name] ?? null) : null, seen: null }
  }
}

function isRecorded({ status }: ActOutcome): boolean {
  return status === 'recorded' || status === 'recorded-but'
}

/** Tells what somebody asked for from everything else that they or others did. */
function requestOf({ guest, incident, fields, file }: SentForm): string {
  const sent = [...fields].sort(([a], [b]) => (a < b ? -1 : 1))
  const all = JSON.stringify([guest.id, incident, sent, file && [file.name, sha256(file.bytes)]])
  return sha256(all).slice(0, 32)
}

function linesIn(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '')
}
