import { describe, expect, test } from 'vitest'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import { WALKS } from '../walk/halts.ts'
import { Operator } from '../walk/operator.ts'
import { Person } from './terminal-walk.ts'

/** How a walk is shown: lines of the screen that hold a whole question, and where the choices begin. */
const FORMS = {
  'at 80 columns': { columns: 80, rows: 50 },
  'at 40 columns': { columns: 40, rows: 50 },
  'with --plain': { columns: 80, rows: 50, plain: true },
} as const
const TYPES = ['maintenance', 'system-failure', 'security-incident', 'compliance', 'market-volatility']
/** Enough lines for a step with its question at 40 columns. */
const QUESTION_LINES = 60

async function walk(halt: (typeof WALKS)[number], language: Language, form: keyof typeof FORMS): Promise<void> {
  const person = new Person({ language, ...FORMS[form] })
  const operator = new Operator(halt.halt, language)
  await person.terminal.until(person.text.chooseType)
  await person.choose(TYPES.indexOf(halt.halt.type), 1)
  while (!(await person.isAsked(person.text.closeWord))) {
    const text = (await person.question(QUESTION_LINES)).slice(0, -1).join('\n')
    await person.answer(operator.answer({ kind: 'line', text }))
  }
  await person.answer('close')
  expect(await person.terminal.end()).toBe(0)
  expect(person.bench.json('status', '-i', 'latest')).toMatchObject({ phase: 'closed', type: halt.ends })
}

for (const language of ['en', 'ja'] as const)
  for (const form of Object.keys(FORMS) as (keyof typeof FORMS)[])
    describe.concurrent(`in a terminal ${form}, the walk in ${language}`, () => {
      for (const halt of WALKS) test(`leads through ${halt.name}`, () => walk(halt, language, form))
    })
