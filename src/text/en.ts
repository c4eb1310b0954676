import { events } from './en/events.ts'
import { damage, problems } from './en/problems.ts'
import { said } from './en/said.ts'
import { words } from './en/words.ts'
import type { Text } from './text.ts'

export const text: Text = { language: 'en', problems, damage, said, words, events }
