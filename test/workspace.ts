import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A new folder, with the path of a workspace in it that the program creates. */
export class TestWorkspace {
  readonly directory = mkdtempSync(join(tmpdir(), 'halt-'))
  readonly workspace = join(this.directory, 'workspace')

  /** The same with an empty workspace that exists. */
  static empty<T extends TestWorkspace>(this: new (env?: NodeJS.ProcessEnv) => T, env?: NodeJS.ProcessEnv): T {
    const made = new this(env)
    mkdirSync(made.workspace)
    return made
  }

  /** Writes a file in the workspace. */
  write(path: string, text: string): void {
    const target = join(this.workspace, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
  }

  /** The settings that the latest incident began with, from the file next to its log. */
  settings(workspace = this.workspace): unknown {
    const incident = join(workspace, 'incidents', readdirSync(join(workspace, 'incidents')).sort().at(-1) ?? '')
    const name = readdirSync(incident).find((file) => file.startsWith('settings.')) ?? ''
    return JSON.parse(readFileSync(join(incident, name), 'utf8'))
  }
}
