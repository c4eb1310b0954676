import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { Script } from 'node:vm'
import { Room, readAt, standsAt } from './filebytes.ts'
import { makeFolders } from './folders.ts'
import { putInPlace } from './inplace.ts'

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
  private readonly node: string
  /** Of this version. The file that is loaded first tells it: its name changes with any of those that it names. */
  private folder: string | null = null
  private isEnough = false

  /** Takes the folder for all versions of the program, and the name of this build of Node. */
  constructor(folder: string, node: string) {
    this.all = folder
    this.node = node
  }

  /** What is compiled from now on is not what the command needs. */
  enough(): void {
    this.isEnough = true
  }

  /** The source is ASCII, and has `columnOffset` columns before its first line that the file has not. */
  compile(path: string, source: Buffer, columnOffset: number): Script {
    const cachedData = this.isEnough ? null : codeIn(this.fileOf(path), source)
    const text = source.toString('latin1')
    const script = new Script(text, { filename: path, columnOffset, ...(cachedData !== null && { cachedData }) })
    const isKept = cachedData !== null && script.cachedDataRejected === false
    if (!this.isEnough) this.used.push({ path, text, script, isKept })
    return script
  }

  /** Keeps what `command` had to compile. */
  keep(command: string): void {
    const { folder } = this
    if (folder === null) return
    const known = runsIn(folder)
    const isNew = known.filter((name) => name === command).length < LEARNT_FROM && known.length < MOST_RUNS
    if (!isNew && this.used.every(({ isKept }) => isKept)) return
    try {
      if (known.length === 0) clear(this.all)
      makeFolders(folder)
      if (!isOwn(lstatSync(folder))) return
      for (const { path, text, script } of this.used) putInPlace(this.fileOf(path), withCode(text, script))
      if (isNew) putInPlace(`${folder}/${RUNS}`, [...known, command].join('\n'))
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
  return inOwn(`${folder}/${RUNS}`, (fd) => readFileSync(fd, 'utf8').split('\n')) ?? []
}

/**
 * A name for this build of Node; null where it cannot be told. Two builds of one version may not understand each other's
 * code, and V8 does not see that.
 */
export function thisNode(): string | null {
  try {
    const { size, mtimeMs } = statSync(process.execPath)
    return `node-${process.version}-${process.arch}-${size}-${Math.round(mtimeMs)}`
  } catch {
    return null
  }
}

/** Null where there is none that counts; to be used before another one is read. */
function codeIn(path: string, source: Buffer): Buffer | null {
  return inOwn(path, (fd, size) => codeAt(fd, size, source))
}

/** What `read` makes of a file; null where it is none, or somebody else could have written it. Nothing is waited for. */
function inOwn<T>(path: string, read: (fd: number, size: number) => T | null): T | null {
  let fd: number | null = null
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const stats = fstatSync(fd)
    return stats.isFile() && isOwn(stats) ? read(fd, stats.size) : null
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

function withCode(text: string, script: Script): readonly Buffer[] {
  const [source, code] = [Buffer.from(text, 'latin1'), script.createCachedData()]
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUInt32LE(source.length, 0)
  head.writeUInt32LE(code.length, 4)
  return [head, source, code, code]
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
