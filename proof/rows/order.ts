import { basename, dirname } from 'node:path'
import type { Attack, Proof } from '../proof.ts'
import { ADOPT, writeOwnRunbook } from '../scenes.ts'
import { type Call, traced } from '../trace.ts'
import { inWorkers } from '../worker-pool.ts'
import { isReceipt, Workspace } from '../workspace.ts'

const START = ['start', '--type', 'system-failure', '--scope', 'trading=stopped']
const COMMANDS: readonly (readonly string[])[] = [
  START,
  ['note', 'one'],
  ['done', '2.1-logs', '2.1-cause'],
  ['set', 'impact=all orders', 'cause.ja=調査中', 'cause.en=unknown'],
  ['scope', 'deposits=stopped'],
  ['classify', '--severity', 'sev2', '--reason', 'wide'],
  ['undo', '--reason', 'not so wide'],
  ['notice', 'website', '--posted'],
  ['action', 'add', 'Add a test', '--owner', 'hanako', '--due', '2099-01-01'],
  ['note', 'as JSON', '--json'],
  ADOPT,
  ['close', '--resolution', 'duplicate', '--reason', 'seen twice'],
  START,
]
/** What is prepared before a command, by its arguments. */
const PREPARED = new Map<readonly string[], (workspace: Workspace) => void>([[ADOPT, writeOwnRunbook]])
/** Another writer: a file of its own in the incident's folder. */
const NEWCOMER: readonly string[] = ['-i', 'latest', 'note', 'mine']

/** Write all, sync, and only then say so; what was created is synced in its folder too; after a failed sync, nothing. */
export const ORDER: Proof = {
  fault: 'order of calls',
  needs: ['strace'],
  async run(attack) {
    const followed = await follow(attack)
    const failures = await inWorkers([START, ['note', 'one'], NEWCOMER, ADOPT], (args) => failEverySync(attack, args))
    const faults = [...followed.faults, ...failures.flatMap((f) => f.faults)]
    const failed = failures.reduce((sum, f) => sum + f.failed, 0)
    const wrong = (found: readonly string[]) => (found.length === 0 ? 'none' : `${found.length}`)
    const figure = [
      `${followed.commands} commands that created ${followed.created} files and folders: ${wrong(followed.faults)} acknowledged`,
      `before all was written and synced; ${failed} syncs failed: ${wrong(failures.flatMap((f) => f.faults))} acknowledged`,
      ...faults.slice(0, 5),
    ].join(' ')
    return { holds: faults.length === 0 && followed.created >= 4 && failed >= 3, figure }
  },
}

/** Runs commands one after another and holds the trace of each against what must come first. */
async function follow(attack: Attack): Promise<{ commands: number; created: number; faults: string[] }> {
  const workspace = new Workspace(attack)
  const expressions = ['trace=openat,mkdir,write,writev,pwrite64,fsync,fdatasync,ftruncate,rename,link,linkat']
  const faults: string[] = []
  let created = 0
  for (const args of [...COMMANDS, NEWCOMER]) {
    const env = args === NEWCOMER ? { XDG_STATE_HOME: `${workspace.state}-of-another` } : {}
    PREPARED.get(args)?.(workspace)
    const size = workspace.size()
    const { code, err, calls } = await traced(workspace, { expressions, env }, ...args)
    if (code !== 0) throw new Error(`${args.join(' ')}: ${err}`)
    const said = calls.findIndex(saysSo)
    const before = calls.slice(0, said)
    const makings = makingsIn(before, workspace.path)
    created += makings.length
    const wrong = [
      ...(said < 0 ? ['no receipt'] : []),
      ...unsynced(before, workspace.size() - size),
      ...makings.filter(({ synced }) => !synced).map(({ path }) => `${basename(path)} was not synced in its folder`),
      ...lateNames(before).map((path) => `${basename(path)} was not on stable storage before the event that names it`),
    ]
    faults.push(...wrong.map((what) => `[${args.join(' ')}: ${what}]`))
  }
  return { commands: COMMANDS.length + 1, created, faults }
}

function saysSo({ name, text }: Call): boolean {
  const words = /^[12]<[^>]*>, "(.*)", \d+$/.exec(text)?.[1]?.replaceAll('\\n', '\n') ?? ''
  return (
    name === 'write' && isReceipt({ out: text.startsWith('1') ? words : '', err: text.startsWith('1') ? '' : words })
  )
}

