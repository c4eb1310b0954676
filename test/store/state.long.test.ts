import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  bootIdFromUptime,
  currentBootId,
  hostName,
  isSameBoot,
  type MachineIdentity,
  thisMachine,
} from '../../src/platform/machine.ts'
import { openWriterState, type WriterState } from '../../src/store/state.ts'
import { folder } from './bench.ts'

const HEAD = { writer: 'aaaaaaaa', seq: 3, hash: '0'.repeat(64) }

function keeper(): {
  kept: (boot?: string, over?: Partial<MachineIdentity>) => WriterState
  path: (name: string) => string
} {
  const base = folder()
  const kept = (boot?: string, over: Partial<MachineIdentity> = {}) =>
    openWriterState('/workspace', { XDG_STATE_HOME: base }, { ...thisMachine(), ...(boot && { boot }), ...over })
  const path = (name: string) => join(base, 'halt', readdirSync(join(base, 'halt'))[0] as string, name)
  return { kept, path }
}

describe('the writer', () => {
  it('keeps its name until the machine reboots', () => {
    const { kept } = keeper()
    const name = kept().writer()
    expect(name).toMatch(/^[a-z2-7]{8}$/)
    expect(kept().writer()).toBe(name)
    expect(kept().formerWriter()).toBeNull()
  })

  it('changes after a reboot, and the former one is known', () => {
    const { kept } = keeper()
    const first = kept('boot-1').writer()
    const second = kept('boot-2').writer()
    expect(second).not.toBe(first)
    expect(kept('boot-2').writer()).toBe(second)
    expect(kept('boot-2').formerWriter()).toBe(first)
    expect(kept('boot-1').writer()).not.toBe(first)
  })

  it('has a key, which only its user can read, and which goes with it', () => {
    const { kept, path } = keeper()
    const { key, introducedBy } = kept('boot-1').signer()
    const file = path(`${kept('boot-1').writer()}.key`)
    expect([kept('boot-1').signer().key, introducedBy]).toEqual([key, null])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const next = kept('boot-2').signer()
    expect(next.key).not.toBe(key)
    expect(next.introducedBy?.key).toBe(key)
    expect(kept('boot-2').signer()).toMatchObject({ key: next.key, introducedBy: next.introducedBy })
    const third = kept('boot-3').signer()
    const { key: latest = '', sig = '' } = next.introducedBy ?? {}
    expect(third.introducedBy).toMatchObject({ key: next.key, earlier: [{ key: latest, sig }] })
    expect(kept('boot-3').signer().introducedBy).toEqual(third.introducedBy)
    expect(existsSync(file)).toBe(false)
  })

  it('knows the keys that it has had, although only the last one is kept', () => {
    const { kept } = keeper()
    const keys = ['boot-1', 'boot-2', 'boot-3'].map((boot) => kept(boot).signer().key)
    expect(kept('boot-3').ownKeys()).toEqual(expect.arrayContaining(keys))
  })

  it('is another one if its key is gone or is none', () => {
    const { kept, path } = keeper()
    const flip = (file: string) => {
      const bytes = readFileSync(file)
      bytes[40] = (bytes[40] as number) ^ 1
      writeFileSync(file, bytes)
    }
    for (const spoil of [rmSync, (file: string) => writeFileSync(file, 'no key\n'), flip]) {
      const before = kept()
      spoil(path(`${before.writer()}.key`))
      expect(kept().writer()).not.toBe(before.writer())
      expect(kept().signer()).toMatchObject({ introducedBy: null })
      expect(kept().formerWriter()).toBe(before.writer())
    }
  })

  it('is found again if the machine has another name, but is another one then, introduced by the one before', () => {
    const { kept } = keeper()
    const first = kept('boot-1', { id: 'm-1', host: 'old' })
    first.writer()
    first.keepHead('20261124-221705-failure', HEAD)
    const renamed = kept('boot-1', { id: 'm-1', host: 'new' })
    expect(renamed.head('20261124-221705-failure')).toEqual(HEAD)
    expect(renamed.writer()).not.toBe(first.writer())
    expect(renamed.formerWriter()).toBe(first.writer())
    expect(renamed.signer().introducedBy?.key).toBe(first.signer().key)
    expect(kept('boot-1', { id: 'm-2', host: 'new' }).head('20261124-221705-failure')).toBeNull()
  })

  it('takes over once what an earlier version kept under the name of the machine', () => {
    const { kept } = keeper()
    const before = kept('boot-1', { id: 'host-1', host: 'host-1' })
    before.writer()
    before.keepHead('20261124-221705-failure', HEAD)
    const now = kept('boot-1', { id: 'm-1', host: 'host-1' })
    expect(now.head('20261124-221705-failure')).toEqual(HEAD)
    expect(now.writer()).toBe(before.writer())
    expect(kept('boot-1', { id: 'host-1', host: 'host-1' }).head('20261124-221705-failure')).toBeNull()
  })

  it('changes if an earlier version did not record the boot', () => {
    const { kept, path } = keeper()
    kept().writer()
    writeFileSync(path('writer'), 'bbbbbbbb\n')
    expect(kept().writer()).not.toBe('bbbbbbbb')
    expect(kept().formerWriter()).toBe('bbbbbbbb')
  })

  it('after replaceWriter is a new one, without a former writer', () => {
    const { kept } = keeper()
    const first = kept('boot-1').writer()
    const state = kept('boot-2')
    const second = state.writer()
    state.replaceWriter()
    expect([first, second]).not.toContain(state.writer())
    expect(kept('boot-2').writer()).toBe(state.writer())
    expect(kept('boot-2').formerWriter()).toBeNull()
  })

  it('is a new one each time if no state can be saved', () => {
    const state = () => openWriterState('/workspace', { XDG_STATE_HOME: '/dev/null' })
    expect(state().writer()).not.toBe(state().writer())
    expect(state().formerWriter()).toBeNull()
    expect(state().heads()).toEqual([])
    expect(() => state().forgetHead('20261124-221705-failure')).not.toThrow()
  })
})

