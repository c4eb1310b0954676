import { describe, expect, it } from 'vitest'
import type { Damage } from '../../src/domain/problem.ts'
import type { VerifiedLog } from '../../src/evidence/verify-log.ts'
import { remedyFor } from '../../src/evidence/verify-remedy.ts'
import { type VerifyContext, verifyView } from '../../src/evidence/verify-view.ts'
import { labels as labelsEn } from '../../src/evidence/words.en.ts'
import { labels as labelsJa } from '../../src/evidence/words.ja.ts'
import { loadText } from '../../src/i18n/text.ts'
import { columnsOf } from '../../src/view/columns.ts'
import { PLAIN_PAINT } from '../../src/view/paint.ts'
import { terminalLines } from '../../src/view/terminal.ts'
import { lineWrapperFor } from '../../src/view/wrap.ts'

const [en, ja] = await Promise.all([loadText('en'), loadText('ja')])

const ID = '20261124-221705-system-failure'
const hash = '5f0c2a1bd92e4b7a'.repeat(4)
const head = (writer: string, seq: number) => ({ writer, seq, hash })
const nameOf = (writer: string) => `incidents/${ID}/${ID}.${writer}.jsonl`

function context(language: 'en' | 'ja'): VerifyContext {
  const texts = language === 'ja' ? { text: ja, labels: labelsJa } : { text: en, labels: labelsEn }
  const commands = {
    continue: `halt verify --continue --reason TEXT -i ${ID}`,
    start: 'halt start',
    rename: ID,
    list: `halt verify -i ${ID} --json`,
  }
  return { ...texts, commands, namedByKnown: new Set(), wantsTimestamps: false }
}

/** The view on a terminal with this many columns. */
function shown(found: VerifiedLog, language: 'en' | 'ja', columns: number, mark = ''): string {
  const blocks = verifyView(found, context(language))
  return terminalLines(blocks, { paint: PLAIN_PAINT, mark, wrapper: lineWrapperFor(columns, mark) }).join('\n')
}

const file = (writer: string, over: Partial<VerifiedLog['files'][number]> = {}): VerifiedLog['files'][number] => ({
  file: nameOf(writer),
  writer,
  state: 'whole',
  bytes: 98033,
  events: 12,
  from: '2026-11-24T22:17:05.120+09:00',
  to: '2026-11-25T01:02:03.000+09:00',
  by: ['taro', 'hanako'],
  continuedBy: null,
  ...over,
})

const whole: VerifiedLog = {
  incident: ID,
  title: 'Matching engine down',
  directory: `incidents/${ID}`,
  result: 'consistent',
  events: 12,
  head: hash,
  declared: true,
  declarations: [],
  anchoredAt: null,
  kept: { state: 'agrees', head: head('k3v9x2ab', 12) },
  compared: 3,
  files: [file('k3v9x2ab')],
  findings: [],
  unmet: [],
  behind: null,
  bundle: null,
  foreign: [],
  anchors: [],
  unknown: [],
  torn: [],
  aside: [],
  frozen: [],
  evidence: [],
  leftovers: [],
  news: [],
  flawed: [],
  named: 2,
  farAhead: [],
  gaps: [],
  setBack: { events: 0, most: 0 },
}

describe('evidence and new writers', () => {
  const piece = {
    file: 'ab12',
    kind: 'note' as const,
    event: 'k3v9x2ab:2',
    name: null,
    at: '2026-11-24T22:17:05.120+09:00',
    by: 'taro',
    bytes: 7,
    digest: hash,
    removed: null,
    claimed: null,
    flaw: null,
    why: null,
  }
  const found: VerifiedLog = {
    ...whole,
    evidence: [
      { ...piece, standing: 'intact' },
      { ...piece, file: 'cd34', standing: 'altered', flaw: 'length' },
      { ...piece, file: 'ef56', standing: 'undeleted' },
    ],
    leftovers: [{ file: 'gh78', kind: null, event: null, removed: null, claimed: null, bytes: 3 }],
    news: [{ writer: 'zzzzaaaa', known: 0, events: 2, by: ['jiro'] }],
  }

  it('are shown with what is wrong, in both languages', () => {
    const lines = shown(found, 'en', 100).split('\n')
    expect(lines).toContain('  1 intact, 1 removed, STILL HERE, 1 ALTERED')
    const from = lines.indexOf('  cd34')
    expect(lines.slice(from, from + 6)).toEqual([
      '  cd34',
      '    ALTERED: the length differs',
      '  ef56',
      '    removed, STILL HERE',
      '  gh78',
      '    NOT IN THE LOG',
    ])
    expect(lines).toContain('New here since this machine last recorded (k3v9x2ab:12)')
    expect(lines).toContain('  zzzzaaaa, 2 events, by jiro')
    const japanese = shown(found, 'ja', 100)
    expect(japanese).toContain('  一致1件、削除を記録済みで本体が残存1件、不一致1件\n')
    expect(japanese).toContain('    不一致（長さが違う）\n')
    expect(japanese).toContain('  zzzzaaaa、2件、記録者 jiro\n')
  })
})

