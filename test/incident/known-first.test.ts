import { expect, it } from 'vitest'
import { KnownFirst } from '../../src/incident/known-first.ts'
import type { Journal } from '../../src/store/journal.ts'
import type { World } from '../../src/world.ts'
import { foldEvents, stated, Writer, withRunbook, withSettings } from '../given.ts'
import { ROSTER } from '../small-roster.ts'
import { SMALL_RUNBOOK } from '../small-runbook.ts'

it('knows what a person says for themselves by the person, however their name was last written', () => {
  const lesson = { kind: 'text', notice: false, words: 'reports', byPerson: true, ja: '教訓', en: 'Lesson' } as const
  const runbook = { ...SMALL_RUNBOOK, facts: { ...SMALL_RUNBOOK.facts, lesson } }
  const writer = new Writer('cccccccc', 'Sato')
  const drafts = [
    withRunbook(runbook),
    withSettings({ roster: ROSTER }),
    stated('lesson', { value: 'the drill helped' }),
  ]
  const known = foldEvents(drafts.map((draft) => writer.write(draft)))
  const { isFactKnown } = new KnownFirst({} as World, { byKnownWriters: () => known } as unknown as Journal)
  expect(['Sato', 'sato', 'Mori', null].map((by) => isFactKnown('lesson', by))).toEqual([true, true, false, false])
})
