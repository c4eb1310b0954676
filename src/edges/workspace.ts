import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { LANGUAGES, type Language } from '../domain/runbook/runbook.ts'
import type { Workspace } from '../world.ts'
import { readBounded } from './bounded.ts'
import { Journal } from './journal.ts'
import { stateOf, xdgFolder } from './state.ts'

export const SETTINGS_FILE = 'halt.yaml'
const MOST_SETTINGS = 256 * 1024

/** `--dir`, else HALT_DIR, else the nearest parent that holds `halt.yaml`, else the user's data directory (XDG). */
export function findWorkspace(dir: string | undefined, env: NodeJS.ProcessEnv, cwd: string): string {
  const named = dir ?? env.HALT_DIR
  if (named !== undefined && named !== '') return resolve(cwd, named)
  for (let at = cwd; ; at = dirname(at)) {
    if (existsSync(join(at, SETTINGS_FILE))) return at
    if (dirname(at) === at) break
  }
  return join(xdgFolder(env, 'XDG_DATA_HOME', join('.local', 'share')), 'halt')
}

export function openWorkspace(directory: string, env: NodeJS.ProcessEnv, operator: string): Workspace {
  const kept = stateOf(directory, env)
  const opened: Journal[] = []
  return {
    directory,
    ids() {
      try {
        return readdirSync(join(directory, 'incidents'), { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && hasLog(join(directory, 'incidents', entry.name)))
          .map((entry) => entry.name)
          .sort()
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
        throw error
      }
    },
    journal(id) {
      const journal = new Journal(directory, id, kept, operator)
      opened.push(journal)
      return journal
    },
    get recorded() {
      return opened.find((journal) => journal.hasRecorded)?.id ?? null
    },
  }
}

/** A folder without a log is a beginning that never became an incident. */
function hasLog(directory: string): boolean {
  return readdirSync(directory).some((name) => name.endsWith('.jsonl'))
}

/**
 * The operator's language: `--lang`, HALT_LANG, `halt.yaml`, the locale, else English. Every command needs it, so the
 * one top-level line of `halt.yaml` is read here without a YAML parser.
 */
export function languageOf(lang: string | undefined, env: NodeJS.ProcessEnv, directory: string): Language {
  const locale = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => value !== undefined && value !== '') ?? ''
  const wanted = [lang, env.HALT_LANG, settingsLanguage(directory), locale.slice(0, 2)]
  return wanted.find((word): word is Language => LANGUAGES.includes(word as Language)) ?? 'en'
}

function settingsLanguage(directory: string): string | undefined {
  try {
    return /^language:\s*["']?(\w+)/m.exec(readBounded(join(directory, SETTINGS_FILE), MOST_SETTINGS))?.[1]
  } catch {
    return undefined
  }
}
