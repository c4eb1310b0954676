import { randomUUID } from 'node:crypto'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { APART } from '../apart.ts'
import { checkFile } from '../chain.ts'
import type { Attack, Proof } from '../proof.ts'
import { onTmpfs, type Tmpfs } from '../tmpfs.ts'
import { traced } from '../trace.ts'
import { inWorkers } from '../worker-pool.ts'
import { Workspace } from '../workspace.ts'

/** All lines that any copy of a log ever had: of one writer and number there must be one. */
class Union {
  private readonly lines = new Map<string, string>()
  readonly forks: string[] = []

  add(workspace: Workspace): void {
    for (const path of workspace.files())
      for (const { incident, writer, seq, raw } of checkFile(path).lines) {
        const name = `${incident} ${writer}:${seq}`
        const known = this.lines.get(name)
        if (known !== undefined && known !== raw) this.forks.push(`FORK at ${writer}:${seq}`)
        this.lines.set(name, raw)
      }
  }

  get size(): number {
    return this.lines.size
  }
}

/** What one case did and found. */
interface Tried {
  readonly restored: number
  readonly noticed: number
  readonly lines: number
  readonly faults: readonly string[]
}

type Case = (attack: Attack) => Promise<Tried>

const NOTES = { full: 12, short: 5 }
const SWAPS = { full: 20, short: 6 }

/** Older copies put back, files deleted, workspaces copied and written in both: noticed, and nothing forks. */
export const ROLLBACK: Proof = {
  fault: 'rollback',
  needs: ['strace', 'tmpfs', 'unshare'],
  async run(attack) {
    const tried = await inWorkers(Object.entries(CASES), async ([name, run]) => {
      const { faults, ...counts } = await run(attack)
      return { ...counts, faults: faults.map((fault) => `[${name}: ${fault}]`) }
    })
    const sum = (of: (t: Tried) => number) => tried.reduce((total, t) => total + of(t), 0)
    const [restored, noticed, lines] = [sum((t) => t.restored), sum((t) => t.noticed), sum((t) => t.lines)]
    const faults = tried.flatMap((t) => t.faults)
    const forks = faults.filter((fault) => fault.includes('FORK')).length
    const figure = [
      `${restored} times restored, cut, deleted or swapped: ${noticed} noticed, and continued by a new writer where anything was left;`,
      `${forks} forks in ${lines} lines of ${tried.length} cases; ${faults.length - forks} other faults`,
      ...faults.slice(0, 6),
    ].join(' ')
    return { holds: faults.length === 0 && restored > 0 && noticed === restored, figure }
  },
}

