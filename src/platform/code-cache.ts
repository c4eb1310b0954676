import { statSync } from 'node:fs'
import { createRequire, Module } from 'node:module'
import { basename, dirname } from 'node:path'
import { Script } from 'node:vm'
import type { PrivateFolder } from './private-files.ts'

/** The files that the daily commands share; all others are compiled when they are needed. */
const SHARED = /^(program|daily|en|ja)-[\w-]+\.cjs$/
const MAX_BYTES = 8 * 1024 * 1024
/** With this many files, from several builds of the program or Node, all are deleted before one is added. */
const MAX_FILES = 16

/** A CommonJS module, as Node implements it. */
interface CommonJsModule extends NodeModule {
  _compile(source: string, filename: string): unknown
}

/**
 * Caches the code that V8 compiles from the program's shared files in `folder`, which is private to this user: without
 * it the gates of the daily commands fail (docs/dev/performance.md). `module.enableCompileCache()` of Node 22.8 and
 * newer caches the outermost functions only, but most of the time goes into the inner ones.
 */
export function cacheCompiledCode(folder: PrivateFolder): void {
  const modules = Module.prototype as unknown as CommonJsModule
  const compile = modules._compile
  modules._compile = function (this: CommonJsModule, source, filename) {
    if (!SHARED.test(basename(filename))) return compile.call(this, source, filename)
    const run = scriptFor(folder, Module.wrap(source), filename).runInThisContext()
    return run.call(this.exports, this.exports, (id: string) => this.require(id), this, filename, dirname(filename))
  }
}

/** Stores the code twice and compares both, because V8 would run damaged code. */
function scriptFor(folder: PrivateFolder, source: string, filename: string): Script {
  const name = `${basename(filename)}.${nodeBuild()}`
  const bytes = folder.read(name, MAX_BYTES) ?? Buffer.alloc(0)
  const cachedData = bytes.subarray(0, bytes.length / 2)
  // If V8 rejects the cache because it runs with other flags this time, it compiles what it needs.
  if (cachedData.length > 0 && cachedData.equals(bytes.subarray(cachedData.length)))
    return new Script(source, { filename, cachedData })
  const script = compileEagerly(source, filename)
  const code = script.createCachedData()
  if (folder.names().length >= MAX_FILES) for (const other of folder.names()) folder.remove(other)
  folder.put(name, [code, code])
  return script
}

/** Compiles every function now, not on its first call, so that the cached code serves every command. */
function compileEagerly(source: string, filename: string): Script {
  const { setFlagsFromString } = createRequire(process.execPath)('node:v8') as typeof import('node:v8')
  setFlagsFromString('--no-lazy')
  try {
    return new Script(source, { filename })
  } finally {
    setFlagsFromString('--lazy')
  }
}

/** Identifies this build of Node: two builds of one version may have incompatible code, which V8 does not detect. */
function nodeBuild(): string {
  const { size, mtimeMs } = statSync(process.execPath)
  return `${process.version}-${process.arch}-${size}-${Math.round(mtimeMs)}`
}
