import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import Module from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { Script } from 'node:vm'
import type { Attack, Proof } from '../proof.ts'
import { type Ran, Workspace } from '../workspace.ts'

/** Numbers that no system gives to its own users. */
const [VICTIM, ATTACKER] = [64_001, 64_002]
const TITLE = 'Matching down'
const FORGED = 'All is well..'
/** Of what `status` shows, and another one of that length. */
const [HEADING, FORGED_HEADING] = ['Scope', 'Fraud']
/** Seconds; whatever takes longer waits for what never comes. */
const PATIENCE = '30'
/** The processes that come next get numbers that are not much higher. */
const NEXT_PROCESSES = 4000
const COMMANDS = [['status'], ['next'], ['list'], ['done', '2.1-logs'], ['note', 'checked']] as const

/** A cache folder that another user made first, and snapshots that are not what the program wrote. */
export const CACHE_FOLDER: Proof = {
  fault: 'cache-folder',
  needs: ['setpriv'],
  async run(attack) {
    const faults: string[] = []
    let tried = 0
    for (const [name, act] of Object.entries(ATTACKS)) {
      const scene = new Scene(attack)
      await scene.begin()
      tried += 1
      const fault = await act(scene)
      if (fault !== null) faults.push(`[${name}: ${fault}]`)
    }
    return {
      holds: faults.length === 0,
      figure: [`${tried} attacks on the cache folder, ${faults.length} with an effect`, ...faults].join(' '),
    }
  },
}

/** Each gives what came of it, null where nothing did. */
const ATTACKS: Readonly<Record<string, (scene: Scene) => Promise<string | null>>> = {
  async 'files made first'(scene) {
    scene.plant()
    scene.forEachNext((path) => {
      writeFileSync(path, '')
      chownSync(path, ATTACKER, ATTACKER)
      chmodSync(path, 0o666)
    })
    const fault = await scene.commands()
    const taken = scene.planted().filter((path) => statSync(path).size > 0)
    return fault ?? (taken.length === 0 ? null : `the attacker has ${basename(taken[0] as string)}`)
  },
  async 'links to a file of the victim’s'(scene) {
    const own = join(scene.folder, 'own')
    writeFileSync(own, 'precious')
    chownSync(own, VICTIM, VICTIM)
    scene.plant()
    scene.forEachNext((path) => {
      symlinkSync(own, path)
      lchownSync(path, ATTACKER, ATTACKER)
    })
    const fault = await scene.commands()
    return fault ?? (readFileSync(own, 'utf8') === 'precious' ? null : 'the file was written over')
  },
  async pipes(scene) {
    scene.plant()
    const paths: string[] = []
    scene.forEachNext((path) => paths.push(path))
    for (let at = 0; at < paths.length; at += 500) execFileSync('mkfifo', ['-m', '666', ...paths.slice(at, at + 500)])
    return scene.commands()
  },
  async 'a forged title'(scene) {
    scene.forge(TITLE, FORGED)
    scene.plant()
    const { out } = await scene.halt('status')
    return out.includes(FORGED) ? 'believed' : await scene.commands()
  },
  async 'a forged id'(scene) {
    scene.forge(scene.incident, 'f'.repeat(24))
    scene.plant()
    return scene.commands()
  },
  async 'a forged head'(scene) {
    scene.forge(scene.head, 'f'.repeat(64))
    scene.plant()
    return scene.commands()
  },
  async 'compiled code of the attacker’s'(scene) {
    scene.compile(HEADING, FORGED_HEADING)
    const own = await scene.halt('status')
    if (!own.out.includes(FORGED_HEADING)) return 'not even the victim’s own is run'
    scene.plant()
    const { out } = await scene.halt('status')
    return out.includes(FORGED_HEADING) ? 'run' : await scene.commands()
  },
  async 'the victim’s own, malformed'(scene) {
    const paths = scene.planted()
    const before = paths.map((path) => readFileSync(path))
    for (const [said, instead] of MALFORMED) {
      for (const [i, path] of paths.entries()) writeFileSync(path, replaced(before[i] as Buffer, said, instead))
      for (const [command] of COMMANDS.slice(0, 3)) {
        const ran = await scene.halt(command)
        if (ran.code !== 0) return `${instead}: ${command}: ${ran.code} ${ran.err.trim()}`
      }
    }
    return scene.commands()
  },
}

/** Of the same length, and JSON as before. */
const MALFORMED = [
  ['"commands":[]', '"commands":{}'],
  ['"notices":[]', '"notices":{}'],
  ['"actions":[]', '"actions":12'],
  ['"pages":[]', '"pages":""'],
  ['"evidence":[]', '"evidence":{}'],
  ['"exercise":null', '"exercise":true'],
  ['"beyond":null', '"beyond":true'],
  ['"corrections":[]', '"corrections":17'],
] as const

