import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { homeFolder, xdgFolder } from '../../platform/private-files.ts'
import { runningScripts } from '../../platform/running-scripts.ts'
import { stateFolder } from '../../store/state.ts'
import { quoteArgv } from '../../view/shell-quote.ts'
import type { World } from '../../world.ts'
import { type UninstallStep, type UninstallStepKind, uninstallStep } from '../uninstall/uninstall-step.ts'
import { installations } from './installations.ts'

/** What this installation left on the machine for this user, in the order in which to take it away. Changes nothing. */
export function uninstallSteps({ root, env, workspace }: Pick<World, 'root' | 'env' | 'workspace'>): UninstallStep[] {
  return [
    ...processes(root, env),
    ...completions(env),
    ...installations(root, env),
    ...folders('cache', [join(xdgFolder(env, 'XDG_CACHE_HOME'), 'halt')]),
    ...folders('state', [stateFolder(env).path]),
    ...logs(workspace.directory, join(xdgFolder(env, 'XDG_DATA_HOME'), 'halt')),
  ]
}

function processes(root: string, env: NodeJS.ProcessEnv): UninstallStep[] {
  return runningScripts(join(root, 'bin', 'halt.js'), env).map(({ pid, argv }) => ({
    ...uninstallStep('process', null, `kill ${pid}`),
    command: quoteArgv(argv),
  }))
}

const COMPLETION = /\b(?:halt|haltctl|halt\.js)\s+completion\s+(?:bash|zsh|fish)\b/g

/** Lines in the start files of shells, and scripts saved where shells look for them. */
function completions(env: NodeJS.ProcessEnv): UninstallStep[] {
  const home = homeFolder(env)
  const fish = join(xdgFolder(env, 'XDG_CONFIG_HOME'), 'fish')
  const bash = join(xdgFolder(env, 'XDG_DATA_HOME'), 'bash-completion', 'completions')
  const startFiles = [
    ...['.bashrc', '.bash_profile', '.profile'].map((name) => join(home, name)),
    join(env.ZDOTDIR || home, '.zshrc'),
    join(fish, 'config.fish'),
  ]
  const scripts = ['haltctl', 'halt'].flatMap((name) => [join(bash, name), join(fish, 'completions', `${name}.fish`)])
  return [
    ...startFiles.flatMap((path) => {
      const found = new Set(textOf(path).match(COMPLETION))
      if (found.size === 0) return []
      const deletions = [...found].flatMap((words) => ['-e', `/${words.replaceAll('.', '\\.')}/d`])
      // sed puts a new file in the place of a link.
      return [uninstallStep('completion', path, quoteArgv(['sed', '-i.bak', ...deletions, realpathSync(path)]))]
    }),
    ...scripts
      .filter((path) => textOf(path).includes('haltctl'))
      .map((path) => uninstallStep('completion', path, quoteArgv(['rm', path]))),
  ]
}

/** The incidents of the workspace, beside which a team's files stay, and the whole folder that is used without one. */
function logs(workspace: string, dataFolder: string): UninstallStep[] {
  const own = workspace === dataFolder ? [] : [join(workspace, 'incidents')]
  return [...own, dataFolder].filter(existsSync).map((path) => ({
    ...uninstallStep('logs', path, removal(path)),
    incidents: foldersIn(path === dataFolder ? join(path, 'incidents') : path),
  }))
}

function foldersIn(path: string): number {
  return existsSync(path) ? readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).length : 0
}

function folders(kind: UninstallStepKind, paths: readonly string[]): UninstallStep[] {
  return paths.filter(existsSync).map((path) => uninstallStep(kind, path, removal(path)))
}

function removal(path: string): string {
  return quoteArgv(['rm', '-r', path])
}

/** Empty if the file is missing or cannot be read. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
