import { damage } from './en/damage.ts'
import { events } from './en/events.ts'
import { said } from './en/said.ts'
import { words } from './en/words.ts'
import type { Text } from './text.ts'

export const text: Text = { language: 'en', damage, said, words, events }
