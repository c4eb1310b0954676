import type { Proof } from '../proof.ts'
import { faketimeLibrary } from '../tools.ts'
import { Workspace } from '../workspace.ts'

/** What is recorded while the clock stands two hours back; the lift and the notices end spans that began before. */
const AFTER: readonly (readonly string[])[] = [
  ['note', 'after 1'],
  ['done', '2.1-logs'],
  ['set', 'detected-at=now'],
  ['notice', 'email', 'app-push', 'social', '--posted'],
  ['lift', '--all', '--force', '--reason', 'tried'],
  ['note', 'after 2'],
  ['close', '--force', '--reason', 'tried'],
]

const HOURS_2 = 7200

/** The machine's clock is set back in the middle of a halt. */
export const CLOCK: Proof = {
  fault: 'clock set back',
  needs: ['faketime'],
  async run(attack) {
    const workspace = new Workspace(attack)
    const env = { LD_PRELOAD: faketimeLibrary(), FAKETIME: '-2h' }
    await workspace.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped', 'deposits=stopped')
    await workspace.ok('note', 'before')
    await workspace.ok('notice', 'website', '--posted')
    const before = workspace.lines().length
    const said: string[] = []
    for (const args of AFTER) {
      const { code, err } = await workspace.haltWith({ env }, ...args)
      if (code !== 0) throw new Error(`${args.join(' ')} exited ${code}: ${err}`)
      said.push(err)
    }
    const lines = workspace.lines()
    const back = lines.filter(
      ({ recordedAt }, i) => Date.parse(recordedAt) < Date.parse(lines[i - 1]?.recordedAt ?? '') - 1000,
    )
    if (back.length !== 1 || lines.length < before + AFTER.length) throw new Error('the clock was not set back')
    const faults = [
      ...said.flatMap((err, i) => (err.includes('behind the log') ? [] : [`not said by: ${AFTER[i]?.join(' ')}`])),
      ...(await order(
        workspace,
        lines.map(({ hlc }) => hlc),
      )),
      ...(await durations(workspace)),
      ...(await shown(workspace)),
    ]
    return {
      holds: faults.length === 0,
      figure: `${lines.length - before} events recorded two hours back: ${faults.length} faults in order, spans and what is shown${faults.slice(0, 3).map((fault) => `; ${fault}`)}`,
    }
  },
}

/** The log keeps the order of recording, and so does the timeline of the report. */
async function order(workspace: Workspace, clocks: readonly (readonly [number, number])[]): Promise<string[]> {
  const runsBack = clocks.filter(([ms, n], i) => i > 0 && before([ms, n], clocks[i - 1] as [number, number]))
  const { timeline } = JSON.parse(await workspace.ok('report', '--format', 'json', '-i', 'latest')) as {
    timeline: { event: string; type: string; data: { text?: string } }[]
  }
  const logged = (await workspace.ok('log', '--json', '-i', 'latest')).trimEnd().split('\n')
  const seqs = logged.map((line) => (JSON.parse(line) as { seq: number }).seq)
  return [
    ...runsBack.map(() => 'a clock of the log runs back'),
    ...(seqs.every((seq, i) => seq === i + 1) ? [] : ['log --json is in another order']),
    ...(timeline.every(({ event }, i) => event.endsWith(`:${i + 1}`)) ? [] : ['the timeline is in another order']),
  ]
}

function before([a, m]: readonly [number, number], [b, n]: readonly [number, number]): boolean {
  return a < b || (a === b && m <= n)
}

/** No number in the whole report is negative, at any depth. */
async function durations(workspace: Workspace): Promise<string[]> {
  const negative: string[] = []
  JSON.parse(await workspace.ok('report', '--format', 'json', '-i', 'latest'), (key, value) => {
    if (typeof value === 'number' && value < 0) negative.push(`${key} is ${value}`)
    return value
  })
  const markdown = await workspace.ok('report', '-i', 'latest')
  return [...negative, ...(/-\d+ (?:s|min|h)\b|T-/.test(markdown) ? ['a negative span in Markdown'] : [])]
}

/** The operator is shown that the clock was set back, where, and how far. */
async function shown(workspace: Workspace): Promise<string[]> {
  const marked = async (...args: readonly string[]) =>
    (await workspace.ok(...args, '-i', 'latest')).split('\n').filter((line) => line.includes('behind the event before'))
      .length
  const { setBack } = JSON.parse(await workspace.ok('verify', '--json', '-i', 'latest')) as {
    setBack?: { events: number; mostSeconds: number }
  }
  return [
    ...((await marked('log')) === 1 ? [] : ['log does not mark it']),
    ...((await marked('report')) === 1 ? [] : ['the report does not mark it']),
    ...(setBack?.events === 1 && Math.abs(setBack.mostSeconds - HOURS_2) < 60 ? [] : ['verify does not count it']),
  ]
}
