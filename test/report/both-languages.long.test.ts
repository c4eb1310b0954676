import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { Bench } from '../bench.ts'
import { replies } from '../script.ts'

const lastOf = async (bench: Bench) => {
  const { writer, seq } = (await bench.events()).at(-1) as { writer: string; seq: number }
  return `${writer}:${seq}`
}

const reportIn = (bench: Bench, language: string, ...more: string[]) =>
  bench.ok('report', '--language', language, ...more)

/** A halt whose cause was found, told in both languages. */
async function told(): Promise<Bench> {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', '--title-ja', '約定の停止', '--title-en', 'Matching stopped')
  await bench.ok('note', '鍵が漏れた', '--hypothesis', '--text-en', 'A key was leaked')
  const hypothesis = await lastOf(bench)
  await bench.ok(
    'note',
    '--confirms',
    hypothesis,
    '--text-ja',
    '控えと一致',
    '--text-en',
    'It matches the copy',
    '--key',
  )
  await bench.ok('action', 'add', '鍵を分割する', '--text-en', 'Split the key')
  return bench
}

describe('hypotheses, what judges them, and follow-ups', () => {
  it('are told in the language of the report wherever they stand', async () => {
    const bench = await told()
    const en = await reportIn(bench, 'en')
    for (const words of ['A key was leaked', 'It matches the copy', 'Split the key', 'Matching stopped'])
      expect(en).toContain(words)
    // The timeline says which titles were given.
    const others = (report: string) => report.replaceAll(/^.*(?:title in Japanese|件名 日本語).*$/gm, '')
    expect(others(en)).not.toMatch(/鍵|控え|約定|Japanese only/)
    const ja = await reportIn(bench, 'ja')
    for (const words of ['鍵が漏れた', '控えと一致', '鍵を分割する', '約定の停止']) expect(ja).toContain(words)
    expect(others(ja)).not.toMatch(/A key was|It matches|Split the|Matching stopped/)
    for (const format of ['brief', 'svg', 'timeline'])
      expect(await reportIn(bench, 'en', '--format', format)).not.toMatch(/鍵|控え/)
    expect(await reportIn(bench, 'en', '--draft', 'jp-fsa')).toContain('A key was leaked')
    expect(await bench.ok('action', 'list')).toContain('Split the key')
    expect(await bench.ok('action', 'list', '--all', '--lang', 'ja')).toContain('鍵を分割する')
  })

  it('are marked where nobody wrote them in it, alike everywhere', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--title', 'Matching stopped')
    await bench.ok('note', '鍵が漏れた', '--hypothesis')
    const hypothesis = await lastOf(bench)
    await bench.ok('note', '控えと一致', '--discards', hypothesis, '--key')
    await bench.ok('action', 'add', '鍵を分割する')
    const en = await reportIn(bench, 'en')
    expect(en).toContain('| 鍵が漏れた (Japanese only) |')
    expect(en).toContain('| 控えと一致 (Japanese only) |')
    expect(en).toContain('Ruled out: "鍵が漏れた". 控えと一致. (Japanese only, taro)')
    expect(en).toContain('| 鍵を分割する (Japanese only) |')
    const brief = await reportIn(bench, 'en', '--format', 'brief')
    expect(brief).toContain('控えと一致. (Japanese only, taro)')
    expect(brief).toContain('鍵を分割する (Japanese only): ')
    const ja = await reportIn(bench, 'ja')
    expect(ja).not.toContain('（英語のみ）')
    await bench.ok('note', 'the journal of the engine is full', '--hypothesis')
    expect(await reportIn(bench, 'ja')).toContain('the journal of the engine is full（英語のみ）')
  })

  it('are marked in the tables of the annex too, unless what is in the own language stands beside them', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--title', 'Matching stopped')
    await bench.ok('set', 'first-error=接続が切れた', 'impact.ja=売買ができません。')
    await bench.ok('set', 'cause=設定の誤り', 'cause.ja=設定の不備', 'cause.en=A wrong setting')
    await bench.ok('set', 'first-error=タイムアウト')
    await bench.ok('note', '直した')
    const note = await lastOf(bench)
    await bench.ok('correct', note, '--text', '直し始めた', '--reason', '書き間違い')
    await bench.ok('done', '2.1-logs', '--note', '9時から急増')
    await bench.ok('undo', '--reason', '別の手順だった')
    await bench.ok('decline', '3.1-faq', '--reason', '質問がない')
    const en = await reportIn(bench, 'en', '--audience', 'internal')
    const rows = (heading: string) => en.slice(en.indexOf(`\n## ${heading}`)).split('\n## ')[1] ?? ''
    const facts = rows('Facts')
    expect(facts).toContain('| First error | タイムアウト (Japanese only) |  |')
    expect(facts).toContain('| Impact on customers |  | 売買ができません。 (Japanese only) |')
    expect(facts).toContain('| Cause | 設定の誤り (Japanese only) | 設定の不備 / A wrong setting |')
    expect(facts).toContain('| First error | 接続が切れた (Japanese only) | taro |')
    const corrections = rows('Corrections')
    expect(corrections).toContain('| corrected | 直し始めた (Japanese only) | 書き間違い (Japanese only) |')
    expect(corrections).toMatch(/"9時から急増" \(Japanese only\)~~ \| 別の手順だった \(Japanese only\) \|/)
    const timeline = rows('Timeline')
    expect(timeline).toMatch(/fact First error=タイムアウト \(Japanese only\) \|/)
    expect(timeline).toMatch(/fact Cause=設定の誤り [^|]*A wrong setting \|/)
    expect(timeline).toMatch(
      /note "直し始めた" \(Japanese only\) corrected [^|]*\(recorded first: note "直した" \(Japanese only\)\)/,
    )
    expect(rows('The manual')).toContain('質問がない (Japanese only)')
    expect(await reportIn(bench, 'ja', '--audience', 'internal')).not.toContain('のみ）')
  })

  it('are marked in pictures and in the brief, also where they are cut', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--title', 'Matching stopped')
    await bench.ok('note', `${'とても'.repeat(40)}長い`, '--key')
    await bench.ok('skip', '3.1-faq', '--reason', '人がいない')
    await bench.ok('key', await lastOf(bench))
    await bench.ok('handover', '--to', 'hanako', '--note', '朝まで頼む')
    for (const format of ['markdown', 'svg', 'html', 'timeline', 'brief']) {
      const en = (await reportIn(bench, 'en', '--audience', 'internal', '--format', format)).replace(/\s+/g, ' ')
      expect(en, format).toMatch(/とても[^a-z]* \(Japanese only[),]/)
      // In the picture, the step has a mark without words.
      if (format === 'markdown' || format === 'brief') expect(en).toMatch(/人がいない[^a-z]*\(Japanese only[),]/)
    }
    const brief = (language: string) => reportIn(bench, language, '--format', 'brief')
    expect(await brief('en')).toMatch(/朝まで頼む" \(Japanese only[),]/)
    expect(await brief('ja')).not.toContain('のみ）')
  })

  it('are asked for in the other language by report --fill, each once', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--title-ja', '約定の停止', '--title-en', 'Matching stopped')
    const { parts } = await bench.json<{ parts: Record<string, { fact: string }[]> }>('report')
    const facts = Object.values(parts).flatMap((part) => part.map(({ fact }) => fact))
    await bench.ok('set', ...facts.map((fact) => `${fact}=?`))
    await bench.ok('set', 'went-well=警報が鳴った', 'luck=偶然見ていた', 'luck.en=Somebody was looking')
    await bench.ok('note', '鍵が漏れた', '--hypothesis')
    await bench.ok('note', '控えと一致', '--confirms', await lastOf(bench))
    await bench.ok('note', '全員を呼んだ', '--key')
    await bench.ok('action', 'add', '鍵を分割する')
    const moments = ['Key moments for the report', ''] as const
    const fill = (...answers: (readonly [RegExp, string])[]) =>
      bench.haltWith({ script: replies(moments, ...answers) }, 'report', '--fill')
    const first = await fill(
      [/What went well \[went-well\.en\] in English/, 'The alarm rang'],
      [/Hypothesis in English/, 'A key was leaked'],
      [/What was found on a hypothesis in English/, '?'],
      [/Key moment in English/, 'Everybody was called'],
      [/Follow-up in English/, 'Split the key'],
    )
    expect(first.code).toBe(0)
    const en = await reportIn(bench, 'en', '--no-annex')
    for (const words of ['The alarm rang', 'A key was leaked', 'Everybody was called', 'Split the key'])
      expect(en).toContain(words)
    expect(en).toContain('控えと一致')
    expect(await fill([/What was found on a hypothesis in English/, 'It matches'])).toMatchObject({ code: 0 })
    expect(await fill()).toMatchObject({ code: 0 })
    expect(await reportIn(bench, 'en', '--no-annex')).not.toMatch(/[ぁ-ん]/)
  })

  it('get their other language later; new words leave none in it', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('note', '鍵が漏れた', '--hypothesis')
    const hypothesis = await lastOf(bench)
    await bench.ok('correct', hypothesis, '--text-en', 'A key was leaked', '--reason', 'for the report')
    await bench.ok('action', 'add', '鍵を分割する')
    const action = await lastOf(bench)
    await bench.ok('action', 'change', action, '--text-en', 'Split the key')
    expect(await bench.halt('action', 'change', action, '--text-en', 'Split the key')).toMatchObject({
      code: 0,
      err: expect.stringContaining('no change'),
    })
    expect(await reportIn(bench, 'en')).toMatch(/\| A key was leaked \|[\s\S]*\| Split the key \|/)
    expect(await bench.ok('status')).toContain('A key was leaked')
    const { hypotheses, actions } = documentSchemas.report.parse(
      JSON.parse(await bench.ok('report', '--format', 'json')),
    )
    expect(hypotheses[0]?.texts).toEqual({ ja: null, en: 'A key was leaked' })
    expect(actions[0]?.texts).toEqual({ ja: null, en: 'Split the key' })
    await bench.ok('correct', hypothesis, '--text', '証明書が漏れた', '--reason', '見誤り')
    expect(await reportIn(bench, 'en')).toContain('| 証明書が漏れた (Japanese only) |')
    expect(await reportIn(bench, 'en', '--no-annex')).not.toContain('A key was leaked')
    const started = (await bench.events('incident.started'))[0] as { writer: string; seq: number }
    const refused = await bench.halt('correct', `${started.writer}:${started.seq}`, '--text-en', 'x', '--reason', 'y')
    expect(refused).toMatchObject({ code: 3, err: expect.stringContaining('(not-correctable)') })
    expect(await bench.halt('note', '--hypothesis', '--text-en', ' ')).toMatchObject({ code: 3 })
  })

  it('stand in the brief beside words for customers in its language, and these are marked where they are all there is', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('set', 'cause=鍵が漏れた', 'cause.en=Unauthorised access')
    await bench.ok('set', 'progress.ja=鍵を作り直しています。')
    const en = await reportIn(bench, 'en', '--format', 'brief')
    expect(en).toMatch(
      /^- Cause: 鍵が漏れた \(Japanese only\)\. In the words for customers: "Unauthorised access"\.? \(`\w+:2`\)$/m,
    )
    expect(en).toMatch(/^- Progress: 鍵を作り直しています。 \(Japanese only\) \(`\w+:3`\)$/m)
    await bench.ok('set', 'cause=the signing key was leaked', 'cause.ja=不正アクセス')
    await bench.ok('set', 'progress.ja=鍵を作り直しました。', 'progress.en=We have made new keys.')
    const ja = await reportIn(bench, 'ja', '--format', 'brief')
    expect(ja).toMatch(/^- 原因: the signing key was leaked（英語のみ）。顧客向けの文言: 「不正アクセス」/m)
    expect(ja).toMatch(/^- 対応状況: 鍵を作り直しました。 \(/m)
    expect(await reportIn(bench, 'ja')).toMatch(
      /原因は何か.*the signing key was leaked（英語のみ）|顧客向けの文言: 「不正アクセス」/,
    )
  })

  it('are told from words for customers, which are marked too', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('set', 'root-cause=鍵が漏れた', 'root-cause.en=A key was leaked')
    await bench.ok('set', 'prevention-system=鍵を分割する', 'prevention-system.en=We are going to split the key')
    expect(await reportIn(bench, 'ja')).toContain('顧客向けの文言: 「We are going to split the key」（英語のみ）')
    for (const language of ['en', 'ja'])
      expect(await reportIn(bench, language)).not.toMatch(
        /(?:words for customers: "|顧客向けの文言: 「)A key was leaked/,
      )
  })

  it('are redacted in every language', async () => {
    const bench = await told()
    const [hypothesis] = (await bench.events('note.added')) as { writer: string; seq: number }[]
    await bench.ok('redact', `${hypothesis?.writer}:${hypothesis?.seq}`, '--field', 'text', '--reason', 'a name')
    for (const language of ['en', 'ja'])
      expect(await reportIn(bench, language)).not.toMatch(/A key was leaked|鍵が漏れた/)
    expect(await bench.ok('log')).not.toMatch(/A key was leaked|鍵が漏れた/)
  })
})
