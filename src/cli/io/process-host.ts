import { basename, relative } from 'node:path'
import { isTerminal, output, talk } from '../../platform/output.ts'
import type { Host } from '../../world.ts'

/** The host of this process; `root` is the installation folder. */
export function processHost(root: string): Host {
  return {
    root,
    called: () => calledBy(process.argv[1] ?? 'halt'),
    argv: process.argv.slice(2),
    // A copy: the clock sets TZ in process.env, but commands that are run get the original environment.
    env: { ...process.env },
    now: Date.now,
    async sleep(ms, stop) {
      const { realTiming } = await import('../../delivery/io/timing.ts')
      await realTiming.sleep(ms, stop)
    },
    output,
    talk,
    terminals: [isTerminal(0), isTerminal(1), isTerminal(2)],
    get input() {
      return process.stdin
    },
    eachSecond(act) {
      const timer = setInterval(act, 1000)
      return () => clearInterval(timer)
    },
    async prompter(now, mark, plain) {
      const { plainPrompter, redrawingPrompter } = await import('../../platform/prompts.ts')
      return plain ? plainPrompter(now, (line) => output.write(`${line}\n`), mark) : redrawingPrompter(now, mark)
    },
  }
}

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
