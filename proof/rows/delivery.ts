import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { Points } from '../points.ts'
import type { Attack, Proof } from '../proof.ts'
import { type Ran, Workspace } from '../workspace.ts'

const RECIPIENTS = ['a@example.com', 'b@example.com', 'c@example.com']

/** What one kill left, and what came of going on. */
interface Tried {
  readonly point: string
  readonly killed: boolean
  readonly received: number
  readonly unknown: number
  readonly faults: readonly string[]
}

/** Killed between intent and outcome, at each point of a mail dialogue and of a request: nobody is told twice. */
export const DELIVERY: Proof = {
  fault: 'delivery cut',
  needs: [],
  async run(attack) {
    const tried: Tried[] = []
    for (const way of [mailed, posted]) {
      for (let nth = 1; ; nth += 1) {
        const one = await way(attack, nth)
        tried.push(one)
        if (!one.killed) break
      }
    }
    const kills = tried.filter((t) => t.killed)
    const faults = tried.flatMap((t) => t.faults.map((fault) => `[${t.point}: ${fault}]`))
    const sum = (of: (t: Tried) => number) => kills.reduce((total, t) => total + of(t), 0)
    const figure = [
      `${kills.length} kills (${kills.map((t) => t.point).join(', ')}):`,
      `${sum((t) => t.received)} received once, ${sum((t) => t.unknown)} named as unknown, ${faults.length} twice, lost or sent unasked`,
      ...faults.slice(0, 4),
    ].join(' ')
    return { holds: faults.length === 0 && kills.length >= 10, figure }
  },
}

async function mailed(attack: Attack, nth: number): Promise<Tried> {
  const points = new Points(nth)
  const received: string[] = []
  const server = mailServer(points, received)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  const channel = `email: { via: smtp, url: "smtp://127.0.0.1:${port}", from: halt@example.com, to: [${RECIPIENTS.join(', ')}] }`
  try {
    return await cut(attack, 'email', channel, points, () => received)
  } finally {
    server.close()
  }
}

function mailServer(points: Points, received: string[]): SMTPServer {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onConnect(_, done) {
      points.at('connect')
      done()
    },
    onMailFrom(_, __, done) {
      points.at('MAIL')
      done()
    },
    onRcptTo(_, __, done) {
      points.at('RCPT')
      done()
    },
    onData(stream, session, done) {
      points.at('DATA')
      stream.on('data', () => {})
      stream.on('end', () => {
        // A line that was cut before its end never was a message; smtp-server calls this for whole ones only.
        received.push(session.envelope.rcptTo[0]?.address ?? '')
        points.at('before the reply')
        done()
        setImmediate(() => points.at('after the reply'))
      })
    },
  })
  server.on('error', () => {})
  return server
}

async function posted(attack: Attack, nth: number): Promise<Tried> {
  const points = new Points(nth)
  const keys: string[] = []
  const server: Server = createServer((request, response) => {
    points.at('request')
    request.resume().on('end', () => {
      keys.push(String(request.headers['idempotency-key']))
      points.at('before the response')
      response.end('{}', () => points.at('after the response'))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const channel = `app-push: { via: webhook, url: "http://127.0.0.1:${port}/send", allowPrivate: true }`
  try {
    // The other side knows a retry by its key: what counts is how many different ones it sees.
    return await cut(attack, 'app-push', channel, points, () => [...new Set(keys)])
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** One notice that is cut at its point, and then gone on with as the message says. */
async function cut(
  attack: Attack,
  channel: string,
  settings: string,
  points: Points,
  received: () => readonly string[],
): Promise<Tried> {
  const workspace = await prepared(attack, settings)
  const { child, ended } = workspace.spawn(['notice', channel, '--send'])
  points.strike = () => child.kill('SIGKILL')
  const first = await ended
  points.strike = () => {}
  const killed = first.signal === 'SIGKILL'
  const faults = [...wholeness(workspace), ...twice(received(), 'at the kill')]
  if (!killed && first.code !== 0) faults.push(`sent without a kill: ${first.code} ${first.err}`)
  if (killed && !outcome(workspace)) faults.push(...(await goneOn(workspace, channel, received)))
  const { accepted = 0, unknown = 0 } = outcome(workspace) ?? {}
  if (channel === 'email' && Number(accepted) + Number(unknown) !== RECIPIENTS.length)
    faults.push(`${accepted} accepted and ${unknown} unknown of ${RECIPIENTS.length}`)
  if (channel === 'email' && received().length < Number(accepted))
    faults.push('said to be accepted, and never received')
  const point = `${points.struck ?? 'none'} of ${channel}`
  return {
    point,
    killed,
    received: received().length,
    unknown: Number(unknown ?? 0),
    faults: [...faults, ...keys(workspace)],
  }
}

async function prepared(attack: Attack, channel: string): Promise<Workspace> {
  const workspace = new Workspace(attack)
  mkdirSync(workspace.path, { recursive: true })
  const name = 'organisation: { ja: 例示取引所, en: Example }\ncontact: { ja: 例, en: example }\n'
  writeFileSync(join(workspace.path, 'halt.yaml'), `${name}channels:\n  ${channel}\n`)
  await workspace.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
  await workspace.ok('set', 'started-at=?', 'cause=?', 'expected-recovery=?', 'impact=?')
  return workspace
}

/** Unknown is shown, is sent by nothing but a reason, and then goes on where it was. */
async function goneOn(workspace: Workspace, channel: string, received: () => readonly string[]): Promise<string[]> {
  const faults: string[] = []
  const status = JSON.parse(await workspace.ok('status', '--json')) as { notices: { state: string }[] }
  if (status.notices[0]?.state !== 'unknown') faults.push(`shown as ${status.notices[0]?.state}`)
  for (const unasked of [['--send'], ['--send', '--retry']]) {
    const before = received().length
    const { code, err } = await workspace.halt('notice', channel, ...unasked)
    if (code !== 3 || !err.includes('delivery-unknown')) faults.push(`${unasked.join(' ')}: ${code} ${err}`)
    if (received().length !== before) faults.push(`sent unasked by ${unasked.join(' ')}`)
  }
  const again = await workspace.halt('notice', channel, '--send', '--retry', '--force', '--reason', 'looked there')
  if (again.code !== 0 && again.code !== 6) faults.push(`${again.code} ${again.err}`)
  return [...faults, ...wholeness(workspace), ...twice(received(), 'after going on'), ...said(again, workspace)]
}

function wholeness(workspace: Workspace): string[] {
  return workspace.checked().flatMap(({ fault }) => (fault === null ? [] : [fault]))
}

function twice(received: readonly string[], when: string): string[] {
  const again = received.filter((to, i) => received.indexOf(to) !== i)
  return again.map((to) => `${to} received it twice ${when}`)
}

/** Recipients of whom nothing is known are counted in the log and in the exit code. */
function said({ code }: Ran, workspace: Workspace): string[] {
  const unknown = Number(outcome(workspace)?.unknown ?? 0)
  return (code === 6) === unknown > 0 ? [] : [`exit ${code} with ${unknown} unknown`]
}

function outcome(workspace: Workspace): Readonly<Record<string, unknown>> | undefined {
  return workspace.lines().findLast((line) => line.type === 'notice.delivered')?.data
}

/** Number and key are fixed in the first intent. */
function keys(workspace: Workspace): string[] {
  const intents = workspace.lines().filter((line) => line.type === 'notice.intended')
  const different = new Set(intents.map(({ data }) => `${data.key} ${data.number}`))
  return different.size === 1 ? [] : [`${different.size} keys and numbers in ${intents.length} intents`]
}
