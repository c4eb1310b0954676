import { events } from './events.en.ts'
import type { Text } from './text.ts'
import { damage, said, words } from './words.en.ts'

export const text: Text = { language: 'en', damage, said, words, events }
