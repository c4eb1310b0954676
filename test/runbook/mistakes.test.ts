import { describe, expect, it } from 'vitest'
import type * as z from 'zod'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import { scenarioSchema } from '../../src/drill/scenario-schema.ts'
import { contactsSchema } from '../../src/runbook/contacts-schema.ts'
import { chapterSchema } from '../../src/runbook/runbook-schema.ts'
import { settingsSchema } from '../../src/runbook/settings-schema.ts'
import { findingWords } from '../../src/runbook/words.ts'
import { readManualFile } from '../../src/runbook/yaml.ts'

const CHAPTER = `reviewed: 2026-11-24
title: { ja: 試し, en: A trial }
`
const STEP = `${CHAPTER}steps:
  - id: 2.4-tell
    section: "2.4"
    clauses: []
    source: extension
    department: reception
    title: { ja: 知らせる, en: Tell them }
    instructions: { ja: 知らせる。, en: Tell them. }
    modality: must
    kind: once
    applies: { all: now }
`
const CONTACTS = `people:
  sato:
    name: Sato
    hours: [{ days: [mon], from: "08:00", to: "17:00" }]
    reach: [{ by: phone, to: "0300000001" }]
departments: { reception: { head: sato } }
`

/** What a person reads about a file: the line, the code, what is wrong and what to do. */
async function told(schema: z.ZodType, text: string, language: Language): Promise<string[]> {
  const describeFinding = await findingWords(language)
  const { findings } = readManualFile('ours.yaml', text, schema).source
  return findings.map((finding) => `${finding.line} ${finding.code}: ${describeFinding(finding).join('. ')}`)
}

const step = (from: string, to: string) => STEP.replace(from, to)

describe('a mistyped key', () => {
  it.each<[string, z.ZodType, string, string[], string[]]>([
    [
      'of a step explains the one that is missing',
      chapterSchema,
      step('department:', 'deparment:'),
      ["8 unknown-key: unknown key 'deparment'; did you mean 'department'?. Write department"],
      ['8 unknown-key: 「deparment」というキーはありません。「department」のことですか. department と書いてください'],
    ],
    [
      'of a person, which may be left out',
      contactsSchema,
      CONTACTS.replace('hours:', 'hour:'),
      ["4 unknown-key: unknown key 'hour'; did you mean 'hours'?. Write hours"],
      ['4 unknown-key: 「hour」というキーはありません。「hours」のことですか. hours と書いてください'],
    ],
    [
      'of the settings',
      settingsSchema,
      'runbook: { shipped: false }\n',
      ["1 unknown-key: unknown key 'runbook'; did you mean 'runbooks'?. Write runbooks"],
      ['1 unknown-key: 「runbook」というキーはありません。「runbooks」のことですか. runbooks と書いてください'],
    ],
    [
      'of one way to send',
      settingsSchema,
      'channels: { page: { via: file, pth: site } }\n',
      ["1 unknown-key: unknown key 'pth'; did you mean 'path'?. Write path"],
      ['1 unknown-key: 「pth」というキーはありません。「path」のことですか. path と書いてください'],
    ],
    [
      'that is like none, or like one that is there too',
      contactsSchema,
      CONTACTS.replace('name: Sato', 'name: Sato\n    nam: Kato\n    colour: red'),
      [
        "4 unknown-key: unknown key 'nam'. Known: name, languages, hours, reach",
        "5 unknown-key: unknown key 'colour'. Known: name, languages, hours, reach",
      ],
      [
        '4 unknown-key: 「nam」というキーはありません. 使えるもの: name, languages, hours, reach',
        '5 unknown-key: 「colour」というキーはありません. 使えるもの: name, languages, hours, reach',
      ],
    ],
    [
      'does not explain a missing key that is unlike it',
      contactsSchema,
      CONTACTS.replace('name:', 'label:').replace('reach:', 'raech:'),
      [
        "3 unknown-key: unknown key 'label'. Known: name, languages, hours, reach",
        "5 unknown-key: unknown key 'raech'; did you mean 'reach'?. Write reach",
        "2 missing-key: 'name' is missing. Add name",
      ],
      [
        '3 unknown-key: 「label」というキーはありません. 使えるもの: name, languages, hours, reach',
        '5 unknown-key: 「raech」というキーはありません。「reach」のことですか. reach と書いてください',
        '2 missing-key: 「name」がありません. name を書いてください',
      ],
    ],
  ])('%s', async (_, schema, text, en, ja) => {
    expect((await told(schema, text, 'en')).sort()).toEqual(en.sort())
    expect((await told(schema, text, 'ja')).sort()).toEqual(ja.sort())
  })
})

