import { parsedAs } from '../domain/guard.ts'
import { type Invitation, isInvitation } from '../domain/invitation.ts'
import { sha256 } from '../domain/log/sha256.ts'
import type { PrivateFolder } from '../platform/private-files.ts'
import { stateFolder, workspaceKey } from './state.ts'

const FOLDER = 'invitations'
const MAX_BYTES = 16 * 1024
/** The most links that can be valid at a time. */
export const MAX_INVITATIONS = 200

/** An invitation, and the name of the file that it is kept in. */
export interface KeptInvitation {
  readonly id: string
  readonly invitation: Invitation
}

/**
 * The invitations to the boards of a workspace on this machine, each in a file of the user's state folder that is named for
 * a digest: whoever reads it can enter with none. They are read each time, so that none outlives its file.
 */
export class Invitations {
  /** Names the workspace (`workspaceKey`). */
  readonly workspace: string
  private readonly folder: PrivateFolder

  constructor(env: NodeJS.ProcessEnv, workspace: string) {
    this.workspace = workspaceKey(workspace)
    this.folder = stateFolder(env, this.workspace, FOLDER)
  }

  get path(): string {
    return this.folder.path
  }

  /** Those that are good, by name. */
  inForce(now: number): KeptInvitation[] {
    const good = this.folder.names().flatMap((id) => this.goodOne(id, now) ?? [])
    return good.sort((a, b) => (a.invitation.name < b.invitation.name ? -1 : 1))
  }

  /** Keeps an invitation to whoever has the code. False if that fails. */
  keep(code: string, invitation: Invitation): boolean {
    return this.folder.write(nameFor(sessionOf(code)), JSON.stringify(invitation))
  }

  /** The invitation that lets a session in, and the name of its file; null if there is none, or it is over. */
  ofSession(session: string, now: number): KeptInvitation | null {
    return this.goodOne(nameFor(session), now)
  }

  isGood(id: string, now: number): boolean {
    return this.goodOne(id, now) !== null
  }

  revoke(id: string): void {
    this.folder.remove(id)
  }

  /** Deletes those that are over. */
  removeExpired(now: number): void {
    for (const id of this.folder.names()) {
      const invitation = this.read(id)
      if (invitation !== null && now >= invitation.expiresAt) this.folder.remove(id)
    }
  }

  private goodOne(id: string, now: number): KeptInvitation | null {
    const invitation = this.read(id)
    return invitation !== null && now < invitation.expiresAt ? { id, invitation } : null
  }

  private read(id: string): Invitation | null {
    const text = this.folder.read(id, MAX_BYTES)?.toString()
    return text === undefined ? null : parsedAs(isInvitation, text)
  }
}

/** What a browser keeps in place of the code of a link, which nobody can make of it again. */
export function sessionOf(code: string): string {
  return sha256(`session ${code}`)
}

function nameFor(session: string): string {
  return sha256(session)
}
