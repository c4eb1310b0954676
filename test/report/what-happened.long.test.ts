import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { MINUTE } from '../given.ts'

async function halted(type = 'system-failure'): Promise<Bench> {
  const bench = new Bench()
  await bench.ok('start', '--type', type, '--at', '10m ago', '--scope', 'trading=stopped')
  return bench
}

/** The lines of a part of the Markdown report. */
async function section(bench: Bench, title: string, ...flags: readonly string[]): Promise<string> {
  const report = await bench.ok('report', '--audience', 'internal', ...flags)
  const start = report.indexOf(`\n## ${title}\n`)
  expect(start).toBeGreaterThan(0)
  const end = report.indexOf('\n## ', start + 1)
  return report.slice(start, end < 0 ? undefined : end)
}

describe('the timeline in the report', () => {
  it('shows the start at its time and the declaration, which states it, at its own', async () => {
    const bench = await halted()
    const { startedAt, declaredAt } = JSON.parse(await bench.ok('report', '--format', 'json'))
    const [began, declared] = [startedAt, declaredAt].map((at) => at.slice(0, 19).replace('T', ' '))
    const en = await section(bench, 'Timeline')
    expect(en).toContain(`| ${began} | halt began (entered 10 min later) |  |  |`)
    expect(en).toContain(`| ${declared} | declared system failure, halt began ${began}, trading=stopped |`)
    const ja = await section(bench, '時系列', '--language', 'ja')
    expect(ja).toContain(`| ${began} | 停止開始（10分後に記入） |  |  |`)
    expect(ja).toContain(`| ${declared} | 宣言 システム障害 停止開始 ${began} 売買=停止 |`)
  })

  it('shows the start after all that came before it', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    bench.pass(5 * MINUTE)
    await bench.ok('set', 'started-at=now')
    const rows = (await section(bench, 'Timeline')).split('\n').filter((row) => /\| \d{4}-/.test(row))
    expect(rows.map((row) => row.split(' | ')[2])).toEqual(['declared system failure', 'halt began', expect.anything()])
  })
})