describe('a value of the wrong kind', () => {
  it.each<[string, z.ZodType, string, string, string]>([
    [
      'a number where a text is expected',
      chapterSchema,
      step('"2.4"', '2.4'),
      `5 wrong-type: 'section' is 2.4, which YAML reads as a number. Put it in quotes: "2.4"`,
      '5 wrong-type: 「section」の 2.4 は、YAMLでは数になります. 引用符で囲んでください: "2.4"',
    ],
    [
      'a telephone number',
      contactsSchema,
      CONTACTS.replace('"0300000001"', '0300000001'),
      `5 wrong-type: 'to' is 0300000001, which YAML reads as a number. Put it in quotes: "0300000001"`,
      '5 wrong-type: 「to」の 0300000001 は、YAMLでは数になります. 引用符で囲んでください: "0300000001"',
    ],
    [
      'a number in a list of ids',
      chapterSchema,
      step('clauses: []', 'clauses: [2.4]'),
      `6 wrong-type: 'clauses' contains 2.4, which YAML reads as a number. Put it in quotes: "2.4"`,
      '6 wrong-type: 「clauses」の中の 2.4 は、YAMLでは数になります. 引用符で囲んでください: "2.4"',
    ],
    [
      'a word where a text is expected',
      chapterSchema,
      step('Tell them }', 'true }'),
      `9 wrong-type: 'en' is true, which YAML reads as true or false. Put it in quotes: "true"`,
      '9 wrong-type: 「en」の true は、YAMLでは真偽値（true、false）になります. 引用符で囲んでください: "true"',
    ],
    [
      'a text instead of both languages',
      chapterSchema,
      `${CHAPTER}facts: { clinics: { kind: count, unit: clinics, ja: 診療科, en: Clinics } }\n`,
      "3 wrong-type: 'unit' cannot be 'clinics'. Write { ja: ..., en: ... }",
      '3 wrong-type: 「unit」に「clinics」は書けません. 書き方: { ja: ..., en: ... }',
    ],
    [
      'an urgency without a type',
      chapterSchema,
      step('{ all: now }', 'now'),
      "13 wrong-type: 'applies' cannot be 'now'. Write { all: now }",
      '13 wrong-type: 「applies」に「now」は書けません. 書き方: { all: now }',
    ],
    [
      'a text instead of a list',
      chapterSchema,
      step('clauses: []', 'clauses: 2.4-a'),
      "6 wrong-type: 'clauses' cannot be '2.4-a'. Write a list: [2.4-a]",
      '6 wrong-type: 「clauses」に「2.4-a」は書けません. 書き方: 一覧 [2.4-a]',
    ],
    [
      'a mapping instead of a list',
      chapterSchema,
      step('clauses: []', 'clauses: { id: 2.4-a }'),
      "6 wrong-type: 'clauses' cannot be a mapping. Write a list: [ ... ]",
      '6 wrong-type: 「clauses」にキーと値の組は書けません. 書き方: 一覧 [ ... ]',
    ],
    [
      'a list instead of a mapping',
      contactsSchema,
      CONTACTS.replace('{ reception: { head: sato } }', '[reception]'),
      "6 wrong-type: 'departments' cannot be a list. Write keys with values: { KEY: ... }",
      '6 wrong-type: 「departments」に一覧は書けません. 書き方: キーと値の組 { キー: ... }',
    ],
    [
      'a name instead of what it is required to say',
      contactsSchema,
      CONTACTS.replace('{ head: sato }', 'sato'),
      "6 wrong-type: 'reception' cannot be 'sato'. Write { head: ... }",
      '6 wrong-type: 「reception」に「sato」は書けません. 書き方: { head: ... }',
    ],
    [
      'nothing at all',
      chapterSchema,
      step('{ ja: 知らせる, en: Tell them }', ''),
      "9 wrong-type: 'title' is empty. Write { ja: ..., en: ... }",
      '9 wrong-type: 「title」が空です. 書き方: { ja: ..., en: ... }',
    ],
    [
      'no instead of false',
      settingsSchema,
      'runbooks: { shipped: no }\n',
      "1 wrong-type: 'shipped' cannot be 'no'. Write true or false",
      '1 wrong-type: 「shipped」に「no」は書けません. 書き方: true か false',
    ],
    [
      'yes, where a word is allowed too',
      chapterSchema,
      `${CHAPTER}facts: { cause: { kind: text, notice: yes, ja: 原因, en: Cause } }\n`,
      "3 wrong-type: 'notice' cannot be 'yes'. Write true or false, or if-stated",
      '3 wrong-type: 「notice」に「yes」は書けません. 書き方: true か false、または if-stated',
    ],
    [
      'a time of day with one digit',
      contactsSchema,
      CONTACTS.replace('"08:00"', '8:00'),
      `4 wrong-type: 'from' cannot be '8:00'. Write a time of day such as "08:00"`,
      '4 wrong-type: 「from」に「8:00」は書けません. 書き方: 時刻（例: "08:00"）',
    ],
    [
      'a number of minutes without its unit',
      settingsSchema,
      'cadence: { first: 5 }\n',
      "1 wrong-type: 'first' cannot be 5. Write a length of time such as 30m, 1h30m or 2d",
      '1 wrong-type: 「first」に 5 は書けません. 書き方: 時間の長さ（例: 30m、1h30m、2d）',
    ],
    [
      'a number where keys or a length of time are allowed',
      settingsSchema,
      'cadence: { sev1: 5 }\n',
      "1 wrong-type: 'sev1' cannot be 5. Write on-change, or a length of time such as 30m, 1h30m or 2d, or { first: ..., update: ... }",
      '1 wrong-type: 「sev1」に 5 は書けません. 書き方: on-change、または 時間の長さ（例: 30m、1h30m、2d）、または { first: ..., update: ... }',
    ],
    [
      'an id with a space',
      chapterSchema,
      step('department: reception', 'department: front desk'),
      "8 wrong-type: 'department' cannot be 'front desk'. Write an id: letters, digits, dots and dashes, beginning with a letter or digit",
      '8 wrong-type: 「department」に「front desk」は書けません. 書き方: id（英字か数字で始まり、英数字と . と - だけのもの）',
    ],
    [
      'an id of something with a space',
      chapterSchema,
      `${CHAPTER}departments: { front desk: { ja: 受付, en: Front desk } }\n`,
      "3 wrong-type: 'departments' cannot have the key 'front desk'. Write an id: letters, digits, dots and dashes, beginning with a letter or digit",
      '3 wrong-type: 「departments」に「front desk」というキーは書けません. 書き方: id（英字か数字で始まり、英数字と . と - だけのもの）',
    ],
    [
      'what may be a secret, which is not repeated',
      settingsSchema,
      'channels: { page: { via: webhook, urlEnv: "hunter2!" } }\n',
      "1 wrong-type: 'urlEnv' cannot be this. Write the name of an environment variable: letters, digits and _",
      '1 wrong-type: 「urlEnv」にこの値は書けません. 書き方: 環境変数の名前（英数字と _ だけのもの）',
    ],
    [
      'the score of a scenario above 100',
      scenarioSchema,
      `id: a
reviewed: 2026-11-24
type: outage
title: { ja: 題, en: Title }
briefing: { ja: 題, en: Title }
lasts: 1h
mark: 101
injects: []
`,
      "7 out-of-range: 'mark' cannot be 101. Allowed: 0 to 100",
      '7 out-of-range: 「mark」に 101 は指定できません. 0 から 100 までです',
    ],
  ])('%s', async (_, schema, text, en, ja) => {
    expect(await told(schema, text, 'en')).toEqual([en])
    expect(await told(schema, text, 'ja')).toEqual([ja])
  })
})

