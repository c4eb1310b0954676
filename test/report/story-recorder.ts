import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { resolveStarts } from '../../src/authority/authority-status.ts'
import type { KnownAuthority } from '../../src/domain/authorities/authority.ts'
import type { ContactMethodName } from '../../src/domain/contacts/contacts.ts'
import { decide, type Intent } from '../../src/domain/decide/decide.ts'
import { scopeChangesFor } from '../../src/domain/decide/scope.ts'
import { EMPTY_INCIDENT, type Incident } from '../../src/domain/incident/incident.ts'
import { type Envelope, type EventData, nameOf } from '../../src/domain/log/event.ts'
import { declarationEvent } from '../../src/incident/start-incident.ts'
import { parseFacts, parseLiftTargets, parseScope } from '../../src/incident/statements.ts'
import { sha256 } from '../../src/notice/compose.ts'
import { OWNER_ONLY } from '../../src/platform/access.ts'
import { type Clock, clockOf } from '../../src/platform/clock.ts'
import { SALT_BYTES } from '../../src/store/evidence-files.ts'
import { Journal } from '../../src/store/journal.ts'
import { RUNBOOK } from '../notice/halts.ts'
import { composedFor, type NoticeOptions } from './composed-notices.ts'
import { memoryState } from './memory-state.ts'
import { SETTINGS } from './team.ts'

export interface Beginning {
  /** When it is declared, in Tokyo time, such as `2026-11-24 22:17:05`. */
  readonly declaredAt: string
  readonly by: string
  readonly data: Partial<EventData['incident.started']> & { readonly type: string; readonly title: string }
  /** Such as `trading=stopped`. */
  readonly scope: readonly string[]
  /** When the halt began, such as `22:05`. */
  readonly startedAt?: string
}

/** Channels on which sending fails, and why. */
interface Failing {
  readonly fails?: Readonly<Record<string, string>>
}

const CUSTOMERS = ['website', 'email', 'app-push', 'social']
const RECIPIENTS = 48_211

/**
 * Records an incident as commands would: the program decides each intent on the log so far, and the events are written to
 * a real log in `workspace` and read back. Every person has a log file of their own. Nothing is random or depends on the
 * clock, so the log is the same byte for byte every time.
 */
export class StoryRecorder {
  readonly id: string
  readonly clock: Clock
  private readonly workspace: string
  private readonly authorities: readonly KnownAuthority[]
  private readonly journals = new Map<string, Journal>()
  private now: number
  private who: string
  private kept = 0

  constructor(workspace: string, authorities: readonly KnownAuthority[], beginning: Beginning) {
    this.workspace = workspace
    this.authorities = authorities
    this.clock = clockOf('Asia/Tokyo', () => this.now)
    this.now = inTokyo(beginning.declaredAt)
    this.who = beginning.by
    const { data, startedAt } = beginning
    const stamped = this.clock.stamp(this.now).slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
    this.id = `${stamped}-${data.type}`
    const scope = scopeChangesFor({ ...EMPTY_INCIDENT, runbook: RUNBOOK }, parseScope(beginning.scope, RUNBOOK))
    if ('code' in scope) throw new Error(scope.code)
    const draft = declarationEvent({
      id: this.id,
      severity: 'sev2',
      drill: false,
      startedAt: startedAt === undefined ? null : this.clock.stamp(this.clock.past(startedAt)),
      planned: null,
      scope,
      runbook: RUNBOOK,
      runbookDigest: 'a'.repeat(64),
      settings: SETTINGS,
      settingsDigest: 'b'.repeat(64),
      ...data,
    })
    this.journal.begin(this.clock, sha256(this.id).slice(0, 24), [draft], OWNER_ONLY)
  }

  get journal(): Journal {
    const known = this.journals.get(this.who)
    if (known !== undefined) return known
    const journal = new Journal(this.workspace, this.id, memoryState(this.who), () => this.who)
    this.journals.set(this.who, journal)
    return journal
  }

  get incident(): Incident {
    this.journal.refresh()
    return this.journal.incident
  }

  /** Sets the time (`2026-11-24 22:17` or, on the same day, `22:17`) and who acts from now on. */
  at(time: string, who = this.who): this {
    const day = this.clock.stamp(this.now).slice(0, 10)
    const then = inTokyo(time.length > 8 ? time : `${day} ${time}`)
    if (then < this.now) throw new Error(`${time} comes before ${this.clock.stamp(this.now)}`)
    this.now = then
    this.who = who
    return this
  }

