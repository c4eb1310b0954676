import { describe, expect, it } from 'vitest'
import { plainly } from '../../build/plainly.ts'

function exported(name: string): string {
  return `Object.defineProperty(exports, "${name}", {\n  enumerable: true,\n  get: function () {\n    return ${name};\n  }\n});`
}

function run(chunk: string): Record<string, unknown> {
  const exports: Record<string, unknown> = {}
  new Function('exports', chunk)(exports)
  return exports
}

const LASTING = 'function one() {}\nasync function two() {}\nfunction* three() {}\nclass four {}\nconst five = 5;\n'
const NAMES = ['one', 'two', 'three', 'four', 'five']

describe('what a chunk exports', () => {
  it('is what it is where it never changes', () => {
    const plain = plainly(LASTING + NAMES.map(exported).join('\n'))
    expect(plain).not.toContain('defineProperty')
    expect(Object.keys(run(plain))).toEqual(NAMES)
    expect(run(plain).five).toBe(5)
  })

  it('is seen to change where it does', () => {
    const chunk = `let count = 0;\nconst more = () => count += 1;\n${exported('count')}\n${exported('more')}`
    const { more, ...first } = run(plainly(`${chunk}\nmore();`))
    expect([first.count, typeof more]).toEqual([1, 'function'])
    expect(plainly(chunk)).toContain(exported('count'))
  })
})
