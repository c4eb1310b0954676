import { expect, it } from 'vitest'
import { sharedEvidence } from '../../../src/domain/relay/shared-evidence.ts'
import {
  attachedNote,
  commandEnded,
  commandStarted,
  deliveredAs,
  incidentOf,
  intended,
  keptAs,
  nth,
  started,
} from '../../given.ts'

it('sharedEvidence leaves out private notes with what is attached to them, journals of mails, and what was removed', () => {
  const incident = incidentOf(
    started(),
    attachedNote('graphs', 'graph', 'gone'),
    { type: 'note.private', data: { kept: keptAs('words'), attached: [{ name: 'secret.txt', ...keptAs('secret') }] } },
    commandStarted('df', '-h'),
    commandEnded(nth(4), { stdout: { total: 7, kept: keptAs('out-1') }, stderr: { total: 7, kept: keptAs('err-1') } }),
    intended('email', 'first', 1),
    deliveredAs(nth(6), 'sent', { journal: keptAs('recipients') }),
    { type: 'evidence.removed', data: { file: 'gone', reason: 'personal data', standing: 'intact', leftover: false } },
  )
  expect(incident.evidence).toHaveLength(7)
  expect(sharedEvidence(incident).map(({ file }) => file)).toEqual(['graph', 'out-1', 'err-1'])
})
