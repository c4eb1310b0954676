import { lstatSync } from 'node:fs'
import { basename } from 'node:path'
import { fail } from '../domain/problem.ts'
import { errnoName } from '../platform/errno.ts'
import { logPaths } from './log-paths.ts'

/** The folder of a log, which others may move, lock or replace by a link while it is read. */
export class LogFolder {
  readonly path: string
  /** The id of the incident. */
  readonly id: string
  /** Whether it was a folder at any time, and no link. */
  private wasFolder = false

  constructor(path: string) {
    this.path = path
    this.id = basename(path)
  }

  /** Paths of the writers' files, sorted. */
  logPaths(): string[] {
    return logPaths(this.path, this.id)
  }

  /** Whether a link has taken the place of the folder since reading began: it leads wherever somebody likes. */
  isBehindLink(): boolean {
    const stats = lstatSync(this.path, { throwIfNoEntry: false })
    this.wasFolder ||= stats?.isDirectory() ?? false
    return this.wasFolder && stats?.isSymbolicLink() === true
  }

  /** The system's error that keeps the log from being read now; null if it can be read. */
  whyUnreadable(): string | null {
    if (this.isBehindLink()) return 'ELOOP'
    try {
      for (const path of this.logPaths()) lstatSync(path)
      return null
    } catch (error) {
      return errnoName(error)
    }
  }

  /** Throws `unreadable`. */
  mustBeReadable(): void {
    const why = this.whyUnreadable()
    if (why !== null) fail('unreadable', { path: this.path, why })
  }
}
