import {
  cpSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { accessFor, OWNER_ONLY } from '../../src/platform/access.ts'
import { chooseLanguage } from '../../src/store/chosen-language.ts'
import { Journal } from '../../src/store/journal.ts'
import { findWorkspace, openWorkspace } from '../../src/store/workspace.ts'
import { started, withSettings } from '../given.ts'
import { Bench, folder, ID, refusal } from './bench.ts'

describe('Journal.append and Journal.begin', () => {
  it('decide on the log as it is inside the lock, not as it was read before', () => {
    const bench = new Bench()
    const mine = bench.begin()
    const theirs = bench.read()
    bench.want(theirs, { kind: 'done', steps: ['a-look'] })
    expect(mine.incident.events).toBe(1)
    expect(bench.want(mine, { kind: 'done', steps: ['a-look'] })).toMatchObject({
      events: [],
      already: ['done a-look'],
    })
    expect(bench.types().filter((type) => type === 'step.done')).toHaveLength(1)
  })

  it('return their events as they are in the log', () => {
    const bench = new Bench()
    const { events } = bench.note(bench.begin(), 'one')
    expect(events).toMatchObject([{ type: 'note.added', seq: 2, by: 'taro', data: { text: 'one' } }])
    expect(bench.read().findEvent(`${events[0]?.writer}:2`)).toEqual(events[0])
    expect(bench.read().findEvent('nobody:2')).toBeNull()
  })

  it('write nothing if the intent is refused or already done', () => {
    const bench = new Bench()
    const journal = bench.begin()
    const before = bench.bytes()
    expect(refusal(() => bench.want(journal, { kind: 'done', steps: ['no-such'] }))).toMatchObject({
      code: 'unknown-step',
    })
    expect(refusal(() => bench.want(journal, { kind: 'lift', targets: 'all' }))).toMatchObject({
      code: 'criteria-open',
    })
    bench.want(journal, { kind: 'done', steps: ['a-look'] })
    const done = bench.bytes()
    bench.want(journal, { kind: 'done', steps: ['a-look'] })
    expect(done.length).toBeGreaterThan(before.length)
    expect(bench.bytes().equals(done)).toBe(true)
  })

  it('refuse an event of 1 MiB, and write nothing', () => {
    const bench = new Bench()
    const journal = bench.begin()
    const before = bench.bytes()
    expect(refusal(() => bench.note(journal, 'x'.repeat(1024 * 1024)))).toMatchObject({ code: 'too-long' })
    expect(bench.bytes().equals(before)).toBe(true)
    bench.note(bench.read(), 'x'.repeat(1000 * 1000))
    expect(bench.read().findings()).toEqual([])
  })

  it('keep the order of events if the machine’s clock runs back', () => {
    const bench = new Bench()
    const journal = bench.noted('one')
    const early = { ...bench.clock, now: () => 1000 }
    journal.append(early, () => ({ events: [{ type: 'note.added', data: { text: 'two' } }], already: [] }))
    expect(bench.texts()).toEqual(['one', 'two'])
    expect(bench.read().findings()).toEqual([])
  })

  it('do not write to a damaged log', () => {
    const bench = new Bench()
    const journal = bench.noted('one')
    const altered = Buffer.from(bench.bytes().toString().replace('"one"', '"two"'))
    bench.put(altered)
    expect(refusal(() => bench.note(bench.read(), 'more'))).toMatchObject({
      code: 'damaged',
      params: { line: 2, why: 'hash-differs' },
    })
    expect(bench.bytes().equals(altered)).toBe(true)
    expect(journal.findings()).toEqual([])
  })

  it('do not begin a second incident with the same id, and keep the first', () => {
    const bench = new Bench()
    bench.begin()
    const before = bench.bytes()
    expect(() => bench.begin()).toThrow('EEXIST')
    expect(bench.bytes().equals(before)).toBe(true)
  })

  it('leave no folder if an incident cannot be begun', () => {
    const bench = new Bench()
    const draft = started({ title: 'x'.repeat(1024 * 1024) })
    expect(refusal(() => bench.begin(draft))).toMatchObject({ code: 'too-long' })
    expect(readdirSync(join(bench.workspace, 'incidents'))).toEqual([])
  })
})

describe('writers', () => {
  it('write to one file each, and read all of them', () => {
    const bench = new Bench()
    const taro = bench.begin()
    const hanako = bench.read('hanako')
    bench.note(hanako, 'hers')
    bench.note(taro, 'his')
    bench.note(hanako, 'hers again')
    expect(bench.files).toHaveLength(2)
    expect(bench.texts()).toEqual(['hers', 'his', 'hers again'])
    expect(taro.hasGrown()).toBe(true)
    taro.refresh()
    expect(taro.hasGrown()).toBe(false)
    expect(taro.incident).toEqual(bench.read().incident)
    const last = [...bench.read().events()].at(-1)
    expect(last?.after).toMatchObject([{ seq: 2 }])
  })

  it('put an event that arrives late in its place', () => {
    const bench = new Bench()
    const taro = bench.noted('one')
    const hanako = bench.read('hanako')
    bench.note(hanako, 'hers')
    const hers = bench.files.find((path) => readFileSync(path, 'utf8').includes('hers')) as string
    const bytes = readFileSync(hers)
    rmSync(hers)
    const third = bench.read('jiro')
    bench.note(third, 'third')
    writeFileSync(hers, bytes)
    third.refresh()
    expect(third.incident).toEqual(bench.read().incident)
    expect(bench.texts()).toEqual(['one', 'hers', 'third'])
    expect(taro.readNewEvents()).toHaveLength(2)
  })

  it('have a new name on each run if no state can be saved', () => {
    const bench = new Bench()
    bench.begin(started(), OWNER_ONLY, null)
    bench.note(bench.read(null), 'one')
    bench.note(bench.read(null), 'two')
    expect(bench.files).toHaveLength(3)
    expect(bench.texts()).toEqual(['one', 'two'])
    expect(bench.read(null).keptHeadMismatch()).toBeNull()
    expect(bench.types()).not.toContain('log.continued')
  })

  it('have a new name on each run once state can no longer be saved', () => {
    const bench = new Bench()
    bench.noted('one')
    const [file = ''] = bench.files
    const copy = readFileSync(file)
    nothingKept(bench)
    bench.note(bench.read(), 'two')
    expect(readFileSync(file).equals(copy)).toBe(true)
    const walk = bench.read()
    bench.note(walk, 'three')
    bench.note(walk, 'four')
    expect(bench.files).toHaveLength(3)
    expect(bench.texts()).toEqual(['one', 'two', 'three', 'four'])
    expect(bench.types()).not.toContain('log.continued')
  })

  /** Makes every write to the state folder fail: folders occupy the temporary names, and the head has a hard link. */
  function nothingKept(bench: Bench): void {
    const state = join(bench.directory, 'state-taro', 'halt')
    const [key = ''] = readdirSync(state)
    for (const name of ['writer', `${ID}.head`]) mkdirSync(join(state, key, `${name}.${process.pid}`))
    linkSync(join(state, key, `${ID}.head`), join(bench.directory, 'copy.head'))
  }

  it('are replaced if a process ended before it saved its head, so that the log never forks', () => {
    const bench = new Bench()
    bench.noted('one')
    const [file = ''] = bench.files
    const copy = readFileSync(file)
    const ended = new Journal(bench.workspace, ID, { ...bench.state(), keepHead: () => true }, () => 'taro')
    ended.refresh()
    bench.note(ended, 'lost by restoring')
    writeFileSync(file, copy)
    bench.note(bench.read(), 'two')
    bench.note(bench.read(), 'three')
    expect(readFileSync(file).equals(copy)).toBe(true)
    expect(bench.files).toHaveLength(2)
    expect(bench.texts()).toEqual(['one', 'two', 'three'])
  })

  it('continue in the same file after a torn write', () => {
    const bench = new Bench()
    bench.noted('one')
    const ended = new Journal(bench.workspace, ID, { ...bench.state(), keepHead: () => true }, () => 'taro')
    ended.refresh()
    bench.note(ended, 'torn')
    bench.put(bench.bytes().subarray(0, -20))
    bench.note(bench.read(), 'two')
    expect(bench.files).toHaveLength(1)
    expect(bench.texts()).toEqual(['one', 'two'])
  })

  it('keep their name from run to run if state is saved', () => {
    const bench = new Bench()
    bench.noted('one')
    bench.note(bench.read(), 'two')
    bench.note(bench.read(), 'three')
    expect(bench.files).toHaveLength(1)
  })

  it('are the same for several processes of one user, whichever reads first', () => {
    const bench = new Bench()
    bench.noted('one')
    bench.note(bench.read('hanako'), 'hers')
    const state = join(bench.directory, 'state-hanako', 'halt')
    const head = join(state, readdirSync(state)[0] as string, `${ID}.head`)
    const kept = readFileSync(head)
    rmSync(head)
    const slow = bench.read('hanako')
    writeFileSync(head, kept)
    expect(bench.note(slow, 'hers again').events.map((event) => event.type)).toEqual(['note.added'])
    const slower = bench.read('hanako')
    const slowest = bench.read('hanako')
    bench.note(bench.read('hanako'), 'third')
    bench.note(slower, 'fourth')
    expect(slower.keptHeadMismatch()).toBeNull()
    writeFileSync(head, kept)
    slowest.refresh()
    expect(slowest.keptHeadMismatch()).toBeNull()
    expect(bench.files).toHaveLength(2)
    expect(bench.texts('hanako')).toEqual(['one', 'hers', 'hers again', 'third', 'fourth'])
  })

  it('are the same for several processes of one user after a reboot, too', () => {
    const bench = new Bench()
    bench.noted('one')
    const slow = bench.read('taro', 'boot-2')
    bench.note(bench.read('taro', 'boot-2'), 'two')
    bench.note(slow, 'three')
    expect(bench.files).toHaveLength(2)
  })

  it('do not write to a file whose head is not saved', () => {
    const bench = new Bench()
    bench.noted('one')
    const state = join(bench.directory, 'state-taro', 'halt')
    const [key = ''] = readdirSync(state)
    rmSync(join(state, key, `${ID}.head`))
    bench.note(bench.read(), 'two')
    expect(bench.files).toHaveLength(2)
    expect(bench.texts()).toEqual(['one', 'two'])
  })
})

describe('after a reboot', () => {
  it('a new writer continues, without an event in the log', () => {
    const bench = new Bench()
    bench.noted('one')
    const before = bench.bytes()
    const old = bench.file
    bench.note(bench.read('taro', 'boot-2'), 'two')
    bench.note(bench.read('taro', 'boot-2'), 'three')
    expect(bench.files).toHaveLength(2)
    expect(readFileSync(old).equals(before)).toBe(true)
    expect(bench.types()).toEqual(['incident.started', 'note.added', 'note.added', 'note.added'])
    expect(bench.read('taro', 'boot-2').keptHeadMismatch()).toBeNull()
  })

  it('a log behind the head of the former writer is still noticed and recorded', () => {
    const bench = new Bench()
    bench.noted('one')
    const copy = bench.bytes()
    bench.note(bench.read(), 'two')
    bench.put(copy)
    expect(bench.read('taro', 'boot-2').keptHeadMismatch()).toMatchObject({ kept: { seq: 3 }, found: { seq: 2 } })
    const { events } = bench.note(bench.read('taro', 'boot-2'), 'three')
    expect(events.map((event) => event.type)).toEqual(['log.continued', 'note.added'])
    expect(bench.read('taro', 'boot-2').keptHeadMismatch()).toBeNull()
  })

  it('no writer and number are used twice, even if the disk is restored from a copy', () => {
    const bench = new Bench()
    bench.noted('one')
    const image = join(bench.directory, 'image')
    const disk = ['workspace', 'state-taro']
    for (const name of disk) cpSync(join(bench.directory, name), join(image, name), { recursive: true })
    bench.note(bench.read(), 'went on')
    const lines = bench.files.flatMap((path) => readFileSync(path, 'utf8').trimEnd().split('\n'))
    for (const name of disk) {
      rmSync(join(bench.directory, name), { recursive: true })
      cpSync(join(image, name), join(bench.directory, name), { recursive: true })
    }
    bench.note(bench.read('taro', 'boot-2'), 'restored')
    lines.push(...bench.files.flatMap((path) => readFileSync(path, 'utf8').trimEnd().split('\n')))
    const named = new Map<string, string>()
    for (const line of lines) {
      const { writer, seq } = JSON.parse(line) as { writer: string; seq: number }
      expect(named.get(`${writer}:${seq}`) ?? line).toBe(line)
      named.set(`${writer}:${seq}`, line)
    }
    expect([...named.values()].filter((line) => /went on|restored/.test(line))).toHaveLength(2)
  })
})

describe('a log that does not match its saved head', () => {
  function restored(): Bench {
    const bench = new Bench()
    bench.noted('one')
    const copy = bench.bytes()
    bench.note(bench.read(), 'two')
    bench.put(copy)
    return bench
  }

  it('is noticed by the user who saved the head', () => {
    const bench = restored()
    const behind = bench.read().keptHeadMismatch()
    expect(behind?.kept.seq).toBe(3)
    expect(behind?.found?.seq).toBe(2)
    expect(bench.read('hanako').keptHeadMismatch()).toBeNull()
  })

  it('is continued by a new writer, whose first event records the gap', () => {
    const bench = restored()
    const before = bench.bytes()
    const old = bench.file
    bench.note(bench.read(), 'three')
    expect(bench.files).toHaveLength(2)
    expect(readFileSync(old).equals(before)).toBe(true)
    const fresh = bench.files.find((path) => path !== old) as string
    const first = JSON.parse(readFileSync(fresh, 'utf8').split('\n')[0] as string)
    expect(first).toMatchObject({
      type: 'log.continued',
      seq: 1,
      prev: null,
      data: { found: { seq: 2 }, kept: { seq: 3 }, reason: 'behind' },
    })
    expect(first.writer).not.toBe(first.data.writer)
    expect(first.data.kept.writer).toBe(first.data.writer)
    expect(bench.read().keptHeadMismatch()).toBeNull()
    expect(bench.read().findings()).toEqual([])
    bench.note(bench.read(), 'four')
    expect(bench.types().filter((type) => type === 'log.continued')).toHaveLength(1)
  })

  it('is continued if its file is gone and another writer’s is left', () => {
    const bench = new Bench()
    bench.noted('one')
    bench.note(bench.read('hanako'), 'hers')
    bench.note(bench.read(), 'two')
    const hers = bench.files.find((path) => readFileSync(path, 'utf8').includes('"by":"hanako"')) as string
    rmSync(hers)
    expect(bench.read('hanako').keptHeadMismatch()).toMatchObject({ found: null })
    bench.note(bench.read('hanako'), 'hers again')
    const continued = [...bench.read().events()].find((event) => event.type === 'log.continued')
    expect(continued?.data).toMatchObject({ reason: 'missing', found: null })
  })

  it('is continued without a fork if a copy of it was written', () => {
    const bench = new Bench()
    bench.noted('one')
    const copy = join(bench.directory, 'copy')
    cpSync(bench.workspace, copy, { recursive: true })
    bench.note(bench.read(), 'here')
    const elsewhere = new Journal(copy, ID, bench.state(), () => 'taro')
    elsewhere.refresh()
    expect(elsewhere.keptHeadMismatch()).not.toBeNull()
    elsewhere.append(bench.clock, () => ({ events: [{ type: 'note.added', data: { text: 'there' } }], already: [] }))
    for (const name of readdirSync(join(copy, 'incidents', ID)).filter((n) => n.endsWith('.jsonl')))
      if (!bench.files.some((path) => path.endsWith(name)))
        cpSync(join(copy, 'incidents', ID, name), join(bench.incident, name))
    expect(bench.read().findings()).toEqual([])
    expect(bench.texts('hanako')).toEqual(['one', 'here', 'there'])
  })

  it('in a copied workspace is continued by a new writer', () => {
    const bench = new Bench()
    bench.noted('one')
    const copy = join(bench.directory, 'copy')
    cpSync(bench.workspace, copy, { recursive: true })
    const other = openWorkspace(copy, { XDG_STATE_HOME: join(bench.directory, 'state-taro') }, () => 'taro').journal(ID)
    other.refresh()
    other.append(bench.clock, () => ({ events: [{ type: 'note.added', data: { text: 'copied' } }], already: [] }))
    expect(readdirSync(other.directory).filter((name) => name.endsWith('.jsonl'))).toHaveLength(2)
  })

  it('is reported as differing if its last event was replaced', () => {
    const bench = restored()
    const whole = bench.bytes()
    const [head = null] = bench.read('hanako').incident.heads.values()
    const forgetful = { ...bench.state(), head: () => head, announce: () => true, keepHead: () => true }
    const forged = new Journal(bench.workspace, ID, forgetful, () => 'taro')
    forged.refresh()
    forged.append(bench.clock, () => ({ events: [{ type: 'note.added', data: { text: 'another two' } }], already: [] }))
    expect(bench.bytes().length).toBeGreaterThan(whole.length)
    expect(bench.read().keptHeadMismatch()).toMatchObject({ kept: { seq: 3 }, found: { seq: 3 } })
    bench.note(bench.read(), 'three')
    const continued = [...bench.read().events()].find((event) => event.type === 'log.continued')
    expect(continued?.data).toMatchObject({ reason: 'differs' })
  })
})

describe('file modes', () => {
  const before = process.umask()
  afterEach(() => {
    process.umask(before)
  })

  const mode = (path: string) => (statSync(path).mode & 0o7777).toString(8)

  it.each([0o000, 0o022, 0o077, 0o277])('are owner-only, whatever the umask (%o)', (umask) => {
    const bench = new Bench()
    process.umask(umask)
    const journal = bench.noted('one')
    writeFileSync(bench.file, 'torn', { flag: 'a' })
    bench.note(bench.read(), 'two')
    process.umask(before)
    expect(journal.findings()).toEqual([])
    expect(mode(bench.workspace)).toBe('700')
    expect(mode(join(bench.workspace, 'incidents'))).toBe('700')
    expect(mode(bench.incident)).toBe('700')
    const names = readdirSync(bench.incident)
    expect(names.sort()).toEqual([
      expect.stringMatching(/\.jsonl$/),
      expect.stringMatching(/\.torn-\d+$/),
      'lock',
      expect.stringMatching(/^runbook\.[0-9a-f]{64}\.json$/),
      expect.stringMatching(/^settings\.[0-9a-f]{64}\.json$/),
    ])
    expect(new Set(names.map((name) => mode(join(bench.incident, name))))).toEqual(new Set(['600']))
  })

  it('include the group if the settings share it, whatever the umask', () => {
    const group = String(process.getgid?.() ?? 0)
    const access = accessFor(group)
    const bench = new Bench()
    process.umask(0o077)
    const journal = bench.begin(withSettings({ share: { group } }), access)
    bench.note(journal, 'one')
    process.umask(before)
    expect(mode(bench.incident)).toBe('2770')
    expect(readdirSync(bench.incident).map((name) => mode(join(bench.incident, name)))).toEqual([
      '660',
      '660',
      '660',
      '660',
    ])
  })

  it('are owner-only if the system has no such group', () => {
    expect(accessFor('no-such-group-here')).toEqual(OWNER_ONLY)
    expect(accessFor('99999999999')).toEqual(OWNER_ONLY)
    expect(accessFor(String(2 ** 32 - 1))).toEqual(OWNER_ONLY)
    expect(accessFor(null)).toEqual(OWNER_ONLY)
    expect(accessFor('root').gid).toBe(0)
    expect(accessFor('4294967294').gid).toBe(4294967294)
  })

  it('of a running incident follow its folder, not the group in its settings', () => {
    const group = String(process.getgid?.() ?? 0)
    const bench = new Bench()
    bench.begin(withSettings({ share: { group: 'not-on-this-machine' } }), accessFor(group))
    bench.note(bench.read('hanako'), 'one')
    expect(bench.files.map(mode)).toEqual(['660', '660'])
    const own = new Bench()
    own.begin(withSettings({ share: { group } }))
    own.note(own.read('hanako'), 'one')
    expect(own.files.map(mode)).toEqual(['600', '600'])
  })
})

describe('a symbolic link', () => {
  it('instead of the lock is not followed', () => {
    const bench = new Bench()
    const journal = bench.begin()
    const victim = join(bench.directory, 'victim')
    writeFileSync(victim, 'mine')
    symlinkSync(victim, join(bench.incident, 'lock'))
    expect(refusal(() => bench.note(journal, 'one'))).toMatchObject({ code: 'bad-lock' })
    expect(readFileSync(victim, 'utf8')).toBe('mine')
  })

  it('instead of the log is not followed', () => {
    const bench = new Bench()
    const journal = bench.begin()
    const victim = join(bench.directory, 'victim')
    const file = bench.file
    cpSync(file, victim)
    const before = readFileSync(victim)
    rmSync(file)
    symlinkSync(victim, file)
    expect(refusal(() => bench.note(journal, 'one'))).toMatchObject({
      code: 'damaged',
      params: { during: 'recording', why: 'unreadable' },
    })
    expect(readFileSync(victim).equals(before)).toBe(true)
  })
})

describe('the workspace', () => {
  it('is --dir, else HALT_DIR, else the nearest parent with halt.yaml, else the user’s data directory', () => {
    const root = folder()
    const deep = join(root, 'a', 'b')
    mkdirSync(deep, { recursive: true })
    const env = { HOME: '/home/taro' }
    expect(findWorkspace('x', { ...env, HALT_DIR: '/y' }, () => deep).directory).toBe(join(deep, 'x'))
    expect(findWorkspace(undefined, { ...env, HALT_DIR: '/y' }, () => deep).directory).toBe('/y')
    expect(findWorkspace(undefined, { ...env, HALT_DIR: '' }, () => deep).directory).toBe(
      '/home/taro/.local/share/halt',
    )
    expect(findWorkspace(undefined, { XDG_DATA_HOME: '/data' }, () => deep).directory).toBe('/data/halt')
    writeFileSync(join(root, 'halt.yaml'), '')
    expect(findWorkspace(undefined, env, () => deep).directory).toBe(root)
    writeFileSync(join(root, 'a', 'halt.yaml'), '')
    expect(findWorkspace(undefined, env, () => deep).directory).toBe(join(root, 'a'))
  })

  it('has the language of --lang, else HALT_LANG, else halt.yaml, else the locale, else English', () => {
    const root = folder()
    expect(chooseLanguage(undefined, {}, root).language).toBe('en')
    expect(chooseLanguage(undefined, { LANG: 'ja_JP.UTF-8' }, root).language).toBe('ja')
    expect(chooseLanguage(undefined, { LANG: 'ja_JP.UTF-8', LC_MESSAGES: 'en_US' }, root).language).toBe('en')
    expect(chooseLanguage(undefined, { LANG: 'en_US', LC_MESSAGES: 'en_US', LC_ALL: 'ja_JP' }, root).language).toBe(
      'ja',
    )
    expect(chooseLanguage(undefined, { LANG: 'fr_FR.UTF-8' }, root).language).toBe('en')
    writeFileSync(join(root, 'halt.yaml'), 'timezone: Asia/Tokyo\nlanguage: "ja"   # ours\n')
    expect(chooseLanguage(undefined, { LANG: 'en_US' }, root).language).toBe('ja')
    expect(chooseLanguage(undefined, { HALT_LANG: 'en' }, root).language).toBe('en')
    expect(chooseLanguage('ja', { HALT_LANG: 'en' }, root).language).toBe('ja')
  })

  it('lists the incidents that have a log', () => {
    const bench = new Bench()
    const workspace = openWorkspace(bench.workspace, {}, () => 'taro')
    expect(workspace.ids()).toEqual([])
    bench.begin()
    mkdirSync(join(bench.workspace, 'incidents', '20260101-000000-failure'))
    writeFileSync(join(bench.workspace, 'incidents', 'notes.txt'), '')
    expect(workspace.ids()).toEqual([ID])
  })

  it('keeps a draft outside the log, for its user only', () => {
    const bench = new Bench()
    const joined = (texts: readonly string[]) => texts.join('|')
    bench.begin().keepDraft('typed', 'half a sen')
    expect(bench.read().takeOverDrafts('typed', joined)).toBe('half a sen')
    expect(bench.read('hanako').takeOverDrafts('typed', joined)).toBe('')
    expect(bench.bytes().includes('half a sen')).toBe(false)
  })
})

describe('a log that changes under an open journal', () => {
  it('is read again after it was cut, and continued by a new writer', () => {
    const bench = new Bench()
    const journal = bench.begin()
    const before = bench.bytes()
    bench.note(journal, 'one')
    const { events } = bench.note(journal, 'two')
    const [path] = journal.paths
    writeFileSync(join(bench.workspace, path as string), before)
    expect(journal.hasGrown()).toBe(true)
    const appended = bench.note(journal, 'three')
    expect(appended.events.map((event) => event.type)).toEqual(['log.continued', 'note.added'])
    expect(appended.events[0]).toMatchObject({
      data: { writer: events[0]?.writer, found: { seq: 1 }, kept: { seq: 3 }, reason: 'behind' },
    })
    expect(appended.events[0]?.data).toMatchObject({ kept: expect.not.objectContaining({ line: expect.anything() }) })
    expect(journal.incident.events).toBe(3)
  })

  it('is continued by a new writer after it was replaced by an older copy', () => {
    const bench = new Bench()
    const journal = bench.begin()
    const [path = ''] = journal.paths
    const file = join(bench.workspace, path)
    cpSync(file, join(bench.directory, 'copy'))
    bench.note(journal, 'one')
    rmSync(file)
    cpSync(join(bench.directory, 'copy'), file)
    expect(bench.note(journal, 'two').events.map((event) => event.type)).toEqual(['log.continued', 'note.added'])
  })

  it('has not grown by a torn write or damaged line that was already read', () => {
    const bench = new Bench()
    bench.noted('one')
    bench.put(Buffer.concat([bench.bytes(), Buffer.from('{"v":1,"inc')]))
    const torn = bench.read()
    expect(torn.hasGrown()).toBe(false)
    bench.put(Buffer.concat([bench.bytes(), Buffer.from('ident')]))
    expect(torn.hasGrown()).toBe(true)
    torn.refresh()
    expect(torn.hasGrown()).toBe(false)
    bench.put(Buffer.concat([bench.bytes(), Buffer.from('\n{"v":1}\n')]))
    const damaged = bench.read()
    expect(damaged.findings()).toHaveLength(1)
    expect(damaged.hasGrown()).toBe(false)
  })
})

describe('events of other users', () => {
  const others = (journal: Journal) => journal.newRemoteEvents().map(({ known, events, by }) => ({ known, events, by }))

  it('are new until this user records an event', () => {
    const bench = new Bench()
    const mine = bench.noted('one')
    expect(others(mine)).toEqual([])
    bench.note(bench.read('hanako'), 'hers')
    bench.note(bench.read('hanako'), 'hers too')
    expect(others(bench.read())).toEqual([{ known: 0, events: 2, by: ['hanako'] }])
    bench.note(bench.read(), 'two')
    expect(others(bench.read())).toEqual([])
    bench.note(bench.read('hanako'), 'a third')
    expect(others(bench.read())).toEqual([{ known: 2, events: 1, by: ['hanako'] }])
  })

  it('are from a new writer only until this user records an event', () => {
    const bench = new Bench()
    bench.noted('one')
    bench.note(bench.read('hanako'), 'hers')
    expect(bench.read().eventsOfNewWriters()).toMatchObject([{ known: 0, by: ['hanako'] }])
    bench.note(bench.read(), 'two')
    bench.note(bench.read('hanako'), 'again')
    expect(bench.read().eventsOfNewWriters()).toEqual([])
  })

  it('are not new to a user who has recorded nothing', () => {
    const bench = new Bench()
    bench.noted('one')
    expect(others(bench.read('hanako'))).toEqual([])
  })
})
