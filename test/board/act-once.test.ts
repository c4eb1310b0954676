import { expect, it } from 'vitest'
import { Acts, type SentForm } from '../../src/board/acts/acts.ts'
import type { LiveBoard } from '../../src/board/live-board.ts'
import { lineOutcome } from '../../src/cli/line-outcome.ts'
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
  const { acts, lines } = actsWith(lineOutcome(0, '', 'recorded\n'))
  const performed = await Promise.all([acts.perform(form), acts.perform(form)])
  expect(performed.map((one) => one?.outcome)).toEqual(
    Array(2).fill({ status: 'recorded', lines: ['recorded'], override: null, seen: null }),
  )
  expect(lines).toEqual([['note', '--json', '--', 'x']])
})

it('what a command dies of is said to whoever runs the board, and to guests that nothing is known', async () => {
  const defect = { code: 'defect', message: 'at /srv/halt/x.js:1', mend: '' }
  for (const [outcome, words] of [
    [lineOutcome(1, '', `warned\n${JSON.stringify({ error: defect, messages: ['warned'] })}\n`), defect.message],
    [lineOutcome(3, '', 'no document\n\nnull\n'), 'no document\nnull'],
  ] as const) {
    const { acts, failures } = actsWith(outcome)
    expect((await acts.perform(form))?.outcome).toEqual({ status: 'failed', lines: [], override: null, seen: null })
    expect(failures).toEqual([words])
  }
})

it('what was recorded, though something failed after it, is said to be recorded', async () => {
  const error = { code: 'page-failed', message: 'not paged', mend: 'Call them\n' }
  const { acts } = actsWith(lineOutcome(6, '', JSON.stringify({ error, messages: ['paged 1 of 2'] })))
  const performed = await acts.perform(form)
  expect(performed?.outcome).toEqual({
    status: 'recorded-but',
    lines: ['paged 1 of 2', 'not paged', 'Call them'],
    override: null,
    seen: null,
  })
  expect(acts.outcomeOf(performed?.request ?? '')).toEqual(performed?.outcome)
})
