import { appendFileSync, cpSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nameOf } from '../../src/domain/log/event.ts'
import { auditWriters } from '../../src/domain/log/writer-audit.ts'
import { ProblemError } from '../../src/domain/problem.ts'
import type { AppendResult, Journal } from '../../src/store/journal.ts'
import { Bench } from './bench.ts'

const USERS = ['taro', 'hanako', 'jiro'] as const

interface Turn {
  readonly kind: 'note' | 'go-on'
  readonly user: number
  readonly boot: number
}

interface Harm {
  readonly kind: 'cut' | 'alter' | 'append' | 'remove' | 'copy' | 'restore'
  readonly file: number
  /** The position in the file, from 0 to 1. */
  readonly at: number
}

const user = fc.nat(USERS.length - 1)
const boot = fc.nat(1)
const file = fc.nat(5)
const at = fc.double({ min: 0, max: 1, noNaN: true })
/** The whole disk is copied, or the machine is rebooted from the last copy. */
interface Image {
  readonly image: 'copy' | 'revive'
}

const harms = ['cut', 'alter', 'append', 'remove', 'copy', 'restore'] as const
const deed: fc.Arbitrary<Turn | Harm | Image> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('note' as const), user, boot }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('go-on' as const), user, boot }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom(...harms), file, at }) },
  { weight: 1, arbitrary: fc.record({ image: fc.constantFrom('copy' as const, 'revive' as const) }) },
)

/** A log, three users, and somebody who damages its files, except for the line that declares the incident. */
class Scene {
  readonly bench = new Bench()
  private readonly copies = new Map<string, Buffer>()
  private readonly named = new Set<string>()
  private notes = 0
  private starts = 0

  constructor() {
    this.bench.begin()
  }

  read(user: number, boot = 0): Journal {
    return this.bench.read(USERS[user], `boot-${this.starts}-${boot}`)
  }

  do(deed: Turn | Harm | Image): void {
    if ('image' in deed) deed.image === 'copy' ? this.image() : this.revive()
    else if ('file' in deed) this.harm(this.bench.files[deed.file % this.bench.files.length] as string, deed)
    else if (deed.kind === 'note') this.attempt(() => this.note(deed.user, deed.boot))
    else this.attempt(() => this.goOn(deed.user, deed.boot))
  }

  note(user: number, boot = 0): void {
    this.notes += 1
    this.written(this.bench.note(this.read(user, boot), `note ${this.notes}`))
  }

  goOn(user: number, boot = 0): number {
    return this.written(this.read(user, boot).continueLog(this.bench.clock, 'whatever happened'))
  }

  /** No writer ever uses a number twice, whatever was restored in between. */
  private written({ events }: AppendResult): number {
    for (const event of events) {
      expect(this.named).not.toContain(nameOf(event))
      this.named.add(nameOf(event))
    }
    return events.length
  }

  private get disk(): string[] {
    return ['workspace', ...USERS.map((user) => `state-${user}`)].filter((name) =>
      existsSync(join(this.bench.directory, name)),
    )
  }

  private image(): void {
    rmSync(join(this.bench.directory, 'image'), { recursive: true, force: true })
    for (const name of this.disk)
      cpSync(join(this.bench.directory, name), join(this.bench.directory, 'image', name), { recursive: true })
  }

  private revive(): void {
    const image = join(this.bench.directory, 'image')
    if (!existsSync(image)) return
    for (const name of this.disk) rmSync(join(this.bench.directory, name), { recursive: true })
    cpSync(image, this.bench.directory, { recursive: true })
    this.starts += 1
  }

  private harm(path: string, { kind, at }: Harm): void {
    const bytes = readFileSync(path)
    const copy = this.copies.get(path)
    const isFirst = bytes.includes('"incident.started"')
    const from = isFirst ? bytes.indexOf(0x0a) + 1 : 0
    const place = from + Math.floor((bytes.length - from) * at)
    if (kind === 'cut') truncateSync(path, place)
    else if (kind === 'append') appendFileSync(path, 'broken\n')
    else if (kind === 'remove' && !isFirst) rmSync(path)
    else if (kind === 'copy') this.copies.set(path, bytes)
    else if (kind === 'restore' && copy !== undefined) writeFileSync(path, copy)
    else if (kind === 'alter' && place < bytes.length) {
      bytes[place] = (bytes[place] as number) ^ 1
      writeFileSync(path, bytes)
    }
  }

  /** A damaged log may refuse an action, but only with the problem `damaged`. */
  private attempt(act: () => unknown): void {
    try {
      act()
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      expect(error.problem.code).toBe('damaged')
    }
  }
}

it('continueLog makes a log valid and writable again on the machine that declared it, whatever was done to its files', () => {
  let made = 0
  fc.assert(
    fc.property(fc.array(deed, { minLength: 3, maxLength: 15, size: 'max' }), (deeds) => {
      const scene = new Scene()
      const last = 0
      for (const each of deeds) scene.do(each)
      if (scene.goOn(last) > 0) made += 1
      const journal = scene.read(last)
      expect(journal.findings()).toEqual([])
      expect(journal.keptHeadMismatch()).toBeNull()
      expect(journal.missingHeads()).toEqual([])
      expect(auditWriters(journal.events()).contradicted).toEqual([])
      expect(scene.goOn(last)).toBe(0)
      const before = scene.bench.texts(USERS[last])
      for (const user of [0, 1, 2]) scene.note(user)
      const after = scene.bench.texts(USERS[last])
      expect(after.slice(0, before.length)).toEqual(before)
      expect(after).toHaveLength(before.length + 3)
      expect(scene.read(last).findings()).toEqual([])
      expect(scene.read(0).incident).toEqual(scene.read(1).incident)
    }),
    { numRuns: 40 },
  )
  expect(made).toBeGreaterThan(0)
})