describe('the clauses in the report', () => {
  it('do not read as if an attack had happened because the halt was classified', async () => {
    const bench = await halted()
    await bench.ok('done', '1.2-classify', '--note', 'checked')
    const clauses = await section(bench, 'The manual, clause by clause')
    expect(clauses).toContain(
      '| `1.2-3a` | Unauthorised access, cyberattacks and the like | provided for in the steps or the design | `1.2-classify` |  |',
    )
    expect(clauses).toContain(
      "| `1.2-4a` | Changes of law, regulators' orders and the like | provided for in the steps or the design | `1.2-classify` |  |",
    )
    expect(clauses).toMatch(/\| `1.2-0` \| .* \| done \| `1.2-classify` `place:halt-duration` \| checked \|/)
    const japanese = await section(bench, 'マニュアルの条項ごとの対応', '--language', 'ja')
    expect(japanese).toContain(
      '| `1.2-3a` | 不正アクセスやサイバー攻撃などの発生 | 手順や仕組みに反映 | `1.2-classify` |  |',
    )
  })

  it('do not say of what no step carries that it was done', async () => {
    const bench = await halted()
    const en = await section(bench, 'The manual, clause by clause')
    const ja = await section(bench, 'マニュアルの条項ごとの対応', '--language', 'ja')
    const places = (table: string) => table.split('\n').filter((row) => / \| `place:[^|]*\|/.test(row))
    expect(places(en).length).toBeGreaterThan(20)
    for (const row of places(en)) expect(row).toMatch(/\| in the tool's design; not judged \|/)
    expect(places(ja)).toHaveLength(places(en).length)
    for (const row of places(ja)) expect(row).toContain('| ツールの仕組みに反映（判定対象外） |')
  })

  it('say that updates were not given in a halt of hours without any, and were not due in one of ten minutes', async () => {
    const updates = async (minutes: number) => {
      const bench = await halted()
      bench.pass(minutes * MINUTE)
      await bench.ok('lift', '--all', '--force', '--reason', 'the engine is back')
      return [
        await section(bench, 'The manual, clause by clause'),
        await section(bench, 'マニュアルの条項ごとの対応', '--language', 'ja'),
      ]
    }
    const carriers = '`3.2-website` `3.2-email` `3.2-app-push` `3.2-social`'
    const [long = '', longJa = ''] = await updates(170)
    expect(long).toContain(
      `| \`3.2-a\` | Steady flow of latest information | not done | ${carriers} \`place:keeping-in-touch\` | resumed without it |`,
    )
    expect(long).toContain(
      `| \`3.2-c\` | Prompt notice of progress and news | not done | ${carriers} \`place:keeping-in-touch\` | resumed without it |`,
    )
    expect(longJa).toContain(
      `| \`3.2-a\` | 最新情報の継続的な提供 | 未実施 | ${carriers} \`place:keeping-in-touch\` | 行わないまま再開 |`,
    )
    // What only describes something is not left undone.
    expect(long).toContain('| `3.2-0` | Changing situation | provided for in the steps or the design | `3.2-news` |  |')
    const [short = ''] = await updates(10)
    expect(short).toContain(
      `| \`3.2-a\` | Steady flow of latest information | not applicable | ${carriers} \`place:keeping-in-touch\` | no longer needed by the time it was due |`,
    )
  })

  it('say that updates were not given in a halt of hours that was declared only at its end', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--at', '170m ago', '--scope', 'trading=stopped')
    await bench.ok('lift', '--all', '--force', '--reason', 'it was restarted')
    const table = await section(bench, 'The manual, clause by clause')
    expect(table).toMatch(/\| `3\.2-a` \| [^|]+ \| not done \| [^|]+ \| resumed without it \|/)
    expect(table).toMatch(/\| `3\.2-c` \| [^|]+ \| not done \|/)
  })

  it('say how many of the updates due came in time', async () => {
    const bench = await halted()
    const channels = ['website', 'email', 'app-push', 'social']
    await bench.ok('done', ...channels.map((channel) => `2.2-${channel}`))
    bench.pass(31 * MINUTE)
    await bench.ok('done', ...channels.map((channel) => `3.2-${channel}`))
    bench.pass(20 * MINUTE)
    await bench.ok('done', '3.2-website')
    bench.pass(60 * MINUTE)
    await bench.ok('lift', '--all', '--force', '--reason', 'the engine is back')
    const row = async (id: string, ...flags: string[]) =>
      (
        await section(
          bench,
          flags.length === 0 ? 'The manual, clause by clause' : 'マニュアルの条項ごとの対応',
          ...flags,
        )
      )
        .split('\n')
        .find((line) => line.startsWith(`| \`${id}\` `))
    expect(await row('3.2-a')).toContain('| done (in time: 1 of 9 updates due) |')
    expect(await row('3.2-a', '--language', 'ja')).toContain('| 実施（期限が来た続報9件のうち1件が期限内） |')
    // Nothing measures how soon after the news it was told.
    expect(await row('3.2-c')).toContain(
      '| updates given (how soon after the news is not judged), in time: 1 of 9 updates due |',
    )
    const { clauses } = JSON.parse(await bench.ok('report', '--audience', 'internal', '--format', 'json'))
    expect(clauses).toContainEqual(expect.objectContaining({ id: '3.2-a', updates: { due: 9, kept: 1 } }))
  })

  it('say in plain words that nothing that fell due was done in time', async () => {
    const bench = new Bench()
    bench.write('halt.yaml', 'cadence: { email: on-change, app-push: on-change, social: on-change }\n')
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
    await bench.ok('done', '2.2-website', '2.2-email', '2.2-app-push', '2.2-social')
    await bench.ok('advance', '--force', '--reason', 'all are told')
    const late = async () => {
      bench.pass(90 * MINUTE)
      await bench.ok('done', '3.2-website', '3.4-progress')
      const said = [...(await rows(bench, '3.2-a')), ...(await rows(bench, '3.4-a'))]
      return said.map((row) => /[(（](.*)[)）]/.exec(row)?.[1])
    }
    expect(await late()).toEqual([
      'the one update due was not in time',
      '期限が来た続報1件は期限超過',
      'once, the one due was not in time',
      '1回、期限が来た1回は期限超過',
    ])
    expect(await late()).toEqual([
      'neither of the 2 updates due was in time',
      '期限が来た続報2件はいずれも期限超過',
      'twice, neither of the 2 due was in time',
      '2回、期限が来た2回はいずれも期限超過',
    ])
  })

  it('say of what was begun only that it is not done once the incident is closed', async () => {
    const bench = await halted()
    await bench.ok('begin', '1.2-protect')
    expect((await rows(bench, '1.2-2b')).join()).toMatch(/^open \|.*,未完了 \|/)
    await bench.ok('close', '--force', '--reason', 'over')
    expect(await rows(bench, '1.2-2b')).toEqual([
      'not done | `1.2-protect` | begun, but not finished',
      '未実施 | `1.2-protect` | 着手したが未完了',
    ])
  })

  it('do not read as done for good while the step recurs', async () => {
    const bench = await halted()
    await bench.ok('advance', '--force', '--reason', 'drill')
    await bench.ok('done', '3.3-vigilance')
    expect(await section(bench, 'The manual, clause by clause')).toContain(
      '| done so far (once) | `3.3-vigilance` `place:due-times` |',
    )
    const japanese = await section(bench, 'マニュアルの条項ごとの対応', '--language', 'ja')
    expect(japanese).toContain('| 実施中（1回） | `3.3-vigilance` `place:due-times` |')
  })

  it('explain what the places are that carry some of them', async () => {
    const clauses = await section(await halted(), 'The manual, clause by clause')
    expect(clauses).toMatch(
      /^- `place:scope-of-the-halt` What is stopped on the platform is recorded by `haltctl scope`/m,
    )
  })

  it('say of one that was done if the fact that it asks for is not known, or was never stated', async () => {
    const bench = await halted()
    await bench.ok('set', 'compensation-who=traders', 'compensation-amount=?')
    await bench.ok('done', '4.3-terms', '--note', 'draft')
    expect(await section(bench, 'The manual, clause by clause')).toContain(
      '| `4.3-f2` | Compensation amount | done (not known: Compensation amount) | `4.3-terms` | draft |',
    )
    expect(await section(bench, 'マニュアルの条項ごとの対応', '--language', 'ja')).toContain(
      '| `4.3-f2` | 補償の金額 | 実施（不明: 補償の金額） | `4.3-terms` | draft |',
    )
    expect(await rows(bench, '4.3-f3')).toEqual([
      'done (not filled in: Compensation procedure) | `4.3-terms` | draft',
      '実施（未記入: 補償の手続き） | `4.3-terms` | draft',
    ])
    expect(await rows(bench, '4.3-f1')).toEqual(['done | `4.3-terms` | draft', '実施 | `4.3-terms` | draft'])
  })

  /** The state, the carriers and the reason of a clause, in English and in Japanese. */
  async function rows(bench: Bench, id: string): Promise<string[]> {
    const tables = [
      await section(bench, 'The manual, clause by clause'),
      await section(bench, 'マニュアルの条項ごとの対応', '--language', 'ja'),
    ]
    return tables.map((table) => {
      const row = table.split('\n').find((line) => line.startsWith(`| \`${id}\` `)) as string
      return row.slice(2, -2).split(' | ').slice(2).join(' | ').trim()
    })
  }
  const lifted = (bench: Bench) => bench.ok('lift', '--all', '--force', '--reason', 'the engine is back')

  it('say that updates went out in part if one channel was left out', async () => {
    const bench = await halted()
    const channels = ['website', 'app-push', 'social']
    await bench.ok('done', '2.2-email', ...channels.map((channel) => `2.2-${channel}`))
    bench.pass(25 * MINUTE)
    await bench.ok('done', ...channels.map((channel) => `3.2-${channel}`))
    bench.pass(25 * MINUTE)
    expect(await rows(bench, '3.2-c')).toEqual([
      'partly open (in time: 3 of 4 updates due) | `3.2-email` `place:keeping-in-touch` |',
      '一部未了（期限が来た続報4件のうち3件が期限内） | `3.2-email` `place:keeping-in-touch` |',
    ])
    await lifted(bench)
    expect(await rows(bench, '3.2-c')).toEqual([
      'done in part (in time: 3 of 4 updates due) | `3.2-email` `place:keeping-in-touch` | resumed without it',
      '一部未実施（期限が来た続報4件のうち3件が期限内） | `3.2-email` `place:keeping-in-touch` | 行わないまま再開',
    ])
  })

  it('give each reason with its step if they differ', async () => {
    const bench = await halted()
    await bench.ok('done', '2.3-internal', '2.3-support', '2.3-public-relations')
    const carriers = '`2.3-legal` `2.3-security` `place:due-times`'
    const skipping = (step: string, reason: string) => bench.ok('skip', step, '--reason', reason)
    await skipping('2.3-legal', 'asleep')
    await skipping('2.3-security', 'asleep')
    expect(await rows(bench, '2.3-a')).toEqual([
      `done in part | ${carriers} | asleep`,
      `一部未実施 | ${carriers} | asleep`,
    ])
    await bench.ok('undo', '--reason', 'wrong reason')
    await skipping('2.3-security', 'away')
    expect(await rows(bench, '2.3-a')).toEqual([
      `done in part | ${carriers} | 2.3-legal: asleep, 2.3-security: away`,
      `一部未実施 | ${carriers} | 2.3-legal：asleep、2.3-security：away`,
    ])
  })

  it('say that what only had to be considered was considered, and declined', async () => {
    const bench = await halted()
    await bench.ok('decline', '3.1-faq', '3.4-shorten', '--reason', 'not needed')
    expect(await rows(bench, '3.1-c1')).toEqual([
      'considered and declined | `3.1-faq` | not needed',
      '検討のうえ見送り | `3.1-faq` | not needed',
    ])
    expect(await rows(bench, '3.4-b')).toEqual([
      'declined | `3.4-shorten` | not needed',
      '見送り | `3.4-shorten` | not needed',
    ])
  })

  it('say in words of their own for what was done what speaks against it', async () => {
    const bench = await halted()
    await lifted(bench)
    bench.pass(MINUTE)
    await bench.ok('done', '3.1-answers', '6-reach-heads')
    expect(await rows(bench, '3.1-b')).toEqual([
      'enquiries answered (speed and courtesy are not judged), so far, once, after resumption | `3.1-answers` `place:due-times` |',
      '問い合わせに対応（速さと丁寧さは判定しない）、継続中、1回、再開後 | `3.1-answers` `place:due-times` |',
    ])
    expect(await rows(bench, '6-a2')).toEqual([
      'heads reached (how quickly is not judged), after resumption | `6-reach-heads` `place:contact-list` |',
      '各部署の責任者に連絡がついた（速さは判定しない）、再開後 | `6-reach-heads` `place:contact-list` |',
    ])
  })

  it('say that there was news but no update, however short the halt was', async () => {
    const bench = await halted()
    await bench.ok('done', '2.2-website')
    await bench.ok('set', 'cause=the disk is full')
    await lifted(bench)
    const carriers = '`3.2-website` `3.2-email` `3.2-app-push` `3.2-social` `place:keeping-in-touch`'
    expect(await rows(bench, '3.2-c')).toEqual([
      `not done | ${carriers} | there was news, but no update on it`,
      `未実施 | ${carriers} | 新しい情報があったが続報なし`,
    ])
    expect((await rows(bench, '3.2-a'))[0]).toContain('not applicable | ')
  })

  it('name open follow-ups beside a step that was left undone', async () => {
    const bench = await halted()
    await lifted(bench)
    await bench.ok('done', '4.4-prevention')
    await bench.ok('action', 'add', 'Buy disks', '--serves', 'prevention-system')
    expect(await rows(bench, '5.1-c')).toEqual([
      'partly open | `4.2-prevent` `place:system-duties` | follow-ups are open',
      '一部未了 | `4.2-prevent` `place:system-duties` | 残作業あり',
    ])
    await bench.ok('close', '--force', '--reason', 'the rest is followed up elsewhere')
    expect((await rows(bench, '5.1-c'))[0]).toBe(
      'done in part | `4.2-prevent` `place:system-duties` | closed without it, follow-ups are open',
    )
  })

  it('say only that it was declined where it had to be considered only if needed', async () => {
    const bench = await halted()
    await lifted(bench)
    await bench.ok('decline', '4.3-losses', '4.3-legal', '4.3-terms', '--reason', 'no losses')
    expect(await rows(bench, '4.3-a')).toEqual([
      'declined | `4.3-losses` `4.3-legal` | no losses',
      '見送り | `4.3-losses` `4.3-legal` | no losses',
    ])
  })

  it('say that a decision not to compensate was made, not that it was declined', async () => {
    const bench = await halted()
    await lifted(bench)
    await bench.ok('set', 'compensation-decision=none is paid')
    await bench.ok('done', '4.3-legal', '--note', 'decided by Legal')
    await bench.ok('decline', '4.3-terms', '--reason', 'none is paid')
    expect(await rows(bench, '4.3-b')).toEqual([
      'done (4.3-terms declined: none is paid) | `4.3-legal` | decided by Legal',
      '実施（4.3-termsは見送り：none is paid（英語のみ）） | `4.3-legal` | decided by Legal（英語のみ）',
    ])
    expect((await rows(bench, '5.4-b'))[0]).toBe('done | `4.3-legal` `place:legal-duties` | decided by Legal')
  })

  it('say of what a reopening renews that it was done before', async () => {
    const bench = await halted()
    await bench.ok('done', '1.2-protect', '4.4-cause', '2.3-roles')
    await lifted(bench)
    await bench.ok('reopen', '--reason', 'it failed again')
    expect(await rows(bench, '1.2-2b')).toEqual([
      'open (done before the renewed suspension or restriction) | `1.2-protect` |',
      '未完了（再停止・再制限の前に実施） | `1.2-protect` |',
    ])
    expect(await rows(bench, '5.1-a')).toEqual([
      'open (4.4-cause done before the renewed suspension or restriction) | `2.1-cause` `4.4-cause` `5.1-recover` `place:system-duties` |',
      '未完了（4.4-causeは再停止・再制限の前に実施） | `2.1-cause` `4.4-cause` `5.1-recover` `place:system-duties` |',
    ])
    await bench.ok('done', '5.1-recover')
    expect((await rows(bench, '5.1-a'))[0]).toMatch(
      /^partly open \(.*4.4-cause done before the renewed suspension or restriction\) \| `2.1-cause` `4.4-cause` /,
    )
    await bench.ok('close', '--force', '--reason', 'enough')
    expect((await rows(bench, '1.2-2b'))[1]).toBe(
      '一部未実施（再停止・再制限の前に実施） | `1.2-protect` | 行わないまま終了',
    )
  })

  it('say whether follow-ups carry out what was planned, and that the runbooks were reviewed', async () => {
    const bench = await halted()
    await lifted(bench)
    await bench.ok('set', 'prevention-system=more disks', 'prevention-rules=two people')
    await bench.ok('done', '4.4-prevention', '4.2-prevent', '7-review')
    const carriers = '`4.2-prevent` `4.4-prevention` `place:system-duties`'
    await bench.ok('action', 'add', 'Buy disks', '--serves', 'prevention-system', '--owner', 'taro')
    expect(await rows(bench, '5.1-c')).toEqual([
      `partly open | ${carriers} | no follow-up for some measures`,
      `一部未了 | ${carriers} | 残作業の登録がない再発防止策あり`,
    ])
    expect(await rows(bench, '7-f')).toEqual([
      'runbooks reviewed (no follow-up registered, not filled in: Runbook changes) | `7-review` `place:regular-drills` |',
      '手順書を見直し（残作業の登録なし、未記入: 手順書の見直し点） | `7-review` `place:regular-drills` |',
    ])
    await bench.ok('action', 'add', 'Say who decides', '--serves', 'runbook-changes', '--owner', 'taro')
    const { actions } = JSON.parse(await bench.ok('action', 'list', '--json')) as { actions: { id: string }[] }
    await bench.ok('action', 'done', actions.at(-1)?.id ?? '')
    expect((await rows(bench, '7-f'))[0]).toMatch(/^done \(not filled in: Runbook changes\)/)
    await bench.ok('done', '7-drill')
    expect((await rows(bench, '7-e'))[1]).toMatch(/^実施（未記入: 次回の訓練日）/)
  })
})

