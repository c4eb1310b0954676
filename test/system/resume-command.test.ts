import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench, PROGRAM } from './bench.ts'
import { Terminal } from './terminal.ts'

describe('the command to resume', () => {
  it('is printed at the end of halt watch --json, with the id and --json', async () => {
    const bench = new Bench()
    const id = bench.ok('start', '--type', 'system-failure').trim()
    const person = new Terminal(bench, ['watch', '--json'], { columns: 400 })
    await person.until(() => /^\{.*"unknownWriters":\[\]\},"sync":\{.*\}$/m.test(person.unbroken()))
    person.type('\u0003')
    expect(await person.end()).toBe(130)
    expect(person.unbroken()).toMatch(
      new RegExp(`^To start it again:\r?\n\\S+ \\S+halt\\.js watch -i ${id} --json$`, 'm'),
    )
  })

  it('is quoted for the shell if the path of the program contains a space', () => {
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
    expect(stderr).toContain(": node 'pro gram/bin/halt.js' start.")
  })
})
