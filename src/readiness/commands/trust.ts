import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { fail } from '../../domain/problem.ts'
import { storageError } from '../../platform/disk.ts'
import { stateFolder } from '../../store/state.ts'
import { isOpenToAll, isTrusted, trustFolder } from '../../store/trust.ts'
import { holdsWorkspace, isFolder } from '../../store/workspace.ts'
import type { World } from '../../world.ts'

export const help: CommandHelp = {
  page: 'commands.md#which-workspaces-count',
  examples: [
    [
      'trust /srv/halt',
      'a folder that your team shares; once for each person',
      'チームで共有するフォルダーを信頼する（1人につき1回）',
    ],
    ['trust .', 'this folder', 'このフォルダーを信頼する'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument('<folder>', say('the workspace', 'ワークスペース'))
    .action((folder: string) => start((world) => Promise.resolve(run(world, folder))))
}

function run(world: World, folder: string): number {
  const { env, text } = world
  const directory = resolve(folder)
  if (!isFolder(directory)) fail('no-workspace', { directory, why: 'missing' })
  if (!holdsWorkspace(directory)) fail('no-workspace', { directory, why: 'empty' })
  if (isTrusted(directory, env)) world.inform(text.said.already(directory))
  else if (trustFolder(directory, env)) world.inform(text.said.trusted(directory))
  else failNotRecorded(stateFolder(env).path)
  if (isOpenToAll(directory)) world.say(text.said.openToAll(directory))
  if (world.options.json) world.print(JSON.stringify({ schemaVersion: 1, directory, trusted: true }))
  return 0
}

/** The state folder cannot be used: because of its file system, or because it is not private to this user (EPERM). */
function failNotRecorded(path: string): never {
  return fail('not-recorded', { path, why: storageError(path) ?? 'EPERM' })
}
