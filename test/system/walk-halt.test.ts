import { expect, test } from 'vitest'
import { KEYS } from '../walk/keys.ts'
import { LIFTED_IN_PARTS } from '../walk/halts.ts'
import { asks, Operator, SENDING, TEXT } from '../walk/operator.ts'
import { Person } from './terminal-walk.ts'

/** Whether a question takes a single key; others take a line of text. */
function takesKey(text: string): boolean {
  const { keys, declineOrSkip } = TEXT.en
  const { missingKeys, keys: noticeKeys } = SENDING.en
  const last = [`${KEYS.help} ${keys.help}`, `${KEYS.back} ${keys.back}`, declineOrSkip, missingKeys]
  return [...last, noticeKeys(0, false)].some((question) => asks({ kind: 'key', text }, question))
}

test('the walk leads through a whole halt by key presses', async () => {
  const person = new Person({ rows: 50 })
  const operator = new Operator(LIFTED_IN_PARTS, 'en')
  await person.terminal.until(person.text.chooseType)
  await person.choose(1, 1)
  while (!(await person.isAsked(person.text.closeWord))) {
    const text = (await person.question()).slice(-24, -1).join('\n')
    if (takesKey(text)) await person.press(operator.answer({ kind: 'key', text }))
    else await person.answer(operator.answer({ kind: 'line', text }))
  }
  await person.answer('close')
  expect(await person.terminal.end()).toBe(0)
  expect(person.bench.json('status', '-i', 'latest')).toMatchObject({ phase: 'closed' })
})
