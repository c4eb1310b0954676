import {
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs'
import { Module } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Script } from 'node:vm'
import { Room, readAt, standsAt } from './filebytes.ts'
import { putInPlace } from './inplace.ts'

/** As Node wraps a module of this kind. */
const BEFORE = Buffer.from('(function (exports, require, module, __filename, __dirname) {')
const AFTER = Buffer.from('\n})')
const SOURCE = new Room()
const CODE = new Room()
const RUNS = 'runs'
/** Lengths of the source and of its code, before both. */
const HEAD_BYTES = 8
/** What was made so long ago is of a version that is gone, or will be made anew. */
const STALE_MS = 90 * 86_400_000
/** The first run of a command finds less kept of other things, too, than those that follow, and goes other ways. */
const LEARNT_FROM = 3
/** There are not that many commands: more are slips of the finger. */
const MOST_RUNS = 64 * LEARNT_FROM

type Require = (name: string) => unknown
type Body = (exports: unknown, require: Require, module: NodeJS.Module, path: string, folder: string) => void

interface Used {
  readonly path: string
  readonly text: string
  readonly script: Script
  readonly isKept: boolean
}

/**
 * What V8 made of the program's files, kept between runs in a folder of the user's: to make it takes a quarter of the time
 * of a command. It counts only in a file of the user's own, and beside the very source that it was made of; whether it
 * is of this V8, V8 finds out. As V8 would run what is harmed, it lies there twice, and both must be the same. Whatever is
 * wrong, the program is compiled as if there were none.
 */
export class KeptCode {
  private readonly used: Used[] = []
  private readonly all: string
  private node = ''
  /** Of this version. The file that is loaded first tells it: its name changes with any of those that it names. */
  private folder: string | null = null
  private isEnough = false
  /** By path, as Node has them. */
  private loaded: NodeJS.Dict<NodeJS.Module> = {}

  /** Takes the folder for all versions of the program. */
  constructor(folder: string) {
    this.all = folder
  }

  /**
   * Loads the program's files from now on in place of Node, whose own `require` is given; at the end keeps what `command`
   * had to compile, or nothing where it is null.
   */
  begin({ extensions, cache }: NodeJS.Require, command: string | null): void {
    const node = thisNode()
    if (node === null) return
    this.node = node
    this.loaded = cache
    extensions['.cjs'] = (module, path) => this.load(module, path)
    if (command !== null) process.once('exit', () => this.end(command))
  }

  /** What is loaded from now on is not what the command needs. */
  enough(): void {
    this.isEnough = true
  }

  private load(module: NodeJS.Module, path: string): void {
    const source = sourceOf(path)
    const cachedData = this.isEnough ? null : codeIn(this.fileOf(path), source)
    // The build writes ASCII alone; a text that is put together of texts would be copied once more.
    const text = source.toString('latin1')
    const script = new Script(text, {
      filename: path,
      columnOffset: -BEFORE.length,
      ...(cachedData !== null && { cachedData }),
    })
    const isKept = cachedData !== null && script.cachedDataRejected === false
    if (!this.isEnough) this.used.push({ path, text, script, isKept })
    const body = script.runInThisContext() as Body
    const folder = dirname(path)
    body.call(module.exports, module.exports, (name) => this.require(module, folder, name), module, path, folder)
  }

  /** The files lie side by side under their own names: to look for one as Node does takes longer than to load it. */
  private require(from: NodeJS.Module, folder: string, name: string): unknown {
    if (!name.startsWith('./')) return from.require(name)
    const path = `${folder}/${name.slice(2)}`
    const known = this.loaded[path]
    if (known !== undefined) return known.exports
    const module = new Module(path, from)
    module.filename = path
    this.loaded[path] = module
    try {
      this.load(module, path)
      module.loaded = true
      return module.exports
    } catch (error) {
      delete this.loaded[path]
      throw error
    }
  }

