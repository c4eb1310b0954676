import { describe, expect, it } from 'vitest'
import { Bench } from './bench.ts'
import { recipe } from './recipe.ts'
import { type Ticket, TRACKERS, type Tracker } from './trackers.ts'

interface FollowUp {
  readonly text: string
  readonly ref: string | null
  readonly doneAt: string | null
  readonly id: string
}

const followUps = (bench: Bench): FollowUp[] => JSON.parse(bench.ok('action', 'list', '--all', '--json')).actions
const refs = (bench: Bench) => Object.fromEntries(followUps(bench).map(({ text, ref }) => [text, ref]))
const done = (bench: Bench) => followUps(bench).flatMap(({ text, doneAt }) => (doneAt === null ? [] : [text]))

async function sync(bench: Bench, { name, env }: Tracker, ...args: readonly string[]): Promise<string> {
  const { code, output } = await recipe(bench, 'follow-ups.sh', [name, ...args], env)
  expect([code, output]).toEqual([0, expect.any(String)])
  return output
}

const start = (bench: Bench, ...args: readonly string[]) => bench.ok('start', '--type', ...args).trim()

describe.each(Object.entries(TRACKERS))('docs/recipes/follow-ups.sh %s', (name, newTracker) => {
  it('opens a ticket for each follow-up that has none, once, also where a run was killed before it recorded it', async () => {
    const [bench, tracker] = [new Bench(), await newTracker()]
    const id = start(bench, 'system-failure')
    for (const text of ['手順を見直す', 'opened before']) bench.ok('action', 'add', text)
    bench.ok('action', 'add', 'Alarm on "queue" depth', '--owner', 'sato', '--due', '2099-12-24')
    bench.ok('action', 'add', 'elsewhere', '--ref', 'https://tracker.example.com/1')
    const before = followUps(bench).find(({ text }) => text === 'opened before')?.id ?? ''
    const body = `Follow-up ${before} of ${id}.\nOwner: nobody yet`
    const labels = [`Follow-up-${before.replace(':', '-')}-of-${id}-`]
    tracker.tickets.push({ title: 'opened before', body, labels, state: 'open', reopenedAt: null })
    await sync(bench, tracker)
    await sync(bench, tracker)
    const numberOf = (text: string) => tracker.tickets.findIndex(({ title }) => title === text) + 1
    expect(refs(bench)).toEqual({
      手順を見直す: tracker.addressOf(numberOf('手順を見直す')),
      'opened before': tracker.addressOf(1),
      'Alarm on "queue" depth': tracker.addressOf(numberOf('Alarm on "queue" depth')),
      elsewhere: 'https://tracker.example.com/1',
    })
    expect(tracker.tickets).toHaveLength(3)
    expect(tracker.tickets[numberOf('Alarm on "queue" depth') - 1]?.body).toMatch(
      new RegExp(`^Follow-up \\w+:4 of ${id}\\.\\nOwner: sato\\nDue: 2099-12-24`),
    )
    expect(new Set(tracker.received.map(({ headers }) => headers.authorization))).toEqual(
      new Set([name === 'jira' ? `Basic ${btoa('halt@example.com:secret-1')}` : 'Bearer secret-1']),
    )
  })

  it('makes follow-ups and tickets agree: what was done last counts, and what was closed otherwise is said', async () => {
    const [bench, tracker] = [new Bench(), await newTracker()]
    start(bench, 'system-failure')
    for (const text of ['completed', 'closed otherwise', 'done here']) bench.ok('action', 'add', text)
    await sync(bench, tracker)
    const ticket = (text: string) => tracker.tickets.find(({ title }) => title === text) as Ticket
    ticket('completed').state = 'completed'
    ticket('closed otherwise').state = name === 'gitlab' ? 'moved' : 'not_planned'
    // That it was opened again before the follow-up was done does not count.
    ticket('done here').reopenedAt = '2026-01-01T00:00:00Z'
    bench.ok('action', 'done', followUps(bench).find(({ text }) => text === 'done here')?.id ?? '')
    const said = await sync(bench, tracker)
    expect(said).toMatch(/was closed as (?:moved|not_planned): \w+:\d of \S+ is not done/)
    expect(said).toMatch(/ closed: \w+:\d of \S+ is done/)
    expect(done(bench).sort()).toEqual(['completed', 'done here'])
    expect(ticket('done here').state).toBe('completed')
    ticket('done here').state = 'open'
    ticket('done here').reopenedAt = '2099-01-01T00:00:00Z'
    await sync(bench, tracker)
    expect([done(bench), ticket('done here').state]).toEqual([['completed'], 'open'])
    expect(bench.ok('log')).toContain('is open, and was changed after that')
  })
})

