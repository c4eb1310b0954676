import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { Attack, Proof } from '../proof.ts'
import { type Ran, Workspace } from '../workspace.ts'

const LARGE: readonly (readonly string[])[] = [['log'], ['log', '--json'], ['report'], ['report', '--format', 'json']]
const MEGABYTES = 5
const NOTES = 45

/** What reads is slow, or goes away, or takes nothing. */
export const PIPES: Proof = {
  fault: 'pipes',
  needs: [],
  async run(attack) {
    const over = await noted(attack)
    // The report of a halt that goes on ends with the present, which no two runs share.
    await over.ok('close', '--resolution', 'false-alarm', '--reason', 'over')
    const faults: string[] = []
    let bytes = 0
    for (const args of LARGE) {
      const whole = Buffer.from(await over.ok(...args))
      if (whole.length < MEGABYTES * 1_000_000) throw new Error(`${args.join(' ')} is ${whole.length} bytes only`)
      for (const read of [slowly, late]) {
        const got = await read(over, args)
        bytes += got.length
        if (sum(got) !== sum(whole)) faults.push(`${args.join(' ')}: ${got.length} of ${whole.length} bytes`)
      }
    }
    const workspace = await noted(attack)
    const quiet = [...LARGE, ['status', '--json'], ['runbook', 'show'], ['--help'], ['note', 'x', '--json']]
    for (const args of quiet) faults.push(...(await intoHead(workspace, args)))
    faults.push(...(await watched(workspace)), ...(await takesNothing(workspace)))
    return {
      holds: faults.length === 0,
      figure: `${bytes} bytes into slow readers, ${quiet.length + 1} commands into head -1, 6 onto full or closed outputs: ${faults.length} faults${faults.slice(0, 3).map((fault) => `; ${fault}`)}`,
    }
  },
}

/** A halt whose log is large. */
async function noted(attack: Attack): Promise<Workspace> {
  const workspace = new Workspace(attack)
  await workspace.ok('start', '--type', 'system-failure')
  for (let n = 1; n <= NOTES; n += 1) await workspace.ok('note', `${n} ${'記録'.repeat(20_000)}`)
  return workspace
}

function sum(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** A reader that takes a little at a time, through a socket as `spawn` makes it. */
async function slowly(workspace: Workspace, args: readonly string[]): Promise<Buffer> {
  const child = spawn(process.execPath, [workspace.program, ...args], {
    env: workspace.env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const chunks: Buffer[] = []
  for await (const chunk of child.stdout) {
    chunks.push(chunk as Buffer)
    await setTimeout(3)
  }
  return Buffer.concat(chunks)
}

/** A reader at the end of a real pipe that begins to read only when it has long been full. */
async function late(workspace: Workspace, args: readonly string[]): Promise<Buffer> {
  const { out } = await shell(workspace, '"$@" | { sleep 0.5; cat; }', args)
  return Buffer.from(out)
}

function shell(workspace: Workspace, script: string, args: readonly string[]): Promise<Ran> {
  return workspace.haltWith({ under: ['bash', '-c', script, 'bash'] }, ...args)
}

async function intoHead(workspace: Workspace, args: readonly string[]): Promise<string[]> {
  const { out, err } = await shell(workspace, '"$@" | head -n 1 > /dev/null; echo "$PIPESTATUS"', args)
  const quietly = ['0', '141'].includes(out.trim()) && !/EPIPE|defect|^\s+at |written|cannot write/m.test(err)
  return quietly ? [] : [`${args.join(' ')} into head: ${out.trim()} ${err}`]
}

/** Whoever follows the log into a reader that went away ends with the next event. */
async function watched(workspace: Workspace): Promise<string[]> {
  const ended = shell(workspace, '"$@" | head -n 1; echo "$PIPESTATUS"', ['watch'])
  await setTimeout(1500)
  await workspace.ok('note', 'seen')
  const { out, err } = await Promise.race([ended, setTimeout(20_000, { out: 'never', err: 'never ended' })])
  return out.endsWith('\n0\n') && !/EPIPE|defect/.test(err) ? [] : [`watch into head: ${out.slice(-20)} ${err}`]
}

/** Nothing is said to be a defect, or not to be recorded, that was recorded. */
async function takesNothing(workspace: Workspace): Promise<string[]> {
  const faults: string[] = []
  const trial = async (args: readonly string[], code: number, words: RegExp, added: number) => {
    const before = workspace.lines().length
    const child = spawn(process.execPath, [workspace.program, ...args], {
      env: workspace.env,
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    })
    let err = ''
    child.stderr?.on('data', (chunk) => {
      err += chunk
    })
    const [ended] = await once(child, 'close')
    const more = workspace.lines().length - before
    if (ended !== code || !words.test(err) || more !== added)
      faults.push(`${args.join(' ')} on a full device: ${ended}, ${more} recorded: ${err}`)
  }
  await trial(['note', 'x', '--json'], 6, /recorded-not-shown.*recorded in/, 1)
  await trial(['status'], 2, /not-shown.*\nNothing was recorded/, 0)
  await trial(['report'], 2, /not-shown/, 0)
  const before = workspace.lines().length
  for (const [closed, args] of [
    ['>&-', ['note', 'x', '--json']],
    ['2>&-', ['note', 'x']],
    ['>&- 2>&- <&-', ['note', 'x']],
  ] as const) {
    const { out } = await shell(workspace, `r=$("$@" ${closed}; echo $?); echo "$r"`, args)
    if (out.trim().split('\n').at(-1) !== '0') faults.push(`${closed}: ${out}`)
  }
  return workspace.lines().length === before + 3 ? faults : [...faults, 'not recorded with closed outputs']
}
