import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { slack } from './services.ts'

/** What is wrong with an entry of `feeds`, by the codes of the findings. */
async function findingsOf(entry: string): Promise<string[]> {
  const bench = new Bench()
  bench.write('halt.yaml', `feeds:\n  room: ${entry}\n`)
  const { findings } = JSON.parse((await bench.halt('doctor', '--offline', '--json')).out) as {
    findings: { code: string; level: string; file: string | null; line: number | null }[]
  }
  return findings.filter(({ level, line }) => level === 'error' && line === 2).map(({ code }) => code)
}

describe('the settings of a feed', () => {
  it.each([
    ['name a service or a template', '{ via: webhook, url: "https://example.com" }', ['one-of']],
    ['not both of them', '{ via: webhook, url: "https://example.com", form: slack, body: chat.json }', ['one-of']],
    ['say where it is', '{ via: webhook, form: slack }', ['one-of']],
    ['have the key of PagerDuty', '{ via: webhook, form: pagerduty }', ['missing-key']],
    [
      'have the secret that they use',
      '{ via: webhook, form: json, url: "https://example.com/{{secret}}" }',
      ['missing-key'],
    ],
    ['name a variable, not a secret', '{ via: webhook, form: slack, urlEnv: "https://example.com" }', ['wrong-type']],
    ['need TLS', '{ via: webhook, form: slack, url: "http://example.com" }', ['plain-url']],
    [
      'set no header that requests have',
      '{ via: webhook, form: json, url: "https://example.com", headers: { Host: x } }',
      ['wrong-type'],
    ],
    ['ask for what there is', '{ via: command, run: [./x], on: [declared, steps] }', ['bad-value']],
    ['know no other way', '{ via: smtp, url: "smtps://example.com" }', ['bad-value']],
  ])('%s', async (_, entry, codes) => {
    expect(await findingsOf(entry)).toEqual(codes)
  })

  it('are in no incident: the log knows nothing of feeds', async () => {
    const bench = new Bench()
    bench.write('halt.yaml', 'feeds: { room: { via: command, run: [./feed-of-ours] } }\n')
    await bench.ok('start', '--type', 'system-failure', '--no-walk')
    const { incident } = await bench.json<{ incident: string }>('status')
    const folder = join(bench.workspace, 'incidents', incident)
    for (const name of readdirSync(folder).filter((name) => /jsonl?$/.test(name)))
      expect(readFileSync(join(folder, name), 'utf8')).not.toContain('feed-of-ours')
  })
})

describe('a machine', () => {
  it('tells only what was recorded on it', async () => {
    const service = await slack()
    const bench = new Bench()
    const room = `{ via: webhook, url: "${service.url}", form: slack, allowPrivate: true }`
    bench.write('halt.yaml', `language: en\nfeeds: { room: ${room} }\n`)
    const elsewhere = { env: { XDG_STATE_HOME: join(bench.directory, 'other'), HALT_OPERATOR: 'hanako' } }
    await bench.ok('start', '--type', 'system-failure', '--title', 'Matching engine down', '--no-walk')
    await bench.haltWith(elsewhere, 'scope', 'trading=stopped')
    await bench.ok('handover', '--to', 'hanako')
    await bench.ok('feed', 'send')
    const titles = () => service.bodies.map(({ text }) => text.split(':')[0])
    expect(titles()).toEqual(['Halt declared', 'Hand-over'])
    await bench.haltWith(elsewhere, 'feed', 'send')
    expect(titles()).toEqual(['Halt declared', 'Hand-over', 'Change in what is stopped'])
  })
})
