import { expect, it } from 'vitest'
import { loadText } from '../../src/i18n/text.ts'
import { languageMarks } from '../../src/report/wording.ts'
import { reportLabels } from '../../src/report/words.ts'

it('marks words of the other language, but no names, however long a word is', async () => {
  const context = { text: await loadText('ja'), labels: await reportLabels('ja', 'internal') }
  const isMarked = (words: string) => languageMarks(words, context).length > 0
  expect(['the disk is full', 'db: Disk full, again', 'a b, c-d'].filter(isMarked)).toHaveLength(3)
  expect(
    ['disk full', 'Acme Trading K.K.', 'HTTP 503 ERR', 'a b- c', '障害 the disk is full'].filter(isMarked),
  ).toEqual([])
  expect(isMarked(`${'x'.repeat(200_000)}-`)).toBe(false)
})
