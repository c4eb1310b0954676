import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { Bench } from './bench.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const CONTACTS = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'docs/contacts.md'), 'utf8'))?.[1] ?? ''

/** Ends the program if it opens a connection or starts another program. */
const GUARD = `
for (const [name, keys] of [['net', ['connect', 'createConnection']], ['tls', ['connect']], ['http', ['request', 'get']], ['https', ['request', 'get']], ['dns', ['lookup', 'resolve']], ['child_process', ['spawn', 'exec', 'execFile', 'spawnSync']]]) {
  const module = require('node:' + name)
  for (const key of keys) module[key] = () => { console.error('LEFT THE MACHINE: ' + name + '.' + key); process.exit(99) }
}
require('node:net').Socket.prototype.connect = () => { console.error('LEFT THE MACHINE: socket'); process.exit(99) }
`

/** Every file below a folder, with its bytes. */
function tree(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map()
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name)
      return [relative(folder, path), readFileSync(path, 'latin1')]
    }),
  )
}

it('halt drill --auto writes only its own incident, opens no socket and starts no program', () => {
  const bench = new Bench()
  bench.write(
    'halt.yaml',
    [
      'organisation: { ja: 例示取引所, en: Example }',
      'channels:',
      '  email: { via: smtp, url: "smtp://127.0.0.1:9", allowPlain: true, from: a@example.com, to: [b@example.com] }',
      '  app-push: { via: webhook, url: "http://127.0.0.1:9/", allowPlain: true, allowPrivate: true }',
      '  website: { via: file, path: site }',
      '  social: { via: command, run: [./post] }',
      '',
    ].join('\n'),
  )
  bench.write('contacts.yaml', CONTACTS)
  bench.ok('start', '--type', 'compliance', '--title', 'real')
  bench.write('guard.cjs', GUARD)
  const [before, state] = [tree(bench.workspace), tree(join(bench.directory, 'state'))]
  const { code, err } = bench.haltWith(
    { env: { NODE_OPTIONS: `--require ${join(bench.workspace, 'guard.cjs')}` } },
    'drill',
    'engine-failover',
    '--auto',
  )
  expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/^\[DRILL\] \S+-system-failure {2}.*\n$/) })
  const after = tree(bench.workspace)
  for (const [path, bytes] of before) expect(after.get(path), path).toBe(bytes)
  const added = [...after.keys()].filter((path) => !before.has(path))
  const drill = readdirSync(join(bench.workspace, 'incidents')).find((id) => id.endsWith('system-failure')) as string
  const shown = (path: string) =>
    path.replace(/\.[a-z0-9]{8}\.jsonl$/, '.WRITER.jsonl').replace(/\.[0-9a-f]{64}\./, '.')
  expect(added.map(shown).sort()).toEqual([
    `incidents/${drill}/${drill}.WRITER.jsonl`,
    `incidents/${drill}/lock`,
    `incidents/${drill}/runbook.json`,
    `incidents/${drill}/settings.json`,
  ])
  const kept = [...tree(join(bench.directory, 'state')).keys()].filter((path) => !state.has(path))
  expect(kept.map((path) => basename(path))).toEqual([`${drill}.head`])
})
