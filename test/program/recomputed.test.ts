import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from './halt.ts'

/** Every number of a report once more, from the lines of the log alone: nothing of the program is imported. */

interface Line {
  readonly type: string
  readonly at: string
  readonly seq: number
  readonly writer: string
  readonly hash: string
  // biome-ignore lint/suspicious/noExplicitAny: what each event says is read as it comes
  readonly data: any
}

const CUSTOMERS = ['website', 'email', 'app-push', 'social']
const ms = (at: string) => Date.parse(at)
/** Null where it is not known: also where it would be negative. */
const seconds = (from: string, to: string | null) =>
  to === null || ms(to) < ms(from) ? null : (ms(to) - ms(from)) / 1000

function linesOf(bench: Bench, id: string): Line[] {
  const folder = join(bench.workspace, 'incidents', id)
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  expect(files).toHaveLength(1)
  return readFileSync(join(folder, files[0] as string), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

interface Sent {
  readonly channel: string
  readonly at: string
  readonly next: string | null
  readonly stage: string
}

/** Notices that went out, by when they did. */
function sentIn(lines: readonly Line[]): Sent[] {
  const posted = lines.filter(({ type }) => type === 'notice.posted').map(({ at, data }) => ({ ...data, at }))
  const intents = new Map(
    lines.filter(({ type }) => type === 'notice.intended').map((line) => [`${line.writer}:${line.seq}`, line.data]),
  )
  const delivered = lines
    .filter(({ type, data }) => type === 'notice.delivered' && data.outcome === 'sent')
    .map(({ at, data }) => ({ ...intents.get(data.notice), at }))
  return [...posted, ...delivered].sort((a, b) => ms(a.at) - ms(b.at))
}

/** States of each target in order, with when they began to hold. */
function scopeIn(lines: readonly Line[]): Map<string, { state: string; at: string }[]> {
  const states = new Map<string, { state: string; at: string }[]>()
  for (const { type, at, data } of lines) {
    const changes = { 'incident.started': data.scope, 'scope.changed': data.changes, 'scope.lifted': data.changes }[
      type
    ]
    for (const { operation, asset, state } of changes ?? []) {
      const target = asset === null ? operation : `${operation}:${asset}`
      states.set(target, [...(states.get(target) ?? []), { state, at }])
    }
  }
  return states
}

function fullyResumed(lines: readonly Line[]): string | null {
  const states = new Map<string, string>()
  let [lifted, full]: [boolean, string | null] = [false, null]
  for (const { type, at, data } of lines) {
    if (type === 'scope.lifted') lifted = true
    const changes = { 'incident.started': data.scope, 'scope.changed': data.changes, 'scope.lifted': data.changes }[
      type
    ]
    for (const { operation, asset, state } of changes ?? []) states.set(`${operation}:${asset}`, state)
    const open = lifted && [...states.values()].every((state) => state === 'open')
    if (open !== (full !== null)) full = open ? at : null
  }
  return full
}

/** Next reports that were due while the halt went on, and those that came in time. */
function promisesIn(lines: readonly Line[], end: string): [due: number, kept: number] {
  const minutes = 30
  let [due, kept] = [0, 0]
  for (const channel of CUSTOMERS) {
    const sent = sentIn(lines).filter((one) => one.channel === channel && one.stage !== 'scheduled')
    for (const [i, { at, next }] of sent.entries()) {
      if (ms(at) > ms(end)) continue
      const by = next === null ? ms(at) + minutes * 60_000 : ms(next)
      const inTime = sent[i + 1] !== undefined && ms((sent[i + 1] as Sent).at) <= by
      if (inTime || by <= ms(end)) due += 1
      if (inTime) kept += 1
    }
  }
  return [due, kept]
}

describe('every number of the report', () => {
  it.each(['coins-taken', 'engine-failover', 'mail-hijacked', 'order-to-suspend', 'price-plunge', 'upgrade-overruns'])(
    'is that of the lines of the log: %s',
    (scenario) => {
      const bench = new Bench()
      bench.ok('drill', scenario, '--auto')
      const [id = ''] = readdirSync(join(bench.workspace, 'incidents'))
      const report = JSON.parse(bench.ok('report', '-i', id, '--format', 'json'))
      const lines = linesOf(bench, id)
      expect(lines.filter(({ type }) => /undone|corrected|reopened/.test(type))).toEqual([])

      const [first] = lines as [Line, ...Line[]]
      const stated = (fact: string) =>
        lines.findLast(({ type, data }) => type === 'fact.set' && data.fact === fact && data.value)?.data.value ?? null
      const advanced = lines.find(({ type }) => type === 'phase.advanced')?.at ?? null
      const started = stated('started-at') ?? first.data.startedAt ?? advanced
      const closed = lines.find(({ type }) => type === 'incident.closed')?.at ?? null
      const lifted = lines.find(({ type }) => type === 'scope.lifted')?.at ?? null
      const full = fullyResumed(lines)
      expect(report).toMatchObject({ startedAt: started, liftedAt: lifted, fullyResumedAt: full, closedAt: closed })

      const firsts = CUSTOMERS.map((channel) => {
        const notice = sentIn(lines).find((one) => one.channel === channel && one.stage !== 'scheduled')
        return [channel, seconds(started, notice?.at ?? null)] as const
      })
      const [updatesDue, updatesKept] = promisesIn(lines, full ?? closed ?? '')
      expect(report.metrics).toEqual({
        timeToDetectSeconds: seconds(started, stated('detected-at')),
        timeToNotifySeconds: firsts.some(([, time]) => time === null)
          ? null
          : Math.max(...firsts.map(([, time]) => time ?? 0)),
        timeToNotifySecondsByChannel: Object.fromEntries(firsts),
        timeToResumeSeconds: seconds(started, full),
        updatesDue,
        updatesKept,
      })
      expect(updatesDue).toBeGreaterThan(4)
      expect(report.promises).toHaveLength(updatesDue)

      const from = first.data.planned === null ? Math.min(ms(started), ms(report.declaredAt)) : ms(started)
      const impact = [...scopeIn(lines)].flatMap(([target, states]) => {
        const lasted = (is: (state: string) => boolean) =>
          states.reduce((sum, { state, at }, i) => {
            const until = ms(states[i + 1]?.at ?? (closed as string))
            return is(state) ? sum + Math.max(0, until - Math.max(from, ms(at))) : sum
          }, 0) / 1000
        const restrictedSeconds = lasted((state) => state !== 'open')
        return restrictedSeconds === 0 ? [] : [[target, lasted((state) => state === 'stopped'), restrictedSeconds]]
      })
      const told = report.impact.operations.map(
        (one: { target: string; stoppedSeconds: number; restrictedSeconds: number }) => [
          one.target,
          one.stoppedSeconds,
          one.restrictedSeconds,
        ],
      )
      expect(told.sort()).toEqual(impact.sort())
      expect(report.impact.noticesSent).toBe(sentIn(lines).length)

      for (const { id, at, offsetSeconds } of report.milestones)
        if (id !== 'declared') expect([id, offsetSeconds]).toEqual([id, seconds(started, at)])
      const last = lines.at(-1) as Line
      const head = createHash('sha256').update(`${last.writer}:${last.seq}:${last.hash}\n`).digest('hex')
      expect(report.log).toEqual({ events: lines.length, head })
    },
  )
})
