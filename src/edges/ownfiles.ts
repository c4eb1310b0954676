import { closeSync, fstatSync, openSync } from 'node:fs'
import type { Module } from 'node:module'
import { dirname, sep } from 'node:path'
import { Room, readAt } from './filebytes.ts'
import type { KeptCode } from './keptcode.ts'

/** As Node wraps a module of this kind. */
const BEFORE = Buffer.from('(function (exports, require, module, __filename, __dirname) {')
const AFTER = Buffer.from('\n})')
const SOURCE = new Room()

type Require = (name: string) => unknown
type Body = (exports: unknown, require: Require, module: NodeJS.Module, path: string, folder: string) => void

/** Loads the program's own files in place of Node, so that they are compiled with what is kept of them. */
export class OwnFiles {
  private readonly code: KeptCode
  /** By path, as Node has them. */
  private loaded: NodeJS.Dict<NodeJS.Module> = {}

  constructor(code: KeptCode) {
    this.code = code
  }

  /** From now on; Node's own `require` is given, and the file that is loaded already. */
  begin({ extensions, cache }: NodeJS.Require, first: string): void {
    const module = cache[first]
    if (module === undefined) return
    this.loaded = cache
    const folder = dirname(first)
    const others = extensions['.cjs'] ?? extensions['.js']
    extensions['.cjs'] = (module, path) =>
      path.startsWith(folder + sep) ? this.load(module, path) : others(module, path)
    const nodes = module.require.bind(module)
    const require: Require = (name) => (isOwn(name) ? this.own(module, pathFrom(folder, name)) : nodes(name))
    module.require = require as NodeJS.Require
  }

  private load(module: NodeJS.Module, path: string): void {
    const script = this.code.compile(path, sourceOf(path), -BEFORE.length)
    const body = script.runInThisContext() as Body
    const folder = dirname(path)
    body.call(module.exports, module.exports, (name) => this.require(module, folder, name), module, path, folder)
  }

  private require(from: NodeJS.Module, folder: string, name: string): unknown {
    return isOwn(name) ? this.own(from, pathFrom(folder, name)) : from.require(name)
  }

  /** A file is where its name says: to look for it as Node does takes longer than to load it. */
  private own(from: NodeJS.Module, path: string): unknown {
    const known = this.loaded[path]
    if (known !== undefined) return known.exports
    // The same as of `node:module`, which would load what Node has for modules of the other kind.
    const NodesModule = from.constructor as typeof Module
    const module = new NodesModule(path, from)
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
}

/** Whether a name is that of a file of the program, as the bundler writes it: `./` or `../`, once, and the rest of its path. */
function isOwn(name: string): boolean {
  return name.startsWith('.')
}

function pathFrom(folder: string, name: string): string {
  return name.startsWith('./') ? `${folder}/${name.slice(2)}` : `${dirname(folder)}/${name.slice(3)}`
}

/** A file of the program in its wrapping; to be used before another one is read. */
function sourceOf(path: string): Buffer {
  const fd = openSync(path, 'r')
  try {
    const length = fstatSync(fd).size
    const room = SOURCE.of(BEFORE.length + length + AFTER.length)
    room.set(BEFORE)
    const end = BEFORE.length + readAt({ fd, at: 0 }, room.subarray(BEFORE.length, BEFORE.length + length)).length
    room.set(AFTER, end)
    return room.subarray(0, end + AFTER.length)
  } finally {
    closeSync(fd)
  }
}