describe('facts in the report', () => {
  it('strikes all of an undone statement, and nothing empty', async () => {
    const bench = await halted()
    await bench.ok('set', 'contact.ja=別の窓口', 'contact.en=another desk')
    await bench.ok('undo', '--reason', 'the wrong halt')
    await bench.ok('set', 'contact.ja=相談窓口')
    const facts = await section(bench, 'Facts')
    expect(facts).not.toContain('~~~~')
    expect(facts).toMatch(/^\| ~~\S+ \S+~~ \| ~~Contact~~ \| ~~別の窓口 \/ another desk~~ \| taro \| \[#\d+\]/m)
    expect(facts).toMatch(/^\| Contact \| {2}\| 相談窓口 \(Japanese only\) \|/m)
  })
})

describe('what has not happened yet in the report', () => {
  it('is not called unknown while the halt goes on', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', '--posted')
    expect(await section(bench, 'Impact')).toMatch(/\| trading \| .* \| not resumed yet \|/)
    const numbers = await section(bench, 'In numbers')
    expect(numbers).toContain('- Time to detect: not filled in\n')
    expect(numbers).toMatch(
      /channels: not sent on every channel\n {2}- website: 10 min.*\n {2}- e-mail: not sent yet\n/,
    )
    expect(numbers).toContain('- Time to full resumption: not resumed yet\n')
    expect(numbers).toContain('- From the first lift to the notice of resumption: not resumed yet\n')
    const japanese = await section(bench, '主な数値', '--language', 'ja')
    expect(japanese).toContain('- 検知までの時間: 未記入\n')
    expect(japanese).toContain('- 全面再開までの時間: まだ再開していません\n')
    expect(japanese).toMatch(/- 宣言から最初の告知まで:\n {2}- ウェブサイト: 0秒\n {2}- メール: まだ出していません\n/)
    expect(await section(bench, '影響', '--language', 'ja')).toMatch(/\| 売買 \| .* \| まだ再開していません \|/)
  })

  it('stays undone once the halt was lifted or closed', async () => {
    const bench = await halted()
    await bench.ok('lift', '--all', '--force', '--reason', 'it is back')
    expect(await section(bench, 'In numbers')).toContain(
      '- From the first lift to the notice of resumption: not sent yet\n',
    )
    const other = await halted()
    await other.ok('close', '--force', '--reason', 'moved to another log')
    expect(await section(other, 'In numbers')).toContain('- Time to full resumption: no resumption recorded\n')
    expect(await section(other, 'In numbers')).toContain('- From declaring to the first notice: not sent\n')
  })

  it('says of a planned halt that it has not begun, or never did', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'maintenance', '--planned', '22:30/23:30')
    expect(await section(bench, 'In numbers')).toContain('- Time to full resumption: not begun yet\n')
    await bench.ok('close', '--force', '--reason', 'called off')
    expect(await section(bench, 'In numbers')).toContain('- Time to full resumption: closed without having begun\n')
  })

  it('tells what nobody filled in from what was stated as not known', async () => {
    const bench = await halted()
    await bench.ok('set', 'detected-at=?', 'cause=?', 'compensation-amount=?')
    expect(await section(bench, 'In numbers')).toContain('- Time to detect: not known\n')
    expect(await section(bench, 'In numbers')).toContain(
      '(not known: Cause; not filled in: Impact on customers, Expected resumption, Contact)',
    )
    const compensation = await section(bench, 'Compensation')
    expect(compensation).toBe('\n## Compensation\n\n- Compensation amount: not known yet\n')
    const japanese = await section(bench, '補償', '--language', 'ja')
    expect(japanese).toBe('\n## 補償\n\n- 補償の金額: 未確認\n')
    expect(await section(bench, 'Not on record')).toContain(
      '- Compensation: Who is compensated, Compensation procedure, Compensation decision\n',
    )
    expect(await section(bench, '記録のない項目', '--language', 'ja')).toContain('- 補償: 補償の対象、')
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test')
    expect(await bench.ok('report')).not.toContain('## Not on record')
  })

  it('counts nothing from the beginning of what was no halt', async () => {
    const bench = await halted()
    await bench.ok('set', 'detected-at=22:09')
    await bench.ok('notice', 'website', '--posted')
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test')
    const numbers = await section(bench, 'In numbers')
    expect(numbers).not.toMatch(/Time to detect|Time to notify/)
    expect(numbers).toContain('- From declaring to the first notice:\n  - website: 0 s\n')
    expect(await section(bench, 'Milestones')).toMatch(/\| Time \| What \|\n[\s\S]*\n\| \S+ 22:09:00 \| detected/)
  })

  it('says once of what happened at one moment how much later it was entered', async () => {
    const bench = await halted()
    await bench.ok('lift', '--all', '--at', '5m ago', '--force', '--reason', 'checked')
    expect(await section(bench, 'Milestones')).toMatch(/open again: [^(\n]*\. Fully resumed \(entered 5 min later\) \|/)
  })

  it('is told with the time at which the report was made', async () => {
    const bench = await halted()
    const { startedAt } = JSON.parse(await bench.ok('report', '--format', 'json'))
    const now = startedAt.slice(0, 14).replace('T', ' ')
    expect(await bench.ok('report')).toContain(`The incident is still open; this is its state at ${now}`)
    expect(await bench.ok('report', '--language', 'ja')).toMatch(/この報告書は\S+ \S+時点の内容です。/)
  })

  it('says at the top that services have resumed, although the incident is not closed', async () => {
    const bench = await halted()
    expect(await bench.ok('report')).not.toContain('Services have resumed')
    await bench.ok('lift', '--all', '--force', '--reason', 'it is back')
    expect(await bench.ok('report')).toContain(
      'Services have resumed, but the incident is not closed; this is its state',
    )
    const ja = await bench.ok('report', '--language', 'ja')
    expect(ja).toContain('サービスは再開しましたが、インシデントは終了していません。')
    await bench.ok('close', '--force', '--reason', 'it is over')
    expect(await bench.ok('report')).not.toMatch(/not closed|still open|drawn up yet/)
  })
})

