import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { Bench } from './bench.ts'
import { Terminal } from './terminal.ts'

const TITLE = 'Engine down'

/** A halt of some minutes, with notices, facts and follow-ups. */
function halted(): Bench {
  const bench = new Bench()
  bench.ok('start', '--type', 'system-failure', '--title', TITLE, '--at', '10m ago', '--scope', 'trading=stopped')
  bench.ok('set', 'cause=disk', 'cause.ja=設備の故障', 'cause.en=A broken disk')
  bench.ok('set', 'cause=two disks')
  bench.ok('notice', 'website', '--posted')
  bench.ok('note', TITLE)
  bench.ok('set', `root-cause=${TITLE}`, 'prevention-system=more disks')
  bench.ok('action', 'add', 'Buy disks', '--owner', 'hanako', '--serves', 'prevention-system')
  return bench
}

describe('halt report --json', () => {
  it('matches its schema in every part', () => {
    const bench = halted()
    bench.ok('skip', '2.1-logs', '--reason', 'no disk left')
    bench.ok('note', '--private', 'a name')
    bench.ok('exec', '--', 'true')
    const [{ event } = { event: '' }] = bench.json<{ evidence: { event: string }[] }>('evidence', 'list').evidence
    bench.ok('correct', event, '--at', '1m ago', '--reason', 'the clock')
    const document = bench.json('report')
    for (const part of ['deviations', 'notices', 'actions', 'corrections', 'evidence', 'commands', 'timeline'])
      expect(document[part], part).not.toEqual([])
    expect(documentSchemas.report.parse(document)).toEqual(document)
  })
})

/** Whether a process exists, or a process group if the number is negative. */
function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('halt report --format pdf', () => {
  /** A bench with a fake Chromium, which is this shell script. */
  function withBrowser(script: string): Bench {
    const bench = halted()
    const folder = join(bench.directory, 'browser')
    mkdirSync(folder)
    writeFileSync(join(folder, 'chromium'), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, 'chromium'), 0o755)
    bench.env.PATH = `${folder}:/usr/bin:/bin`
    return bench
  }
  const PRINTS =
    'for a; do case "$a" in --print-to-pdf=*) f=$(printf %s "$a" | cut -d= -f2-);; esac; done; printf "%%PDF-1.4 %s\\n%%%%EOF\\n" "$*" > "$f"'

  it('prints with an installed Chromium, and removes the temporary page', () => {
    const bench = withBrowser(PRINTS)
    bench.ok('report', '--format', 'pdf', '--output', 'report.pdf')
    const pdf = readFileSync(join(bench.directory, 'report.pdf'), 'latin1')
    const page = / file:\/\/(\S+)$/m.exec(pdf)?.[1] as string
    expect(pdf).toContain('--headless')
    expect(existsSync(page)).toBe(false)
  })

  it('works with a Chromium that prints megabytes on stdout and stderr', () => {
    const bench = withBrowser(`head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2\n${PRINTS}`)
    expect(bench.ok('report', '--format', 'pdf')).toContain('%%EOF')
  })

  it('fails with pdf-failed if the PDF is truncated', () => {
    const cut = PRINTS.replace('%%%%EOF', '')
    for (const script of [cut, `${cut}; kill -9 $$`]) {
      const { code, out, err } = withBrowser(script).halt('report', '--format', 'pdf')
      expect({ code, out }).toEqual({ code: 3, out: '' })
      expect(err).toContain('(pdf-failed)')
    }
  })

  it('leaves no page, PDF or Chromium process behind at Ctrl-C', async () => {
    const bench = withBrowser('echo $$ > "$HOME/pid"; sleep 600')
    const args = ['report', '--format', 'pdf', '--output', 'report.pdf']
    const printing = new Terminal(bench, args, {}, { TMPDIR: bench.directory })
    const pid = join(bench.directory, 'pid')
    await expect.poll(() => existsSync(pid) && readFileSync(pid, 'utf8'), { timeout: 20_000 }).toMatch(/^\d+\n$/)
    printing.type('\u0003')
    await printing.end()
    expect(printing.text()).not.toContain('written')
    expect(readdirSync(bench.directory).filter((name) => /^halt-|\.pdf/.test(name))).toEqual([])
    const group = -Number(readFileSync(pid, 'utf8'))
    await expect.poll(() => exists(group), { timeout: 20_000 }).toBe(false)
  })

  it('fails with pdf-failed if Chromium fails, and with pdf-to-terminal on a terminal', async () => {
    const failing = withBrowser('echo no display >&2; exit 7').halt('report', '--format', 'pdf')
    expect(failing).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringMatching(/did not print a PDF: 7 \(pdf-failed\)/),
    })
    const person = new Terminal(withBrowser(PRINTS), ['report', '--format', 'pdf'])
    expect(await person.end()).toBe(2)
    expect(person.text()).toContain('(pdf-to-terminal)')
  })

  it('prints the template of the team', () => {
    const prints =
      'for a; do case "$a" in --print-*) f=$(echo "$a" | cut -d= -f2);; file:*) p=$(echo "$a" | cut -c8-);; esac; done'
    const bench = withBrowser(`${prints}; printf %%PDF- | cat - "$p" > "$f"; printf %%%%EOF >> "$f"`)
    bench.write('runbooks/reports/en/report.html', '<!DOCTYPE html>{{> policy}}{{> marks}}<h2 id="ours">{{title}}</h2>')
    bench.ok('report', '--format', 'pdf', '--output', 'report.pdf')
    expect(readFileSync(join(bench.directory, 'report.pdf'), 'utf8')).toMatch(/^%PDF-<!DOCTYPE html>[\s\S]*id="ours"/)
  })
})