describe('saved heads', () => {
  it('are kept for each incident, and can be forgotten', () => {
    const { kept, path } = keeper()
    kept().keepHead('20261124-221705-failure', HEAD)
    kept().keepHead('20261125-101500-failure', { ...HEAD, seq: 4 })
    writeFileSync(path('20261126-101500-failure.head'), 'torn')
    expect(kept().head('20261124-221705-failure')).toEqual(HEAD)
    expect(kept().heads()).toEqual([
      { incident: '20261124-221705-failure', head: HEAD, path: path('20261124-221705-failure.head') },
      { incident: '20261125-101500-failure', head: { ...HEAD, seq: 4 }, path: path('20261125-101500-failure.head') },
    ])
    kept().forgetHead('20261125-101500-failure')
    kept().forgetHead('20261125-101500-failure')
    expect(kept().heads()).toHaveLength(1)
    expect(statSync(path('20261124-221705-failure.head')).mode & 0o777).toBe(0o600)
    const [first, second, end] = readFileSync(path('20261124-221705-failure.head'), 'utf8').split('\n')
    expect([first?.trimEnd(), second, end]).toEqual([`aaaaaaaa 3 ${HEAD.hash}`, first, ''])
  })
})

const joined = (texts: readonly string[]) => texts.join('|')

describe('drafts', () => {
  const incident = '20261124-221705-failure'
  const drafts = (path: (name: string) => string) => readdirSync(path('')).filter((name) => name.endsWith('.draft'))

  it('of two runs at once are both there for the next, which keeps them as one', () => {
    const { kept, path } = keeper()
    const [first, second] = [kept(), kept()]
    first.keepDraft(incident, 'typed', 'one')
    second.keepDraft(incident, 'typed', 'two')
    first.keepDraft(incident, 'notices', 'an edit')
    expect(kept().takeOverDrafts(incident, 'typed', joined).split('|').sort()).toEqual(['one', 'two'])
    expect(drafts(path)).toHaveLength(1)
    expect(kept().takeOverDrafts(incident, 'typed', joined).split('|').sort()).toEqual(['one', 'two'])
    expect(kept().takeOverDrafts(incident, 'notices', joined)).toBe('an edit')
    expect(kept().takeOverDrafts('20261124-221705-fail', 'typed', joined)).toBe('')
  })

  it('leave no file once they are forgotten', () => {
    const { kept, path } = keeper()
    const state = kept()
    state.keepDraft(incident, 'typed', 'one')
    expect(state.keepDraft(incident, 'typed', '')).toBe(true)
    expect(drafts(path)).toEqual([])
  })

  it('that are too long to be read again are not said to be kept, and those before stay', () => {
    const { kept } = keeper()
    const [first, second] = [kept(), kept()]
    expect(first.keepDraft(incident, 'typed', 'x'.repeat(1024 * 1024))).toBe(true)
    expect(second.keepDraft(incident, 'typed', '約'.repeat(400_000))).toBe(false)
    expect(second.keepDraft(incident, 'typed', 'short')).toBe(true)
    const both = kept().takeOverDrafts(incident, 'typed', joined)
    expect(both).toHaveLength(1024 * 1024 + 1 + 5)
    expect(kept().takeOverDrafts(incident, 'typed', joined)).toHaveLength(both.length)
  })
})