describe('a halt that was reopened, in the report', () => {
  it('says of which stop each time is', async () => {
    const bench = await halted()
    await bench.ok('lift', '--all', '--force', '--reason', 'it is back')
    await bench.ok('reopen', '--reason', 'it failed again', '--scope', 'trading=stopped')
    await bench.ok('lift', '--all', '--force', '--reason', 'it is back')
    const numbers = await section(bench, 'In numbers')
    expect(numbers).toContain('- Time to detect (first interruption): ')
    expect(numbers).toContain('- Time to notify customers on all channels (first interruption): ')
    expect(numbers).toContain('- From declaring to the first notice (first interruption): ')
    expect(numbers).toContain('- From the first lift to the notice of resumption (latest interruption): not sent yet')
    expect(await section(bench, '主な数値', '--language', 'ja')).toContain(
      '- 最初の解除から再開のお知らせまで（直近の停止・制限）: ',
    )
  })

  it('does not count what was traded in between as stopped', async () => {
    const bench = await halted()
    await bench.ok('lift', '--all', '--force', '--reason', 'it is back')
    bench.pass(39 * MINUTE)
    await bench.ok('reopen', '--reason', 'again', '--scope', 'trading=cancel-only')
    bench.pass(20 * MINUTE)
    expect(await section(bench, 'Summary')).toMatch(/; since \S+ \S+; 30 min in all\. Full resumption: /)
    expect(await section(bench, 'In numbers')).toContain(
      '- From the first stop or restriction to the last resumption: not resumed yet\n',
    )
    await bench.ok('lift', '--all', '--force', '--reason', 'it is back')
    expect(await section(bench, '概要', '--language', 'ja')).toContain('、合わせて30分。')
    expect(await section(bench, '主な数値', '--language', 'ja')).toContain(
      '- 最初の停止・制限から最後の再開まで: 1時間9分\n',
    )
  })

  it('does not call the whole of it a duration if nobody stated what was stopped', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--at', '10m ago')
    await bench.ok('lift', 'trading', '--force', '--reason', 'it is back')
    await bench.ok('reopen', '--reason', 'again')
    expect(await section(bench, 'In numbers')).toContain(
      '- From the first stop or restriction to the last resumption: not resumed yet\n',
    )
  })

  it('numbers a first notice that others were before, and counts none that tells of the resumption', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', '--posted')
    await bench.ok('scope', 'deposits=stopped')
    await bench.ok('notice', 'website', '--posted')
    await bench.ok('notice', 'email', '--posted')
    await bench.ok('lift', '--all', '--force', '--reason', 'it is back')
    await bench.ok('notice', 'social', '--posted')
    const en = await section(bench, 'Milestones')
    expect(en).not.toMatch(/first notice[^|]*: X /)
    expect(en).toContain('| first notice: website |')
    expect(en).toContain('| first notice (no. 2): e-mail |')
    const ja = await section(bench, '主な時点', '--language', 'ja')
    expect(ja).toContain('| 第1報: ウェブサイト |')
    expect(ja).toContain('| 停止・制限の開始後の最初の告知（第2報）: メール |')
  })
})

