import { INVOCATION } from '../domain/problem.ts'
import type { GlobalOptions, World } from '../world.ts'
import { quoteArgv } from './shell-quote.ts'

/**
 * Writes the commands in a message as they can be pasted: by the name that the program was called by, for the same workspace,
 * operator and incident. In the message `INVOCATION` stands for the name, and a command ends with the line, or where the next
 * one begins.
 */
export function withCommands(message: string, me: string, options: Omit<GlobalOptions, 'input'>): string {
  return message.replace(COMMAND, (_, rest: string) => [me, ...givenOptions(rest, options)].join(' ') + rest)
}

const COMMAND = new RegExp(`${INVOCATION}((?:(?!${INVOCATION}).)*)`, 'g')

/** The options of the running command that another one, of which `rest` is what follows the name, needs as well. */
function givenOptions(rest: string, { dir, as, incident }: Omit<GlobalOptions, 'input'>): string[] {
  const name = /^ ([a-z-]+)/.exec(rest)?.[1]
  if (name === undefined || /^(?: [a-z-]+)* --help/.test(rest) || NAMES_A_FOLDER.has(name)) return []
  const namesIncident = / (?:-i|--incident) /.test(rest)
  // A message names the incident of an approval where it is for another person, who acts under a name of their own.
  const isForOthers = name === 'approve' && namesIncident
  const isOfNone = OF_NO_INCIDENT.has(name) || namesIncident
  const given = [['--dir', dir], ...(isForOthers ? [] : [['--as', as]]), ...(isOfNone ? [] : [['-i', incident]])]
  return given.flatMap(([flag, value]) => (value === undefined ? [] : [quoteArgv([flag as string, value])]))
}

/** Commands that have the workspace as an argument. */
const NAMES_A_FOLDER: ReadonlySet<string> = new Set(['init', 'trust'])
/** Commands that are about all incidents, or none. */
const OF_NO_INCIDENT: ReadonlySet<string> = new Set(['start', 'list', 'stats', 'drill', 'doctor', 'completion'])

/** A command line to run next: `words` after the program's name, and the same workspace, operator and display options. */
export function resumeCommand({ invocation, options }: World, ...words: readonly string[]): string {
  const { dir, as, lang, color, plain } = options
  const given = Object.entries({ dir, as, lang, color })
  const flags = given.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]))
  return [invocation, quoteArgv([...words, ...flags, ...(plain ? ['--plain'] : [])])].join(' ')
}

/** A command line for another person to run: as themselves, in their own language. */
export function commandForOthers({ invocation, options: { dir } }: World, ...words: readonly string[]): string {
  return [invocation, quoteArgv([...words, ...(dir === undefined ? [] : ['--dir', dir])])].join(' ')
}

/** The command line that this program was started with, quoted for a shell. */
export function sameCommand({ invocation, argv }: World): string {
  return [invocation, quoteArgv(argv)].join(' ')
}
