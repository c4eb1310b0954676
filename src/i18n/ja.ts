import { damage } from './damage.ja.ts'
import { events } from './events.ja.ts'
import { said } from './messages.ja.ts'
import type { Text } from './text.ts'
import { words } from './words.ja.ts'

export const text: Text = { language: 'ja', damage, said, words, events }
