import { randomBytes } from 'node:crypto'
import type { PrivateFolder } from '../platform/private-files.ts'

/** `typed`: what was being typed at a question; `notices`: edited texts of notices. */
export type DraftKind = 'typed' | 'notices'
const SUFFIXES: Readonly<Record<DraftKind, string>> = { typed: '.draft', notices: '.notices' }
/** Puts what several runs kept into one text; without any, it is empty. */
export type MergeDrafts = (texts: readonly string[]) => string

const MAX_BYTES = 1024 * 1024

/** Texts that are not recorded, kept in the state folder for the next run. `incident` is an id. */
export class Drafts {
  private readonly folder: PrivateFolder
  /** Each run has files of its own, so that two at once never overwrite each other's. */
  private readonly run = newRunName()

  constructor(folder: PrivateFolder) {
    this.folder = folder
  }

  /** Keeps a text in place of what this run kept; empty forgets it. False if that fails. */
  keep(incident: string, kind: DraftKind, text: string): boolean {
    const name = this.nameOf(incident, kind)
    if (text !== '') return Buffer.byteLength(text) <= MAX_BYTES && this.folder.write(name, text)
    this.folder.remove(name)
    return true
  }

  /** Takes over the texts that runs have kept, the oldest first: from now on this run keeps them. */
  takeOver(incident: string, kind: DraftKind, merge: MergeDrafts): string {
    const { folder } = this
    const isDraft = (name: string) => name.startsWith(`${incident}.`) && name.endsWith(SUFFIXES[kind])
    const found = folder.names().flatMap((name) => {
      const text = isDraft(name) ? (folder.read(name, MAX_BYTES)?.toString('utf8') ?? null) : null
      return text === null ? [] : [{ name, text }]
    })
    const merged = merge(found.flatMap(({ text }) => (text === '' ? [] : [text])))
    const others = found.filter(({ name }) => name !== this.nameOf(incident, kind))
    if (others.length > 0 && this.keep(incident, kind, merged)) for (const { name } of others) folder.remove(name)
    return merged
  }

  private nameOf(incident: string, kind: DraftKind): string {
    return `${incident}.${this.run}${SUFFIXES[kind]}`
  }
}

/** Names of runs sort by when they began. */
function newRunName(): string {
  return `${Date.now().toString(36)}-${randomBytes(4).toString('hex')}`
}
