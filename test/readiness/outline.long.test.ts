import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { LANGUAGES, type Language } from '../../src/domain/runbook/runbook.ts'
import { guessDepartment } from '../../src/readiness/outline/department-guesses.ts'
import { guessModality, guessPhase, isObligation } from '../../src/readiness/outline/guesses.ts'
import { readHeading } from '../../src/readiness/outline/heading.ts'
import { keySteps } from '../../src/readiness/outline/key-steps.ts'
import { type Outline, stepsIn } from '../../src/readiness/outline/outline.ts'
import { manualOfOutline, readOutline } from '../../src/readiness/outline/outlined-manual.ts'
import { guessInterval, guessNotice } from '../../src/readiness/outline/step-guesses.ts'
import { readinessText } from '../../src/readiness/words.ts'
import { loadRunbook } from '../../src/runbook/io/chapter-files.ts'
import { Bench } from '../bench.ts'
import { LEAVE, replies } from '../script.ts'
import { folder } from '../store/bench.ts'

const OUTLINES = resolve(import.meta.dirname, 'outlines')
const STARTER = resolve(import.meta.dirname, '../../starter')

/** A written manual of some forty lines. */
const written = (language: Language) => readFileSync(join(OUTLINES, `${language}.txt`), 'utf8')
const outline = (text: string) => readOutline(text, 'ours.md', undefined)

/** Each step in a line: its id, what it asks, how strongly, and its line. */
const stepsOf = ({ chapters }: Outline) =>
  chapters.flatMap(({ sections }) =>
    sections.flatMap(({ steps }) =>
      steps.map(({ id, text, modality, line, details }) => {
        const below = details.map((detail) => `; ${detail.text}`).join('')
        return `${id} ${text.replaceAll('\n', ' / ')}${below} (${modality.modality}, ${line})`
      }),
    ),
  )

