import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Where } from './stopwatch.ts'

/** What somebody might pick instead. */
export interface Other {
  readonly name: string
  readonly words: readonly string[]
}

/** A program made with oclif, which says its version without a network. */
const OCLIF = 'oclif'

interface Candidate extends Other {
  /** What has to go well before. */
  readonly before: () => void
}

/** Those that are there. oclif is installed into the folder for the while, if that was asked for and can be done. */
export function othersIn({ cwd, env }: Where, withOclif: boolean): readonly Other[] {
  const run = ([file = '', ...args]: readonly string[], given = env) =>
    execFileSync(file, args, { cwd, env: given, stdio: 'ignore', timeout: PATIENCE_MS })
  const repository = join(cwd, 'repository')
  const git = ['git', '-C', repository]
  const database = ['sqlite3', join(cwd, 'sqlite.db')]
  const npm = ['npm', 'install', '--no-save', '--ignore-scripts', '--no-audit', '--prefix', cwd, OCLIF]
  const candidates: readonly Candidate[] = [
    { name: 'npm --version', words: ['npm', '--version'], before: () => {} },
    {
      name: 'git commit',
      words: [...git, 'commit', '--quiet', '--allow-empty', '--message', 'checked'],
      before: () => run(['git', 'init', '--quiet', repository]),
    },
    {
      name: 'sqlite3 (one insert)',
      words: [...database, "PRAGMA synchronous=FULL; INSERT INTO log VALUES ('checked')"],
      before: () => run([...database, 'PRAGMA journal_mode=WAL; CREATE TABLE log (line TEXT)']),
    },
    {
      name: 'oclif --version',
      words: [process.execPath, join(cwd, 'node_modules', OCLIF, 'bin', 'run.js'), '--version'],
      // The registry is reached as whoever runs the benchmark reaches it.
      before: () => withOclif && run(npm, process.env),
    },
  ]
  return candidates.filter(({ words, before }) => {
    try {
      before()
      run(words)
      return true
    } catch {
      return false
    }
  })
}

const PATIENCE_MS = 120_000
