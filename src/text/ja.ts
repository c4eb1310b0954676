import { events } from './ja/events.ts'
import { damage, problems } from './ja/problems.ts'
import { said } from './ja/said.ts'
import { words } from './ja/words.ts'
import type { Text } from './text.ts'

export const text: Text = { language: 'ja', problems, damage, said, words, events }
