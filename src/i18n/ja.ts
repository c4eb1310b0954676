import { events } from './events.ja.ts'
import { damage, said } from './messages.ja.ts'
import type { Text } from './text.ts'
import { words } from './words.ja.ts'

export const text: Text = { language: 'ja', damage, said, words, events }
