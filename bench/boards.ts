import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { get } from 'node:http'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { viewName } from '../src/board/board-view.ts'
import { LANGUAGES } from '../src/domain/runbook/runbook.ts'
import { type Figures, figuresOf, median } from './figures.ts'
import { madeLog, OPEN } from './log.ts'
import type { MadeLog } from './made.ts'
import { quantile } from './middle.ts'
import { markdown } from './page.ts'
import { PROGRAM } from './program.ts'

/** How long a server is watched while nothing is recorded. */
const REST_MS = 15_000
const NOTES = 10
const BETWEEN_NOTES_MS = 1500
const MIB = 1024 * 1024

/** A board's connection: what it was sent, and when (ms since 1970). */
interface Client {
  readonly received: { readonly at: number; readonly text: string }[]
  readonly close: () => void
}

/**
 * What a server of boards takes with so many open on one incident of 1,000 events, half in each language: at rest, and
 * while notes are recorded beside it; and what such a note takes.
 */
export async function boardsTable(counts: readonly number[]): Promise<string> {
  const rows: string[][] = []
  for (const count of [...counts].sort((a, b) => a - b)) {
    const made = madeLog(1000, OPEN)
    try {
      rows.push([count.toLocaleString('en'), ...(await rowOf(made, count))])
    } finally {
      made.remove()
    }
  }
  const head = ['memory, MiB', 'at rest, CPU ms/s', 'an event, CPU ms', 'shown after, median ms', '99 of 100, ms']
  return markdown(['boards', ...head, 'a note beside it, CPU ms', 'elapsed, ms'], rows)
}

async function rowOf(made: MadeLog, count: number): Promise<string[]> {
  const { server, url, code } = await serve(made)
  const clients: Client[] = []
  try {
    for (let n = 0; n < count; n += 1) clients.push(await connect(url, code, viewFor(made, n)))
    await sleep(3000)
    const atRest = await cpuDuring(server, () => sleep(REST_MS))
    const notes: Figures[] = []
    const began: number[] = []
    const during = await cpuDuring(server, async () => {
      for (let n = 0; n < NOTES; n += 1) {
        notes.push(await figuresOf(made, ['note', `counted-${n}.`]))
        began.push(Date.now())
        await sleep(BETWEEN_NOTES_MS)
      }
    })
    const elapsed = NOTES * BETWEEN_NOTES_MS + notes.reduce((sum, { wallMs }) => sum + wallMs, 0)
    const ofEvents = during - (atRest / REST_MS) * elapsed
    const delays = clients.flatMap(({ received }) => began.map((ended, n) => shownAfter(received, n, ended)))
    const { cpuMs, wallMs } = median(notes)
    const shown = delays.length === 0 ? ['-', '-'] : [0.5, 0.99].map((part) => quantile(delays, part).toFixed(0))
    return [
      (residentBytes(server) / MIB).toFixed(0),
      ((atRest / REST_MS) * 1000).toFixed(1),
      Math.max(0, ofEvents / NOTES).toFixed(0),
      ...shown,
      cpuMs.toFixed(0),
      wallMs.toFixed(0),
    ]
  } finally {
    for (const { close } of clients) close()
    server.kill()
    await once(server, 'exit')
  }
}

/** The milliseconds from the end of the command that wrote a note until a board had it. Throws if it never did. */
function shownAfter(received: Client['received'], n: number, ended: number): number {
  const first = received.find(({ text }) => text.includes(`counted-${n}.`))
  if (first === undefined) throw new Error(`a board was never sent note ${n}`)
  return Math.max(0, first.at - ended)
}

async function serve({ env, directory }: MadeLog) {
  const server = spawn(process.execPath, [PROGRAM, 'serve', '--json', '--port', '0'], {
    env,
    cwd: directory,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [line] = (await once(server.stdout, 'data')) as [Buffer]
  const { url } = JSON.parse(line.toString()) as { readonly url: string }
  const [address = '', code = ''] = url.split('#')
  return { server, url: address, code }
}

function viewFor({ folder }: MadeLog, n: number): string {
  return viewName({ incident: basename(folder), language: LANGUAGES[n % 2] ?? 'en', department: null })
}

/** Opens the stream of changes that a page of the board has. */
async function connect(url: string, code: string, view: string): Promise<Client> {
  const request = get(`${url}changes?${new URLSearchParams({ view })}`, {
    agent: false,
    headers: { authorization: `Bearer ${code}`, accept: 'text/event-stream' },
  })
  const [response] = await once(request, 'response')
  if (response.statusCode !== 200) throw new Error(`the board answered ${response.statusCode}`)
  const received: { at: number; text: string }[] = []
  let pending = ''
  response.setEncoding('utf8')
  response.on('data', (chunk: string) => {
    const messages = (pending + chunk).split('\n\n')
    pending = messages.pop() ?? ''
    const at = Date.now()
    // Of a message only what tells the notes is kept: a whole page for each board would measure this process.
    received.push(...messages.map((text) => ({ at, text: text.match(/counted-\d+\./g)?.join(' ') ?? '' })))
  })
  return { received, close: () => request.destroy() }
}

/** The CPU time in milliseconds that a process takes while `act` runs. */
async function cpuDuring(process: ChildProcess, act: () => Promise<unknown>): Promise<number> {
  const before = cpuMsOf(process)
  await act()
  return cpuMsOf(process) - before
}

/** User and system time, fields 14 and 15 of `/proc/PID/stat` (proc(5)), in ticks of 10 ms. */
function cpuMsOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function residentBytes({ pid }: ChildProcess): number {
  const [, kibibytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kibibytes) * 1024
}
