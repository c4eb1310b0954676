import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readNoteLines } from '../../src/incident/note-lines.ts'
import { readingWrittenTimes } from '../../src/incident/written-times.ts'
import { clockOf } from '../../src/platform/clock.ts'
import { Bench, type Recorded } from '../bench.ts'

const NOW = Date.parse('2026-11-25T09:00:00+09:00')

function read(...lines: readonly string[]) {
  const { notes, faults } = readNoteLines(lines.join('\n'), readingWrittenTimes(clockOf('Asia/Tokyo', () => NOW)))
  return { notes: notes.map(({ at, text }) => `${at.slice(0, 19)} ${text}`), faults }
}
const notesIn = (...lines: readonly string[]) => {
  const { notes, faults } = read(...lines)
  expect(faults).toEqual([])
  return notes
}
const faultsIn = (...lines: readonly string[]) =>
  read(...lines).faults.map(({ line, why, given }) => `${line} ${why} ${given}`.trimEnd())

describe('notes kept elsewhere', () => {
  it('have the date above them, and their own time', () => {
    expect(notesIn('2026-11-24', '22:05 engine-3 silent', '22:05:10 called', '2026-11-25', '0:10 restarted')).toEqual([
      '2026-11-24T22:05:00 engine-3 silent',
      '2026-11-24T22:05:10 called',
      '2026-11-25T00:10:00 restarted',
    ])
  })

  it('continue on lines without a time, over empty lines', () => {
    expect(notesIn('2026-11-24', '22:05 first', '  second', '', 'third', '22:06', 'words below')).toEqual([
      '2026-11-24T22:05:00 first\nsecond\nthird',
      '2026-11-24T22:06:00 words below',
    ])
  })

  it('leave out comments, but not the names of rooms; a heading with a date is a date', () => {
    expect(notesIn('# from the chat', '# 2026-11-24', '22:05 told', '#', '## later', '#incident knows')).toEqual([
      '2026-11-24T22:05:00 told\n#incident knows',
    ])
  })

  it('may be written as people and chats write them', () => {
    const lines = [
      '\uFEFF2026年11月24日（火）\r',
      '２２：０５　エンジン停止\r',
      '22時06分 連絡',
      '22時06分10秒 再度',
      '- [22:07] called',
      '2026/11/25 00:10 restarted',
      '00:11 checked',
    ]
    expect(notesIn(...lines)).toEqual([
      '2026-11-24T22:05:00 エンジン停止',
      '2026-11-24T22:06:00 連絡',
      '2026-11-24T22:06:10 再度',
      '2026-11-24T22:07:00 called',
      '2026-11-25T00:10:00 restarted',
      '2026-11-25T00:11:00 checked',
    ])
  })

  it('may count the hours after midnight to the day before', () => {
    expect(notesIn('2026-11-24', '23:50 called', '24:10 restarted')).toEqual([
      '2026-11-24T23:50:00 called',
      '2026-11-25T00:10:00 restarted',
    ])
    expect(faultsIn('2026-11-24', '24:10 restarted', '00:20 checked')).toEqual(['3 over-midnight 2026-11-24 00:20'])
  })

  it('may say which offset a time has', () => {
    const clock = clockOf('Europe/Berlin', () => NOW)
    const { notes } = readNoteLines('2026-10-25\n02:30+02:00 once\n02:30+01:00 again', clock)
    expect(notes.map(({ at }) => at)).toEqual(['2026-10-25T02:30:00.000+02:00', '2026-10-25T02:30:00.000+01:00'])
  })

  it('need a date above the first time', () => {
    expect(faultsIn('22:05 engine-3', '22:06 engine-4')).toEqual(['1 no-date 22:05', '2 no-date 22:06'])
  })

  it('need a time', () => {
    expect(faultsIn('engine-3 silent', 'since long', '2026-11-24', 'and on')).toEqual([
      '1 no-time engine-3 silent',
      '4 no-time and on',
    ])
  })

  it('need words', () => {
    expect(faultsIn('2026-11-24', '22:05', '', '22:06 called')).toEqual(['2 no-words'])
  })

  it('are refused at dates and times that do not exist, each line once', () => {
    expect(faultsIn('2026-11-31', '22:05 not told again', 'nor this', '2026-11-24 later', '2026-13')).toEqual([
      '1 not-a-date 2026-11-31',
      '4 not-a-time later',
      '5 not-a-date 2026-13',
    ])
    expect(faultsIn('2026-11-24', '28:10 x', 'and y', '22:5 x', '22:05頃 x', '10:05 PM x', '午後10時 x')).toEqual([
      '2 not-a-time 2026-11-24 28:10',
      '4 not-a-time 22:5 x',
      '5 not-a-time 22:05頃 x',
      '6 not-a-time 2026-11-24 10:05PM',
      '7 not-a-time 午後10時 x',
    ])
  })

  it.each([
    '11月24日',
    '11/24',
    '11/24 (火)',
    '11月24日（火）',
    '１１／２４',
    '昨日',
    'Yesterday',
    '# 11/24',
    '- 2026-11-24',
  ])('take %s above them for their date', (heading) => {
    expect(notesIn(heading, '22:05 x', '22時 y', '22時半　復旧', '22時40分10秒 z', '24:10 late')).toEqual([
      '2026-11-24T22:05:00 x',
      '2026-11-24T22:00:00 y',
      '2026-11-24T22:30:00 復旧',
      '2026-11-24T22:40:10 z',
      '2026-11-25T00:10:00 late',
    ])
  })

  it.each([
    '11/24 22:05 x',
    '11月24日22時5分 x',
    '11/24（火）22:05 x',
    '昨日 22:05 x',
    '・昨日22:05 x',
    '2026年11月24日 22:05 x',
    '2026-11-24T22:05 x',
    '2026-11-24T13:05:00.000Z x',
    '[2026-11-24 22:05] x',
    '[2026/11/24 22:05:00] x',
    '2026.11.24 22:05 x',
    '2026-11-24  22:05+09:00 x',
  ])('may begin with their whole time: %s', (line) => {
    expect(notesIn('2026-11-20', '20:00 before', line, '22:06 y')).toEqual([
      '2026-11-20T20:00:00 before',
      '2026-11-24T22:05:00 x',
      '2026-11-24T22:06:00 y',
    ])
  })

  it('say how a date without its year was read, and are refused if that is not clear', () => {
    const lines = ['11/24', '22:05 x', '昨日 22:06 y', '2026-11-25', '00:10 z']
    const { readings } = readNoteLines(lines.join('\n'), readingWrittenTimes(clockOf('Asia/Tokyo', () => NOW)))
    expect([...readings]).toEqual([
      ['11/24', '2026-11-24'],
      ['昨日', '2026-11-24'],
    ])
    expect(faultsIn('11/12', '22:05 x', '11/26', '22:05 x', '2月30日 22:05 x')).toEqual([
      '1 unclear-date 11/12',
      '3 unclear-date 11/26',
      '5 not-a-date 2月30日',
    ])
  })

  it.each([
    ['11-24', 'not-a-date'],
    ['24日', 'not-a-date'],
    ['24日 22:05 x', 'not-a-date'],
    ['20261124', 'not-a-date'],
    ['Nov 24', 'not-a-date'],
    ['Tue, 24 November', 'not-a-date'],
    ['Tuesday', 'not-a-date'],
    ['火曜日 22:05 x', 'not-a-date'],
    ['11月24日の夜', 'not-a-date'],
    ['昨日 夜10時 x', 'not-a-date'],
    ['翌日 00:10 x', 'not-a-time'],
    ['22時頃 x', 'not-a-time'],
    ['夜10時 x', 'not-a-time'],
    ['約22:05 x', 'not-a-time'],
    ['10m ago x', 'not-a-time'],
    ['１０分前 x', 'not-a-time'],
  ])('are refused at %j, which begins like a date or a time but cannot be read', (line, why) => {
    expect(faultsIn('2026-11-24', '22:05 x', line)).toEqual([`3 ${why} ${line}`])
  })

  it.each([
    '2 servers left',
    '2時間止まった',
    '10分前から不通',
    '昨日の件',
    'today we stop',
    'monitor',
    'decided 3 things',
    '3-5 servers',
    '- two engines',
    '3日間',
    '192.0.2.1 silent',
  ])('go on with words that begin with a number or a day, but are no time: %s', (line) => {
    expect(notesIn('2026-11-24', '22:05 x', line)).toEqual([`2026-11-24T22:05:00 x\n${line}`])
  })

  it('are refused after midnight without the next date, but may be a little out of order', () => {
    expect(faultsIn('2026-11-24', '23:50 stopped', '23:40 first alarm', '00:10 restarted')).toEqual([
      '4 over-midnight 2026-11-24 00:10',
    ])
  })

  it('are refused in the future', () => {
    expect(faultsIn('2026-11-25', '08:59 now', '09:01 soon', '2026-11-26', '00:00 later')).toEqual([
      '3 future 2026-11-25 09:01',
      '5 future 2026-11-26 00:00',
    ])
  })
})

