import { join } from 'node:path'
import type { CommandAction } from '../../command.ts'
import { elapsedMs, sayProgramsAndConnections } from '../../platform/diagnostics.ts'
import { workingDirectory } from '../../platform/process.ts'
import { chooseLanguage } from '../../store/chosen-language.ts'
import type { Journal } from '../../store/journal.ts'
import { stateFolder } from '../../store/state.ts'
import { findWorkspace, nearestWorkspace, SETTINGS_FILE } from '../../store/workspace.ts'
import { inertLine } from '../../view/inert.ts'
import type { World } from '../../world.ts'
import type { VerboseWords } from './words.en.ts'

/**
 * Runs a command, and says on standard error what it reads and why: its surroundings before, the logs afterwards. With
 * `isDebug`, also the milliseconds since the program was started, and the programs and servers that it uses.
 */
export async function runVerbosely(world: World, run: CommandAction, isDebug: boolean): Promise<number> {
  const { words } = await (world.text.language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))
  const say = (line: string) => world.say(`${isDebug ? `[${elapsedMs()} ms] ` : ''}${line}`)
  const stop = isDebug ? sayProgramsAndConnections(say) : () => {}
  for (const line of surroundings(world, words)) say(line)
  const opened = new Map<string, Journal>()
  try {
    return await run(noticingJournals(world, opened))
  } finally {
    stop()
    for (const journal of opened.values()) say(logLine(journal, words))
  }
}

function surroundings(world: World, words: VerboseWords): string[] {
  const { env, options, operator, text } = world
  // Not the world's: that one refuses to be looked at before a command that creates it says so.
  const { directory, origin } = findWorkspace(options.dir, env, workingDirectory)
  const settings = join(directory, SETTINGS_FILE)
  const byLanguage = chooseLanguage(options.lang, env, directory).origin
  const workspaceBy = origin === 'named' ? (options.dir === undefined ? variable('HALT_DIR') : 'flag') : origin
  return [
    because(words.workspace, directory, workspaceBy),
    `${words.settings}: ${nearestWorkspace(directory) === directory ? inertLine(settings) : words.noSettings}`,
    `${words.state}: ${inertLine(stateFolder(env).path)}`,
    because(words.language, text.language, byLanguage === 'HALT_LANG' ? variable(byLanguage) : byLanguage),
    because(words.operator, operator, operatorBy(world)),
    ...incidentLines(world),
  ]

  function because(what: string, value: string, why: Parameters<VerboseWords['because']>[0]): string {
    return `${what}: ${inertLine(value)} (${words.because(why)})`
  }

  function incidentLines({ options: { incident }, env: { HALT_INCIDENT } }: World): string[] {
    if (incident !== undefined) return [because(words.incident, incident, 'flag')]
    return HALT_INCIDENT ? [because(words.incident, HALT_INCIDENT, variable('HALT_INCIDENT'))] : []
  }
}

function operatorBy({ options, env }: World) {
  if (options.as !== undefined) return 'flag'
  return env.HALT_OPERATOR ? variable('HALT_OPERATOR') : 'login'
}

const variable = (name: string) => ({ variable: name })

/** The same world, which adds the journals that are opened to `opened`, by the ids of their incidents. */
function noticingJournals(world: World, opened: Map<string, Journal>): World {
  const journal = (id: string) => {
    const made = world.workspace.journal(id)
    opened.set(id, made)
    return made
  }
  const workspace = Object.create(world.workspace, { journal: { value: journal } })
  return Object.create(world, { workspace: { value: workspace } })
}

function logLine({ id, incident, paths, isFromSnapshot }: Journal, words: VerboseWords): string {
  return `${words.log}: ${inertLine(id)} (${words.read(incident.events, paths.length, isFromSnapshot)})`
}
