import { expect, it } from 'vitest'
import { absentBranches } from '../../../src/domain/incident/absent-branches.ts'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'

const head = (seq: number, hash: string) => ({ writer: 'w-taro', seq, hash })

/** What is absent of a writer whose last line here has the hash `mine`. */
const absent = (
  gap: { found?: number; kept: number | null; hash?: string; reason?: string },
  mine: string | null = 'mine',
) =>
  absentBranches({
    ...EMPTY_INCIDENT,
    heads: new Map(mine === null ? [] : [['w-taro', head(3, mine)]]),
    givenUp: new Map([
      [
        'w-taro',
        [
          {
            event: 'w-new:1',
            found: gap.found === undefined ? null : head(gap.found, 'base'),
            kept: gap.kept === null ? null : head(gap.kept, gap.hash ?? 'other'),
            reason: gap.reason ?? 'forked',
            frozen: null,
            settles: true,
          },
        ],
      ],
    ]),
  })

it('what a copy of a state folder recorded is absent where this log has the other branch', () => {
  expect(absent({ found: 2, kept: 3 })).toEqual([{ writer: 'w-taro', from: 3, to: 3, continuedBy: 'w-new:1' }])
  expect(absent({ kept: 2 }, null)).toEqual([{ writer: 'w-taro', from: 1, to: 2, continuedBy: 'w-new:1' }])
})

it('nothing is absent where its branch is here, or it had recorded nothing since', () => {
  expect(absent({ found: 2, kept: 3, hash: 'mine' })).toEqual([])
  expect(absent({ found: 2, kept: 2 })).toEqual([])
  expect(absent({ found: 2, kept: null })).toEqual([])
})

it('what is missing for another reason is no branch', () => {
  expect(absent({ found: 2, kept: 3, reason: 'behind' })).toEqual([])
})
