import type { Beginning, StoryRecorder } from '../story-recorder.ts'

export interface Story {
  readonly name: string
  readonly beginning: Beginning
  readonly tell: (telling: StoryRecorder) => void
}