const finding = (why: Damage, writer: string | null = 'k3v9x2ab'): VerifiedLog['findings'][number] => ({
  file: writer === null ? `incidents/${ID}` : nameOf(writer),
  writer,
  line: 4,
  offset: 97121,
  why,
})

/** Every finding at once. */
type Timestamp = VerifiedLog['anchors'][number]['tokens'][number]

function timestamp(state: Timestamp['state'], given: Partial<Timestamp>): Timestamp {
  return { file: '5f0c2a1bd92e4b7a.head.tsa.example.tsr', state, time: null, authority: null, why: null, ...given }
}

const everything: VerifiedLog = {
  ...whole,
  result: 'damaged',
  setBack: { events: 2, most: 7_200_000 },
  kept: { state: 'behind', head: head('m4n5p6q7', 9) },
  behind: { kept: head('m4n5p6q7', 9), found: head('m4n5p6q7', 4) },
  anchors: [
    {
      file: '5f0c2a1bd92e4b7a.head',
      state: 'missing',
      of: null,
      heads: [],
      events: 12,
      counting: 0,
      signatures: [],
      tokens: [
        timestamp('trusted', { time: '2026-11-24T13:20:00.000Z', authority: 'Example TSA' }),
        timestamp('unvouched', {
          time: '2026-11-24T13:20:00.000Z',
          authority: 'Somebody',
          why: 'self-signed certificate',
        }),
        timestamp('invalid', { why: 'message imprint mismatch' }),
        timestamp('unchecked', { why: 'ENOENT' }),
      ],
      more: 3,
    },
  ],
  files: [
    file('k3v9x2ab', { state: 'damaged', events: 3 }),
    file('m4n5p6q7', { state: 'behind', events: 4, to: '2026-11-24T22:17:05.120+09:00' }),
    file('q2w3e4r5', { state: 'frozen', events: 2, continuedBy: 't6y7u2i3:1' }),
    file('t6y7u2i3', { state: 'torn', events: 1 }),
    file('a2s3d4f5', { state: 'differs', events: 7 }),
    file('g6h7j2k3', { state: 'continued', events: 0, from: null, to: null, by: [], continuedBy: 't6y7u2i3:2' }),
    file('z2x3c4v5', { state: 'missing', file: null, bytes: 0, events: 0, from: null, to: null, by: [] }),
  ],
  findings: [finding('hash-differs'), finding('not-an-event', 'k3v9x2ab')],
  unmet: [
    { writer: 'a2s3d4f5', how: 'differs', head: head('a2s3d4f5', 5), by: 't6y7u2i3:1', found: head('a2s3d4f5', 7) },
    { writer: 'a2s3d4f5', how: 'behind', head: head('a2s3d4f5', 9), by: 't6y7u2i3:1', found: head('a2s3d4f5', 7) },
    { writer: 'z2x3c4v5', how: 'missing', head: head('z2x3c4v5', 5), by: 't6y7u2i3:1', found: null },
  ],
  torn: [{ file: nameOf('t6y7u2i3'), writer: 't6y7u2i3', offset: 454, bytes: 26 }],
  aside: [
    { file: `${nameOf('t6y7u2i3')}.torn-400`, bytes: 57, namedBy: 't6y7u2i3:3' },
    { file: `${nameOf('t6y7u2i3')}.torn-454`, bytes: 26, namedBy: null },
  ],
  frozen: [
    {
      file: nameOf('q2w3e4r5'),
      writer: 'q2w3e4r5',
      line: 3,
      offset: 900,
      why: 'chain-broken',
      bytes: 98033,
      digest: hash,
      words: 'the disk of db-3 failed',
      continuedBy: 't6y7u2i3:1',
    },
  ],
  gaps: [
    {
      writer: 'g6h7j2k3',
      found: null,
      kept: head('g6h7j2k3', 8),
      reason: 'missing',
      words: 'restored from the backup of the evening',
      continuedBy: 't6y7u2i3:2',
    },
    { writer: 'g6h7j2k3', found: head('g6h7j2k3', 1), kept: null, reason: 'damaged', continuedBy: 't6y7u2i3:4' },
  ],
}

const CASES: readonly (readonly [string, VerifiedLog])[] = [
  ['nothing is wrong', whole],
  ['nothing outside was compared', { ...whole, kept: { state: 'unknown', head: null }, compared: 0 }],
  ['the log is anchored', { ...whole, result: 'anchored', anchoredAt: 'k3v9x2ab:7' }],
  ['the given head is unknown', { ...whole, result: 'unknown-head' }],
  ['everything is wrong', everything],
  [
    'the log has no declaration',
    { ...whole, result: 'damaged', declared: false, findings: [finding('no-beginning', null)] },
  ],
]

