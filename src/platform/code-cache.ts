import { statSync } from 'node:fs'
import { createRequire, Module } from 'node:module'
import { basename, dirname } from 'node:path'
import { Script } from 'node:vm'
import type { PrivateFolder } from './private-files.ts'

/** What the daily commands share; the rest is compiled as it is needed. */
const SHARED = /^(program|daily|en|ja)-[\w-]+\.cjs$/
const MOST_BYTES = 8 * 1024 * 1024
/** Of more builds of the program and of Node than that, none is kept. */
const MOST_FILES = 16

/** A module of CommonJS, as Node has it. */
interface Loading extends NodeModule {
  _compile(source: string, filename: string): unknown
}

/**
 * Keeps what V8 makes of the program's shared files in `folder`, which is this user's alone: without it the gates of the
 * daily commands fail (docs/dev/performance.md). Node 22.8 and newer have `module.enableCompileCache()`, which keeps the outermost
 * functions only; most of the time goes to those within them.
 */
export function cacheCompiledCode(folder: PrivateFolder): void {
  const modules = Module.prototype as unknown as Loading
  const compile = modules._compile
  modules._compile = function (this: Loading, source, filename) {
    if (!SHARED.test(basename(filename))) return compile.call(this, source, filename)
    const run = compiled(folder, Module.wrap(source), filename).runInThisContext()
    return run.call(this.exports, this.exports, (id: string) => this.require(id), this, filename, dirname(filename))
  }
}

/** As V8 would run what is harmed, the code is kept twice, and both must be the same. */
function compiled(folder: PrivateFolder, source: string, filename: string): Script {
  const name = `${basename(filename)}.${thisNode()}`
  const bytes = folder.read(name, MOST_BYTES) ?? Buffer.alloc(0)
  const cachedData = bytes.subarray(0, bytes.length / 2)
  // Where V8 rejects it, since it runs with other flags this time, it compiles what it needs.
  if (cachedData.length > 0 && cachedData.equals(bytes.subarray(cachedData.length)))
    return new Script(source, { filename, cachedData })
  const script = compiledWhole(source, filename)
  const code = script.createCachedData()
  if (folder.names().length >= MOST_FILES) for (const other of folder.names()) folder.remove(other)
  folder.put(name, [code, code])
  return script
}

/** Compiles every function at once, where V8 would wait until it is called: so the code serves every command. */
function compiledWhole(source: string, filename: string): Script {
  const { setFlagsFromString } = createRequire(process.execPath)('node:v8') as typeof import('node:v8')
  setFlagsFromString('--no-lazy')
  try {
    return new Script(source, { filename })
  } finally {
    setFlagsFromString('--lazy')
  }
}

/** This build of Node: two of one version may not understand each other's code, and V8 does not see that. */
function thisNode(): string {
  const { size, mtimeMs } = statSync(process.execPath)
  return `${process.version}-${process.arch}-${size}-${Math.round(mtimeMs)}`
}
