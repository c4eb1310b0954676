import { createHash } from 'node:crypto'
import type { Head } from '../../src/domain/log/event.ts'
import type { WriterState } from '../../src/store/state.ts'

/** An in-memory replacement for the state a machine keeps; the writer's name is derived from `who`. */
export function memoryState(who: string): WriterState {
  const bytes = [...createHash('sha256').update(who).digest().subarray(0, 8)]
  const name = bytes.map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte % 32]).join('')
  const heads = new Map<string, Head>()
  return {
    key: 'key',
    writer: () => name,
    formerWriter: () => null,
    ownWriters: () => [name],
    head: (incident) => heads.get(incident) ?? null,
    heads: () => [...heads].map(([incident, head]) => ({ incident, head, path: '' })),
    announce: () => true,
    isAnnounced: () => false,
    retractAnnouncement: () => {},
    keepHead(incident, head) {
      heads.set(incident, head)
      return true
    },
    forgetHead(incident) {
      heads.delete(incident)
    },
    takeOverDrafts: (_incident, _kind, merge) => merge([]),
    keepDraft: () => false,
    replaceWriter() {
      throw new Error(`${name} would have to become another writer`)
    },
  }
}
