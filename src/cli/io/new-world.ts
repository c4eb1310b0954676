import { userInfo } from 'node:os'
import type { Language } from '../../domain/runbook/runbook.ts'
import type { Text } from '../../i18n/text.ts'
import { loadText } from '../../i18n/text.ts'
import { clockOf } from '../../platform/clock.ts'
import { buildIdOf } from '../../store/snapshots.ts'
import { checkedOnFirstUse } from '../../store/trust.ts'
import { findWorkspace, languageOf, openWorkspace } from '../../store/workspace.ts'
import { inertText } from '../../view/inert.ts'
import { shellWords } from '../../view/shell.ts'
import type { GlobalOptions, Host, World } from '../../world.ts'

/** Creates the world of a command. With `keepsCache`, reading logs does not update the workspace's cache. */
export async function newWorld(host: Host, options: GlobalOptions, keepsCache = false): Promise<World> {
  const { root, argv, env, now, output, terminals } = host
  const [isInput, isOutput, isTalk] = terminals
  const { directory, origin } = findWorkspace(options.dir, env, process.cwd)
  // Lazily: looking up the login name takes longer than most of what a reading command does.
  let operatorName = options.as || env.HALT_OPERATOR || null
  const operator = () => (operatorName ??= loginName(env))
  const isNonInteractive = !options.input || (env.CI !== undefined && env.CI !== '' && env.CI !== 'false')
  const raw = rawOutput(host)
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
      interactive: !isNonInteractive && isOutput && isInput && isTalk,
      output: isOutput,
      get columns() {
        return (isOutput && output.stream.columns) || 80
      },
      get rows() {
        return (isOutput && output.stream.rows) || 24
      },
      color: colorOf(options.color, env, isOutput),
    },
    workspace: checkedOnFirstUse(
      openWorkspace(directory, env, operator, () => buildIdOf(root), keepsCache),
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

function rawOutput({ output, talk, terminals }: Host): World['raw'] {
  return {
    print: (text) => output.write(text.endsWith('\n') ? text : `${text}\n`),
    say: (line) => talk.write(`${line}\n`),
    ring() {
      if (terminals[1]) output.write(BELL)
    },
  }
}

function loginName(env: NodeJS.ProcessEnv): string {
  try {
    return userInfo().username
  } catch {
    return env.USER || env.LOGNAME || 'unknown'
  }
}

/** `--color` overrides NO_COLOR, which overrides FORCE_COLOR; in Node itself FORCE_COLOR comes first. */
function colorOf(option: GlobalOptions['color'], env: NodeJS.ProcessEnv, isOutput: boolean): boolean {
  if (option === 'always' || option === 'never') return option === 'always'
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  return isOutput && env.TERM !== 'dumb'
}

/** The texts in the operator's language, as set by the options, the environment or the workspace. */
export function textOf(host: Host, options: GlobalOptions): Promise<Text> {
  return loadText(operatorLanguage(host, options))
}

export function operatorLanguage({ env }: Host, options: GlobalOptions): Language {
  return languageOf(options.lang, env, directoryOf(options, env))
}

/** The workspace folder; empty if none is found, so that no settings choose the language. */
function directoryOf({ dir }: GlobalOptions, env: NodeJS.ProcessEnv): string {
  try {
    return findWorkspace(dir, env, process.cwd).directory
  } catch {
    return ''
  }
}
