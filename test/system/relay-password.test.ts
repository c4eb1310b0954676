import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SETUP } from '../../src/relay/io/schema.ts'
import { Postgres } from '../postgres.ts'
import { Bench } from './bench.ts'

const PASSWORD = 'hunter2:and\\more'
let server: Postgres

beforeAll(async () => {
  server = await Postgres.start()
  await server.sql(`${SETUP} create role taro login password '${PASSWORD}'; grant halt_operator to taro`)
  await server.askForPasswords()
})

afterAll(() => server.remove())

/** A machine of Taro's, which has an event to share. */
function machine(env: NodeJS.ProcessEnv): Bench {
  const bench = new Bench({ HALT_RELAY_URL: server.url('taro'), ...env })
  bench.write('halt.yaml', 'relay: { via: postgres, background: false }\n')
  bench.halt('start', '--type', 'system-failure', '--no-walk')
  return bench
}

/** Writes a password file as libpq reads it (PostgreSQL documentation, 34.16). */
function keepPassword(bench: Bench, password: string): void {
  const path = join(bench.directory, '.pgpass')
  const escaped = password.replace(/[\\:]/g, (one) => `\\${one}`)
  writeFileSync(path, `127.0.0.1:${server.port}:*:taro:${escaped}\n`)
  chmodSync(path, 0o600)
}

/** Everything that the program has written, as one text. */
function writtenBy({ directory }: Bench): string {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => !path.endsWith('.pgpass'))
  return paths.map((path) => readFileSync(path, 'utf8')).join('\n')
}

describe('a relay that asks for a password', () => {
  it('takes it from the password file, from the environment, or from the URL', () => {
    const [byFile, byVariable] = [machine({}), machine({ PGPASSWORD: PASSWORD })]
    keepPassword(byFile, PASSWORD)
    const url = server.url('taro').replace('taro@', `taro:${encodeURIComponent(PASSWORD)}@`)
    const byUrl = machine({ HALT_RELAY_URL: url })
    for (const bench of [byFile, byVariable, byUrl]) {
      const { code, out, err } = bench.halt('sync')
      expect([code, err]).toEqual([0, expect.not.stringContaining('hunter2')])
      expect(out).toContain('1 event sent')
      expect(writtenBy(bench)).not.toContain('hunter2')
    }
  })

  it('says that a password is wrong or missing, and never which one was tried', () => {
    const wrong = machine({})
    keepPassword(wrong, 'hunter3')
    const missing = machine({})
    const url = machine({ HALT_RELAY_URL: server.url('taro').replace('taro@', 'taro:hunter3@') })
    for (const bench of [wrong, missing, url]) {
      for (const args of [['sync'], ['sync', '--json'], ['doctor']]) {
        const { out, err } = bench.halt(...args)
        expect(`${out}${err}`).toContain('relay-unusable')
        expect(`${out}${err}`).not.toContain('hunter')
      }
      expect(bench.halt('sync').code).toBe(6)
      expect(writtenBy(bench)).not.toContain('hunter')
    }
  })
})
