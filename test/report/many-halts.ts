import { Bench } from '../bench.ts'

const MINUTE = 60_000

interface Past {
  /** When it began, in Tokyo. */
  readonly began: string
  readonly type: string
  readonly title?: string
  /** Minutes after the beginning; left out where nobody stated it. */
  readonly detected?: number
  readonly notified: number
  /** For when the next report is promised, and when it came. */
  readonly promised?: number
  readonly updated?: number
  readonly resumed?: number
  /** The due day of a follow-up, as days after, and after how many days it was done. */
  readonly followUps?: readonly { readonly due?: number; readonly done?: number; readonly ref?: string }[]
  readonly drill?: boolean
}

/** Halts of three types in four of five quarters, one of which never resumed, and a drill. */
const PAST: readonly Past[] = [
  {
    began: '2026-01-12T09:00',
    type: 'system-failure',
    detected: 2,
    notified: 12,
    promised: 45,
    updated: 40,
    resumed: 90,
  },
  {
    began: '2026-02-03T22:10',
    type: 'system-failure',
    detected: 15,
    notified: 41,
    promised: 60,
    updated: 75,
    resumed: 310,
  },
  { began: '2026-03-31T23:50', type: 'market-volatility', notified: 6, resumed: 25, followUps: [{ due: 5, done: 3 }] },
  {
    began: '2026-04-01T00:10',
    type: 'system-failure',
    detected: 1,
    notified: 9,
    promised: 30,
    updated: 29,
    resumed: 55,
  },
  {
    began: '2026-05-20T03:00',
    type: 'security-incident',
    title: '=cmd "keys", <b>',
    detected: 190,
    notified: 260,
    promised: 300,
    updated: 420,
    resumed: 2900,
    followUps: [{ due: 10, done: 12 }, { done: 4 }, { due: 20, ref: 'https://tracker.example.com/SEC-1' }],
  },
  {
    began: '2026-06-02T10:00',
    type: 'system-failure',
    detected: 4,
    notified: 8,
    resumed: 35,
    followUps: [{ due: 9, done: 1 }],
  },
  {
    began: '2026-10-05T10:00',
    type: 'system-failure',
    detected: 0,
    notified: 5,
    promised: 30,
    updated: 28,
    resumed: 44,
  },
  { began: '2026-10-08T10:00', type: 'system-failure', drill: true, notified: 3, resumed: 20 },
  { began: '2026-11-11T14:00', type: 'market-volatility', notified: 4, resumed: 15 },
  {
    began: '2027-01-20T08:00',
    type: 'system-failure',
    detected: 3,
    notified: 7,
    promised: 35,
    updated: 34,
    followUps: [{}, { due: 30 }],
  },
]

/** A workspace in which all of these happened. The clock stands at the end of the last. */
export async function manyHalts(language = 'en'): Promise<Bench> {
  const bench = new Bench({ HALT_LANG: language })
  for (const past of PAST) await record(bench, past)
  return bench
}

async function record(bench: Bench, past: Past): Promise<void> {
  const began = Date.parse(`${past.began}:00+09:00`)
  const minute = (minutes: number) => new Date(began + minutes * MINUTE).toISOString()
  const at = async (minutes: number, ...args: string[]) => {
    bench.now = began + minutes * MINUTE
    return (await bench.ok(...args, ...(args[0] === 'start' ? [] : ['-i', id]))).trim()
  }
  let id = ''
  id = await at(
    1,
    ...['start', '--type', past.type, '--scope', 'trading=stopped', '--at', minute(0)],
    ...(past.title === undefined ? [] : ['--title', past.title]),
    ...(past.drill ? ['--drill'] : []),
  )
  const { detected, notified, promised, updated, resumed, followUps = [] } = past
  if (detected !== undefined) await at(notified, 'set', `detected-at=${minute(detected)}`)
  const next = promised === undefined ? [] : ['--next', minute(promised)]
  await at(notified, 'notice', 'website', 'email', 'app-push', 'social', '--posted', ...next)
  if (updated !== undefined) await at(updated, 'notice', 'website', '--posted')
  if (resumed !== undefined) await at(resumed, 'lift', '--all', '--force', '--reason', 'x')
  for (const [i, { due, ref }] of followUps.entries())
    await at(
      (resumed ?? 60) + 1,
      ...['action', 'add', `Follow-up ${i + 1}`, '--owner', 'sato'],
      ...(due === undefined ? [] : ['--due', minute(due * 1440)]),
      ...(ref === undefined ? [] : ['--ref', ref]),
    )
  await at((resumed ?? 80) + 10, 'close', '--force', '--reason', 'x')
  const { actions } = await bench.json<{ actions: { id: string }[] }>('action', 'list', '-i', id)
  for (const [i, { done }] of followUps.entries())
    if (done !== undefined) await at(done * 1440, 'action', 'done', actions[i]?.id ?? '')
}
