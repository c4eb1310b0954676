import { expect, it } from 'vitest'
import { BoardAddress } from '../../src/store/board-address.ts'
import { lockEntryLine, newLockEntry } from '../../src/store/lock-entry.ts'
import { stateFolder, workspaceKey } from '../../src/store/state.ts'
import { TestWorkspace } from '../workspace.ts'

it('is that of the board that was started last, as long as its process runs', () => {
  const { directory, workspace } = new TestWorkspace()
  const env = { XDG_STATE_HOME: `${directory}/state` }
  const address = new BoardAddress(env, workspace)
  expect(address.origin()).toBeNull()
  const forgetFirst = address.keep('http://127.0.0.1:1')
  const forgetSecond = address.keep('http://127.0.0.1:2')
  forgetFirst()
  expect(address.origin()).toBe('http://127.0.0.1:2')
  forgetSecond()
  expect(address.origin()).toBeNull()
  const killed = lockEntryLine({ ...newLockEntry(), pid: 2 ** 22 + 1 })
  stateFolder(env, workspaceKey(workspace)).write('board', `http://127.0.0.1:3\n${killed}\n`)
  expect(address.origin()).toBeNull()
})
