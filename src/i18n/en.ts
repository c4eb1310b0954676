import { events } from './events.en.ts'
import { damage, said } from './messages.en.ts'
import type { Text } from './text.ts'
import { words } from './words.en.ts'

export const text: Text = { language: 'en', damage, said, words, events }
