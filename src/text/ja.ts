import { damage } from './ja/damage.ts'
import { events } from './ja/events.ts'
import { said } from './ja/said.ts'
import { words } from './ja/words.ts'
import type { Text } from './text.ts'

export const text: Text = { language: 'ja', damage, said, words, events }
