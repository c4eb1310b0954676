import { join } from 'node:path'
import { expect, test } from 'vitest'
import { KEYS, MORE_KEYS } from '../../src/render/walk.ts'
import { Bench } from './bench.ts'
import { LIFTED_IN_PARTS } from './terminal-halts.ts'
import { Person, SAID, type Turn, walkThrough } from './terminal-walk.ts'

interface Step {
  readonly id: string
  readonly modality: string
  readonly channel: string | null
  readonly stage: string | null
  readonly facts: readonly string[]
  readonly asks: readonly string[]
}

/** The halt once more by commands alone, as a script would record it. */
function recordByCommands(bench: Bench): void {
  const { type, title, turns } = LIFTED_IN_PARTS
  bench.ok('start', '--type', type, '--title', title)
  const { phases } = bench.json<{ phases: { steps: Step[] }[] }>('runbook', 'show')
  const steps = new Map(phases.flatMap((phase) => phase.steps).map((step) => [step.id, step]))
  const left = [...turns]
  for (let turn = left.shift(); turn !== undefined; turn = left.shift()) {
    for (;;) {
      const next = bench.json<{ steps: { id: string }[] }>('next').steps[0]?.id
      if (next === turn.before) break
      recordStep(bench, steps.get(next ?? '') as Step)
    }
    recordTurn(bench, turn)
  }
}

function recordStep(bench: Bench, { id, modality, channel, stage, facts, asks }: Step): void {
  const {
    scope,
    facts: known,
    severity,
  } = bench.json<{
    scope: unknown[]
    facts: Record<string, { at: string | null } | undefined>
    severity: string | null
  }>('status')
  if (modality === 'if-needed' || modality === 'consider') {
    bench.ok('decline', id, '--reason', SAID.en.declined)
    return
  }
  if (asks.includes('scope') && scope.length === 0) bench.ok('scope', ...SAID.scope.split(' '))
  if (asks.includes('severity') && severity === null)
    bench.ok('classify', '--severity', SAID.severity, '--reason', SAID.en.why)
  for (const fact of facts) if ((known[fact]?.at ?? null) === null) bench.ok('set', `${fact}=${SAID.fact(fact, 'en')}`)
  if (channel === null || stage === null) bench.ok('done', id, '--note', SAID.en.done)
  else recordNotices(bench, channel === 'internal' ? ['internal'] : channelsDue(bench, stage), stage)
}

const CUSTOMERS = ['website', 'email', 'app-push', 'social']

/** Customers are told on all channels at once whose step for this notice is open. */
function channelsDue(bench: Bench, stage: string): string[] {
  const { steps } = bench.json<{ steps: { id: string; state: string }[] }>('status')
  const open = new Set(steps.filter((s) => s.state === 'pending' || s.state === 'in-progress').map((s) => s.id))
  const { phases } = bench.json<{ phases: { steps: Step[] }[] }>('runbook', 'show')
  const due = phases.flatMap((phase) => phase.steps).filter((step) => open.has(step.id) && step.stage === stage)
  return CUSTOMERS.filter((channel) => due.some((step) => step.channel === channel))
}

/** What is missing is stated first, then each text is posted as it was printed. */
function recordNotices(bench: Bench, channels: readonly string[], stage: string | null): void {
  const { facts } = bench.json<{ facts: Record<string, { at: string | null; ja: string | null }> }>('status')
  const missing = ['started-at', 'cause', 'expected-recovery', 'impact'].filter((fact) => facts[fact]?.at === null)
  if (!channels.includes('internal')) {
    if (missing.length > 0) bench.ok('set', ...missing.map((fact) => `${fact}=?`))
    if (facts.contact?.ja === null) bench.ok('set', `contact.ja=${SAID.fact('contact', 'en')}`)
  }
  const args = stage === null ? [] : ['--stage', stage]
  const { notices } = bench.json<{ notices: Notice[] }>('notice', ...channels, ...args)
  for (const { channel, stage, subject, text, next } of notices) {
    bench.write('text', subject === null ? text : `${subject}\n\n${text}`)
    const posted = ['--posted', '--link', SAID.link, '--text-file', join(bench.workspace, 'text')]
    bench.ok('notice', channel, '--stage', stage, ...posted, ...(next === null ? [] : ['--next', next]))
  }
}

interface Notice {
  readonly channel: string
  readonly stage: string
  readonly subject: string | null
  readonly text: string
  readonly next: string | null
}

function recordTurn(bench: Bench, { key, answers = [] }: Turn): void {
  if (key === MORE_KEYS.advance) bench.ok('advance')
  if (key === MORE_KEYS.lift) bench.ok('lift', ...answers)
  if (key === KEYS.notice) recordNotices(bench, CUSTOMERS, null)
  if (key === MORE_KEYS.close) bench.ok('close')
}

interface Recorded {
  readonly type: string
  readonly data: Record<string, unknown>
}

/** What was recorded, apart from ids and from when it was. */
function recorded(bench: Bench): Recorded[] {
  const lines = bench.ok('log', '--json', '-i', 'latest').trim().split('\n')
  return lines.map((line) => {
    const { type, data } = JSON.parse(line) as Recorded
    const { id: _, ...rest } = data
    return { type, data: JSON.parse(JSON.stringify(rest, withoutTimes)) }
  })
}

/** Texts of notices state times as well, so their digests differ. */
function withoutTimes(key: string, value: unknown): unknown {
  if (isTime(value)) return 'a time'
  if (key === 'digest') return 'a digest'
  return key === 'text' && typeof value === 'string' ? value.replaceAll(/\d{1,2}[:時]\d{2}/g, 'a time') : value
}

function isTime(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)
}

test('a halt walked by key presses and the same by commands record the same', async () => {
  const person = new Person({ rows: 50 })
  await walkThrough(person, LIFTED_IN_PARTS)
  expect(await person.terminal.end()).toBe(0)
  const bench = new Bench()
  recordByCommands(bench)
  expect(recorded(bench)).toEqual(recorded(person.bench))
})
