import { markdown } from './page.ts'

/** The limits that we set ourselves. */
interface Gate {
  readonly what: string
  readonly most: number
  readonly unit: string
}

const TIMES = 'times bare Node'

/** Since 22.8 Node itself keeps compiled code. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const DAILY = major > 22 || (major === 22 && minor >= 8) ? 1.9 : 2.2

/** By the name under which it is measured. */
const GATES: Readonly<Record<string, Gate>> = {
  '--version': { what: 'CPU time of `--version`', most: 1.4, unit: TIMES },
  status: { what: 'CPU time of `status`, 1,000 short events', most: DAILY, unit: TIMES },
  next: { what: 'CPU time of `next`, 1,000 short events', most: DAILY, unit: TIMES },
  done: { what: 'CPU time of `done`, 1,000 short events', most: DAILY, unit: TIMES },
  note: { what: 'CPU time of `note`, 1,000 short events', most: DAILY, unit: TIMES },
  start: { what: 'CPU time of `start --no-walk`', most: 5, unit: TIMES },
  fold: {
    what: 'CPU time of a million events checked and folded',
    most: 1.3,
    unit: 'times `JSON.parse` of the file read whole',
  },
  'fold memory': { what: 'peak memory of the same', most: 80, unit: 'MiB' },
}

/** Of each gate that was measured, whether it holds; the others are left out. */
export function gatesTable(measured: ReadonlyMap<string, number>): string {
  const rows = Object.entries(GATES).flatMap(([name, { what, most, unit }]) => {
    const figure = measured.get(name)
    return figure === undefined ? [] : [[what, `${most} ${unit}`, figure.toFixed(2), figure <= most ? 'yes' : '**no**']]
  })
  return markdown(['gate', 'at most', 'measured', 'holds'], rows)
}