describe('a halt that was lifted in parts, in the report', () => {
  it('is not said to have resumed while something is stopped', async () => {
    const bench = new Bench()
    const scope = ['--scope', 'trading=stopped', 'withdrawals=stopped']
    await bench.ok('start', '--type', 'system-failure', '--at', '10m ago', ...scope)
    await bench.ok('lift', 'trading', '--force', '--reason', 'it is back')
    bench.pass(20 * MINUTE)
    expect(await section(bench, 'About this incident')).toContain('- Phase: After resumption (with restrictions)\n')
    expect(await section(bench, 'Milestones')).toContain('| partly resumed. Open again: trading |')
    expect(await section(bench, '主な時点', '--language', 'ja')).toContain('| 一部再開。再開: 売買 |')
    await bench.ok('lift', 'withdrawals', '--force', '--reason', 'so are they')
    bench.pass(5 * MINUTE)
    const summary = await section(bench, 'このインシデントについて', '--language', 'ja')
    expect(summary).toMatch(/- 段階: 再開後\n/)
    expect(summary).toMatch(/- 再開後（停止・制限中のものあり）: 20分（.*）\n {2}- 再開後: 5分（/)
    expect(await bench.ok('report', '--language', 'ja')).toContain('再開後（停止・制限中のものあり） :')
  })
})