describe('the outline of a manual', () => {
  it('has the chapters, sections, list items and duties of a Japanese one', () => {
    const found = outline(written('ja'))
    expect(found.language).toBe('ja')
    expect(found.chapters.map(({ number, title, phase, line }) => [number, title, phase, line])).toEqual([
      [2, '発生時の初期対応', 'initial-response', 13],
      [3, '停止中の対応', 'during-halt', 36],
      [4, '復旧後の対応', 'after-resumption', 44],
    ])
    expect(stepsOf(found)).toEqual([
      '2.1-a 監視ツールのアラートを確認する。 (must, 17)',
      '2.1-b 影響範囲を確認し、責任者に報告しなければならない。; 影響を受ける機能; 影響を受ける顧客の数 (must, 18)',
      '2.1-c 必要に応じて、ベンダーに問い合わせる。 (if-needed, 21)',
      '2.2-a システム部門は、停止から10分以内に第一報を掲載する。 (must, 25)',
      '2.2-b 続報は30分ごとに掲載するよう努める。 (effort, 26)',
      '2.2-c ウェブサイトに掲載する (must, 28)',
      '2.2-d メールを送信する (must, 29)',
      '2.2-e SNSへの投稿を検討する (consider, 30)',
      '3.0-a systemctl status で状態を確認する (must, 38)',
      '3.0-b ログを採取する [例: /var/log] (must, 39)',
      '4.1-a 関係者で振り返りを行う。 (must, 48)',
      '4.1-b 再発防止策の検討を行い、担当と期限を決める。 (consider, 49)',
    ])
    expect(found.skipped).toEqual([
      { what: 'preface', line: 6 },
      { what: 'prose', line: 11 },
      { what: 'prose', line: 26 },
      { what: 'table', line: 32 },
      { what: 'code', line: 40 },
    ])
  })

  it('has those of an English one', () => {
    const found = outline(written('en'))
    expect(found.language).toBe('en')
    expect(found.chapters.map(({ number, title, phase }) => [number, title, phase])).toEqual([
      [1, 'Detection and first response', 'initial-response'],
      [2, 'During the outage', 'during-halt'],
      [3, 'Resumption', 'during-halt'],
      [4, 'Roles', 'during-halt'],
    ])
    expect(found.chapters.map(({ isPhaseInherited }) => isPhaseInherited)).toEqual([false, false, false, true])
    expect(stepsOf(found)).toEqual([
      '1.1-a Check the status dashboard and the alerts. (must, 11)',
      '1.1-b You must open a bridge within five minutes. (must, 12)',
      '1.1-c If necessary, page the database on-call:; Primary; Secondary (if-needed, 13)',
      '1.1-d Consider (consider, 16)',
      '1.1-e failing over to the other region (consider, 17)',
      '1.1-f shall turn off batch jobs (must, 18)',
      '1.2-a The support lead must post the first notice within ten minutes. (must, 22)',
      '1.2-b It should say what is affected. (effort, 22)',
      '1.2-c Post on the status page (must, 25)',
      '1.2-d Send a mail (must, 26)',
      '2.0-a Post an update every 30 minutes. (must, 31)',
      '2.0-b Strive to find the root cause. (effort, 32)',
      '3.0-a Confirm that all checks pass before resuming. (must, 37)',
      '3.0-b Announce the resumption. (must, 39)',
      '4.0-a The owner shall list follow-ups. (must, 44)',
    ])
  })

  it('numbers headings that have no number, or that of another one', () => {
    const ids = (source: string) => stepsOf(outline(source)).map((step) => step.split(' ')[0])
    expect(ids('# A\n- a\n## x\n- b\n## 2.0 y\n- c\n# 1. B\n## x\n- a\n## 1.1 y\n- b\n')).toEqual([
      ...['2.0-a', '2.1-a', '2.2-a'],
      ...['1.2-a', '1.1-a'],
    ])
    expect(ids('# 2 A\n## 2.0 y\n- c\n')).toEqual(['2.0-a'])
    const text = '# 2. A\n- a\n# A\n## 3.1 x\n- b\n## x\n- c\n### x\n- d\n# 2. A\n- e\n## 2.1 y\n- f\n# 9.9 z\n- g\n'
    expect(ids(text)).toEqual(['2.0-a', ...['1.1-a', '1.2-a', '1.2.1-a'], ...['3.0-a', '3.2-a'], '4.0-a'])
  })

  it('takes the first level as chapters, or the second below a title without a number', () => {
    const titles = (text: string) => outline(text).chapters.map(({ title }) => title)
    expect(titles('# Title\n## A\n- a\n## B\n- b\n')).toEqual(['A', 'B'])
    expect(titles('# 1. Title\n- x\n## A\n- a\n## B\n- b\n')).toEqual(['Title'])
    expect(titles('# A\n- a\n# B\n## C\n- b\n')).toEqual(['A', 'B'])
    expect(titles('### A\n- a\n## B\n- b\n')).toEqual(['A', 'B'])
    expect(titles('# Only\n- a\n')).toEqual(['Only'])
  })

  it('takes headings as steps where nothing is listed', () => {
    expect(stepsOf(outline('# Title\n## 1. Respond\n### 1.1 Look\nText.\n### 1.2 Tell\n## 2. Repair\n'))).toEqual([
      '1.1-a Look (must, 3)',
      '1.2-a Tell (must, 5)',
      '2.0-a Repair (must, 6)',
    ])
  })

  it('makes steps of the parts of a list that is long', () => {
    const items = Array.from({ length: 30 }, (_, i) => `  - part ${i}\n`).join('')
    const found = outline(`# A\n- all\n${items}-\n  - alone\n`)
    expect(stepsOf(found)).toHaveLength(32)
    expect(
      stepsOf(found)
        .slice(25, 29)
        .map((step) => step.split(' ')[0]),
    ).toEqual(['1.0-z', '1.0-aa', '1.0-ab', '1.0-ac'])
  })

  it('keeps what is below an item, whatever mark the item has typed', () => {
    expect(stepsOf(outline('# A\n- (1) a\n  - b\n- [ ] ・c\n  - (2) d\n'))).toEqual([
      '1.0-a a; b (must, 2)',
      '1.0-b c; d (must, 4)',
    ])
  })

  it('passes over tables, with and without outer bars', () => {
    const { skipped } = outline('# A\n- a\n\na | b\n--- | :-:\nmust | do\n\n| a |\n|---|\n')
    expect(skipped).toEqual([
      { what: 'table', line: 4 },
      { what: 'table', line: 8 },
    ])
  })

  it('reads list items that are only typed as such, and no numbers of sections', () => {
    const items = '・一\n　● 二\n(１) 三\n①四\n2) 五\nア．六\n続き\n2.1の手順'
    expect(stepsOf(outline(`# 章\n${items}\n`)).map((step) => step.split(' ').slice(1, -2).join(' '))).toEqual([
      ...['一', '二', '三', '四', '五'],
      '六 / 続き / 2.1の手順',
    ])
  })
})

