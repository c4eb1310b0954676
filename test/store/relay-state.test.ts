import { expect, it } from 'vitest'
import { RelayState } from '../../src/store/relay-state.ts'
import { folder } from './bench.ts'

it('what one process has told is not told again since another one has saved what it knew before', () => {
  const env = { XDG_STATE_HOME: folder() }
  const [one, other] = [RelayState.open(env, 'key'), RelayState.open(env, 'key')]
  one.told.add('incident writer')
  one.save()
  other.save()
  expect([...RelayState.open(env, 'key').told]).toEqual(['incident writer'])
})
