import { expect, it } from 'vitest'
import { Acts, type SentForm } from '../../src/board/acts/acts.ts'
import type { LiveBoard } from '../../src/board/live-board.ts'
import type { LineOutcome } from '../../src/command.ts'
import { EMPTY_INCIDENT } from '../../src/domain/incident/incident.ts'

/** A board on which nothing was recorded yet. */
const board = {
  environment: {},
  incidentOf: () => EMPTY_INCIDENT,
  linesOf: () => [],
  untilUnlocked: async () => {},
  refreshNow: async () => {},
} as unknown as LiveBoard

const form: SentForm = {
  guest: {
    kind: 'guest',
    id: 'a',
    invitation: {
      name: 'Mori',
      invitedBy: 'taro',
      department: null,
      acts: true,
      incident: null,
      madeAt: 0,
      expiresAt: 1,
    },
  },
  incident: '20261124-221705-system-failure',
  language: 'en',
  fields: new URLSearchParams({ act: 'note', text: 'x', token: 'token-token-token-1' }),
  file: null,
}

function actsWith(outcome: LineOutcome) {
  const lines: (readonly string[])[] = []
  const failures: unknown[] = []
  const runFor = async (_: unknown, argv: readonly string[]) => {
    lines.push(argv)
    return outcome
  }
  return { acts: new Acts(board, runFor, (error) => failures.push(error)), lines, failures }
}

it('a form that comes twice at the same moment acts once', async () => {
  const { acts, lines } = actsWith({ code: 0, out: '', err: 'recorded\n' })
  const performed = await Promise.all([acts.perform(form), acts.perform(form)])
  expect(performed.map((one) => one?.outcome)).toEqual(
    Array(2).fill({ status: 'recorded', lines: ['recorded'], override: null }),
  )
  expect(lines).toEqual([['note', '--json', '--', 'x']])
})

it('what a command dies of is said to whoever runs the board, and to guests that nothing is known', async () => {
  for (const outcome of [
    { code: 1, out: '', err: '{"error":{"code":"defect","message":"at /srv/halt/x.js:1","mend":""}}' },
    { code: 3, out: '', err: 'no document' },
  ]) {
    const { acts, failures } = actsWith(outcome)
    expect((await acts.perform(form))?.outcome).toEqual({ status: 'failed', lines: [], override: null })
    expect(failures).toEqual([outcome.err])
  }
})

it('what was recorded, though something failed after it, is said to be recorded', async () => {
  const error = { code: 'page-failed', message: 'not paged', mend: 'Call them\n' }
  const { acts } = actsWith({ code: 6, out: '', err: JSON.stringify({ error, messages: ['paged 1 of 2'] }) })
  const performed = await acts.perform(form)
  expect(performed?.outcome).toEqual({
    status: 'recorded-but',
    lines: ['paged 1 of 2', 'not paged', 'Call them'],
    override: null,
  })
  expect(acts.outcomeOf(performed?.request ?? '')).toEqual(performed?.outcome)
})
