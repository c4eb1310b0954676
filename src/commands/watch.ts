import type { Command } from 'commander'
import { again } from '../again.ts'
import type { Run } from '../command.ts'
import { Failed, problem } from '../domain/outcome.ts'
import { chooseAny } from '../incidents.ts'
import { receipt } from '../render/receipt.ts'
import { printStatus } from '../showing.ts'
import type { World } from '../world.ts'

const EVERY_MS = 1000
const CLEAR = '\u001b[H\u001b[2J'

export function define(command: Command, start: (run: Run) => void): void {
  command.action(() => start(run))
}

/** Follows the log until interrupted: redraws the status on a terminal, else adds a line for each new event. */
async function run(world: World): Promise<number> {
  const chosen = chooseAny(world)
  const draws = world.terminal.output && !world.options.plain && !world.options.json
  const clear = draws ? CLEAR : ''
  let timer: NodeJS.Timeout
  return new Promise<number>((resolve, reject) => {
    timer = setInterval(() => follow().catch(reject), EVERY_MS)
    process.once('SIGINT', () => {
      reject(
        new Failed(
          problem('paused', {
            line: again(world, 'watch', '-i', chosen.journal.id, ...(world.options.json ? ['--json'] : [])),
          }),
        ),
      )
    })
    process.stdout.once('error', () => resolve(0))
    printStatus(world, chosen, clear).catch(reject)
  }).finally(() => clearInterval(timer))

  async function follow(): Promise<void> {
    const fresh = chosen.journal.refresh()
    chosen.journal.mustBeWhole()
    if (draws || (world.options.json && fresh.length > 0)) await printStatus(world, chosen, clear)
    else for (const event of fresh) world.print(receipt(event, world.text.events))
  }
}
