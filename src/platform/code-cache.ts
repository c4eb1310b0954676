import { statSync } from 'node:fs'
import { createRequire, Module } from 'node:module'
import { basename, dirname } from 'node:path'
import { Script } from 'node:vm'
import type { PrivateFolder } from './private-files.ts'

/** The files that the daily commands share. All others are compiled each time they are needed. */
const CACHED_FILES = /^(program|daily|en|ja)-[\w-]+\.cjs$/
const MAX_BYTES = 8 * 1024 * 1024
/** With this many files, from several builds of the program or Node, all are deleted before one is added. */
const MAX_FILES = 16

/** A CommonJS module as Node implements it; its types lack `_compile`. */
interface CommonJsModule extends NodeModule {
  _compile(source: string, filename: string): unknown
}

/**
 * From now on, keeps what V8 compiles from the program's shared files in `folder`, and reuses it in later runs; the daily
 * commands start too slowly without it (docs/dev/performance.md). Node's own `module.enableCompileCache()`, from 22.8 on, caches
 * only the outermost functions, but most of the time goes into the inner ones.
 */
export function cacheCompiledCode(folder: PrivateFolder): void {
  const modules = Module.prototype as unknown as CommonJsModule
  const compile = modules._compile
  modules._compile = function (this: CommonJsModule, source, filename) {
    if (!CACHED_FILES.test(basename(filename))) return compile.call(this, source, filename)
    const run = cachedScript(folder, Module.wrap(source), filename).runInThisContext()
    // The arguments that Node itself passes to a CommonJS module.
    return run.call(this.exports, this.exports, (id: string) => this.require(id), this, filename, dirname(filename))
  }
}

/** The script from the cache, or else compiled and cached. The cache holds the code twice, to detect damage: V8 would run damaged code. */
function cachedScript(folder: PrivateFolder, source: string, filename: string): Script {
  const name = `${basename(filename)}.${nodeBuild()}`
  const bytes = folder.read(name, MAX_BYTES) ?? Buffer.alloc(0)
  const cachedData = bytes.subarray(0, bytes.length / 2)
  // If V8 rejects the cache because it runs with other flags this time, it compiles what it needs.
  if (cachedData.length > 0 && cachedData.equals(bytes.subarray(cachedData.length)))
    return new Script(source, { filename, cachedData })
  const script = compileEagerly(source, filename)
  const code = script.createCachedData()
  if (folder.names().length >= MAX_FILES) for (const other of folder.names()) folder.remove(other)
  folder.write(name, [code, code])
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
