import { type Incident, writerRecordOf } from '../domain/incident/incident.ts'
import { type GoverningFile, governingFileName, type NamedFile } from '../domain/log/governing-files.ts'

/** The names of the writers that this machine does not know, found when they are first needed. */
type UnknownNames = () => ReadonlySet<string>

/** What governs in place of runbooks and settings that cannot be used, found once for each state of the incident. */
export class GoverningSubstitutes {
  private readonly isUsable: (file: NamedFile) => boolean
  private found: {
    readonly of: Incident
    readonly unknown: ReadonlySet<string>
    readonly files: Map<string, GoverningFile | null>
  } | null = null

  constructor(isUsable: (file: NamedFile) => boolean) {
    this.isUsable = isUsable
  }

  /**
   * What governs in place of a runbook or settings that cannot be used, and that only unknown writers put in force: what was
   * in force before. Null if the file governs itself.
   */
  insteadOf(file: GoverningFile, incident: Incident, unknownNames: UnknownNames): GoverningFile | null {
    // Nothing was in force before the first, and mostly there is no other.
    const first = incident.named.find(({ kind }) => kind === file.kind)
    if (first === undefined || first.digest === file.digest) return null
    const unknown = unknownNames()
    if (this.found?.of !== incident || this.found.unknown !== unknown)
      this.found = { of: incident, unknown, files: new Map() }
    const { files } = this.found
    const name = governingFileName(file)
    const found = files.has(name) ? (files.get(name) ?? null) : this.find(file, incident, unknown)
    files.set(name, found)
    return found
  }

  private find({ kind, digest }: GoverningFile, incident: Incident, unknown: ReadonlySet<string>) {
    const ofKind = incident.named.filter((file) => file.kind === kind)
    const isByKnown = ({ writer }: NamedFile) => isGovernedBy(writer, incident, unknown)
    const own = ofKind.filter((file) => file.digest === digest)
    const [first] = own
    if (first === undefined || own.some(isByKnown) || this.isUsable(first)) return null
    const last = ofKind.findLastIndex((file) => file.digest === digest)
    return ofKind.slice(0, last).findLast((file) => isByKnown(file) || this.isUsable(file)) ?? null
  }
}

/** Whether nothing governs in place of what a writer put in force: it is known, or declared the incident. */
export function isGovernedBy(writer: string, incident: Incident, unknown: ReadonlySet<string>): boolean {
  return !unknown.has(writer) || writer === writerRecordOf(incident).declaredBy
}
