import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { World } from '../world.ts'

/** From this size on, reading logs takes long enough to say so: some tenths of a second. */
const LONG_BYTES = 32 * 1024 * 1024

/** Does what reads logs; where that takes long and a person watches, a spinner says so meanwhile. */
export async function whileReading<T>(world: World, act: () => T | Promise<T>): Promise<T> {
  if (!world.terminal.interactive || world.options.plain || !areLong(world)) return act()
  const { default: ora } = await import('ora')
  const spinner = ora({ text: world.text.said.reading, stream: world.talk.stream, discardStdin: false }).start()
  try {
    await setImmediate()
    return await act()
  } finally {
    spinner.stop()
  }
}

/** Does what may wait for other machines; where a person watches, a spinner says so meanwhile. */
export async function whileWaiting<T>(world: World, text: string, act: () => Promise<T>): Promise<T> {
  if (!world.terminal.interactive || world.options.plain) return act()
  const { default: ora } = await import('ora')
  const spinner = ora({ text, stream: world.talk.stream, discardStdin: false }).start()
  try {
    await setImmediate()
    return await act()
  } finally {
    spinner.stop()
  }
}

function areLong({ workspace }: World): boolean {
  let bytes = 0
  return workspace.ids().some((id) => {
    bytes += sizeOf(join(workspace.directory, 'incidents', id))
    return bytes >= LONG_BYTES
  })
}

function sizeOf(directory: string): number {
  const logs = readdirSync(directory).filter((name) => name.endsWith('.jsonl'))
  return logs.reduce((sum, name) => sum + statSync(join(directory, name)).size, 0)
}
