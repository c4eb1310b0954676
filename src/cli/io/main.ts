import { isTerminal } from '../../platform/output.ts'
import { run } from '../run.ts'
import { loadAhead } from './load-ahead.ts'
import { processHost } from './process-host.ts'

/** Runs the program on this process; `root` is the folder it was installed to. */
export async function main(root: string): Promise<void> {
  const host = processHost(root)
  loadAhead(root)
  process.exitCode = await run(host)
  if (host.terminals.some((wasTerminal, descriptor) => wasTerminal && !isTerminal(descriptor))) hangUp()
}

/** A terminal is gone: ends as its hang-up does. A normal end would abort, since Node sets terminals back first. */
function hangUp(): void {
  process.removeAllListeners('SIGHUP')
  process.kill(process.pid, 'SIGHUP')
}
