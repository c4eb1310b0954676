import { expect, it } from 'vitest'
import { leftoversAmong } from '../../../src/domain/incident/evidence.ts'
import {
  attachedNote,
  commandEnded,
  commandStarted,
  incidentOf,
  intended,
  nth,
  paged,
  posted,
  started,
} from '../../given.ts'

it('leftoversAmong describes a leftover by the command, notice or page that named it, or not at all', () => {
  const running = incidentOf(started(), attachedNote('x', 'queue-1'), commandStarted('uptime'))
  expect(leftoversAmong(running, ['err-1', 'other', 'out-1', 'queue-1'])).toEqual([
    { file: 'err-1', kind: 'stderr', event: nth(3), removed: null },
    { file: 'other', kind: null, event: null, removed: null },
    { file: 'out-1', kind: 'stdout', event: nth(3), removed: null },
  ])
  const ended = incidentOf(started(), commandStarted('uptime'), commandEnded(nth(2)))
  expect(leftoversAmong(ended, ['out-1'])).toEqual([])
  const sending = incidentOf(started(), intended('email', 'first', 1, { journal: 'journal-7' }))
  expect(leftoversAmong(sending, ['journal-7'])).toEqual([
    { file: 'journal-7', kind: 'journal', event: nth(2), removed: null },
  ])
  const several = incidentOf(
    started(),
    posted('website', 'first', 1),
    paged('sato'),
    commandStarted('uptime'),
    commandStarted('date'),
  )
  expect(leftoversAmong(several, ['out-1', 'journal-7'])).toMatchObject([{ event: nth(4) }, { event: null }])
  const paging = incidentOf(started(), paged('sato', { via: 'smtp', journal: 'journal-8' }))
  expect(leftoversAmong(paging, ['journal-8'])).toEqual([
    { file: 'journal-8', kind: 'journal', event: nth(2), removed: null },
  ])
})
