import { describe, expect, it } from 'vitest'
import { joinedHalts } from '../../../src/domain/incident/joined-halts.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { noted, SECOND, started, Writer } from '../../given.ts'

const copied = (incident: string, event = 'x:1'): EventDraft => ({
  type: 'note.added',
  data: { text: 'engine-3', source: { incident, id: `id of ${incident}`, event, by: 'jiro' } },
})

describe('the halts that were joined to an incident', () => {
  const [declarer, jiro, hanako] = [new Writer(), new Writer('jjjjjjjj', 'jiro'), new Writer('hhhhhhhh', 'hanako')]
  const declared = declarer.write(started(), 0)
  const first = jiro.write(copied('theirs'), SECOND, [declared])
  const more = jiro.write(copied('theirs', 'x:2'), 2 * SECOND, [declared])
  const theirs = (isSeenFirst: boolean) => {
    return { incident: 'theirs', id: 'id of theirs', copiers: new Map([['jjjjjjjj', isSeenFirst]]) }
  }

  it('are those of which notes were copied, each with who copied', () => {
    const other = hanako.write(copied('hers'), 3 * SECOND)
    expect(joinedHalts([declared, first, more, other], null)).toEqual([
      theirs(true),
      { incident: 'hers', id: 'id of hers', copiers: new Map([['hhhhhhhh', true]]) },
    ])
    expect(joinedHalts([declared, declarer.write(noted('not copied'))], null)).toEqual([])
  })

  it('led a machine here if it had seen the first copy when it began to record, and not if it began before', () => {
    const begun = (...seen: readonly (typeof declared)[]) => {
      const saburo = new Writer('ssssssss', 'saburo')
      const one = saburo.write(noted('his'), 4 * SECOND, seen)
      return [declared, first, more, one, saburo.write(noted('later'), 5 * SECOND, [declared, more])]
    }
    expect(joinedHalts(begun(declared, first), 'ssssssss')).toEqual([theirs(true)])
    expect(joinedHalts(begun(declared), 'ssssssss')).toEqual([theirs(false)])
  })
})