describe('promised reports in the report', () => {
  it('are only those whose time came before the halt was over, as many as the figures count', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', '--posted', '--next', '22:30')
    bench.pass(5 * MINUTE)
    await bench.ok('notice', 'website', '--posted', '--next', '22:50')
    bench.pass(20 * MINUTE)
    await bench.ok('notice', 'website', '--posted', '--next', '23:10')
    await bench.ok('close', '--force', '--reason', 'over')
    expect(await section(bench, 'Promised next reports, and when they came')).toMatch(
      /\| Due \| Channels \| Reported \| State \|\n.*\n\| 2026-11-24 22:30 \| website \| 2026-11-24 22:22 \| kept \|\n$/,
    )
    expect(await section(bench, 'In numbers')).toContain('- Rounds of promised reports that came in time: 1 of 1\n')
  })
})

describe('late updates without a promised time in the report', () => {
  it('name a channel once that was told the same minute twice', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
    await bench.ok('notice', 'website', 'email', '--posted', '--next', '22:40')
    bench.pass(10 * MINUTE)
    await bench.ok('notice', 'website', '--posted', '--next', '22:40')
    bench.pass(30 * MINUTE)
    const rows = (await bench.ok('report')).split('\n').filter((line) => line.startsWith('| 2026-11-24 22:40 |'))
    expect(rows).toEqual(['| 2026-11-24 22:40 | website, e-mail | NOT KEPT: none came |'])
  })

  it('are those by the interval and by what was planned, with by how much, for all but customers', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', 'social', '--posted')
    bench.pass(42 * MINUTE)
    await bench.ok('notice', 'website', '--posted')
    await bench.ok('notice', 'website', '--next', '5m')
    bench.pass(9 * MINUTE)
    const title = 'Late updates for which customers had been told no time'
    const interval = 'due within 30 min of the notice before'
    const late = await section(bench, title)
    expect(late).toContain(
      `2026-11-24 22:59 | 12 min LATE (website); none came (X (formerly Twitter)) | ${interval} |\n`,
    )
    expect(late).toContain('| 2026-11-24 22:47 | website, X (formerly Twitter) | ')
    expect(late).toContain('| none came | due by a time planned without telling customers |')
    expect(await section(bench, 'In numbers')).toContain(`- ${title}: 2\n`)
    const outside = async (audience: string) => bench.ok('report', '--audience', audience)
    expect(await outside('regulator')).toContain(interval)
    expect(await outside('executive')).toContain(`- ${title}: 2\n`)
    expect(await outside('customer')).not.toContain('ate updates')
    expect(JSON.parse(await bench.ok('report', '--audience', 'customer', '--json')).lateUpdates).toEqual([])
    const { lateUpdates } = JSON.parse(await bench.ok('report', '--json'))
    expect(lateUpdates.map(({ withinSeconds }: { withinSeconds: number | null }) => withinSeconds)).toEqual([
      1800,
      null,
      1800,
    ])
    expect(await bench.ok('report', '--language', 'ja')).toMatch(/\| 12分の遅れ（ウェブサイト）、出していない（X/)
  })
})

describe('a halt in which nothing was stopped', () => {
  it('is called a restriction, and each interruption by what happened in it', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'market-volatility', '--scope', 'trading=cancel-only')
    bench.pass(MINUTE)
    await bench.ok('lift', '--all', '--force', '--reason', 'it is calm')
    expect(await section(bench, '概要', '--language', 'ja')).toMatch(/制限: .*（1分）/)
    expect(await section(bench, '主な時点', '--language', 'ja')).toContain('| 制限開始 |')
    bench.pass(MINUTE)
    await bench.ok('reopen', '--reason', 'again', '--scope', 'trading=stopped')
    const milestones = await section(bench, 'Milestones')
    expect(milestones).toContain('| restriction began | 1 |')
    expect(milestones).toContain('| interruption 2: halt began | 2 |')
  })

  it('is told apart from one that was restricted first, and stopped only later', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'market-volatility', '--scope', 'trading=cancel-only', 'deposits=open')
    bench.pass(MINUTE)
    await bench.ok('scope', 'trading=stopped')
    bench.pass(MINUTE)
    await bench.ok('lift', '--all', '--force', '--reason', 'it is calm')
    expect(await section(bench, '概要', '--language', 'ja')).toMatch(/制限: .*（2分）/)
    expect(await section(bench, '主な時点', '--language', 'ja')).toContain('| 制限開始 |')
    bench.pass(MINUTE)
    await bench.ok('reopen', '--reason', 'again', '--scope', 'trading=stopped', 'deposits=limited:yen only')
    expect(await section(bench, '主な時点', '--language', 'ja')).toContain('| 2回目の停止・制限: 停止開始 | 2 |')
  })
})

const WINDOW = /(\d{4}-\d{2}-\d{2} 22:30:00)(?: to |〜)(\d{4}-\d{2}-\d{2} 23:30:00)/