async function noted(attack: Attack, texts: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Workspace> {
  const workspace = new Workspace(attack, env)
  await workspace.ok('start', '--type', 'system-failure', '--title', 'x')
  for (const text of texts) await workspace.ok('note', text)
  return workspace
}

const texts = (attack: Attack) => Array.from({ length: attack.full ? NOTES.full : NOTES.short }, (_, n) => `note ${n}`)

/** The log is behind: `verify` must say so, the next note be a new writer's that says it too, and then all is well. */
async function noticed(workspace: Workspace, text = 'goes on'): Promise<string[]> {
  const behind = await workspace.halt('verify')
  const writers = workspace.files().length
  const note = await workspace.halt('note', text)
  const after = await workspace.halt('verify')
  const continued = workspace.lines().filter(({ type }) => type === 'log.continued')
  return [
    ...(behind.code === 4 && behind.err.includes('(log-behind)')
      ? []
      : [`verify: ${behind.code} ${behind.err.trim()}`]),
    ...(note.code === 0 ? [] : [`note: ${note.code} ${note.err.trim()}`]),
    ...(after.code === 0 ? [] : [`verify afterwards: ${after.code} ${after.err.trim()}`]),
    ...(workspace.files().length === writers + 1 ? [] : ['no new writer']),
    ...(continued.some(({ seq }) => seq === 1) ? [] : ['no log.continued']),
    ...(workspace.notes().includes(text) ? [] : ['the note is not there']),
    ...workspace.checked().flatMap(({ fault }) => fault ?? []),
  ]
}

const CASES: Readonly<Record<string, Case>> = {
  async 'an older copy of the log, each there was'(attack) {
    const workspace = await noted(attack, [])
    const file = workspace.file
    const copies: Buffer[] = []
    for (const text of texts(attack)) {
      copies.push(readFileSync(file))
      await workspace.ok('note', text)
    }
    const union = new Union()
    union.add(workspace)
    const whole = workspace.saved()
    const faults: string[] = []
    let seen = 0
    for (const copy of copies) {
      whole()
      writeFileSync(file, copy)
      const wrong = await noticed(workspace)
      if (wrong.length === 0) seen += 1
      union.add(workspace)
      faults.push(...wrong)
    }
    return { restored: copies.length, noticed: seen, lines: union.size, faults: [...faults, ...union.forks] }
  },

  async 'restored again and again, always to the same copy'(attack) {
    const workspace = await noted(attack, ['one'])
    const { path } = workspace
    const copy = `${path}-copy`
    cpSync(path, copy, { recursive: true })
    const union = new Union()
    const faults: string[] = []
    let seen = 0
    const times = attack.full ? SWAPS.full : SWAPS.short
    for (let n = 0; n < times; n += 1) {
      await workspace.ok('note', `lost ${n}`)
      union.add(workspace)
      rmSync(path, { recursive: true })
      cpSync(copy, path, { recursive: true })
      const wrong = await noticed(workspace, `kept ${n}`)
      if (wrong.length === 0) seen += 1
      union.add(workspace)
      faults.push(...wrong)
    }
    return { restored: times, noticed: seen, lines: union.size, faults: [...faults, ...union.forks] }
  },

  async 'a writer’s file deleted, another’s left'(attack) {
    const workspace = await noted(attack, ['one'])
    const env = { XDG_STATE_HOME: `${workspace.state}-of-another`, HALT_OPERATOR: 'hanako' }
    const hers = await workspace.haltWith({ env }, 'note', 'hers')
    const union = new Union()
    union.add(workspace)
    const file = workspace.files().find((path) => checkFile(path).lines[0]?.by === 'hanako') ?? ''
    rmSync(file)
    const faults = hers.code === 0 ? [] : [hers.err]
    const her = new Workspace(attack, { ...env, HALT_DIR: workspace.path })
    faults.push(...(await noticed(her)))
    union.add(workspace)
    return { restored: 1, noticed: faults.length === 0 ? 1 : 0, lines: union.size, faults: [...faults, ...union.forks] }
  },

  async 'deleted wholly'(attack) {
    const workspace = await noted(attack, ['one'])
    const id = workspace.ids()[0] as string
    rmSync(workspace.incident, { recursive: true })
    const verify = await workspace.halt('-i', id, 'verify')
    const list = await workspace.halt('list')
    const isNoticed = verify.code === 4 && verify.err.includes('(log-missing)') && list.err.includes(id)
    const faults = isNoticed
      ? []
      : [`verify: ${verify.code} ${verify.err.trim()}; list: ${list.code} ${list.err.trim()}`]
    return { restored: 1, noticed: isNoticed ? 1 : 0, lines: 0, faults }
  },

  async 'restored after the state folder was full'(attack) {
    return stateLost(attack, (tmpfs) => tmpfs.fill(0))
  },

  async 'restored after the state folder was read-only'(attack) {
    return stateLost(attack, (tmpfs) => tmpfs.readOnly(true))
  },

  async 'restored after a process was killed before it kept what it wrote'(attack) {
    const faults: string[] = []
    let lines = 0
    for (let when = 1; ; when += 1) {
      const workspace = await noted(attack, ['one'])
      const { file } = workspace
      const copy = readFileSync(file)
      const union = new Union()
      // The head is written over the one before, at its place; the log is appended to.
      const expressions = ['trace=pwrite64', `inject=pwrite64:signal=KILL:when=${when}`]
      const ran = await traced(workspace, { expressions }, 'note', 'killed')
      if (ran.signal !== 'SIGKILL') return { restored: 0, noticed: 0, lines, faults: when > 1 ? faults : ['no kill'] }
      union.add(workspace)
      writeFileSync(file, copy)
      await workspace.ok('note', 'goes on')
      union.add(workspace)
      faults.push(...(await wholeOf(workspace, ['one', 'goes on'])), ...union.forks)
      lines += union.size
    }
  },

  async 'a machine restored whole, its state as well, and started'(attack) {
    const workspace = await noted(attack, ['one'])
    const restore = workspace.saved()
    await workspace.ok('note', 'lost by restoring')
    const union = new Union()
    union.add(workspace)
    restore()
    const under = anotherBoot(workspace)
    for (const text of ['two', 'three']) {
      const { code, err } = await workspace.haltWith({ under }, 'note', text)
      if (code !== 0) throw new Error(err)
    }
    union.add(workspace)
    const faults = await wholeOf(workspace, ['one', 'two', 'three'])
    return { restored: 0, noticed: 0, lines: union.size, faults: [...faults, ...union.forks] }
  },

  async 'a workspace copied elsewhere, and written in both'(attack) {
    const workspace = await noted(attack, texts(attack))
    const copy = new Workspace(attack, { HALT_DIR: `${workspace.path}-copy`, XDG_STATE_HOME: workspace.state })
    cpSync(workspace.path, copy.path, { recursive: true })
    return writtenInBoth(attack, workspace, copy)
  },

  async 'two machines with a copy each'(attack) {
    const workspace = await noted(attack, texts(attack))
    const other = new Workspace(attack, { HALT_DIR: `${workspace.path}-copy` })
    cpSync(workspace.path, other.path, { recursive: true })
    return writtenInBoth(attack, workspace, other)
  },

  async 'two machines on one folder'(attack) {
    const workspace = await noted(attack, [])
    const other = new Workspace(attack, { HALT_DIR: workspace.path })
    const told = texts(attack).flatMap((text) => [`${text} here`, `${text} there`])
    for (const text of told) await (text.endsWith('here') ? workspace : other).ok('note', text)
    const union = new Union()
    union.add(workspace)
    return { restored: 0, noticed: 0, lines: union.size, faults: [...(await wholeOf(workspace, told)), ...union.forks] }
  },

  async 'the state folder lost, or older than the log'(attack) {
    const workspace = await noted(attack, ['one'])
    const { state } = workspace
    cpSync(state, `${state}-copy`, { recursive: true })
    await workspace.ok('note', 'two')
    const union = new Union()
    union.add(workspace)
    rmSync(state, { recursive: true })
    cpSync(`${state}-copy`, state, { recursive: true })
    await workspace.ok('note', 'three')
    // The line after the head in the older state is one that this machine does not know it wrote.
    const { code, err } = await workspace.halt('verify')
    const unnamed = code === 4 && err.includes('foreign-lines') ? [] : [`verify: ${code} ${err}`]
    await workspace.ok('verify', '--continue', '--reason', 'the state was restored')
    // Without any state, the machine is a stranger to its own log, whose word on foreign lines would not count.
    rmSync(state, { recursive: true })
    await workspace.ok('note', 'four')
    union.add(workspace)
    const faults = await wholeOf(workspace, ['one', 'two', 'three', 'four'])
    return { restored: 0, noticed: 0, lines: union.size, faults: [...unnamed, ...faults, ...union.forks] }
  },
}

/** Nothing can be kept outside any more while events are recorded; then the log is restored, and gone on with. */
async function stateLost(attack: Attack, lose: (tmpfs: Tmpfs) => void): Promise<Tried> {
  return onTmpfs(attack.folder(), 256, async (tmpfs) => {
    const workspace = await noted(attack, ['one'], { XDG_STATE_HOME: join(tmpfs.path, 'state') })
    const whole = () => new Map(workspace.files().map((path) => [path, readFileSync(path)]))
    lose(tmpfs)
    await workspace.ok('note', 'two')
    const copies = whole()
    await workspace.ok('note', 'lost by restoring')
    const union = new Union()
    union.add(workspace)
    for (const path of workspace.files()) rmSync(path)
    for (const [path, bytes] of copies) writeFileSync(path, bytes)
    await workspace.ok('note', 'three')
    union.add(workspace)
    tmpfs.readOnly(false)
    tmpfs.free()
    await workspace.ok('note', 'four')
    union.add(workspace)
    const faults = await wholeOf(workspace, ['one', 'two', 'three', 'four'])
    return { restored: 0, noticed: 0, lines: union.size, faults: [...faults, ...union.forks] }
  })
}

/** What makes a command see another start of the machine: the kernel's word for it is covered by another. */
function anotherBoot({ directory }: Workspace): string[] {
  const boot = join(directory, 'boot_id')
  writeFileSync(boot, `${randomUUID()}\n`)
  const cover = `mount --bind '${boot}' /proc/sys/kernel/random/boot_id && exec "$@"`
  return [...APART, 'sh', '-c', cover, 'sh']
}

/** Notes in both by turns; then the files of one are put to those of the other: one log with all of them. */
async function writtenInBoth(attack: Attack, here: Workspace, there: Workspace): Promise<Tried> {
  const before = here.notes()
  const told = texts(attack).flatMap((text) => [`${text} here`, `${text} there`])
  for (const text of told) await (text.endsWith('here') ? here : there).ok('note', text)
  const union = new Union()
  union.add(here)
  union.add(there)
  const own = new Set(here.files().map((path) => basename(path)))
  for (const path of there.files()) if (!own.has(basename(path))) cpSync(path, join(here.incident, basename(path)))
  const faults = await wholeOf(here, [...before, ...told])
  return { restored: 0, noticed: 0, lines: union.size, faults: [...faults, ...union.forks] }
}

/** What is wrong with a log that must verify and have just these notes. */
async function wholeOf(workspace: Workspace, told: readonly string[]): Promise<string[]> {
  const { code, err } = await workspace.halt('verify')
  const there = workspace.notes()
  return [
    ...(code === 0 ? [] : [`verify: ${code} ${err.trim()}`]),
    ...(there.sort().join() === [...told].sort().join() ? [] : [`${told.length} notes told, ${there.length} there`]),
    ...workspace.checked().flatMap(({ fault }) => fault ?? []),
  ]
}
