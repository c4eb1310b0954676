import { describe, it } from 'vitest'
import { given, started } from '../../given.ts'

describe('decide: accept-writer', () => {
  it('is refused for a writer that the log does not have', () => {
    given(started())
      .when({ kind: 'accept-writer', writer: 'w-nobody' })
      .refused('unknown-writer', { given: 'w-nobody' })
  })
})
