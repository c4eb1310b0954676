import { expect, it } from 'vitest'
import { formOf } from '../../../src/domain/runbook/channel-forms.ts'

const customers = { audience: 'customers', ja: '手段', en: 'channel' } as const

it('a channel has the form that the runbook gives it', () => {
  expect(formOf({ channels: { lobby: { ...customers, form: 'chat' } } }, 'lobby')).toBe('chat')
  expect(formOf({ channels: { email: { ...customers, form: 'post' } } }, 'email')).toBe('post')
})

it('a channel of a runbook from before there were forms has one by its name, else by its audience', () => {
  const channels = { email: customers, screens: customers, desk: { ...customers, audience: 'departments' as const } }
  expect(formOf({ channels }, 'email')).toBe('mail')
  expect(formOf({ channels }, 'screens')).toBe('page')
  expect(formOf({ channels }, 'desk')).toBe('chat')
})

it('a channel that the runbook does not have counts as a page', () => {
  expect(formOf({ channels: {} }, 'gone')).toBe('page')
})