/** A victim's incident and cache, which the attacker knows. */
class Scene {
  readonly folder: string
  private readonly workspace: Workspace
  private readonly cache: string

  constructor(attack: Attack) {
    this.folder = attack.folder()
    chmodSync(this.folder, 0o755)
    const root = resolve(attack.program, '../..')
    for (const name of ['bin', 'dist', 'runbooks', 'package.json'])
      cpSync(join(root, name), join(this.folder, 'program', name), { recursive: true })
    const cache = join(this.folder, 'cache')
    const env = { XDG_CACHE_HOME: cache, NODE_DISABLE_COMPILE_CACHE: undefined }
    this.workspace = new Workspace({ ...attack, program: join(this.folder, 'program/bin/halt.js') }, env, this.folder)
    for (const path of [this.workspace.path, this.workspace.state, cache]) {
      mkdirSync(path)
      chownSync(path, VICTIM, VICTIM)
    }
    chmodSync(cache, 0o777)
    this.cache = join(cache, 'halt')
  }

  async begin(): Promise<void> {
    await this.halt('start', '--type', 'system-failure', '--title', TITLE)
    await this.halt('status')
    if (this.planted().length === 0) throw new Error('no snapshot')
  }

  /** As the victim; killed where it waits for ever. */
  halt(...args: readonly string[]): Promise<Ran> {
    const user = ['setpriv', `--reuid=${VICTIM}`, `--regid=${VICTIM}`, '--clear-groups']
    return this.workspace.haltWith({ under: ['timeout', '-s', 'KILL', PATIENCE, ...user] }, ...args)
  }

  /** What is wrong with what the victim does next; null where nothing is. */
  async commands(): Promise<string | null> {
    for (const args of COMMANDS) {
      const ran = await this.halt(...args)
      if (ran.code !== 0 || ran.out.includes(FORGED)) return `${args[0]}: ${ran.code ?? ran.signal} ${ran.err.trim()}`
    }
    const verified = await this.halt('verify')
    return verified.code === 0 ? null : `verify: ${verified.code} ${verified.err.trim()}`
  }

  /** The files in the cache folder. */
  planted(): string[] {
    if (!existsSync(this.cache)) return []
    const names = readdirSync(this.cache, { withFileTypes: true })
    return names.filter((entry) => entry.isFile()).map(({ name }) => join(this.cache, name))
  }

  /** All of it is the attacker's from now on, and open to everybody. */
  plant(): void {
    for (const name of ['', ...readdirSync(this.cache, { encoding: 'utf8', recursive: true })]) {
      const path = join(this.cache, name)
      chownSync(path, ATTACKER, ATTACKER)
      chmodSync(path, statSync(path).isDirectory() ? 0o777 : 0o666)
    }
  }

  /** The paths under which the next processes would write a snapshot before it takes its place; none is there then. */
  forEachNext(make: (path: string) => void): void {
    const paths = this.planted()
    for (const path of paths) rmSync(path)
    const first = Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }))
    for (let n = 1; n <= NEXT_PROCESSES; n += 1) for (const path of paths) make(`${path}.${first + n}`)
  }

  /** Has the snapshots say something else, as whoever knows how they are written could. */
  forge(said: string, instead: string): void {
    for (const path of this.planted().filter((path) => path.endsWith('.snapshot'))) {
      const bytes = readFileSync(path)
      const once = replaced(bytes.subarray(0, bytes.length / 2), said, instead)
      writeFileSync(path, Buffer.concat([once, Buffer.from(once).swap16()]))
    }
  }

  /** Has the code of the English texts, which was compiled of the same length, say something else. */
  compile(said: string, instead: string): void {
    const folder = join(this.cache, 'compiled')
    const name = readdirSync(folder).find((name) => name.startsWith('en-')) ?? ''
    const chunk = name.slice(0, name.indexOf('.cjs') + '.cjs'.length)
    const path = join(dirname(this.workspace.program), '../dist/chunks', chunk)
    const source = Module.wrap(readFileSync(path, 'utf8').replaceAll(said, instead))
    const code = new Script(source, { filename: path }).createCachedData()
    writeFileSync(join(folder, name), Buffer.concat([code, code]))
  }

  /** The random id in the log. */
  get incident(): string {
    return this.workspace.lines()[0]?.incident ?? ''
  }

  get head(): string {
    return this.workspace.lines().at(-1)?.hash ?? ''
  }
}

/** In the text of a snapshot, however it is encoded. */
function replaced(bytes: Buffer, said: string, instead: string): Buffer {
  const changed = Buffer.from(bytes)
  for (const encoding of ['latin1', 'utf16le'] as const) {
    const [from, to] = [Buffer.from(said, encoding), Buffer.from(instead, encoding)]
    for (let at = changed.indexOf(from); at >= 0; at = changed.indexOf(from, at + 1)) to.copy(changed, at)
  }
  return changed
}
