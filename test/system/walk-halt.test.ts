import { expect, test } from 'vitest'
import { LIFTED_IN_PARTS } from '../walk/halts.ts'
import { Operator } from '../walk/operator.ts'
import { Person } from './terminal-walk.ts'

test('the walk leads through a whole halt, line by line', async () => {
  const person = new Person({ rows: 50 })
  const operator = new Operator(LIFTED_IN_PARTS, 'en')
  await person.terminal.until(person.text.chooseType)
  await person.choose(1, 1)
  while (!(await person.isAsked(person.text.closeWord))) {
    const text = (await person.question()).slice(-24, -1).join('\n')
    await person.answer(operator.answer({ kind: 'line', text }))
  }
  await person.answer('close')
  expect(await person.terminal.end()).toBe(0)
  expect(person.bench.json('status', '-i', 'latest')).toMatchObject({ phase: 'closed' })
})