describe("the guesses of a hospital's manual", () => {
  /** Each step by its id, with what is guessed beyond its modality. */
  const guessesIn = (language: Language) => {
    const found = outline(readFileSync(join(OUTLINES, `hospital.${language}.txt`), 'utf8'))
    const { chapters } = found
    const { gates, notices } = keySteps(found)
    const shown = stepsIn(found).map(({ id, department, interval }) => {
      const guesses = [department?.id, interval?.every, gates.has(id) ? 'gate' : null, notices.get(id)?.stage]
      return [id, guesses.filter((one) => one != null).join(' ')]
    })
    return { phases: chapters.map(({ phase }) => phase), steps: Object.fromEntries(shown) }
  }

  it('are, in English, departments, intervals, the gate and one notice of each kind', () => {
    expect(guessesIn('en')).toEqual({
      phases: ['initial-response', 'during-halt', 'during-halt', 'after-resumption', 'scheduled'],
      steps: {
        '1.1-a': 'reception',
        '1.1-b': 'reception',
        '1.2-a': 'pharmacy',
        '1.2-b': 'first',
        '2.0-a': '30m',
        '2.0-b': '1h update',
        '3.0-a': 'gate',
        '4.0-a': 'resumption',
        '4.0-b': '',
        '5.0-a': 'scheduled',
        '5.0-b': '',
      },
    })
  })

  it('are the same in Japanese', () => {
    expect(guessesIn('ja')).toEqual({
      phases: ['initial-response', 'during-halt', 'during-halt', 'after-resumption'],
      steps: {
        '1.0-a': 'department',
        '1.0-b': 'department first',
        '1.0-c': '',
        '2.0-a': 'it 30m',
        '2.0-b': '1h update',
        '3.0-a': 'gate',
        '4.0-a': 'resumption',
        '4.0-b': '',
        '4.0-c': '',
      },
    })
  })

  it.each([
    ['en', 'Do not tell customers yet.', null],
    ['en', 'Read the notice of the vendor.', null],
    ['en', 'Publish it on the status page.', 'Publish, status page'],
    ['ja', '顧客にはまだ知らせない。', null],
    ['ja', '顧客に知らせなければなりません。', '顧客, 知らせ'],
    ['ja', '監視を続ける。', null],
  ] as const)('%s: %j tells customers: %j', (language, text, words) => {
    expect(guessNotice(text, language)?.word.replace(' … ', ', ') ?? null).toBe(words)
  })

  it.each([
    ['en', 'Call them every 30 minutes.', '30m', 'every 30 minutes'],
    ['en', 'Call them every half hour.', '30m', 'every half hour'],
    ['en', 'Call them once a day.', '1d', 'once a day'],
    ['en', 'Call every customer.', null, null],
    ['en', 'Review it every 8 weeks.', null, null],
    ['ja', '３０分ごとに連絡する。', '30m', '30分ごと'],
    ['ja', '2時間おきに連絡する。', '2h', '2時間おき'],
    ['ja', '毎時報告する。', '1h', '毎時'],
    ['ja', '30分以内に連絡する。', null, null],
  ] as const)('%s: %j recurs: %j', (language, text, every, word) => {
    expect(guessInterval(text, language)).toEqual(every === null ? null : { every, word })
  })

  it.each([
    ['en', 'The support team must answer.', 'support team'],
    ['en', 'Radiology: switch to film.', 'Radiology'],
    ['en', 'The notice must say why.', null],
    ['en', 'Each team must answer.', null],
    ['en', 'You must answer.', null],
    ['ja', '広報部長は、承認する。', '広報部'],
    ['ja', '一部は手作業で行う。', null],
    ['ja', '当局は報告を求める。', null],
  ] as const)('%s: %j is done by %j', (language, text, word) => {
    expect(guessDepartment(text, language)?.name ?? null).toBe(word)
  })
})