const ELSEWHERE: Readonly<Record<string, (own: string) => readonly string[]>> = {
  github: () => [
    'https://github.com/example/salaries/issues/1',
    'https://github.com/example/operations/../salaries/issues/1',
    'https://github.com/example/operations-2/issues/1',
    'https://github.com/example/operations/issues/1/../../../salaries/issues/1',
  ],
  gitlab: (own) => [own.replace('/operations/', '/salaries/'), own.replace('/operations/', '/operations/../salaries/')],
  jira: (own) => [own.replace('OPS-', 'PAY-'), own.replace('OPS-', 'OPS-../PAY-')],
}

describe.each(Object.entries(TRACKERS))('docs/recipes/follow-ups.sh %s, of what a log names', (name, newTracker) => {
  it('asks and closes no ticket of another project, whatever else its token may close', async () => {
    const [bench, tracker] = [new Bench(), await newTracker()]
    start(bench, 'system-failure')
    const ticket = { title: 'theirs', body: '', labels: [], state: 'open', reopenedAt: null }
    tracker.tickets.push(ticket)
    for (const ref of ELSEWHERE[name]?.(tracker.addressOf(1)) ?? []) bench.ok('action', 'add', ref, '--ref', ref)
    for (const { id } of followUps(bench)) bench.ok('action', 'done', id)
    await sync(bench, tracker)
    expect([tracker.received, ticket.state, done(bench).length > 1]).toEqual([[], 'open', true])
  })
})

describe('docs/recipes/follow-ups.sh', () => {
  it('opens and closes no ticket on the word of a writer that its machine does not know', async () => {
    const [bench, tracker] = [new Bench(), await TRACKERS.github()]
    start(bench, 'system-failure')
    bench.ok('action', 'add', 'Alarm')
    await sync(bench, tracker)
    const [alarm] = followUps(bench) as [FollowUp]
    tracker.tickets.push({ title: 'theirs', body: '', labels: [], state: 'open', reopenedAt: null })
    const env = { XDG_STATE_HOME: `${bench.directory}/other`, HALT_OPERATOR: 'mallory' }
    const byMallory = (...args: readonly string[]) => expect(bench.haltWith({ env }, ...args).code).toBe(0)
    byMallory('action', 'done', alarm.id)
    byMallory('action', 'add', 'Pay', '--ref', tracker.addressOf(2))
    byMallory('action', 'add', 'Pay again')
    byMallory('action', 'done', followUps(bench).find(({ text }) => text === 'Pay')?.id ?? '')
    await sync(bench, tracker)
    expect(tracker.tickets.map(({ state }) => state)).toEqual(['open', 'open'])
    bench.ok('verify', '--accept', 'mallory')
    await sync(bench, tracker)
    expect(tracker.tickets.map(({ state }) => state)).toEqual(['completed', 'completed', 'open'])
  })

  it('tells the tracker of a confidential halt only where somebody names it, and of a drill never', async () => {
    const [bench, tracker] = [new Bench(), await TRACKERS.github()]
    const id = start(bench, 'security-incident')
    bench.ok('action', 'add', 'Secret', '-i', id)
    const drill = start(bench, 'system-failure', '--drill')
    bench.ok('action', 'add', 'Practice', '-i', drill)
    await sync(bench, tracker)
    await sync(bench, tracker, drill)
    expect(tracker.received).toEqual([])
    await sync(bench, tracker, id)
    expect(tracker.tickets.map(({ title }) => title)).toEqual(['Secret'])
  })

  it('leaves alone what is no ticket, such as a pull request', async () => {
    const [bench, tracker] = [new Bench(), await TRACKERS.github()]
    start(bench, 'system-failure')
    bench.ok('action', 'add', 'In review', '--ref', 'https://github.com/example/operations/pull/4')
    await sync(bench, tracker)
    expect(tracker.received).toEqual([])
  })

  it('goes on with the others where one ticket is gone, and fails', async () => {
    const [bench, tracker] = [new Bench(), await TRACKERS.github()]
    start(bench, 'system-failure')
    bench.ok('action', 'add', 'Alarm')
    bench.ok('action', 'add', 'gone', '--ref', tracker.addressOf(9), '--due', '2026-01-01')
    const { code, output } = await recipe(bench, 'follow-ups.sh', ['github'], tracker.env)
    expect([code, output]).toEqual([1, expect.stringMatching(/\w+:3 of \S+: left for the next run/)])
    expect(refs(bench)).toEqual({ Alarm: tracker.addressOf(1), gone: tracker.addressOf(9) })
  })

  it('refuses a tracker that it does not know', async () => {
    expect(await recipe(new Bench(), 'follow-ups.sh', ['paper'])).toMatchObject({ code: 2 })
  })
})