const pathOf = ({ text }: Call) => /^\d+<([^>]*)>/.exec(text)?.[1] ?? ''
const isLog = (path: string) => /\.jsonl(\.new)?$/.test(path)
const isSync = ({ name, result }: Call) => /^f(data)?sync$/.test(name) && result === 0

/** What is wrong with the writes to logs before the receipt: that not all is written, or not all of it synced. */
function unsynced(calls: readonly Call[], bytes: number): string[] {
  const writes = calls.filter((call) => /^p?write/.test(call.name) && isLog(pathOf(call)))
  const written = writes.reduce((sum, { result }) => sum + (result ?? 0), 0)
  const lastWrite = writes.at(-1)
  if (lastWrite === undefined) return ['nothing written before the receipt']
  const last = calls.lastIndexOf(lastWrite)
  const synced = calls.slice(last + 1).some((call) => isSync(call) && pathOf(call) === pathOf(lastWrite))
  const later = calls.slice(last + 1).filter((call) => call.name === 'ftruncate' && isLog(pathOf(call)))
  return [
    ...(written === bytes && bytes > 0 ? [] : [`${written} of ${bytes} bytes written before the receipt`]),
    ...(synced ? [] : ['not synced before the receipt']),
    ...later.map(() => 'cut after it was written'),
  ]
}

const isNamed = (path: string) => /\/(runbook|settings)\.[0-9a-f]{64}\.json$/.test(path)

/** Files of runbook and settings whose folder was not synced between their getting a name and the write to the log. */
function lateNames(calls: readonly Call[]): string[] {
  const log = calls.findIndex((call) => /^p?write/.test(call.name) && isLog(pathOf(call)))
  return calls.flatMap((call, at) => {
    const path = madeBy(call)
    if (path === null || !isNamed(path)) return []
    return calls.slice(at, log).some((later) => isSync(later) && pathOf(later) === dirname(path)) ? [] : [path]
  })
}

interface Making {
  readonly path: string
  readonly synced: boolean
}

/** Folders and logs that got their name, and whether the folder that they are in was synced after that. */
function makingsIn(calls: readonly Call[], within: string): Making[] {
  return calls.flatMap((call, at) => {
    const path = madeBy(call)
    if (path === null || !path.startsWith(within)) return []
    return [{ path, synced: calls.slice(at).some((later) => isSync(later) && pathOf(later) === dirname(path)) }]
  })
}

function madeBy({ name, text, result }: Call): string | null {
  if (result === null || result < 0) return null
  const [first = '', second = ''] = [...text.matchAll(/"([^"]*)"/g)].map(([, path]) => path as string)
  if (name === 'mkdir') return first
  if (name === 'rename') return isLog(second) || isNamed(second) ? second : null
  if (name.startsWith('link')) return isNamed(second) ? second : null
  return name === 'openat' && text.includes('O_CREAT') && first.endsWith('.jsonl') ? first : null
}

/** Lets each sync of a command fail, one at a time: it must say NOT recorded, and nothing of it may be in the log. */
async function failEverySync(attack: Attack, args: readonly string[]): Promise<{ failed: number; faults: string[] }> {
  const faults: string[] = []
  for (let when = 1; ; when += 1) {
    const workspace = new Workspace(attack)
    if (args !== START) await workspace.ok(...START)
    PREPARED.get(args)?.(workspace)
    const before = workspace.lines().length
    const env = args === NEWCOMER ? { XDG_STATE_HOME: `${workspace.state}-of-another` } : {}
    const expressions = ['trace=fsync,fdatasync', `inject=fsync,fdatasync:error=EIO:when=${when}`]
    const { code, out, err, calls } = await traced(workspace, { expressions, env }, ...args)
    if (!calls.some(({ injected }) => injected)) return { failed: when - 1, faults }
    const wrong = [
      ...(code === 5 && err.includes('NOT recorded') ? [] : [`exit ${code}: ${err.trim()}`]),
      ...(isReceipt({ out, err }) ? ['acknowledged'] : []),
      ...(workspace.lines().length === before ? [] : ['in the log all the same']),
      ...workspace.lackingFiles(),
    ]
    faults.push(...wrong.map((what) => `[${args.join(' ')}, sync ${when} failed: ${what}]`))
  }
}