describe('a heading', () => {
  it.each([
    ['第1章 目的', '1', '目的'],
    ['第１２章　目的', '12', '目的'],
    ['第三章：対応', '3', '対応'],
    ['第二十一条　報告', '21', '報告'],
    ['第十節 報告', '10', '報告'],
    ['2.1 ログ', '2.1', 'ログ'],
    ['２．１　ログ', '2.1', 'ログ'],
    ['1.2.3. Logs', '1.2.3', 'Logs'],
    ['1. Logs', '1', 'Logs'],
    ['1）ログ', '1', 'ログ'],
    ['(3) ログ', '3', 'ログ'],
    ['（３）ログ', '3', 'ログ'],
    ['③ ログ', '3', 'ログ'],
    ['Chapter 4: Recovery', '4', 'Recovery'],
    ['SECTION 4.2 — Recovery', '4.2', 'Recovery'],
    ['§ 5 Recovery', '5', 'Recovery'],
    ['2026年度 計画', null, '2026年度 計画'],
    ['24 hours after', null, '24 hours after'],
    ['3つの原則', null, '3つの原則'],
    ['１．ＡＰＩの確認', '1', 'ＡＰＩの確認'],
    ['第4章', '4', '第4章'],
    ['Logs', null, 'Logs'],
    ['', null, ''],
  ])('%j has the number %j and the title %j', (text, number, title) => {
    expect(readHeading(text)).toEqual({ number, title })
  })

  it.each([
    ['取引停止解除後の対応', 'after-resumption'],
    ['停止中の対応', 'during-halt'],
    ['復帰', 'during-halt'],
    ['計画停止の予告', 'scheduled'],
    ['初動', 'initial-response'],
    ['Post-incident review', 'after-resumption'],
    ['While it is down', 'during-halt'],
    ['Before planned work', 'scheduled'],
    ['Detection', 'initial-response'],
    ['Roles', null],
  ])('%j suggests %j', (heading, phase) => {
    expect(guessPhase(heading)).toBe(phase)
  })
})

describe('the words of a duty', () => {
  it.each([
    ['ja', '原因を調べる。', 'must', null],
    ['ja', '報告しなければなりません。', 'must', 'なければなりません'],
    ['ja', '公表を検討しなければならない。', 'consider', '検討'],
    ['ja', '迅速な告知に努める。', 'effort', '努める'],
    ['ja', '適宜報告する。', 'if-needed', '適宜'],
    ['en', 'Look at the logs.', 'must', null],
    ['en', 'It shall be reported.', 'must', 'shall'],
    ['en', 'Consider whether you must stop.', 'consider', 'Consider'],
    ['en', 'Staff should answer.', 'effort', 'should'],
    ['en', 'Page them as needed.', 'if-needed', 'as needed'],
    ['en', 'It is recommended to hold a review.', 'consider', 'recommended'],
    ['en', 'Reception may tell patients.', 'if-needed', 'may'],
    ['en', 'Staff may not comment.', 'must', 'may not'],
    ['en', 'The lead must post; customers may call.', 'must', 'must'],
    ['en', 'It may be slow.', 'must', null],
    ['en', 'The director decides whether it may resume.', 'must', null],
    ['ja', '原因は不明でもよい。', 'must', null],
    ['en', 'In May the plan changed.', 'must', null],
    ['ja', '振り返りを推奨する。', 'consider', '推奨'],
    ['ja', '口頭で伝えてもよい。', 'if-needed', 'てもよい'],
  ] as const)('%s: %j is %s', (language, text, modality, word) => {
    expect(guessModality(text, language)).toEqual({ modality, word })
  })

  it('are not those by which a manual speaks of itself', () => {
    expect(isObligation('本章では、初動を説明する。', 'ja')).toBe(false)
    expect(isObligation('重大とは、全停止とする。', 'ja')).toBe(false)
    expect(isObligation('全停止とする。', 'ja')).toBe(true)
  })
})

