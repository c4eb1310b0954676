import { beforeEach, describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { Bench } from '../bench.ts'
import { DECLARES, STATES, settingsOf } from './settings.ts'

const TEXT = `【重要】取引停止のお知らせ（第1報）

システム障害により、22時10分頃から取引を停止しております。
・お客様への影響：売買の注文ができません。
・原因：調査中
・再開見込み：未定
・次報予定：22時45分
・お問い合わせ先：support@example.com
`

let bench: Bench
beforeEach(async () => {
  bench = new Bench()
  bench.write('halt.yaml', settingsOf([]))
  await bench.ok(...DECLARES)
  await bench.ok(...STATES)
})

/** `halt notice` with a text in a file. */
async function withText(text: string, ...args: readonly string[]) {
  bench.write('text', text)
  return bench.halt('notice', ...args, '--text-file', `${bench.workspace}/text`)
}

const posts = (text: string, ...args: readonly string[]) => withText(text, 'website', '--posted', ...args)
const recorded = () => bench.events('notice.posted')

describe('a text that a person posted', () => {
  it('is recorded without a word if nothing is wrong with it, and promises the next report that it states', async () => {
    const { code, err } = await posts(TEXT)
    expect([code, /error|warning/i.exec(err)]).toEqual([0, null])
    const [notice] = await recorded()
    expect(notice?.data).toMatchObject({ text: TEXT, next: '2026-11-24T22:45:00.000+09:00' })
    expect(notice?.data.forced).toBeUndefined()
  })

  it('is refused if it has errors, unless forced with a reason, which the report lists with what was open', async () => {
    const claims = TEXT.replace('調査中', '調査中。資産に被害はございませんので、ご安心ください。')
    const { code, err } = await posts(claims)
    expect(code).toBe(3)
    expect(err).toContain('(unbacked-claim)')
    expect(err).toContain('not recorded, because the text for website has errors: unbacked-claim (notice-errors)')
    expect(err).toMatch(/Has it been posted already\? .*--force --reason/)
    expect(await recorded()).toEqual([])
    expect((await posts(claims, '--force', '--reason', 'it is out')).code).toBe(0)
    const [notice] = await recorded()
    expect(notice?.data.forced).toEqual({ reason: 'it is out', open: ['unbacked-claim'] })
    expect(await bench.ok('report')).toMatch(/forced \| website: unbacked-claim \| it is out/)
  })

  it('may make a claim with evidence and an approver, which are recorded', async () => {
    const claim = ['--evidence', 'reconciled at 22:10', '--approved-by', 'hanako']
    expect((await posts(`${TEXT}お客様の資産は安全です。\n`, ...claim)).code).toBe(0)
    expect((await recorded())[0]?.data.claim).toEqual({ evidence: 'reconciled at 22:10', approvedBy: 'hanako' })
  })

  it.each([
    ['a fact', /・原因.*\n/, 'fact-dropped'],
    ['the contact', /・お問い合わせ.*\n/, 'fact-dropped'],
    ['the next report', /・次報予定.*\n/, 'next-unstated'],
  ])('is refused without %s', async (_, row, found) => {
    expect(await posts(TEXT.replace(row, ''))).toMatchObject({ code: 3, err: expect.stringContaining(`(${found})`) })
  })

  it('is refused if it promises another time than the one that is given', async () => {
    const { code, err } = await posts(TEXT, '--next', '23:30')
    expect([code, err.includes('(next-unstated)')]).toEqual([3, true])
    expect((await posts(TEXT, '--next', '22:45')).code).toBe(0)
  })

  it.each([
    ['第1報', '第３報', 3],
    ['第1報', '第二報', 2],
    ['（第1報）', ' / Notice 3', 3],
    ['（第1報）\n', '\n\n本件の第4報です。\n', 4],
  ])('is refused if it calls itself another number than is recorded: %s as %s', async (from, to, stated) => {
    const { code, err } = await posts(TEXT.replace(from, to))
    expect(code).toBe(3)
    expect(err).toContain(`calls itself notice ${stated}, but the log records it as notice 1 (number-differs)`)
    expect((await posts(TEXT.replace(from, to), '--force', '--reason', 'it is out')).code).toBe(0)
    expect((await recorded())[0]?.data).toMatchObject({ number: 1, forced: { open: ['number-differs'] } })
  })

  it.each([
    ['names the notice before it', '第1報', '第2報', '前回のお知らせ（第1報）から、原因の調査を進めております。'],
    ['gives no number', '（第1報）', '', ''],
    ['mentions other numbers', '第1報', '第2報', 'Next update 3 hours later, at 22:45; notice 24:00.'],
  ])('may be one that %s', async (_, from, to, added) => {
    await posts(TEXT)
    bench.now += 25 * 60_000
    const later = TEXT.replace(from, to).replace('22時45分', '23時15分')
    expect((await posts(`${later}${added}\n`)).err).not.toContain('number-differs')
  })

  it('may be a correction with the number of the notice that it corrects', async () => {
    await posts(TEXT)
    const correction = (title: string) => `${title}\n\n売買のみが対象です。お問い合わせ先：support@example.com\n`
    const correct = ['--correct-ja', '売買のみが対象です。']
    expect((await posts(correction('【訂正】取引停止のお知らせ（第5報）'), ...correct)).err).toContain('number-differs')
    expect((await posts(correction('【訂正】取引停止のお知らせ（第1報）'), ...correct)).code).toBe(0)
  })

  it('is checked in the language that it is in, with its subject', async () => {
    const english = (
      cause: string,
    ) => `Subject: Trading halted\r\n\r\nTrading has been suspended since 22:10 because of a system failure.\r
Orders cannot be placed. ${cause} We do not know yet when trading can resume, and expect\r
to say more at 22:45. Next report: 22:45. Questions: support@example.com\r\n`
    expect((await posts(english('We are investigating.'))).err).toContain('fact-dropped')
    expect((await posts(english('The cause is being investigated.'))).code).toBe(0)
    expect((await recorded())[0]?.data.next).toBe('2026-11-24T22:45:00.000+09:00')
  })

  it('is recorded with a warning where only the record lacks something', async () => {
    bench = new Bench()
    await bench.ok(...DECLARES)
    const { code, err } = await posts(TEXT)
    expect(code).toBe(0)
    expect(err).toMatch(/warning .*\(fact-missing\)/)
    expect(err).not.toMatch(/ERROR/)
  })

  it('is checked as of the time when it was posted', async () => {
    const early = TEXT.replace('22時45分', '22時16分')
    expect((await posts(early)).code).toBe(3)
    expect((await posts(early, '--at', '5m ago')).code).toBe(0)
    expect((await recorded())[0]?.data.next).toBe('2026-11-24T22:16:00.000+09:00')
  })

  it('may be a correction in one of the languages of its channel', async () => {
    await posts(TEXT)
    const correction = '【訂正】取引停止のお知らせ\n\n売買のみが対象です。お問い合わせ先：support@example.com\n'
    expect((await posts(correction, '--correct-ja', '売買のみが対象です。')).code).toBe(0)
    expect((await posts(correction, '--correct-ja', '出金は可能です。')).err).toContain('(correction-missing)')
  })

  it('that does not go with the halt either is recorded with one reason for both', async () => {
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test alarm')
    const final = ['--stage', 'final', '-i', 'latest']
    expect((await posts(TEXT, ...final)).err).toContain('(notice-errors)')
    expect((await posts(TEXT, ...final, '--force', '--reason', 'it is out')).code).toBe(0)
    const open = ['fact-dropped:losses', 'no-final-notice']
    expect((await recorded())[0]?.data.forced).toEqual({ reason: 'it is out', open })
  })
})

describe('a notice posted without its text', () => {
  it('is recorded with warnings of what the record lacks', async () => {
    bench = new Bench()
    await bench.ok(...DECLARES)
    const { code, err } = await bench.halt('notice', 'website', '--posted')
    expect(code).toBe(0)
    expect(err).toMatch(/website\.ja: warning .*\(fact-missing\)/)
    expect(err).not.toContain('no-next-report')
    expect(await recorded()).toHaveLength(1)
  })

  it('is recorded without a word if it lacks nothing', async () => {
    expect((await bench.halt('notice', '--posted')).err).not.toContain('warning')
  })
})

describe('halt notice --check --text-file', () => {
  const found = async (text: string) => {
    const { code, out } = await withText(text, 'website', '--check', '--json')
    return { code, codes: documentSchemas.findings.parse(JSON.parse(out)).findings.map((finding) => finding.code) }
  }

  it('checks a text as one that would be posted, and records nothing', async () => {
    expect(await found(TEXT)).toEqual({ code: 0, codes: [] })
    expect(await found(`${TEXT}必ず再開いたします。`)).toEqual({ code: 8, codes: ['unbacked-claim'] })
    expect(await found(`${TEXT}おそらく装置の不具合です。`)).toEqual({ code: 0, codes: ['risky-claim'] })
    expect(await recorded()).toEqual([])
  })

  it('reads standard input for -, as --posted does', async () => {
    const given = (...args: readonly string[]) =>
      bench.haltWith({ input: TEXT }, 'notice', 'website', '--text-file', '-', ...args)
    expect(await given('--check')).toMatchObject({ code: 0 })
    await given('--posted')
    expect(await recorded()).toMatchObject([{ data: { text: TEXT } }])
    const nul = await bench.haltWith({ input: 'a\0b' }, 'notice', 'website', '--posted', '--text-file', '-')
    expect(nul).toMatchObject({ code: 2, err: expect.stringContaining('(bad-text-file)') })
  })

  it('does not go with an editor', async () => {
    expect((await withText(TEXT, 'website', '--check', '--edit')).err).toContain('(usage)')
  })
})