  private end(command: string): void {
    const { folder } = this
    if (folder === null) return
    const known = runsIn(folder)
    const isNew = known.filter((name) => name === command).length < LEARNT_FROM && known.length < MOST_RUNS
    if (!isNew && this.used.every(({ isKept }) => isKept)) return
    try {
      if (known.length === 0) clear(this.all)
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      if (!isOwn(lstatSync(folder))) return
      for (const { path, text, script } of this.used) putInPlace(this.fileOf(path), withCode(text, script))
      if (isNew) putInPlace(`${folder}/${RUNS}`, Buffer.from([...known, command].join('\n')))
    } catch {
      // Where nothing can be kept, it is made anew each time.
    }
  }

  private fileOf(path: string): string {
    const name = basename(path)
    this.folder ??= join(this.all, `${basename(name, '.cjs')}-${this.node}`)
    return `${this.folder}/${name}.code`
  }
}

/** The commands that ran when code was kept: another one may have to compile more of the same files. */
function runsIn(folder: string): readonly string[] {
  try {
    return readFileSync(`${folder}/${RUNS}`, 'utf8').split('\n')
  } catch {
    return []
  }
}

/** Two builds of one version may not understand each other's code, and V8 does not see that. */
function thisNode(): string | null {
  try {
    const { size, mtimeMs } = statSync(process.execPath)
    return `node-${process.version}-${process.arch}-${size}-${Math.round(mtimeMs)}`
  } catch {
    return null
  }
}

/** A file of the program in its wrapping; to be used before another one is read. */
function sourceOf(path: string): Buffer {
  const fd = openSync(path, 'r')
  try {
    const length = fstatSync(fd).size
    const room = SOURCE.of(BEFORE.length + length + AFTER.length)
    BEFORE.copy(room)
    const end = BEFORE.length + readAt({ fd, at: 0 }, room.subarray(BEFORE.length, BEFORE.length + length)).length
    AFTER.copy(room, end)
    return room.subarray(0, end + AFTER.length)
  } finally {
    closeSync(fd)
  }
}

/** What is kept of such a file; null where there is none, or somebody else could have written it. The same holds of it. */
function codeIn(path: string, source: Buffer): Buffer | null {
  let fd: number | null = null
  try {
    fd = openSync(path, 'r')
    const stats = fstatSync(fd)
    return isOwn(stats) ? codeAt(fd, stats.size, source) : null
  } catch {
    return null
  } finally {
    if (fd !== null) closeSync(fd)
  }
}

function codeAt(fd: number, size: number, source: Buffer): Buffer | null {
  const head = readAt({ fd, at: 0 }, Buffer.alloc(HEAD_BYTES))
  const [ofSource, ofCode] = [head.readUInt32LE(0), head.readUInt32LE(4)]
  const at = HEAD_BYTES + ofSource
  if (size !== at + 2 * ofCode || ofSource !== source.length || !standsAt({ fd, at: HEAD_BYTES }, source)) return null
  const code = readAt({ fd, at }, CODE.of(ofCode))
  return standsAt({ fd, at: at + ofCode }, code) ? code : null
}

function withCode(text: string, script: Script): Buffer {
  const [source, code] = [Buffer.from(text, 'latin1'), script.createCachedData()]
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUInt32LE(source.length, 0)
  head.writeUInt32LE(code.length, 4)
  return Buffer.concat([head, source, code, code])
}

/** Whether nobody else can write it. */
function isOwn({ uid, mode }: Stats): boolean {
  return process.geteuid === undefined || (uid === process.geteuid() && (mode & 0o022) === 0)
}

/** Removes what other versions left long ago. */
function clear(all: string): void {
  try {
    for (const folder of readdirSync(all).map((name) => join(all, name)))
      if (Date.now() - statSync(folder).mtimeMs > STALE_MS) rmSync(folder, { recursive: true, force: true })
  } catch {
    // There are none yet.
  }
}
