import { constants } from 'node:os'
import { describe, expect, it } from 'vitest'
import { errnoName } from '../../src/platform/errno.ts'

describe('errnoName', () => {
  it.each([
    [{ code: 'ENOSPC', errno: -28 }, 'ENOSPC'],
    [{ code: `Unknown system error -${constants.errno.EDQUOT}`, errno: -constants.errno.EDQUOT }, 'EDQUOT'],
    [{ code: 'Unknown system error -9999', errno: -9999 }, 'Unknown system error -9999'],
    [new Error('no number'), 'Error: no number'],
  ])('of %o is %s', (error, name) => {
    expect(errnoName(error)).toBe(name)
  })
})