describe('the chapters of an outline', () => {
  it('can be read as a manual whatever the text is', async () => {
    const { outline: text } = await readinessText('en')
    const { runbook: names } = loadRunbook(null, STARTER)
    const starter = { '0-names.yaml': readFileSync(join(STARTER, '0-names.yaml'), 'utf8') }
    const pieces = [
      '# ',
      '## 2.1 ',
      '\n',
      '\n\n',
      '- ',
      '  - ',
      '1. ',
      '・',
      '> ',
      '    ',
      'must ',
      'every 30 minutes ',
      'Pharmacy: ',
      '受付は',
      'Publish it on the website. ',
      'Check whether to resume. ',
      '第一報を掲載する。',
      '検討する。',
      '必要に応じて',
      '[',
      '{',
      ']',
      '"',
      "'",
      '\\',
      '|',
      '`',
      '```',
      '---',
      ': ',
      '#',
      '%',
      '\u001b[31m',
      '\u2028',
      '\t',
      '<b>',
      '&amp;',
      '🚨',
      'A long sentence that goes on and on, much longer than a title may be. ',
      '\r\n',
      '*',
      '_',
      '!',
      '@',
      'null',
      '~',
      '  \n',
    ]
    const markdown = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme', maxLength: 8 })), {
      maxLength: 40,
    })
    fc.assert(
      fc.property(markdown, (parts) => {
        const made = outline(`# ${parts.join('')}\n- a\n`)
        const style = { path: 'ours.md', file: 'ours.md', comments: 'en', languages: LANGUAGES, text } as const
        const directory = folder()
        const { runbooks } = manualOfOutline(made, { ...style, runbook: names, starter })
        for (const [name, yaml] of Object.entries(runbooks)) writeFileSync(join(directory, name), yaml)
        const { findings, runbook } = loadRunbook(null, directory)
        expect(findings.filter(({ level }) => level === 'error')).toEqual([])
        expect(runbook.steps).toHaveLength(stepsOf(made).length)
      }),
      { numRuns: 150 },
    )
  })
})