describe('halt note --from', () => {
  async function declared(): Promise<Bench> {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    return bench
  }
  const notesOf = async (bench: Bench) =>
    (await bench.ok('log', '--json'))
      .trimEnd()
      .split('\n')
      .map((line): Recorded => JSON.parse(line))
      .filter(({ type }) => type === 'note.added')

  it('records each line of a file with its time, and says from when to when', async () => {
    const bench = await declared()
    const file = join(bench.directory, 'paper.txt')
    writeFileSync(file, '2026-11-24\n22:05 engine-3 silent\n22:10 called sato\n')
    const { code, err } = await bench.halt('note', '--from', file)
    expect(code).toBe(0)
    expect(err).toContain('2 notes, from 2026-11-24 22:05:00 to 2026-11-24 22:10:00')
    expect(await notesOf(bench)).toMatchObject([
      { at: '2026-11-24T22:05:00.000+09:00', data: { text: 'engine-3 silent' } },
      { at: '2026-11-24T22:10:00.000+09:00', data: { text: 'called sato' } },
    ])
    const japanese = await bench.haltWith({ input: '11月24日\n22:11 x\n' }, 'note', '--from', '-', '--lang', 'ja')
    expect(japanese.err).toContain('11月24日 は 2026-11-24 です')
    expect(japanese.err).toContain('メモ1件（2026-11-24 22:11:00）')
  })

  it('records what is new if it is given again, though it was corrected or redacted since', async () => {
    const bench = await declared()
    const lines = [
      '2026-11-24',
      '22:05 engine-3 silent',
      '22:05 engine-3 silent',
      '22:06 called',
      '22:07 the key is 4711',
    ]
    const give = (...more: readonly string[]) =>
      bench.haltWith({ input: [...lines, ...more].join('\n') }, 'note', '--from', '-')
    expect((await give()).err).not.toContain('recorded before')
    expect((await notesOf(bench)).length).toBe(4)
    const [, , corrected, redacted] = (await notesOf(bench)).map(({ writer, seq }) => `${writer}:${seq}`)
    await bench.ok('correct', corrected as string, '--at', '22:03', '--reason', 'by the call list')
    await bench.ok('redact', redacted as string, '--field', 'text', '--reason', 'a secret')
    const again = await give()
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining('; recorded before: 4') })
    expect((await notesOf(bench)).length).toBe(4)
    expect((await give('22:05 engine-3 silent', '22:08 sato comes')).err).toContain('; recorded before: 4')
    expect((await notesOf(bench)).slice(4)).toMatchObject([
      { at: '2026-11-24T22:05:00.000+09:00', data: { text: 'engine-3 silent' } },
      { at: '2026-11-24T22:08:00.000+09:00', data: { text: 'sato comes' } },
    ])
    expect((await bench.haltWith({ input: lines.join('\n') }, 'note', '--from', '-', '--lang', 'ja')).err).toContain(
      'うち4件は記録済み',
    )
    const json = await bench.haltWith({ input: lines.join('\n') }, 'note', '--from', '-', '--json')
    expect(JSON.parse(json.out)).toMatchObject({ events: [], already: [] })
  })

  it('records nothing if a line is wrong, and shows every wrong line with its number', async () => {
    const bench = await declared()
    const input = '2026-11-24\n22:05 fine\n28:00 x\n23:00 later\n'
    for (const [lang, ...words] of [
      [
        'en',
        '-:3: ',
        'is not a time',
        '-:4: ',
        'is in the future',
        '2 lines of standard input cannot be read (bad-notes)',
      ],
      [
        'ja',
        '-:3: ',
        '時刻ではありません',
        '-:4: ',
        '未来の時刻です',
        '標準入力 に読み取れない行が2行あるため、何も記録していません',
      ],
    ] as const) {
      const { code, err } = await bench.haltWith({ input }, 'note', '--from', '-', '--lang', lang)
      expect(code).toBe(2)
      for (const word of words) expect(err).toContain(word)
    }
    expect(await notesOf(bench)).toEqual([])
  })

  it('refuses a file without notes, one that is not there, and text besides', async () => {
    const bench = await declared()
    const empty = await bench.haltWith({ input: '# nothing\n' }, 'note', '--from', '-')
    expect(empty).toMatchObject({ code: 2, err: expect.stringContaining('standard input has no notes (bad-notes)') })
    expect((await bench.halt('note', '--from', 'nowhere')).err).toContain('no-such-file')
    expect(await bench.halt('note', 'words', '--from', 'x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('TEXT --from'),
    })
    expect((await bench.halt('note', '--from', 'x', '--at', '22:05')).code).toBe(2)
  })
})
