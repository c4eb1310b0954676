import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { DECLARES, STATES, settingsOf } from '../notice/settings.ts'
import { mail, recorded, runAsync, web } from './async-program.ts'
import { Bench, PROGRAM } from './bench.ts'

/** A halt whose facts are not known yet, in a workspace with these channels. */
function halted(channels: readonly string[] = []): Bench {
  const bench = new Bench()
  bench.write('halt.yaml', settingsOf(channels))
  bench.ok(...DECLARES)
  bench.ok(...STATES)
  return bench
}

describe('halt notice --send', () => {
  it('does not resend a notice whose outcome a crash left unknown, except with --retry --force', async () => {
    const bench = halted()
    let kill = () => {}
    const url = await web((request, response) => {
      request.resume().on('end', () => {
        kill()
        response.end()
      })
    })
    bench.write('halt.yaml', settingsOf([`app-push: { via: webhook, url: "${url}", allowPrivate: true }`]))
    const child = spawn(process.execPath, [PROGRAM, 'notice', 'app-push', '--send'], {
      env: bench.env,
      cwd: bench.directory,
    })
    kill = () => child.kill('SIGKILL')
    expect(await once(child, 'close')).toEqual([null, 'SIGKILL'])
    kill = () => {}
    expect(recorded(bench, 'settings.adopted')).toHaveLength(1)
    expect(bench.halt('status').out).toContain('outcome unknown, or still being sent')
    const again = await runAsync(bench, 'notice', 'app-push', '--send')
    expect([again.code, again.err.includes('(delivery-unknown)')]).toEqual([3, true])
    const forced = await runAsync(
      bench,
      'notice',
      'app-push',
      '--send',
      '--retry',
      '--force',
      '--reason',
      'not on any phone',
    )
    expect(forced.code).toBe(0)
    expect(recorded(bench, 'notice.intended').map(({ data }) => data.key)).toHaveLength(2)
    expect(new Set(recorded(bench, 'notice.intended').map(({ data }) => data.key)).size).toBe(1)
  })

  it('finishes the current recipient at Ctrl-C, reports how many got it, and --retry sends the rest', async () => {
    const got: string[] = []
    let stop = () => {}
    let answer = () => {}
    const port = await mail({
      disabledCommands: ['STARTTLS'],
      onData(stream, session, done) {
        stream.resume().on('end', () => {
          got.push(session.envelope.rcptTo[0]?.address ?? '')
          answer = done
          stop()
        })
      },
    })
    const list = ['a@example.com', 'b@example.com', 'c@example.com']
    const bench = halted([
      `email: { via: smtp, url: "smtp://127.0.0.1:${port}", from: halt@example.com, to: [${list}] }`,
    ])
    const child = spawn(process.execPath, [PROGRAM, 'notice', 'email', '--send'], {
      env: bench.env,
      cwd: bench.directory,
    })
    let err = ''
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk
      if (chunk.includes('nothing more is begun')) answer()
    })
    stop = () => child.kill('SIGINT')
    expect(await once(child, 'close')).toEqual([130, null])
    stop = () => answer()
    expect(err).toContain('(delivery-interrupted)')
    expect(err).toContain('NOT sent to all: accepted 1 (stopped)')
    expect(err).toContain('notice CHANNEL --send --retry')
    expect(recorded(bench, 'notice.delivered')[0]?.data).toMatchObject({
      outcome: 'failed',
      why: 'stopped',
      accepted: 1,
    })
    expect((await runAsync(bench, 'notice', 'email', '--send', '--retry')).code).toBe(0)
    expect(got).toEqual(list)
  })

  it('refuses to send on a channel that another process is sending on, even with --force', async () => {
    const got: string[] = []
    let answer = () => {}
    let begun = () => {}
    const first = new Promise<void>((resolve) => {
      begun = resolve
    })
    const port = await mail({
      disabledCommands: ['STARTTLS'],
      onData(stream, session, done) {
        stream.resume().on('end', () => {
          got.push(session.envelope.rcptTo[0]?.address ?? '')
          if (got.length > 1) return done()
          answer = done
          begun()
        })
      },
    })
    const list = ['a@example.com', 'b@example.com', 'c@example.com']
    const bench = halted([
      `email: { via: smtp, url: "smtp://127.0.0.1:${port}", from: halt@example.com, to: [${list}] }`,
    ])
    const sending = runAsync(bench, 'notice', 'email', '--send')
    await first
    const beside = await runAsync(bench, 'notice', 'email', '--send', '--retry', '--force', '--reason', 'it looks dead')
    expect([beside.code, beside.err.includes('(being-sent)')]).toEqual([3, true])
    expect(beside.err).toMatch(/being sent by process \d+/)
    answer()
    expect((await sending).code).toBe(0)
    expect(got).toEqual(list)
    expect(bench.halt('verify').code).toBe(0)
  })
})
