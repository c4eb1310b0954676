import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { Bench } from '../bench.ts'
import { LIFTED_IN_PARTS } from './halts.ts'
import { KEYS } from './keys.ts'
import { SAID, type Turn, walkingThrough } from './operator.ts'

interface Step {
  readonly id: string
  readonly modality: string
  readonly channel: string | null
  readonly stage: string | null
  readonly facts: readonly string[]
  readonly asks: readonly string[]
}

interface Part {
  readonly facts?: Readonly<Record<string, { readonly words?: boolean | string }>>
}

const MANUAL = resolve(import.meta.dirname, '../../runbooks')
/** The facts of the supplied manual that customers read in words, which are in Japanese unless the settings say more. */
const IN_WORDS = readdirSync(MANUAL)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => Object.entries((parse(readFileSync(join(MANUAL, name), 'utf8')) as Part).facts ?? {}))
  .flatMap(([fact, { words }]) => (words === true ? [fact] : []))
/** Facts that say when it began: the scope counts from then. */
const BEGINNING = ['started-at', 'detected-at']

/** Records the same halt with commands alone, as a script would. */
async function recordByCommands(bench: Bench): Promise<void> {
  const { type, title, turns } = LIFTED_IN_PARTS
  await bench.ok('start', '--type', type, '--title', title)
  const { phases } = await bench.json<{ phases: { steps: Step[] }[] }>('runbook', 'show')
  const steps = new Map(phases.flatMap((phase) => phase.steps).map((step) => [step.id, step]))
  const left = [...turns]
  for (let turn = left.shift(); turn !== undefined; turn = left.shift()) {
    for (;;) {
      const next = (await bench.json<{ steps: { id: string }[] }>('next')).steps[0]?.id
      if (next === turn.before) break
      await recordStep(bench, steps.get(next ?? '') as Step)
    }
    await recordTurn(bench, turn)
  }
}

async function recordStep(bench: Bench, { id, modality, channel, stage, facts, asks }: Step): Promise<void> {
  const {
    scope,
    facts: known,
    severity,
  } = await bench.json<{
    scope: unknown[]
    facts: Record<string, { at: string | null } | undefined>
    severity: string | null
  }>('status')
  if (modality === 'if-needed' || modality === 'consider') {
    await bench.ok('decline', id, '--reason', SAID.en.declined)
    return
  }
  const open = facts.filter((fact) => (known[fact]?.at ?? null) === null)
  const times = open.filter((fact) => BEGINNING.includes(fact))
  const state = (fact: string) =>
    bench.ok(
      'set',
      IN_WORDS.includes(fact) ? `${fact}.ja=${SAID.fact(fact, 'ja')}` : `${fact}=${SAID.fact(fact, 'en')}`,
    )
  for (const fact of times) await state(fact)
  if (asks.includes('scope') && scope.length === 0)
    await bench.ok('scope', ...SAID.scope.split(' '), '--at', SAID.fact('started-at', 'en'))
  if (asks.includes('severity') && severity === null) {
    const [value = '', ...reason] = SAID.severity.split(' ')
    await bench.ok('classify', '--severity', value, '--reason', reason.join(' '))
  }
  for (const fact of open) if (!times.includes(fact)) await state(fact)
  if (channel === null || stage === null) await bench.ok('done', id, '--note', SAID.en.done)
  else await recordNotices(bench, channel === 'internal' ? ['internal'] : await channelsDue(bench, stage), stage)
}

const CUSTOMERS = ['website', 'email', 'app-push', 'social']

/** The customer channels with an open step for this stage; a notice goes to all of them at once. */
async function channelsDue(bench: Bench, stage: string): Promise<string[]> {
  const { steps } = await bench.json<{ steps: { id: string; state: string }[] }>('status')
  const open = new Set(steps.filter((s) => s.state === 'pending' || s.state === 'in-progress').map((s) => s.id))
  const { phases } = await bench.json<{ phases: { steps: Step[] }[] }>('runbook', 'show')
  const due = phases.flatMap((phase) => phase.steps).filter((step) => open.has(step.id) && step.stage === stage)
  return CUSTOMERS.filter((channel) => due.some((step) => step.channel === channel))
}

/** States the missing facts first, then posts each text as printed. */
async function recordNotices(bench: Bench, channels: readonly string[], stage: string | null): Promise<void> {
  const { facts } = await bench.json<{ facts: Record<string, { at: string | null; ja: string | null }> }>('status')
  const missing = ['started-at', 'cause', 'expected-recovery', 'impact'].filter((fact) => facts[fact]?.at === null)
  if (!channels.includes('internal')) {
    if (missing.length > 0) await bench.ok('set', ...missing.map((fact) => `${fact}=?`))
    if (facts.contact?.ja === null) await bench.ok('set', `contact.ja=${SAID.fact('contact', 'ja')}`)
  }
  const args = stage === null ? [] : ['--stage', stage]
  const { notices } = await bench.json<{ notices: Notice[] }>('notice', ...channels, ...args)
  for (const { channel, stage, subject, text, next } of notices) {
    bench.write('text', subject === null ? text : `${subject}\n\n${text}`)
    const posted = ['--posted', '--link', SAID.link, '--text-file', join(bench.workspace, 'text')]
    await bench.ok('notice', channel, '--stage', stage, ...posted, ...(next === null ? [] : ['--next', next]))
  }
}

interface Notice {
  readonly channel: string
  readonly stage: string
  readonly subject: string | null
  readonly text: string
  readonly next: string | null
}

async function recordTurn(bench: Bench, { key, answers = [] }: Turn): Promise<void> {
  if (key === KEYS.advance) await bench.ok('advance')
  // The last answer is the word that confirms the lift.
  if (key === KEYS.lift) await bench.ok('lift', ...answers.slice(0, -1))
  if (key === KEYS.notice) await recordNotices(bench, CUSTOMERS, null)
  if (key.startsWith('/set ')) await bench.ok(...key.slice(1).split(' '))
  if (key === KEYS.close) await bench.ok('close')
}

/** The recorded events, without the names of writers and events. */
async function recorded(bench: Bench): Promise<unknown[]> {
  const lines = (await bench.ok('log', '--json', '-i', 'latest')).trim().split('\n')
  return lines.map((line) => {
    const { type, at, by, data } = JSON.parse(line) as Record<string, unknown>
    return { type, at, by, data }
  })
}

test('a walk and the equivalent commands record the same events', async () => {
  const walked = new Bench()
  const { code } = await walked.haltWith({ script: walkingThrough(LIFTED_IN_PARTS, 'en') }, 'start')
  expect(code).toBe(0)
  const bench = new Bench()
  await recordByCommands(bench)
  expect(await recorded(bench)).toEqual(await recorded(walked))
})