describe('the state folder', () => {
  const incident = '20261124-221705-failure'

  it('is repaired if its files are pipes', () => {
    const { kept, path } = keeper()
    const state = kept()
    const writer = state.writer()
    state.keepHead(incident, HEAD)
    state.keepDraft(incident, 'typed', 'half a line')
    const draft = readdirSync(path('')).find((name) => name.endsWith('.draft')) ?? ''
    for (const name of ['writer', `${incident}.head`, draft]) {
      rmSync(path(name))
      execFileSync('mkfifo', [path(name)])
    }
    const after = kept()
    expect([after.head(incident), after.isAnnounced(incident)]).toEqual([null, false])
    expect(after.takeOverDrafts(incident, 'typed', joined)).toBe('')
    expect([after.heads(), after.ownWriters()]).toEqual([[], []])
    expect(after.writer()).not.toBe(writer)
    expect(after.announce(incident, HEAD)).toBe(true)
    expect(kept().writer()).toBe(after.writer())
    expect(kept().head(incident)).toEqual(HEAD)
  })

  it.runIf(process.getuid?.() === 0)('is ignored if it belongs to another user', () => {
    const { kept, path } = keeper()
    kept().keepHead(incident, HEAD)
    chownSync(path(''), 64_001, 64_001)
    const before = readdirSync(path(''))
    expect(kept().writer()).not.toBe(kept().writer())
    expect(kept().announce(incident, HEAD)).toBe(true)
    expect(kept().keepHead(incident, HEAD)).toBe(false)
    expect([kept().head(incident), kept().heads()]).toEqual([null, []])
    expect(readdirSync(path(''))).toEqual(before)
  })

  it('is read without an error if any byte of a file changes', () => {
    const { kept, path } = keeper()
    kept().writer()
    kept().keepHead(incident, HEAD)
    for (const name of ['writer', `${incident}.head`]) {
      const whole = readFileSync(path(name))
      for (let at = 0; at < whole.length; at++)
        for (const byte of [0, 0x0a, 0x20, 0x2f, 0x39, 0x7a, 0xff]) {
          const other = Buffer.from(whole)
          other[at] = byte
          writeFileSync(path(name), other)
          const state = kept()
          expect(state.writer()).toMatch(/^[a-z2-7]{8}$/)
          expect(state.formerWriter() ?? 'aaaaaaaa').toMatch(/^[a-z2-7]{8}$/)
          expect(state.heads()).toHaveLength(state.head(incident) === null ? 0 : 1)
        }
      writeFileSync(path(name), whole)
    }
  })
})

describe('an announced write', () => {
  const incident = '20261124-221705-failure'

  it.each([HEAD, null])('keeps the saved head (%o), and ends when the next head is saved', (head) => {
    const { kept } = keeper()
    if (head !== null) kept().keepHead(incident, head)
    expect(kept().isAnnounced(incident)).toBe(false)
    expect(kept().announce(incident, head)).toBe(true)
    expect(kept().isAnnounced(incident)).toBe(true)
    expect(kept().head(incident)).toEqual(head)
    expect(kept().heads()).toHaveLength(head === null ? 0 : 1)
    kept().keepHead(incident, { ...HEAD, seq: 4 })
    expect(kept().isAnnounced(incident)).toBe(false)
    expect(kept().head(incident)?.seq).toBe(4)
  })

  it.each([HEAD, null])('can be retracted, which keeps the head (%o)', (head) => {
    const { kept } = keeper()
    kept().announce(incident, head)
    kept().retractAnnouncement(incident, head)
    expect(kept().isAnnounced(incident)).toBe(false)
    expect(kept().head(incident)).toEqual(head)
  })

  it('succeeds without a file if no state can be saved', () => {
    expect(openWriterState('/workspace', { XDG_STATE_HOME: '/dev/null' }).announce(incident, null)).toBe(true)
  })

  it('fails if the head file cannot be written, unless the writer is replaced', () => {
    const { kept, path } = keeper()
    const state = kept()
    state.writer()
    mkdirSync(path(`${incident}.head.${process.pid}`))
    expect(state.announce(incident, HEAD)).toBe(false)
    mkdirSync(path(`writer.${process.pid}`))
    state.replaceWriter()
    expect(state.announce(incident, HEAD)).toBe(true)
  })
})

describe('hostName', () => {
  it('returns the host name of the system', () => {
    expect(hostName()).toBe(hostname())
  })
})

describe('the boot id', () => {
  it('is known, and stays the same', () => {
    expect(currentBootId()).not.toBe('-')
    expect(isSameBoot(currentBootId(), currentBootId())).toBe(true)
  })

  it('from the uptime matches despite a small clock change, but not after a reboot', () => {
    const now = Date.parse('2026-11-24T22:17:05+09:00')
    const boot = bootIdFromUptime(3600, now)
    expect(isSameBoot(boot, bootIdFromUptime(3600 + 600, now + 600_000 + 20_000))).toBe(true)
    expect(isSameBoot(boot, bootIdFromUptime(30, now + 600_000))).toBe(false)
    expect(isSameBoot(boot, '-')).toBe(false)
    expect(isSameBoot(bootIdFromUptime(null, now), '-')).toBe(true)
    expect(isSameBoot('3f0c', '3f0d')).toBe(false)
  })
})
