import { describe, expect, it } from 'vitest'
import { sharedEvidence } from '../../../src/domain/relay/shared-evidence.ts'
import {
  attachedNote,
  commandEnded,
  commandStarted,
  deliveredAs,
  foldEvents,
  incidentOf,
  intended,
  keptAs,
  nth,
  started,
  Writer,
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
  expect(sharedEvidence(incident, () => true).map(({ file }) => file)).toEqual(['graph', 'out-1', 'err-1'])
})

describe('a private note whose file another writer calls an attachment', () => {
  const [taro, hanako] = [new Writer(), new Writer('bbbbbbbb', 'hanako')]
  taro.write(started())
  taro.write({ type: 'note.private', data: { kept: keptAs('words') } })
  taro.write(attachedNote('graphs', 'graph'))
  hanako.write(attachedNote('words', 'words'))
  hanako.write({ type: 'note.private', data: { kept: keptAs('graph') } })
  const incident = foldEvents([...taro.events, ...hanako.events])
  const shared = (knows: (writer: string) => boolean) => sharedEvidence(incident, knows).map(({ file }) => file)

  it('is not shared', () => {
    expect(shared(() => true)).toEqual([])
  })

  it('does not keep from others what only a writer that is not known calls private', () => {
    expect(shared((writer) => writer === taro.name)).toEqual(['graph'])
  })
})
