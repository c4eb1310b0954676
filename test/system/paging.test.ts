import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DECLARES, PHONE, roster, type Ways } from '../people/roster.ts'
import { recorded, runAsync, web } from './async-program.ts'
import { Bench, PROGRAM } from './bench.ts'

const keeping = (file: string) => `{ by: pager, send: { via: command, run: [sh, -c, "cat >> ${file}"] } }`
const failing = '{ by: chat, send: { via: command, run: [sh, -c, "exit 3"] } }'

/** A halt in a workspace whose people are reached in these ways. */
function listed(ways: Ways): Bench {
  const bench = new Bench()
  bench.write('contacts.yaml', roster(ways))
  bench.ok(...DECLARES)
  return bench
}

const kept = (bench: Bench, file: string) => readFileSync(join(bench.workspace, file), 'utf8')

describe('halt contacts page', () => {
  it('gives the page to a program on stdin, and uses the next way to reach someone if one fails', () => {
    const bench = listed({ sato: `${failing}, ${keeping('sato.txt')}`, kato: failing })
    const { code, err } = bench.halt('contacts', 'page', '--next')
    expect([code, err.includes('(page-failed)'), err.includes('(command-failed: exited 3)')]).toEqual([6, true, true])
    expect(err).toContain(`call Kato yourself: phone ${PHONE}`)
    expect(err).not.toContain('call Hanako Sato yourself')
    expect(kept(bench, 'sato.txt')).toMatch(/^PAGE SEV2 system failure: Engine down\n/)
    expect(bench.ok('contacts')).toMatch(/Kato \(kato\) .*CALL NOW {2}page \d\d:\d\d by chat FAILED \(command-failed\)/)
  })

  it('sends one page if two processes run at the same time', async () => {
    const bench = listed({ sato: keeping('pages.txt') })
    const both = await Promise.all([1, 2].map(() => runAsync(bench, 'contacts', 'page', '--next')))
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(recorded(bench, 'page.delivered')).toHaveLength(1)
    expect(kept(bench, 'pages.txt').match(/haltctl/g)).toHaveLength(1)
  })

  it('shows an outcome that a crash left unknown, and --next does not page again', async () => {
    let kill = () => {}
    let pages = 0
    const url = await web((request, response) => {
      request.resume().on('end', () => {
        pages += 1
        kill()
        response.end()
      })
    })
    const hook = `{ by: pager, send: { via: webhook, url: "${url}", allowPrivate: true } }`
    const bench = listed({ sato: `${hook}, ${keeping('sato.txt')}` })
    const child = spawn(process.execPath, [PROGRAM, 'contacts', 'page', '--next'], {
      env: bench.env,
      cwd: bench.directory,
    })
    kill = () => child.kill('SIGKILL')
    expect(await once(child, 'close')).toEqual([null, 'SIGKILL'])
    kill = () => {}
    expect(recorded(bench, 'page.delivered')).toEqual([])
    expect(bench.ok('contacts')).toMatch(/called \d\d:\d\d, no answer yet {2}page \d\d:\d\d by pager: OUTCOME UNKNOWN/)
    expect((await runAsync(bench, 'contacts', 'page', '--next')).code).toBe(0)
    expect([pages, existsSync(join(bench.workspace, 'sato.txt'))]).toEqual([1, false])
    expect((await runAsync(bench, 'contacts', 'page', 'sato')).code).toBe(0)
    expect(pages).toBe(2)
  })

  it('finishes the current page at Ctrl-C, and does not use another way', async () => {
    let stop = () => {}
    let answer = () => {}
    const url = await web((request, response) => {
      answer = () => response.writeHead(400).end()
      request.resume().on('end', () => stop())
    })
    const hook = `{ by: pager, send: { via: webhook, url: "${url}", allowPrivate: true } }`
    const bench = listed({ sato: `${hook}, ${keeping('sato.txt')}` })
    const child = spawn(process.execPath, [PROGRAM, 'contacts', 'page', 'sato'], {
      env: bench.env,
      cwd: bench.directory,
    })
    let err = ''
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk
      if (chunk.includes('nobody else is paged')) answer()
    })
    stop = () => child.kill('SIGINT')
    expect(await once(child, 'close')).toEqual([130, null])
    expect(err).toContain('(page-interrupted)')
    expect(recorded(bench, 'page.delivered')[0]?.data).toMatchObject({ outcome: 'failed', why: 'refused' })
    expect(existsSync(join(bench.workspace, 'sato.txt'))).toBe(false)
  })
})
