import { cpSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '../../src/domain/runbook/runbook.ts'
import { MANUALS, type Manual, suppliedWordsIn } from '../manuals/manual.ts'
import { walkedHalt } from '../manuals/walked-halt.ts'
import { Operator } from '../walk/operator.ts'
import { Bench } from './bench.ts'
import { Person } from './terminal-walk.ts'

/** Enough lines for a step with its question. */
const QUESTION_LINES = 60

async function walk(manual: Manual, type: string, language: Language): Promise<void> {
  const bench = new Bench()
  cpSync(manual.folder, bench.workspace, { recursive: true })
  const types = Object.keys(manual.runbook.types)
  const unplanned = Math.max(
    0,
    types.findIndex((id) => manual.runbook.types[id]?.planned === 'never'),
  )
  const person = new Person({ language, bench, columns: 80, rows: 50 })
  const operator = new Operator(walkedHalt(manual, type), language)
  await person.terminal.until(person.text.chooseType)
  await person.choose(types.indexOf(type), unplanned)
  while (!(await person.isAsked(person.text.closeWord))) {
    const text = (await person.question(QUESTION_LINES)).slice(0, -1).join('\n')
    await person.answer(operator.answer({ kind: 'line', text }))
  }
  await person.answer('close')
  expect(await person.terminal.end()).toBe(0)
  expect(bench.json('status', '-i', 'latest')).toMatchObject({ phase: 'closed', type })
  expect(suppliedWordsIn(manual, [person.terminal.text()])).toEqual([])
}

for (const manual of MANUALS)
  for (const language of LANGUAGES)
    describe.concurrent(`in a terminal, the walk by the manual of ${manual.name} in ${language}`, () => {
      for (const type of Object.keys(manual.runbook.types))
        test(`leads through a halt of type ${type}`, () => walk(manual, type, language))
    })