describe('halt runbook new --from', () => {
  let bench: Bench
  beforeEach(() => {
    bench = new Bench()
  })

  const from = (path: string, ...flags: readonly string[]) =>
    bench.halt('runbook', 'new', bench.workspace, '--from', path, ...flags)

  /** Writes an outline, and makes a manual of it. */
  function fromText(text: string | Uint8Array, ...flags: readonly string[]) {
    const path = join(folder(), 'ours.md')
    writeFileSync(path, text)
    return from(path, ...flags)
  }

  it.each([
    ['ja', '2-chapter.yaml', '停止', ['no-resumption', 'no-gate']],
    ['en', '1-detection-and-first-response.yaml', 'outage', ['no-resumption']],
  ] as const)('makes a manual in %s that can be checked, walked and drilled', async (language, name, word, found) => {
    const { code, out, err } = await fromText(written(language), '--json')
    expect(code, err).toBe(0)
    const document = documentSchemas['new-manual'].parse(JSON.parse(out))
    expect(document.wrote).toContain(join('runbooks', name))
    expect(document.outline).toMatchObject({ file: 'ours.md', language })
    expect(err).toContain('Guessed; the files say so')
    const text = readFileSync(join(bench.workspace, 'runbooks', name), 'utf8')
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/schemas\/runbook\.schema\.json\n/)
    expect(Object.keys(parse(text).title)).toEqual([language])
    const { line, id } = document.outline?.chapters[0]?.steps[1] ?? {}
    expect(text).toContain(`\n  # ours.md:${line}\n  - id: ${id}\n`)
    expect(text).toContain('# guessed from the heading')
    expect(text).toContain('\n# reviewed: YYYY-MM-DD\n')
    const { findings } = documentSchemas.findings.parse(await bench.json('runbook', 'check'))
    expect(findings.map((finding) => [finding.code, finding.level])).toEqual(found.map((code) => [code, 'warning']))
    await bench.ok('start', '--type', 'outage', '--scope', 'service=stopped')
    await bench.ok('done', String(id))
    expect(await bench.ok('runbook', 'export')).toContain(word)
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'tried')
    expect((await bench.halt('drill', 'service-down', '--auto')).code).toBe(0)
  })

  it('says how to go on with it when the question is left', async () => {
    const script = replies(['Organisation name for Japanese notices', LEAVE])
    const path = join(OUTLINES, 'ja.txt')
    const { code, err } = await bench.haltWith({ script }, 'runbook', 'new', bench.workspace, '--from', path)
    expect(code).toBe(130)
    expect(err).toContain(`--from=${path} --language=ja`)
  })

  it('asks only for the name of the organisation', async () => {
    const script = replies(['Organisation name for Japanese notices', ''])
    const path = join(OUTLINES, 'ja.txt')
    const { code } = await bench.haltWith({ script }, 'runbook', 'new', bench.workspace, '--from', path)
    expect(code).toBe(0)
  })

  it('can be told the language', async () => {
    expect(await fromText('# 1. 初動 first\n- look\n', '--language', 'en')).toMatchObject({ code: 0 })
  })

  it('marks each guess in the files, and counts them', async () => {
    const { out, err } = await from(join(OUTLINES, 'hospital.en.txt'), '--organisation', 'Sample', '--json')
    const document = documentSchemas['new-manual'].parse(JSON.parse(out))
    const steps = document.outline?.chapters.flatMap((chapter) => chapter.steps)
    expect(steps?.find(({ id }) => id === '2.0-b')).toMatchObject({ every: '1h', notice: 'update', gate: false })
    expect(err).toContain('- who does the steps: 3 from a name in the text, Engineering for the other 8\n')
    expect(err).toContain('- what decides on the resumption: 3.0-a\n')
    const file = (name: string) => readFileSync(join(bench.workspace, 'runbooks', name), 'utf8')
    expect(file('0-names.yaml')).toContain(
      '  reception: { en: "Reception" } # guessed from "Reception"\n  pharmacy: { en: "Pharmacy" } # guessed from "pharmacy"\n',
    )
    const first = file('1-first-response.yaml')
    const sentence =
      'Reception must tell patients in the waiting room that there is a delay, and give them a paper number'
    expect(first).toContain(`gist: { en: "${sentence} so that they keep their turn" }`)
    expect(first).toContain(
      'title: { en: "Reception must tell patients in the waiting room" } # cut off: write a short one\n',
    )
    expect(first).toContain('title: { en: "Post a notice on the hospital\'s website" } # cut off')
    expect(first).toContain('    department: engineering # guessed: nothing says who does it\n')
    expect(first).toContain('    channel: page # guessed from "Post … notice"\n    stage: first\n')
    expect(first).toContain('    applies: { all: normal } # guessed')
    expect(file('5-planned-maintenance.yaml')).toContain('    applies: { planned-work: normal } # guessed')
    expect(file('3-sign-off.yaml')).toContain('    gate: lift # guessed from "decides … resume"\n')
    expect(file('2-waiting.yaml')).toContain(
      '    kind: recurring\n    every: 30m # guessed from "every 30 minutes"\n    until: fully-resumed # guessed\n',
    )
    expect(documentSchemas.findings.parse(await bench.json('runbook', 'check')).findings).toEqual([])
  })

  it('gives departments ids of their own, and translates none', async () => {
    await from(join(OUTLINES, 'hospital.ja.txt'), '--language', 'both')
    const names = readFileSync(join(bench.workspace, 'runbooks/0-names.yaml'), 'utf8')
    expect(Object.keys(parse(names).departments)).toEqual([
      ...['engineering', 'support'],
      ...['department', 'department-2', 'it'],
    ])
    expect(names).toContain('  department: { ja: "受付", en: "受付" } # guessed from "受付"\n')
    expect(readFileSync(join(bench.workspace, 'runbooks/1-chapter.yaml'), 'utf8')).toContain(
      'department: department-2 ',
    )
    const here = new Bench()
    const path = join(folder(), 'ours.md')
    writeFileSync(path, '# First\n- Customer support must post.\n- Support: answer.\n- 24 desk: call.\n')
    await here.ok('runbook', 'new', here.workspace, '--from', path)
    const chapter = readFileSync(join(here.workspace, 'runbooks/1-first.yaml'), 'utf8')
    expect(chapter.match(/(?<=^ {4})department: \S+/gm)).toEqual([
      ...['department: support', 'department: support', 'department: department-24-desk'],
    ])
  })

  it('cuts a long title without blanks or pauses between words', async () => {
    const title = async (text: string) => {
      const here = new Bench()
      const path = join(folder(), 'ours.md')
      writeFileSync(path, `# 1. 初動\n- ${text}\n`)
      await here.ok('runbook', 'new', here.workspace, '--from', path)
      const [chapter] = readdirSync(join(here.workspace, 'runbooks')).filter((name) => name.startsWith('1-'))
      return parse(readFileSync(join(here.workspace, 'runbooks', chapter as string), 'utf8')).steps[0].title.ja
    }
    expect(await title('監視端末の電源を確認して予備の端末への切り替えを行い記録')).toBe(
      '監視端末の電源を確認して予備の端末への切り替えを',
    )
    expect(await title('あ'.repeat(60))).toBe('あ'.repeat(24))
  })

  it.each([
    ['ja', '2-chapter.yaml', 'en'],
    ['en', '1-detection-and-first-response.yaml', 'ja'],
  ] as const)(
    'makes names and notices in both languages of a text in %s, whose steps are in its own',
    async (language, name, other) => {
      const { code, err } = await fromText(written(language), '--language', 'both', '--organisation', 'Sample')
      expect(code, err).toBe(0)
      const file = (path: string) => readFileSync(join(bench.workspace, path), 'utf8')
      expect(Object.keys(parse(file('runbooks/0-names.yaml')).title)).toEqual(['ja', 'en'])
      expect(Object.keys(parse(file(join('runbooks', name))).title)).toEqual([language])
      expect(file(join('runbooks', name))).toContain(`add \`${other}: …\` to every text`)
      expect(parse(file('halt.yaml'))).toMatchObject({
        organisation: { ja: 'Sample', en: 'Sample' },
        channels: { page: { languages: ['ja', 'en'] } },
      })
      expect((await bench.halt('runbook', 'check')).code).toBe(0)
      await bench.ok('start', '--type', 'outage', '--scope', 'service=stopped')
      const notices = await bench.ok('notice', 'page')
      expect(notices).toContain('サービス停止')
      expect(notices).toContain('Service unavailable')
    },
  )

  it.each([
    ['an empty file', '', 'bad-outline'],
    ['one without headings', 'Just text.\n- and a list\n', 'bad-outline'],
    ['one that is too long', `# A\n${'- a\n'.repeat(5000)}`, 'bad-outline'],
    ['one that is too deep', `# A\n${'> '.repeat(41)}a\n`, 'bad-outline'],
    ['a chapter that is too large', `# A\n${'- a\n'.repeat(351)}`, 'bad-outline'],
    ['NUL bytes', '# A\u0000\n', 'bad-text-file'],
    ['bytes that are not UTF-8', new Uint8Array([0x23, 0x20, 0xff, 0x0a]), 'bad-text-file'],
    ['one that is too large', `# A\n${'a'.repeat(300_000)}`, 'bad-text-file'],
  ])('refuses %s, and makes nothing', async (_, text, code) => {
    expect(await fromText(text)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(`(${code})`) })
    expect(readdirSync(bench.directory)).toEqual([])
  })

  it('refuses a path that is missing or a folder', async () => {
    expect(await from(join(bench.directory, 'no.md'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('(no-such-file)'),
    })
    mkdirSync(join(bench.directory, 'folder'))
    expect(await from(join(bench.directory, 'folder'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unreadable)'),
    })
  })
})
