import { accessSync, constants, lstatSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { delimiter, dirname, isAbsolute, join, resolve, sep } from 'node:path'
import { quoteArgv } from '../../view/shell-quote.ts'
import { type InstallationKind, type UninstallStep, uninstallStep } from '../uninstall/uninstall-step.ts'

const PACKAGE = 'halt-runbook'
const DEBIAN_PACKAGE = 'haltctl'
const NAMES = ['haltctl', 'halt']

/** How the program in `root` was installed, from where it is and from the links on the PATH that lead to it. */
export function installations(root: string, env: NodeJS.ProcessEnv): UninstallStep[] {
  const script = join(root, 'bin', 'halt.js')
  const links = linksTo(script, env)
  const prefixes = new Set([root, ...links.map(({ target }) => resolve(target, '..', '..'))].flatMap(prefixOf))
  const isNpms = ({ path }: Link) => prefixes.has(dirname(dirname(path)))
  const other = links.filter((link) => !isNpms(link) && !(isDebians(script) && dirname(link.path) === '/usr/bin'))
  const program = (
    installedAs: InstallationKind,
    path: string,
    argv: readonly string[],
    changed: string,
  ): UninstallStep => ({
    ...uninstallStep('program', path, quoteArgv([...(isWritable(changed) ? [] : ['sudo']), ...argv])),
    installedAs,
  })
  return [
    ...other.map(({ path }) => program('link', path, ['rm', path], dirname(path))),
    ...[...prefixes].map((prefix) =>
      program('npm-global', prefix, ['npm', 'uninstall', '--global', '--prefix', prefix, PACKAGE], join(prefix, 'bin')),
    ),
    ...rootItself(),
  ]

  /** The folder, unless npm takes it away by its prefix. */
  function rootItself(): UninstallStep[] {
    if (prefixOf(root).length > 0) return []
    if (isDebians(script)) return [program('debian', root, ['apt-get', 'purge', DEBIAN_PACKAGE], root)]
    const project = dirname(dirname(root))
    if (root !== join(project, 'node_modules', PACKAGE))
      return [program('folder', root, ['rm', '-r', root], dirname(root))]
    if (dirname(project).endsWith(`${sep}_npx`))
      return [program('npx', project, ['rm', '-r', project], dirname(project))]
    return [program('npm-project', project, ['npm', 'uninstall', '--prefix', project, PACKAGE], project)]
  }
}

interface Link {
  readonly path: string
  /** What it leads to at first, which may be a link, too. */
  readonly target: string
}

/** Links on the PATH, under one of the two names, that lead to the program. */
function linksTo(script: string, env: NodeJS.ProcessEnv): Link[] {
  const named = (env.PATH ?? '').split(delimiter).filter(isAbsolute)
  // One may be a link to another, as /bin is, and what is relative in it is relative to that.
  const folders = new Set(named.flatMap((folder) => attempt(() => realpathSync(folder)) ?? []))
  return [...folders].flatMap((folder) =>
    NAMES.flatMap((name) => {
      const path = join(folder, name)
      const target = attempt(() => (lstatSync(path).isSymbolicLink() ? resolve(folder, readlinkSync(path)) : null))
      return target !== null && attempt(() => realpathSync(path)) === realpathSync(script) ? [{ path, target }] : []
    }),
  )
}

/** The prefix of npm in which a folder is the package; empty if it is none. */
function prefixOf(folder: string): string[] {
  const suffix = join(sep, 'lib', 'node_modules', PACKAGE)
  return folder.endsWith(suffix) ? [folder.slice(0, -suffix.length) || sep] : []
}

function isDebians(script: string): boolean {
  const files = attempt(() => readFileSync(`/var/lib/dpkg/info/${DEBIAN_PACKAGE}.list`, 'utf8')) ?? ''
  return files.split('\n').includes(script)
}

function isWritable(path: string): boolean {
  return attempt(() => accessSync(path, constants.W_OK)) !== null
}

function attempt<T>(act: () => T): T | null {
  try {
    return act()
  } catch {
    return null
  }
}
