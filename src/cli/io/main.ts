import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join, relative } from 'node:path'
import { errorOutput, isTerminal, output } from '../../platform/output.ts'
import type { Host } from '../../world.ts'
import { run } from '../run.ts'

/** Runs the program in this process; `root` is its installation folder. */
export async function main(root: string): Promise<void> {
  const host = processHost(root)
  preloadChunks(root)
  process.exitCode = await run(host)
  if (host.terminals.some((wasTerminal, descriptor) => wasTerminal && !isTerminal(descriptor))) hangUp()
}

/** Ends the process by SIGHUP after a terminal was lost. On a normal exit Node would abort while resetting the terminal. */
function hangUp(): void {
  process.removeAllListeners('SIGHUP')
  process.kill(process.pid, 'SIGHUP')
}

/** A command that runs longer than this is waiting for an answer, a program or the network. */
const PRELOAD_AFTER_MS = 500

type Load = (file: string) => void

/**
 * Preloads the rest of the program at `root`, one file at a time while idle, once a command runs longer than most. Otherwise
 * an upgrade of the package could delete files before they are loaded. Does not keep the process alive.
 */
function preloadChunks(root: string): void {
  schedule(() => loadNext(...chunkLoader(root)), PRELOAD_AFTER_MS)
}

function loadNext(load: Load, [file, ...rest]: readonly string[]): void {
  if (file === undefined) return
  load(file)
  schedule(() => loadNext(load, rest))
}

/**
 * What loads a chunk, and the names of all chunks. Loads from both folders that may require it, since Node caches resolved
 * paths by the requiring folder and the request.
 */
function chunkLoader(root: string): [Load, readonly string[]] {
  const dist = join(root, 'dist')
  const chunks = join(dist, 'chunks')
  const [fromMain, fromChunk] = [createRequire(join(dist, 'any')), createRequire(join(chunks, 'any'))]
  const load = (file: string) => {
    fromMain(`./chunks/${file}`)
    fromChunk(`./${file}`)
  }
  return [load, readdirSync(chunks)]
}

/** Calls `load` later, without keeping the process alive. Ignores files that are already gone: whoever needs one says so. */
function schedule(load: () => void, milliseconds = 0): void {
  setTimeout(() => {
    try {
      load()
    } catch {}
  }, milliseconds).unref()
}

function processHost(root: string): Host {
  return {
    platform: process.platform,
    root,
    invocation: () => calledBy(process.argv[1] ?? 'halt'),
    argv: process.argv.slice(2),
    // A copy, since the clock sets TZ in process.env: programs that are run get the original environment.
    env: { ...process.env },
    now: Date.now,
    async sleep(ms, stop) {
      const { realTiming } = await import('../../delivery/io/timing.ts')
      await realTiming.sleep(ms, stop)
    },
    output,
    errorOutput,
    terminals: [isTerminal(0), isTerminal(1), isTerminal(2)],
    get input() {
      return process.stdin
    },
    eachSecond(tick, times = 1) {
      const timer = setInterval(tick, 1000 / times)
      return () => clearInterval(timer)
    },
    async prompter(now, mark, plain) {
      const [{ plainPrompter, redrawingPrompter }, { localeOf }] = await Promise.all([
        import('../../platform/prompts.ts'),
        import('../../i18n/locale.ts'),
      ])
      if (plain) return plainPrompter(now, (line) => output.write(`${line}\n`), mark)
      return redrawingPrompter(now, mark, localeOf(process.env).isUtf8)
    },
    async usePager() {
      const { usePager } = await import('../../platform/pager.ts')
      return usePager({ output, errorOutput }, process.env)
    },
    async showsHyperlinks() {
      return (await import('supports-hyperlinks')).default.stdout
    },
    async showPage(path) {
      const { showPage } = await import('../../platform/manual-viewer.ts')
      return showPage(path, this.env)
    },
    async inBackground(args) {
      const { startDetached } = await import('../../platform/detached.ts')
      startDetached([join(root, 'bin', 'halt.js'), ...args], this.env)
    },
  }
}

/** The words to call the program by; Node's own path for a script is shortened to a relative one. */
function calledBy(script: string): readonly string[] {
  const name = basename(script)
  return name.endsWith('.js') ? ['node', relativePath(script) || name] : [name]
}

/** The path relative to the working directory; unchanged if that has been deleted. */
function relativePath(path: string): string {
  try {
    return relative(process.cwd(), path)
  } catch {
    return path
  }
}
