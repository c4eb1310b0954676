import { userInfo } from 'node:os'
import type { Language } from '../domain/runbook/runbook.ts'
import { inertText } from '../render/inert.ts'
import { shellWords } from '../render/shell.ts'
import { textIn } from '../text/load.ts'
import type { Text } from '../text/text.ts'
import type { Called, GlobalOptions, World } from '../world.ts'
import { admitted } from './admission.ts'
import { programIn } from './cachefile.ts'
import { clockOf } from './clock.ts'
import { isTerminal, output, talk } from './output.ts'
import { findWorkspace, languageOf, openWorkspace } from './workspace.ts'

/** The world as it is: this process, its terminal, the workspace it finds, whose cache reading leaves as it is if it `leavesCache`. */
export async function realWorld(
  root: string,
  called: Called,
  options: GlobalOptions,
  leavesCache = false,
): Promise<World> {
  // The zone of the incident is set in the process's own; commands that are run get what we were given.
  const env = { ...process.env }
  const { directory, origin } = findWorkspace(options.dir, env, process.cwd)
  // To ask the system takes longer than most of what a command does that only reads.
  let known = options.as || env.HALT_OPERATOR || null
  const operator = () => (known ??= login(env))
  const isOutput = isTerminal(1)
  const quiet = !options.input || (env.CI !== undefined && env.CI !== '' && env.CI !== 'false')
  return {
    get me() {
      return shellWords(called())
    },
    argv: process.argv.slice(2),
    root,
    options,
    env,
    get operator() {
      return operator()
    },
    text: await textOf(options),
    terminal: {
      interactive: !quiet && isOutput && isTerminal(0) && isTerminal(2),
      output: isOutput,
      get columns() {
        return (isOutput && output.stream.columns) || 80
      },
      get rows() {
        return (isOutput && output.stream.rows) || 24
      },
      color: colorOf(options.color, env, isOutput),
    },
    workspace: admitted(
      openWorkspace(directory, env, operator, () => programIn(root), leavesCache),
      origin,
      env,
    ),
    clock: clockOf,
    print: (text) => raw.print(inertText(text)),
    say: (line) => raw.say(inertText(line)),
    raw,
  }
}

const BELL = '\u0007'

const raw: World['raw'] = {
  print: (text) => output.write(text.endsWith('\n') ? text : `${text}\n`),
  say: (line) => talk.write(`${line}\n`),
  ring() {
    if (isTerminal(1)) output.write(BELL)
  },
}

function login(env: NodeJS.ProcessEnv): string {
  try {
    return userInfo().username
  } catch {
    return env.USER || env.LOGNAME || 'unknown'
  }
}

/** `--color` beats FORCE_COLOR and NO_COLOR, which Node itself would weigh the other way round. */
function colorOf(option: GlobalOptions['color'], env: NodeJS.ProcessEnv, isOutput: boolean): boolean {
  if (option === 'always' || option === 'never') return option === 'always'
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  return isOutput && env.TERM !== 'dumb'
}

/** What is said to this operator: in the language of the options, the environment, the workspace. */
export function textOf(options: GlobalOptions): Promise<Text> {
  return textIn(operatorLanguage(options))
}

export function operatorLanguage(options: GlobalOptions): Language {
  return languageOf(options.lang, process.env, directoryOf(options))
}

/** Where there is no workspace to be found, its settings say nothing of the language. */
function directoryOf({ dir }: GlobalOptions): string {
  try {
    return findWorkspace(dir, process.env, process.cwd).directory
  } catch {
    return ''
  }
}