  /** Records an intent, which takes some seconds of typing. Returns the name of its first event. */
  want(intent: Intent): string {
    const { events } = this.journal.append(this.clock, (incident, when) => decide(incident, intent, when))
    this.now += 7_000
    const [first] = events
    if (first === undefined) throw new Error(`${JSON.stringify(intent)} changed nothing`)
    return nameOf(first)
  }

  /** Steps done at the same time, each with a note or null. */
  done(notes: Readonly<Record<string, string | null>>): this {
    for (const [step, note] of Object.entries(notes))
      this.want({ kind: 'done', steps: [step], ...(note !== null && { note }) })
    return this
  }

  begin(step: string, note: string): this {
    this.want({ kind: 'begin', steps: [step], note })
    return this
  }

  decline(reason: string, ...steps: readonly string[]): this {
    this.want({ kind: 'decline', steps, reason })
    return this
  }

  skip(reason: string, ...steps: readonly string[]): this {
    this.want({ kind: 'skip', steps, reason })
    return this
  }

  /** Such as `cause=disk`, `cause.ja=装置の故障`, `cause=?`. */
  set(...facts: readonly string[]): this {
    this.want({ kind: 'set', statements: parseFacts(facts, RUNBOOK.facts, this.clock) })
    return this
  }

  scope(...statements: readonly string[]): this {
    this.want({ kind: 'scope', statements: parseScope(statements, RUNBOOK) })
    return this
  }

  note(text: string): string {
    return this.want({ kind: 'note', text })
  }

  /** A note that is a key moment. */
  moment(text: string): this {
    this.want({ kind: 'note', text, key: true })
    return this
  }

  /** Marks an event as a key moment, the latest one if none is given. */
  key(event = this.latest): this {
    this.want({ kind: 'mark-moment', event })
    return this
  }

  titled(titles: { readonly ja?: string; readonly en?: string }): this {
    this.want({ kind: 'title', titles })
    return this
  }

  /** Accepts the writers of these people as known. */
  accept(...people: readonly string[]): this {
    for (const who of people) this.want({ kind: 'accept-writer', writer: memoryState(who).writer() })
    return this
  }

  suspect(text: string): string {
    return this.want({ kind: 'note', text, hypothesis: true })
  }

  ruleOut(hypothesis: string, text: string): this {
    this.want({ kind: 'note', text, discards: hypothesis })
    return this
  }

  confirm(hypothesis: string, text: string): this {
    this.want({ kind: 'note', text, confirms: hypothesis, key: true })
    return this
  }

