import { basename, relative } from 'node:path'
import { isTerminal, output, talk } from '../../platform/output.ts'
import type { Host } from '../../world.ts'

/** This process, with the program installed in `root`. */
export function processHost(root: string): Host {
  return {
    root,
    called: () => nameOf(process.argv[1] ?? 'halt'),
    argv: process.argv.slice(2),
    // The zone of the incident is set in the process's own; commands that are run get what we were given.
    env: { ...process.env },
    now: Date.now,
    async sleep(ms, stop) {
      const { REAL } = await import('../../delivery/io/waiting.ts')
      await REAL.sleep(ms, stop)
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

function nameOf(script: string): readonly string[] {
  const name = basename(script)
  return name.endsWith('.js') ? ['node', fromHere(script) || name] : [name]
}

/** The path from the working directory; as it is where that has been deleted. */
function fromHere(path: string): string {
  try {
    return relative(process.cwd(), path)
  } catch {
    return path
  }
}
