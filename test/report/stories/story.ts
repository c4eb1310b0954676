import type { Beginning, Telling } from '../telling.ts'

export interface Story {
  readonly name: string
  readonly beginning: Beginning
  readonly tell: (telling: Telling) => void
}