  /** A note with an attached file, whose salt is not random here. */
  attach(text: string, name: string, content: string): this {
    this.kept += 1
    const file = `kept-${this.kept}`
    const folder = join(this.journal.directory, 'evidence')
    const salt = `salt of ${file}`.padEnd(SALT_BYTES)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, file), content)
    writeFileSync(join(folder, `${file}.salt`), salt)
    const bytes = Buffer.byteLength(content)
    this.want({ kind: 'note', text, attached: [{ name, file, bytes, digest: sha256(salt + content) }] })
    return this
  }

  /** A command that ran and ended; its output is not kept. */
  ran(argv: readonly string[], seconds: number, code = 0): this {
    this.kept += 2
    const [stdout, stderr] = [`kept-${this.kept - 1}`, `kept-${this.kept}`]
    const where = { host: 'desk-1', directory: '/srv/exchange', step: null, timeout: 600_000 }
    const command = this.want({ kind: 'start-command', data: { argv, ...where, stdout, stderr } })
    this.now += seconds * 1000
    const end = { end: 'exited', code, signal: null, why: null, duration: seconds * 1000 } as const
    this.want({ kind: 'end-command', data: { command, ...end, stdout: null, stderr: null } })
    return this
  }

  /** Sends notices on these channels, composed from the shipped templates and checked like the program does. */
  notify(
    channels: readonly string[] = CUSTOMERS,
    { stage, next, claim, fails = {} }: NoticeOptions & Failing = {},
  ): this {
    const notices = composedFor(this.incident, this.clock, channels, { stage, next, claim })
    const byHand = notices.filter(({ via }) => via === 'by-hand')
    const sent = notices.filter(({ via }) => via !== 'by-hand')
    if (sent.length > 0) {
      const news = next === undefined ? [] : channels
      this.want({ kind: 'intend-notices', notices: sent, news, ...(claim !== undefined && { claim }) })
      for (const { event, channel } of this.incident.notices.slice(-sent.length))
        this.deliver(event, channel, fails[channel])
    }
    for (const { channel, stage, texts, digest, next } of byHand) {
      const text = texts[0]?.text ?? null
      this.now += 20_000
      const link = `https://x.com/sample_exchange/status/${Math.floor(this.now / 1000)}`
      this.want({ kind: 'posted', channels: [channel], stage, link, text, digest, next })
    }
    return this
  }

  private deliver(notice: string, channel: string, failure: string | undefined): void {
    const none = { accepted: null, refused: null, unknown: null }
    const sent = channel === 'email' ? { accepted: RECIPIENTS, refused: 14, unknown: 0 } : none
    const link = channel === 'website' ? `https://www.example.com/notices/${this.id}` : null
    const outcome =
      failure === undefined
        ? { outcome: 'sent' as const, why: null, detail: null, link, ...sent }
        : { outcome: 'failed' as const, why: failure, detail: null, link: null, ...none }
    this.want({ kind: 'deliver-notice', data: { notice, ...outcome, journal: null } })
  }

  call(person: string, state: 'tried' | 'reached', way: ContactMethodName = 'phone'): this {
    this.want({ kind: 'call', people: [person], state, way })
    return this
  }

  handOver(to: string, note: string): this {
    this.want({ kind: 'offer-lead', to, note })
    return this
  }

  takeOver(reason: string | null = null): this {
    this.want({ kind: 'accept-lead', reason })
    return this
  }

  advance(force?: string): this {
    this.want({ kind: 'advance', ...(force !== undefined && { force }) })
    return this
  }

  lift(...targets: readonly string[]): this {
    this.want({ kind: 'lift', targets: targets.length === 0 ? 'all' : parseLiftTargets(targets, RUNBOOK) })
    return this
  }

  reopen(reason: string, ...scope: readonly string[]): this {
    this.want({ kind: 'reopen', reason, scope: parseScope(scope, RUNBOOK) })
    return this
  }

  undo(event: string, reason: string): this {
    this.want({ kind: 'undo', target: this.eventOf(event), reason })
    return this
  }

  correct(event: string, change: { readonly at?: string; readonly text?: string }, reason: string): this {
    const { at, text } = change
    const moved = at === undefined ? {} : { at: this.clock.stamp(this.clock.past(at)) }
    this.want({ kind: 'correct', target: this.eventOf(event), ...moved, ...(text !== undefined && { text }), reason })
    return this
  }

  /** A follow-up; `due` is a day. */
  follow(text: string, owner: string, due: string, serves?: string): string {
    const when = this.clock.stamp(inTokyo(`${due} 18:00`))
    return this.want({ kind: 'add-action', text, owner, due: when, ...(serves !== undefined && { serves }) })
  }

  /** Starts clocks of authorities, such as `awareness` or `eu-dora:classification`; `at` is when that occurred. */
  startClock(name: string, at?: string): this {
    const occurred = at === undefined ? {} : { at: this.clock.stamp(this.clock.past(at)) }
    this.want({ kind: 'start-clocks', starts: resolveStarts(this.authorities, this.incident, name), ...occurred })
    return this
  }

  reportTo(filing: string, ref: string | null): this {
    const known = this.authorities.find(({ authority }) => authority.filings.some(({ id }) => id === filing))
    if (known === undefined) throw new Error(`no authority wants ${filing}`)
    this.want({ kind: 'report-to', authority: known.authority, filing, ref })
    return this
  }

  close(force?: string): this {
    this.want({ kind: 'close', as: 'resolved', reason: null, ...(force !== undefined && { force }) })
    return this
  }

  /** The name of the event that was recorded last. */
  private get latest(): string {
    const last = this.incident && [...this.journal.events()].at(-1)
    if (last === undefined) throw new Error('nothing was recorded')
    return nameOf(last)
  }

  private eventOf(name: string): Envelope {
    this.journal.refresh()
    const found = [...this.journal.events()].find((event) => nameOf(event) === name)
    if (found === undefined) throw new Error(`no event ${name}`)
    return found
  }
}

function inTokyo(time: string): number {
  const ms = Date.parse(`${time.replace(' ', 'T')}${time.length === 16 ? ':00' : ''}+09:00`)
  if (Number.isNaN(ms)) throw new Error(`no time: ${time}`)
  return ms
}
