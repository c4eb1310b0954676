import { userInfo } from 'node:os'
import type { Language } from '../../domain/runbook/runbook.ts'
import { textIn } from '../../i18n/load.ts'
import type { Text } from '../../i18n/text.ts'
import { clockOf } from '../../platform/clock.ts'
import { programIn } from '../../store/snapshots.ts'
import { admitted } from '../../store/trust.ts'
import { findWorkspace, languageOf, openWorkspace } from '../../store/workspace.ts'
import { inertText } from '../../view/inert.ts'
import { shellWords } from '../../view/shell.ts'
import type { GlobalOptions, Host, World } from '../../world.ts'

/** What a command sees of its host; where it `leavesCache`, reading leaves what is cached of the workspace as it is. */
export async function newWorld(host: Host, options: GlobalOptions, leavesCache = false): Promise<World> {
  const { root, argv, env, now, output, terminals } = host
  const [isInput, isOutput, isTalk] = terminals
  const { directory, origin } = findWorkspace(options.dir, env, process.cwd)
  // To ask the system takes longer than most of what a command does that only reads.
  let known = options.as || env.HALT_OPERATOR || null
  const operator = () => (known ??= login(env))
  const quiet = !options.input || (env.CI !== undefined && env.CI !== '' && env.CI !== 'false')
  const raw = rawOn(host)
  return {
    me: shellWords(host.called()),
    argv,
    root,
    options,
    env,
    get operator() {
      return operator()
    },
    text: await textOf(host, options),
    terminal: {
      interactive: !quiet && isOutput && isInput && isTalk,
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
    clock: (zone, moment = now) => clockOf(zone, moment),
    now,
    sleep: host.sleep,
    output,
    talk: host.talk,
    get input() {
      return host.input
    },
    eachSecond: (act) => host.eachSecond(act),
    prompter: (moment, mark) => host.prompter(moment, mark, options.plain ?? false),
    print: (text) => raw.print(inertText(text)),
    say: (line) => raw.say(inertText(line)),
    raw,
  }
}

const BELL = '\u0007'

function rawOn({ output, talk, terminals }: Host): World['raw'] {
  return {
    print: (text) => output.write(text.endsWith('\n') ? text : `${text}\n`),
    say: (line) => talk.write(`${line}\n`),
    ring() {
      if (terminals[1]) output.write(BELL)
    },
  }
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
export function textOf(host: Host, options: GlobalOptions): Promise<Text> {
  return textIn(operatorLanguage(host, options))
}

export function operatorLanguage({ env }: Host, options: GlobalOptions): Language {
  return languageOf(options.lang, env, directoryOf(options, env))
}

/** Where there is no workspace to be found, its settings say nothing of the language. */
function directoryOf({ dir }: GlobalOptions, env: NodeJS.ProcessEnv): string {
  try {
    return findWorkspace(dir, env, process.cwd).directory
  } catch {
    return ''
  }
}