describe.each(['en', 'ja'] as const)('the view of verify, in %s', (language) => {
  it.each(CASES)('fits in 80 and 40 columns, except names and commands, if %s', (_, found) => {
    for (const columns of [80, 40]) {
      const lines = shown(found, language, columns).split('\n')
      const long = lines.filter((line) => columnsOf(line) >= columns)
      expect(long.filter((line) => /\s/.test(line.trim()) && !/^\s*(halt|head|末尾ハッシュ) /.test(line))).toEqual([])
      expect(lines.filter((line) => line !== line.trimEnd())).toEqual([])
      expect(lines.join('')).not.toMatch(/undefined|null|NaN|\[object/)
    }
  })

  it('explains every kind of damage', () => {
    const { text, labels } = context(language)
    for (const why of Object.keys(text.damage) as Damage[]) {
      const found: VerifiedLog = {
        ...whole,
        result: 'damaged',
        findings: [finding(why, why === 'no-beginning' ? null : 'k3v9x2ab')],
      }
      const said = shown(found, language, 400)
      expect(said).toContain(text.damage[why])
      expect(said).toContain(labels.means[why])
    }
  })

  it('marks every line of a drill', () => {
    const lines = shown(everything, language, 60, '[*] ').split('\n')
    expect(lines.filter((line) => !line.startsWith('[*]'))).toEqual([])
  })
})

describe('the view of verify', () => {
  const said = (found: VerifiedLog) => shown(found, 'en', 200)

  it('names the file, line and byte of each damage', () => {
    const view = said(everything)
    expect(view).toContain(`  ${ID}.k3v9x2ab.jsonl:4\n  Line 4 (byte 97121 of 98033) was altered`)
    expect(view).toContain(`  ${ID}.q2w3e4r5.jsonl:3\n  Line 3 (byte 900 of 98033) does not follow`)
  })

  it('shows the state of each file', () => {
    const view = said(everything)
    for (const line of [
      'k3v9x2ab  DAMAGED',
      'm4n5p6q7  TRUNCATED',
      'q2w3e4r5  frozen, continued by t6y7u2i3:1',
      't6y7u2i3  whole, with a torn end',
      'a2s3d4f5  REPLACED',
      'g6h7j2k3  abandoned, continued by t6y7u2i3:2',
      'z2x3c4v5  MISSING',
    ])
      expect(view).toContain(`\n${line}\n`)
    expect(view).toContain('It ends at 4, but the head kept on this machine is at 9.')
    expect(view).toContain('Its event 5 is not the one that t6y7u2i3:1 had seen.')
    expect(view).toContain('The file of this writer is missing, but t6y7u2i3:1 had seen it up to 5.')
    expect(view).toContain('26 bytes, not recorded in the log yet')
    expect(view).toContain('g6h7j2k3 was found up to 0, known up to 8; continued by t6y7u2i3:2.')
  })

  it('shows when a file was written, without repeating the day or the time', () => {
    const at = (from: string, to: string) => said({ ...whole, files: [file('k3v9x2ab', { from, to })] })
    const [first, later, next] = ['2026-11-24T22:17:05.1', '2026-11-24T22:17:06.0', '2026-11-25T01:00:00.0'].map(
      (time) => `${time}+09:00`,
    ) as [string, string, string]
    expect(at(first, first)).toContain('12 events in 98033 bytes, 2026-11-24 22:17:05, by')
    expect(at(first, later)).toContain(', 2026-11-24 22:17:05 to 22:17:06, by')
    expect(at(first, next)).toContain(', 2026-11-24 22:17:05 to 2026-11-25 01:00:00, by')
  })

  it('suggests to continue, to record, or to declare again', () => {
    expect(remedyFor(whole)).toBeNull()
    expect(remedyFor(everything)).toBe('continue')
    expect(remedyFor({ ...everything, findings: [] })).toBe('record')
    expect(remedyFor({ ...whole, kept: everything.kept })).toBe('record')
    expect(remedyFor({ ...whole, declared: false, findings: [finding('hash-differs')] })).toBe('declare')
    expect(said(everything)).toContain(`\n  halt verify --continue --reason TEXT -i ${ID}\n`)
    expect(said({ ...whole, declared: false, findings: [finding('hash-differs')] })).toContain('\n  halt start\n')
    expect(said(everything)).toContain('whether a newer version of this program can read the file')
  })

  it('escapes hostile text', () => {
    const evil = '\u001b[2J\u202e\n'
    const view = said({
      ...everything,
      title: evil,
      directory: evil,
      files: everything.files.map((each) => ({ ...each, by: [evil], ...(each.file === null && { writer: evil }) })),
      gaps: everything.gaps.map((gap) => ({ ...gap, writer: evil, words: evil })),
      frozen: everything.frozen.map((frozen) => ({ ...frozen, words: evil, why: evil, file: evil })),
      aside: [{ file: evil, bytes: 1, namedBy: null }],
    })
    expect(view).not.toMatch(/[\u001b\u202e]/)
  })
})
