import { expect, it } from 'vitest'
import { within } from '../../build/helpers.ts'

const HELPERS = 'const twice=(n)=>n*2;exports.t=twice'

function run(chunk: string): unknown {
  const exports: Record<string, unknown> = {}
  new Function('require', 'exports', chunk)(() => ({ kept: true }), exports)
  return exports
}

it('is carried by a chunk what the bundler would load from a file, and all else is loaded', () => {
  const chunk = 'const e=require("./helpers-1.cjs"),t=require("./other-1.cjs");exports.six=e.t(3);exports.other=t'
  expect(run(within(chunk, 'helpers-1.cjs', HELPERS))).toEqual({ six: 6, other: { kept: true } })
})

it('stays as it is where a chunk loads no such file', () => {
  const chunk = 'exports.other=require("./other-1.cjs")'
  expect(within(chunk, 'helpers-1.cjs', HELPERS)).toBe(chunk)
})
