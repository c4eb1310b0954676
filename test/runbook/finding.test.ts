import { expect, it, vi } from 'vitest'
import { YamlSource } from '../../src/runbook/finding.ts'

it('reads a line for credentials once, however many findings there are in it', () => {
  const line = '{ url: https://taro:secret@example.com, colour: red, size: big }'
  const source = new YamlSource('a.yaml', `${line}\n`, null, null)
  const split = vi.spyOn(String.prototype, 'split')
  for (let i = 0; i < 3; i += 1) source.addFinding('unknown-key', { key: `k${i}` } as never, 0)
  const times = split.mock.contexts.filter((text) => String(text) === line).length
  split.mockRestore()
  expect(times).toBe(1)
  const excerpts = new Set(source.findings.map(({ excerpt }) => excerpt))
  expect(excerpts).toEqual(new Set([line.replace('taro:secret', '***')]))
})