it('in a file in one language, both languages are not asked for', async () => {
  const text = `reviewed: 2026-11-24\ntitle: { en: A trial }\nfacts: { beds: { kind: count, unit: beds, en: Beds } }\n`
  expect(await told(chapterSchema, text, 'en')).toEqual(["3 wrong-type: 'unit' cannot be 'beds'. Write { en: ... }"])
})

describe('a mistake in the syntax of YAML', () => {
  it.each<[string, string, string, string]>([
    [
      'a line with one space too few',
      step('    section', '   section'),
      '5:4 this line does not line up with any line above. Line it up with line 4',
      '5:4 この行の字下げが、上のどの行ともそろっていません. 4行目にそろえてください',
    ],
    [
      'a line with one space too many',
      step('    section', '     section'),
      '5:6 this line does not line up with any line above. Line it up with line 4',
      '5:6 この行の字下げが、上のどの行ともそろっていません. 4行目にそろえてください',
    ],
    [
      'an item of a list that is moved',
      `${STEP}${STEP.slice(STEP.indexOf('  - id')).replace('  - id: 2.4', ' - id: 2.4')}`,
      '14:2 this line does not line up with any line above. Line it up with line 4',
      '14:2 この行の字下げが、上のどの行ともそろっていません. 4行目にそろえてください',
    ],
    [
      'a tab',
      step('    section', '\tsection'),
      '5:1 a tab is used for indentation. Replace it with spaces: YAML does not allow tabs there',
      '5:1 行頭の字下げにタブがあります. YAMLの字下げにタブは使えません。空白に置き換えてください',
    ],
    [
      'a tab after spaces',
      step('    section', '  \tsection'),
      '5:3 a tab is used for indentation. Replace it with spaces: YAML does not allow tabs there',
      '5:3 行頭の字下げにタブがあります. YAMLの字下げにタブは使えません。空白に置き換えてください',
    ],
    [
      'full-width spaces',
      step('    section', '　　section'),
      '5:1 a full-width space is used for indentation. Replace it with half-width spaces',
      '5:1 行頭の字下げに全角の空白があります. 半角の空白に置き換えてください',
    ],
    [
      'a full-width colon',
      `${CHAPTER}phase：scheduled\nsteps: []\n`,
      '3:6 the colon after a key is a full-width one. Write a half-width colon and a space',
      '3:6 キーの後のコロンが全角です. 半角のコロンと空白にしてください',
    ],
    [
      'no space after a colon',
      `${CHAPTER}phase:scheduled\nsteps: []\n`,
      '3:1 this is not a key with a value. Write KEY: VALUE, with a space after the colon',
      '3:1 「キー: 値」の形になっていません. コロンの後に空白を入れ、「キー: 値」の形で書いてください',
    ],
    [
      'a colon in a text',
      step('en: Tell them }', 'en: Call: the vendor }'),
      '9:28 a text with a colon is not in quotes. Put it in quotes: "Call: the vendor"',
      '9:28 コロンを含む文が引用符で囲まれていません. 引用符で囲んでください: "Call: the vendor"',
    ],
    [
      'a colon and quotes in a text on a line of its own',
      step(
        'title: { ja: 知らせる, en: Tell them }',
        'title:\n      ja: 知らせる\n      en: Say: "it\'s down" # loudly',
      ),
      `11:11 a text with a colon is not in quotes. Put it in quotes: 'Say: "it''s down"'`,
      `11:11 コロンを含む文が引用符で囲まれていません. 引用符で囲んでください: 'Say: "it''s down"'`,
    ],
    [
      'no comma',
      step('知らせる, en', '知らせる en'),
      "9:18 a comma is missing before 'en:'. Add it: { ja: ..., en: ... }",
      '9:18 「en:」の前にカンマがありません. カンマで区切ってください: { ja: ..., en: ... }',
    ],
    [
      'a bracket that is not closed',
      step('en: Tell them }', 'en: Tell them'),
      '9:12 this is not closed with }. Add } at its end',
      '9:12 これを閉じる } がありません. 終わりに } を書いてください',
    ],
    [
      'a list that is not closed, with another in it',
      `${CHAPTER}claims:\n  ja: [安全, [a], b\n  en: [safe]\n`,
      '4:7 this is not closed with ]. Add ] at its end',
      '4:7 これを閉じる ] がありません. 終わりに ] を書いてください',
    ],
    [
      'a bracket too many',
      step('en: Tell them }', 'en: Tell them }}'),
      '9:39 there is a } too many. Remove it, or add the bracket that it closes',
      '9:39 } が1つ余分です. 消すか、対になる括弧を書いてください',
    ],
    [
      'a quote that is not closed',
      step('"2.4"', '"2.4'),
      '5:14 this is not closed with ". Add " at its end',
      '5:14 これを閉じる " がありません. 終わりに " を書いてください',
    ],
    [
      'a quote that is closed by the next one',
      `${step('"2.4"', '"2.4')}chapter: "1"\n`,
      '5:14 this is not closed with ". Add " at its end',
      '5:14 これを閉じる " がありません. 終わりに " を書いてください',
    ],
    [
      'quotes around a part of a text',
      step('{ ja: 知らせる, en: Tell them }', '"Tell" them'),
      '9:19 there is more text after the end of a value. Put all of it in quotes; within "..." a quote is written \\"',
      '9:19 値が終わった後に文字が続いています. 全体を引用符で囲んでください。"..." の中の引用符は \\" と書きます',
    ],
    [
      'a sign that no text can begin with',
      step('department: reception', 'department: @reception'),
      '8:17 a text that begins with @ is not in quotes. Put it in quotes',
      '8:17 @ で始まる文が引用符で囲まれていません. 引用符で囲んでください',
    ],
    [
      'a key twice',
      `${STEP}title: { ja: 二, en: Two }\n`,
      "14:1 the key 'title' is there twice. It is first used in line 2; remove one of them",
      '14:1 キー「title」が2つあります. 2行目にもあります。片方を消してください',
    ],
    [
      'a path in double quotes',
      step('"2.4"', '"C:\\path"'),
      '5:17 in double quotes, \\ stands before a special character. Use single quotes, or write \\\\ for a \\',
      '5:17 二重引用符の中の \\ は特別な文字です. 一重引用符を使うか、\\\\ と書いてください',
    ],
    [
      'two documents',
      `${CHAPTER}---\n${CHAPTER}`,
      '3:1 a line --- begins a second document in this file. Remove the line',
      '3:1 --- の行から、2つ目の文書が始まっています. その行を消してください',
    ],
    [
      'what has no plain words',
      `${CHAPTER}claims: { ja: [安全,,無事], en: [safe] }\n`,
      '3:19 this is not valid YAML: Unexpected , in flow sequence. Fix the syntax',
      '3:19 YAMLとして読めません: Unexpected , in flow sequence. 書き方を直してください',
    ],
  ])('%s gives one finding', async (_, text, en, ja) => {
    const { findings } = readManualFile('ours.yaml', text, chapterSchema).source
    expect(findings.map(({ code }) => code)).toEqual(['yaml-syntax'])
    const told = await Promise.all((['en', 'ja'] as const).map((language) => findingWords(language)))
    const places = findings.map(({ line, column }) => `${line}:${column}`)
    expect(told.map((describe) => `${places} ${findings.map((f) => describe(f).join('. '))}`)).toEqual([en, ja])
  })
})
