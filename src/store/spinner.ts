import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { World } from '../world.ts'
import { LOG_SUFFIX } from './log-paths.ts'

/** Reading logs of this total size takes a few tenths of a second, long enough for a spinner. */
const LARGE_BYTES = 32 * 1024 * 1024

/** Runs `act`, which reads logs. Shows a spinner if the logs are large and a person is watching. */
export async function withReadingSpinner<T>(world: World, act: () => T | Promise<T>): Promise<T> {
  const isWatched = world.terminal.isInteractive && !world.options.plain
  return isWatched && areLogsLarge(world) ? withSpinner(world, world.text.said.reading, act) : act()
}

/** Runs `act`, which takes long or waits for other machines. Shows a spinner with a text if a person is watching. */
export async function withSpinner<T>(world: World, text: string, act: () => T | Promise<T>): Promise<T> {
  if (!world.terminal.isInteractive || world.options.plain) return act()
  const { default: ora } = await import('ora')
  const spinner = ora({ text, stream: world.errorOutput.stream, discardStdin: false }).start()
  try {
    // Let it be drawn before `act` blocks.
    await setImmediate()
    return await act()
  } finally {
    spinner.stop()
  }
}

function areLogsLarge({ workspace }: World): boolean {
  let bytes = 0
  return workspace.ids().some((id) => {
    bytes += logBytesIn(join(workspace.directory, 'incidents', id))
    return bytes >= LARGE_BYTES
  })
}

function logBytesIn(directory: string): number {
  const logs = readdirSync(directory).filter((name) => name.endsWith(LOG_SUFFIX))
  return logs.reduce((sum, name) => sum + lstatSync(join(directory, name)).size, 0)
}
