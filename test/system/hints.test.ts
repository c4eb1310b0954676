import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench, PROGRAM } from './bench.ts'
import { Terminal } from './terminal.ts'

const CTRL_C = '\u0003'

/** The line that a walk or a beginning leaves when it is interrupted, once what it began to say is said. */
async function leftBy(bench: Bench, ready: RegExp, ...args: readonly string[]): Promise<string> {
  const person = new Terminal(bench, args, { columns: 400 })
  await person.until(() => ready.test(person.unbroken()))
  person.type(CTRL_C)
  expect(await person.end()).toBe(130)
  return /^Go on with: (.*)$/m.exec(person.unbroken())?.[1] ?? ''
}

describe('the line that goes on', () => {
  it('begins a drill as a drill, with all that was said', async () => {
    const line = await leftBy(new Bench(), /maintenance/, 'start', '--drill', '--title', "it's a $(drill)")
    expect(line).toMatch(/bin\/halt\.js start --drill --title 'it'\\''s a \$\(drill\)'$/)
  })

  it('goes on by the same operator, in the same workspace and language, shown in the same way', async () => {
    const bench = new Bench()
    const id = bench.ok('start', '--type', 'system-failure').trim()
    const globals = ['--dir', 'workspace', '--as', 'Ōta Hanako', '--lang', 'en', '--color', 'never', '--plain']
    const line = await leftBy(bench, /^> ?$/m, ...globals, 'walk')
    expect(line).toMatch(
      new RegExp(`halt\\.js walk -i ${id} --dir workspace --as 'Ōta Hanako' --lang en --color never --plain$`),
    )
    expect(await leftBy(bench, /^\{.*"intact":true\}\}$/m, 'watch', '--json')).toMatch(
      new RegExp(`watch -i ${id} --json$`),
    )
  })

  it('is one that a shell runs, wherever the program lies and whatever the incident is called', () => {
    const bench = new Bench()
    const place = join(bench.directory, 'pro gram')
    symlinkSync(join(dirname(PROGRAM), '..'), place)
    const incidents = ['$(touch owned)', 'b'].map((id) => join(bench.workspace, 'incidents', id))
    for (const folder of incidents) mkdirSync(folder, { recursive: true })
    const { stderr } = spawnSync(process.execPath, [join(place, 'bin/halt.js'), 'note', 'x'], {
      env: bench.env,
      cwd: bench.directory,
      encoding: 'utf8',
    })
    expect(stderr).toContain("'node 'pro gram/bin/halt.js' start'")
  })
})
