import { events } from './events.ja.ts'
import type { Text } from './text.ts'
import { damage, said, words } from './words.ja.ts'

export const text: Text = { language: 'ja', damage, said, words, events }
