import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ProblemError } from '../../src/domain/problem.ts'
import { relayAddress } from '../../src/relay/io/address.ts'
import { Bench } from '../bench.ts'

const SETTINGS = { urlEnv: 'HALT_RELAY_URL', ca: null, allowPlain: false, background: true, evidence: false }

function addressOf(url: string) {
  return relayAddress(SETTINGS, { HALT_RELAY_URL: url })
}

function refusalOf(url: string): string {
  try {
    return addressOf(url).name
  } catch (error) {
    if (error instanceof ProblemError) return error.problem.code
    throw error
  }
}

describe('the URL of a relay', () => {
  it.each(['\n', ' ', '\t\r\n'])('may have white space around it: %j', (space) => {
    const { name, config } = addressOf(`${space}postgres://sato:Winter%202026@db.example.com/halt${space}`)
    expect(name).toBe('db.example.com:5432/halt')
    expect(config).toMatchObject({ user: 'sato', password: 'Winter 2026' })
  })

  it('that is only white space is not set', () => {
    expect(refusalOf(' \n')).toBe('no-relay-url')
  })

  it.each([
    ' postgres://sato:7/Winter2026@db.example.com/halt',
    '\npostgres://sato:7/Winter2026@db.example.com/halt',
    '\u0001postgres://sato:7/Winter2026@db.example.com/halt',
    'postgres:/\t/sato:7/Winter2026@db.example.com/halt',
    'post\ngres://sato:7/Winter2026@db.example.com/halt',
    'postgres:/sato:Winter2026@h/halt?host=127.0.0.1',
    'postgres:sato:Winter2026@h/halt?host=127.0.0.1',
    ' postgres://sato:7#Winter2026@db.example.com/halt',
    'postgres://sato:7\n/Winter2026@db.example.com/halt',
    'postgres://sato:7 Winter2026@db.example.com/halt',
    'postgres://sato:7\u00a0Winter2026@db.example.com/halt',
    'postgres://127.0.0.1/Winter\n2026',
    'POSTGRES://sato:7/Winter2026@db.example.com/halt',
  ])(
    'is refused where a part of it that is shown may be of a password, and nothing of it is said or kept: %j',
    async (url) => {
      expect(refusalOf(url)).toBe('bad-relay-url')
      const bench = new Bench({ HALT_RELAY_URL: url })
      bench.write('halt.yaml', 'relay: { via: postgres }\n')
      await bench.ok('start', '--type', 'system-failure', '--no-walk')
      for (const args of [['sync'], ['sync', '--json'], bench.background[0] ?? [], ['status'], ['status', '--json']]) {
        const { out, err } = await bench.halt(...args)
        expect(`${out}${err}`).not.toMatch(/Winter|sato/)
      }
      const files = readdirSync(bench.directory, { recursive: true, withFileTypes: true }).filter((file) =>
        file.isFile(),
      )
      for (const { parentPath, name } of files)
        expect(readFileSync(join(parentPath, name), 'utf8')).not.toMatch(/Winter|sato/)
    },
  )
})