describe('a planned halt in the report', () => {
  const plan = ['--type', 'maintenance', '--planned', '22:30/23:30', '--scope', 'trading=stopped', 'deposits=open']

  it('is told in brief to have been planned, and for when, but not to have stopped anything by that', async () => {
    const bench = new Bench()
    await bench.ok('start', ...plan)
    const en = await section(bench, 'What happened, in brief')
    expect(en.replace(WINDOW, 'FROM to TO')).toContain(
      'Planned: system maintenance, FROM to TO. To be stopped: trading. To be open: deposits. (',
    )
    const ja = await section(bench, '経過の要点', '--language', 'ja')
    expect(ja.replace(WINDOW, 'FROM〜TO')).toContain(
      '計画: システムメンテナンス、FROM〜TO。停止の予定: 売買。利用可の予定: 入金・預入。（',
    )
  })

  it('is told in brief to be going to stop what was stated before it began, and to have stopped what was stated then', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'maintenance', '--planned', '22:30/23:30')
    await bench.ok('scope', 'trading=stopped')
    bench.pass(MINUTE)
    await bench.ok('advance', '--force', '--reason', 'nobody trades tonight')
    bench.pass(MINUTE)
    await bench.ok('scope', 'deposits=stopped')
    const story = await section(bench, 'What happened, in brief')
    expect(story).toContain('To be stopped: trading. (')
    expect(story).toContain('  Stopped: deposits. (')
    expect(await section(bench, '経過の要点', '--language', 'ja')).toContain('停止の予定: 売買。（')
  })

  it('is told in brief to have begun, with the reason if a warning was overridden', async () => {
    const bench = new Bench()
    await bench.ok('start', ...plan)
    await bench.ok('advance', '--force', '--reason', 'nobody trades tonight')
    const story = await section(bench, 'What happened, in brief')
    expect(story).toContain('The planned halt began, forced: nobody trades tonight (')
    expect(await section(bench, '経過の要点', '--language', 'ja')).toContain(
      '計画停止を開始、警告を承知のうえで実行: nobody trades tonight（',
    )
  })

  it('is in the timeline with the times that were planned', async () => {
    const bench = new Bench()
    await bench.ok('start', ...plan)
    const en = await section(bench, 'Timeline')
    expect(en.replace(WINDOW, 'FROM to TO')).toContain(
      'declared system maintenance, planned FROM to TO, trading=stopped deposits=open |',
    )
    const ja = await section(bench, '時系列', '--language', 'ja')
    expect(ja.replace(WINDOW, 'FROM〜TO')).toContain(
      '宣言 システムメンテナンス 予定 FROM〜TO 売買=停止 入金・預入=利用可 |',
    )
  })

  async function begun(): Promise<Bench> {
    const bench = new Bench()
    await bench.ok('start', '--type', 'maintenance', '--planned', '22:30/23:30', '--scope', 'trading=stopped')
    bench.pass(13 * MINUTE)
    await bench.ok('set', 'detected-at=22:30')
    await bench.ok('advance', '--force', '--reason', 'now')
    bench.pass(MINUTE)
    await bench.ok('notice', 'website', '--posted')
    return bench
  }

  it('shows what was detected before it began with the time between', async () => {
    const milestones = await section(await begun(), 'Milestones')
    expect(milestones).toMatch(
      /\| 2026-11-24 22:30:00 \| T-00:00:05 \| detected \|\n\| \S+ 22:30:05 \| T\+00:00:00 \| halt began/,
    )
  })

  it('is measured against the plan as it stood when it began', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'maintenance', '--planned', '22:30/23:30', '--scope', 'trading=stopped')
    await bench.ok('set', 'planned-start=22:45', 'planned-end=01:45')
    const moved = '2026-11-24 22:45:00 to 2026-11-25 01:45:00'
    expect(await section(bench, 'About this incident')).toContain(`- Planned: ${moved}\n- Planned duration: 3 h\n`)
    bench.pass(29 * MINUTE)
    await bench.ok('advance', '--force', '--reason', 'now')
    await bench.ok('set', 'planned-end=02:45')
    expect(await section(bench, 'About this incident')).toContain(`- Planned: ${moved}\n- Planned duration: 3 h\n`)
  })

  it('has no planned time that was said not to be known', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'maintenance', '--planned', '22:30/23:30', '--scope', 'trading=stopped')
    await bench.ok('set', 'planned-end=?')
    const summary = await section(bench, 'About this incident')
    expect(summary).toContain('- Planned: 2026-11-24 22:30:00 to not known\n')
    expect(summary).not.toContain('Planned duration')
  })

  it('says that times from detecting and declaring do not apply to it', async () => {
    const bench = await begun()
    const numbers = await section(bench, 'In numbers')
    expect(numbers).toContain('- Time to detect: does not apply, since the halt was planned\n')
    expect(numbers).toContain('- From declaring to the first notice: does not apply, since the halt was planned\n')
    const japanese = await section(bench, '主な数値', '--language', 'ja')
    expect(japanese).toContain('- 検知までの時間: 計画停止のため対象外\n')
    expect(japanese).toContain('- 宣言から最初の告知まで: 計画停止のため対象外\n')
  })
})

describe('the time to detect', () => {
  it('of a halt that was detected before it is said to have begun is not called unknown', async () => {
    const bench = await halted()
    await bench.ok('set', 'started-at=22:00')
    await bench.ok('set', 'detected-at=21:57')
    expect(await section(bench, 'Milestones')).toMatch(/\d \| T-00:03:00 \| detected /)
    expect(await section(bench, 'In numbers')).toContain('- Time to detect: detected before the halt began\n')
  })
})

