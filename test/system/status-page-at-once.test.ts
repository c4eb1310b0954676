import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runAsync } from './async-program.ts'
import { Bench } from './bench.ts'

const ROUNDS = 6
const SETTINGS = `organisation: { ja: 例示取引所, en: Example Exchange }
contact: { ja: support@example.com, en: support@example.com }
channels:
  website: { via: file, path: site, languages: [ja, en] }
`

interface StatusPage {
  readonly halts: readonly { readonly incident: string }[]
  readonly notices: readonly { readonly incident: string }[]
}

describe('two processes that send to one folder in the same instant', () => {
  it('both stand on its status page and in its feeds, with every notice, and leave nothing else there', async () => {
    const bench = new Bench()
    bench.write('halt.yaml', SETTINGS)
    const halts = ['trading', 'withdrawals'].map((service) =>
      bench.ok('start', '--type', 'system-failure', '--scope', `${service}=stopped`, '--at', '5m ago').trim(),
    )
    const folder = join(bench.workspace, 'site')
    const read = (name: string) => readFileSync(join(folder, name), 'utf8')
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const id of halts)
        bench.ok(
          'set',
          `impact.ja=影響${round}`,
          `impact.en=effect ${round}`,
          'cause=?',
          'expected-recovery=?',
          '-i',
          id,
        )
      const sent = await Promise.all(halts.map((id) => runAsync(bench, 'notice', 'website', '--send', '-i', id)))
      expect(sent.map(({ code, err }) => (code === 0 ? '' : err))).toEqual(['', ''])
      const page = JSON.parse(read('status.json')) as StatusPage
      expect(page.halts.map(({ incident }) => incident).sort()).toEqual([...halts].sort())
      const told = halts.map((id) => page.notices.filter(({ incident }) => incident === id).length)
      expect(told).toEqual([round, round])
      const feeds = ['feed.ja.xml', 'feed.en.xml'].map((name) => read(name).match(/<entry>/g)?.length)
      expect(feeds).toEqual([2 * round, 2 * round])
      for (const id of halts) expect(read('index.html')).toContain(`${id}-`)
    }
    expect(readdirSync(folder).filter((name) => name.startsWith('.') || name.includes('aside'))).toEqual([])
  })
})
