import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A folder of its own, and where the workspace is in it, which the program makes. */
export class TestWorkspace {
  readonly directory = mkdtempSync(join(tmpdir(), 'halt-'))
  readonly workspace = join(this.directory, 'workspace')

  /** The same with a workspace that is there and empty. */
  static empty<T extends TestWorkspace>(this: new (env?: NodeJS.ProcessEnv) => T, env?: NodeJS.ProcessEnv): T {
    const made = new this(env)
    mkdirSync(made.workspace)
    return made
  }

  /** Puts a file into the workspace. */
  write(path: string, text: string): void {
    const target = join(this.workspace, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
  }

  /** The settings that the latest incident began with, as they stand beside its log. */
  settings(workspace = this.workspace): unknown {
    const incident = join(workspace, 'incidents', readdirSync(join(workspace, 'incidents')).sort().at(-1) ?? '')
    const name = readdirSync(incident).find((file) => file.startsWith('settings.')) ?? ''
    return JSON.parse(readFileSync(join(incident, name), 'utf8'))
  }
}