describe('what was corrected and taken back in the report', () => {
  it('is not passed over where it says how late events were entered', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    expect(await section(bench, 'Log')).toContain('- No event is dated more than two minutes before it was recorded.\n')
    await bench.ok('note', 'the queue grows', '--at', '22:08')
    await bench.ok('correct', '2', '--at', '22:17', '--reason', 'a slip')
    expect(await section(bench, 'Log')).toContain(
      '- As the times stand now, no event is dated more than two minutes before it was recorded; the time of 1 event was corrected.\n',
    )
    await bench.ok('note', 'the disk is full', '--at', '22:08')
    expect(await section(bench, 'Log')).toContain(
      '- Entered later: 1 event is dated more than two minutes before being recorded, at most 9 min 5 s; the time of 1 event was corrected.\n',
    )
    expect(await section(bench, 'ログ', '--language', 'ja')).toContain(
      '差は最大9分5秒です。時刻を訂正した記録は1件です。\n',
    )
  })

  it('has the events that were undone, each with its reason', async () => {
    const bench = await halted()
    await bench.ok('classify', '--severity', 'sev1', '--reason', 'all of it')
    await bench.ok('undo', '--reason', 'only trading')
    await bench.ok('note', 'one')
    await bench.ok('correct', '4', '--text', 'two', '--reason', 'counted again')
    const corrections = await section(bench, 'Corrections, and what was taken back')
    expect(corrections).toMatch(
      /^\| \S+ \S+ \| \[#2\]\(#event-2\) \| undone \| ~~classified sev1.*~~ \| only trading \| taro \|$/m,
    )
    expect(corrections).toMatch(/^\| \S+ \S+ \| \[#4\]\(#event-4\) \| corrected \| two \| counted again \| taro \|$/m)
    expect(await section(bench, '訂正と取り消し', '--language', 'ja')).toMatch(/取り消し済み/)
  })

  it('tells in the summary of a closing that was taken back, but not outsiders', async () => {
    const bench = await halted()
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test alarm')
    bench.pass(MINUTE)
    await bench.ok('-i', 'latest', 'undo', '2', '--reason', 'the halt was real')
    expect(await section(bench, 'About this incident')).toContain(
      '- Closed and opened again: 2026-11-24 22:17:05 false alarm, taken back 2026-11-24 22:18:05: the halt was real\n',
    )
    expect(await section(bench, 'このインシデントについて', '--language', 'ja')).toContain(
      '- 終了の取り消し: 2026-11-24 22:17:05に誤報として終了、2026-11-24 22:18:05に取り消し（the halt was real（英語のみ））\n',
    )
    expect(await bench.ok('report', '--audience', 'regulator')).not.toContain('the halt was real')
    expect(JSON.parse(await bench.ok('report', '--format', 'json')).undone).toMatchObject([
      { reason: 'the halt was real', by: 'taro', target: { type: 'incident.closed' } },
    ])
  })
})

describe('the deviations in the report', () => {
  it('are counted with their reasons in the body, and their steps are in the annex', async () => {
    const bench = await halted()
    await bench.ok('advance', '--force', '--reason', 'all hands are needed')
    bench.pass(MINUTE)
    await bench.ok('skip', '2.1-hearing', '--reason', 'nobody is there')
    bench.pass(MINUTE)
    await bench.ok('close', '--force', '--reason', 'moved elsewhere')
    const body = await section(bench, 'Deviations')
    expect(body).toMatch(/\| forced \| \d+ steps \(Initial response\) \| all hands are needed \|/)
    expect(body).toMatch(/\| skipped \| Ask the departments \| nobody is there \|/)
    expect(body).toMatch(
      /\| forced \| \d+ steps \(Initial response \d+, .*After resumption \d+\).* \| moved elsewhere \|/,
    )
    expect(body).not.toMatch(/\d\.\d-/)
    const annex = await section(bench, 'Deviations, step by step')
    expect(annex.match(/`2\.1-hearing` Ask the departments/g)).toHaveLength(2)
    expect(annex).toMatch(/^\| \S+ \S+ \| forced \| Initial response \| [^|]*`2\.1-assess` [^|]*\|$/m)
    expect(annex).toMatch(/^\| \S+ \S+ \| forced \| After resumption \| [^|]*`4\.4-lessons` [^|]*\|$/m)
    expect(annex).not.toMatch(/^[^`]*`2\.1-.*`4\.4-lessons` /m)
    const report = await bench.ok('report', '--audience', 'internal', '--no-annex')
    expect(report).toContain('\n## Deviations\n')
    expect(report).not.toContain('Deviations, step by step')
  })
})

describe('the declaration in the story', () => {
  it('names what was not open of an operation that was', async () => {
    const bench = new Bench()
    const scope = ['withdrawals:MIO=stopped', 'withdrawals=open', 'trading=open']
    await bench.ok('start', '--type', 'system-failure', '--scope', ...scope)
    expect(await section(bench, 'What happened, in brief')).toContain(
      'Stopped: withdrawals MIO. Open: withdrawals (except MIO), trading.',
    )
  })
})

describe('steps that were open at a lift', () => {
  it('have no reason, since a lift asks for none, and the report says so to readers inside', async () => {
    const bench = await halted()
    await bench.ok('done', '3.4-criteria')
    await bench.ok('lift', '--all')
    expect(await section(bench, 'Deviations')).toMatch(
      /\| open at the lift \| \d+ steps \([^|]*\) \| none: a lift asks for no reason \|/,
    )
    expect(await section(bench, '手順からの逸脱', '--language', 'ja')).toMatch(
      /\| 解除時に未完了 \| [^|]* \| なし（解除では理由の入力を求めない） \|/,
    )
    expect(await section(bench, 'Deviations', '--audience', 'regulator')).not.toContain('reason')
  })

  it('say once why they have none, and not again where they were the same', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped', 'deposits=stopped')
    await bench.ok('done', '3.4-criteria')
    await bench.ok('lift', 'trading')
    bench.pass(MINUTE)
    await bench.ok('lift', 'deposits')
    const rows = await section(bench, 'Deviations')
    expect(rows).toMatch(/\| open at the lift \| the same as at \S+ \S+ \| {2}\| taro \|/)
    expect(rows.match(/a lift asks for no reason/g)).toHaveLength(1)
  })
})

describe('what a closing was forced over', () => {
  it('are steps, phase by phase, and facts, which are no steps', async () => {
    const bench = await halted()
    await bench.ok('done', '3.4-criteria')
    await bench.ok('lift', '--all')
    await bench.ok('notice', '--posted')
    await bench.ok('close', '--force', '--reason', 'moved elsewhere')
    expect(await section(bench, 'Deviations')).toMatch(/\| forced \| \d+ steps \([^|]*\), 1 fact \| moved/)
    expect(await section(bench, '手順からの逸脱', '--language', 'ja')).toMatch(/\| 手順\d+件（[^|]*）、項目1件 \|/)
    const annex = await section(bench, 'Deviations, step by step')
    expect(annex).toMatch(/^\| \S+ \S+ \| forced \| {2}\| `asset-safety` Customer assets \|$/m)
  })
})

describe('the follow-ups in the report', () => {
  it('lead to the tracker that has them, if its address is one of the web', async () => {
    const bench = await halted()
    await bench.ok('action', 'add', 'New disks', '--ref', 'https://tracker.example.com/H-1')
    await bench.ok('action', 'add', 'New fans', '--ref', 'H-2')
    await bench.ok('action', 'add', 'New desks', '--ref', 'javascript:alert(1)')
    const rows = await section(bench, 'Follow-ups')
    expect(rows).toContain('| <https://tracker.example.com/H-1> |')
    expect(rows).toContain('| H-2 |')
    const page = await bench.ok('report', '--audience', 'internal', '--format', 'html')
    expect(page).toContain('<a href="https://tracker.example.com/H-1" rel="noreferrer">')
    expect(page).not.toContain('href="javascript')
  })
})
