import { describe, expect, it } from 'vitest'
import { claimRules, claimsIn, sentencesOf } from '../../../src/domain/notice/claims.ts'
import type { ClaimKind, ClaimRule } from '../../../src/domain/runbook/runbook.ts'
import { CLAIMS, RUNBOOK } from '../../notice/halts.ts'

const RULES = [...CLAIMS, ...claimRules(RUNBOOK)]
const kindsIn = (text: string) => claimsIn(text, RULES).map(({ kind }) => kind)

const CLAIMED: Readonly<Record<ClaimKind, readonly string[]>> = {
  promise: [
    '23時までに必ず再開いたします。',
    '取引は確実に再開できます。',
    '絶対に復旧します。',
    '間違いなく本日中に再開いたします。',
    '本日中の再開は確実です。',
    '23時の再開をお約束いたします。',
    '遅くとも明朝までに再開いたします。',
    'お客様の資産は必ずお守りいたします。',
    '二度とこのような障害は起こしません。',
    '同様の障害が再発することはありません。',
    'どうぞご安心ください。',
    'ご心配には及びません。',
    'ご心配はございません。',
    '損失は全額補償いたします。',
    '損失の全額を当社が負担いたします。',
    'お客様の損害を補償いたします。',
    '手数料は全額を返金いたします。',
    '全額補償の予定です。',
    'お預かりした資産は全額を保証いたします。',
    'お客様にご負担はおかけしません。',
    'お客様が不利益を被ることはございません。',
    'お客様に損失は発生いたしません。',
    '資産は必ず戻ります。',
    '損失は弊社が負担いたします。',
    'Trading will certainly resume at 23:00.',
    'Trading will definitely resume tonight.',
    'Services will resume without fail by noon.',
    'We guarantee that trading resumes today.',
    'Trading will be restored by 23:00 at the very latest.',
    'We promise you that withdrawals reopen today.',
    'We will compensate all customers in full.',
    'All losses will be fully compensated.',
    'You will receive full compensation.',
    'We will reimburse your fees.',
    'Affected customers will be compensated.',
    'We will make customers whole.',
    'We will cover all losses.',
    'Rest assured that we are working on it.',
    'There is no need to worry.',
    'Please do not worry.',
    'There is no cause for concern.',
    'This will never happen again.',
    'Such a failure cannot happen again.',
    'You will lose nothing.',
    "You won't lose anything.",
    'Customers will not bear any losses.',
    'You will get everything back.',
    'We will return all funds.',
  ],
  safety: [
    'お客様の資産は安全です。',
    'お預かりしている暗号資産はすべて無事です',
    '資産の安全を確認しております。',
    'お客様の資産に影響はございません。',
    '顧客情報の流出は確認されておりません。',
    'データへの被害はありません。',
    '資産の安全を確認したため、再開いたします。',
    'お客様の資産に問題がないことを確認しました。',
    '顧客資産は全額保全しております。',
    '被害はありません。',
    '被害はございませんでした。',
    '現時点で被害は確認されておりません。',
    '被害が発生したとの報告は受けておりません。',
    'お客様に損害は発生しておりません。',
    '実害は出ておりません。',
    '被害に遭われたお客様はいらっしゃいません。',
    '不正アクセスは確認されておりません。',
    '外部からの侵入はございません。',
    'サイバー攻撃によるものではありません。',
    '今回の停止は不正アクセスではなく、装置の不具合によるものです。',
    '個人情報の漏えいはありません。',
    '不正送金は発生しておりません。',
    '改ざんの痕跡は認められません。',
    '取引データは失われておりません。',
    '情報や資産への影響：ありません',
    '情報や資産への影響：なし',
    '被害：なし',
    'お客様の資産は安全に管理されております。',
    'お客様の資産は\n安全です。',
    '日本円はすべて無事です。',
    'ウォレットへの影響はありません。',
    '当社のシステムは100%安全です。',
    'Customer assets are safe.',
    'All funds remain fully secure.',
    'Your crypto assets were not affected.',
    'No customer funds were lost.',
    'There was no loss of assets.',
    'There was no damage.',
    'No damage has been found.',
    'No intrusion has been found.',
    'No unauthorised access has been found.',
    'We have found no sign of an intrusion.',
    'We have not found any evidence of a breach.',
    'There is no evidence of a cyberattack.',
    'This was not a cyberattack.',
    'We were not hacked.',
    'Our systems have not been breached.',
    'A leak has been ruled out.',
    'We have confirmed that balances are intact.',
    'The safety of all assets has been confirmed.',
    'Your personal data has not been leaked.',
    'Your account was not compromised.',
    'All your funds are\nsafe.',
    'ASSETS ARE SA\u200bFE',
    'Effect on data and assets: None.',
    'Effect on data and assets: There was none.',
    'None of your coins were stolen.',
    'Your wallets are safe.',
    'Funds are SAFU.',
    'No customer has suffered any loss.',
    'Your coins are protected.',
    'Your deposits are safe.',
    'Customers remain protected.',
    'Everything is safe.',
    'We keep your assets safe.',
    'Your assets cannot be stolen.',
    "Your balances weren't affected.",
    'There is no risk to your funds.',
    '資産へのリスクはございません。',
    'お客様の資産は適切に管理されております。',
    'ご注文は失われません。',
    '失うものはございません。',
  ],
  blame: [
    '原因は、委託先のミスでした。',
    'クラウド事業者による障害です。',
    '今回の障害はベンダーに起因します。',
    'A社の責任です。',
    '担当者の操作ミスによるものです。',
    '作業員の不手際がございました。',
    '人為的ミスが原因です。',
    '当社に責任はございません。',
    'The halt was caused by our vendor.',
    'This is due to a fault at our cloud provider.',
    'The outage was the fault of the bank.',
    "It was our contractor's mistake.",
    'The cause was human error.',
    'Our provider was to blame.',
    'This was not our fault.',
    'Engineer Suzuki made an error.',
    'Mr. Suzuki made a serious mistake.',
    'An operator entered the wrong price.',
    'A developer deleted a table by mistake.',
    'The cause was a mistake by an engineer.',
    '担当者が操作を誤りました。',
    'ベンダーが誤って停止しました。',
    'オペレーターがミスをしました。',
    'システム部の鈴木によるミスです。',
  ],
  guess: [
    'おそらく装置の不具合です。',
    '原因は装置の不具合と思われます。',
    '通信の障害とみられます。',
    '設定の誤りが原因と考えられます。',
    '外部からの攻撃の可能性が高い状況です。',
    '装置の不具合かもしれません。',
    '負荷の集中によるものと推測されます。',
    'The cause is probably a disk.',
    'This is likely due to high load.',
    'We believe that a network device failed.',
    'Apparently a disk failed.',
    'An attack is suspected.',
    'It may have been caused by an update.',
    'It seems that a disk failed.',
    'ディスクの故障が原因のようです。',
    'ディスクが故障したようでございます。',
    'どうやら設定の誤りです。',
    '原因は、装置の故障とみております。',
    '装置の故障の可能性があります。',
    'The cause may be a disk.',
    'It looks as if a disk failed.',
    'The suspected cause is a disk.',
  ],
  number: [
    '約300名のお客様に影響がございます。',
    'お客様300人の情報が対象です。',
    '影響を受けた口座は1,200口座です。',
    '約580億円の被害が発生しました。',
    '流出した金額は3億円です。',
    '顧客情報1万件の流出がございました。',
    'About 300 customers were affected.',
    'Up to 1,200 accounts are affected.',
    'The loss is about ¥580 million.',
    'JPY 58,000,000,000 was stolen.',
    '$3 million is missing.',
    'Some 5% of our customers are affected.',
    '523,000,000 XEM were stolen.',
    '12,450 orders were lost.',
    'About 120 orders placed between 09:40 and 09:50 are not shown.',
    'We lost 300 orders.',
    'The attacker stole 120 BTC.',
    '120 BTC left our wallets.',
    '12 million yen was stolen.',
    'Hackers took $3 million.',
    'Thousands of orders were lost.',
    '注文1,200件が失われました。',
    '約120件の注文が反映されておりません。',
    '数百名のお客様に影響がございます。',
    '攻撃者が120BTCを盗みました。',
  ],
}

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u

describe('claimsIn', () => {
  it.each((Object.keys(CLAIMED) as ClaimKind[]).flatMap((kind) => CLAIMED[kind].map((text) => [kind, text] as const)))(
    'finds a claim of kind %s in: %s',
    (kind, text) => {
      expect(kindsIn(text)).toContain(kind)
    },
  )

  it.each([
    '平素よりサンプル取引所をご利用いただき、誠にありがとうございます。',
    'お客様にはご不便とご心配をおかけし、深くお詫び申し上げます。',
    'お客様にはご不便とご心配をおかけし、誠に申し訳ございません。',
    '現在、システム障害により、取引を停止しております。',
    'セキュリティ確保のため、対応の詳細はお知らせできない場合がございます。',
    '資産への影響を確認しております。',
    '流出の有無を調査しております。',
    '損害の有無を確認しております。',
    '被害の有無は確認中でございます。',
    'お客様の資産を守るため、出金を停止しております。',
    'お客様の資産の安全を確保するため、出金を停止しております。',
    'お客様の安全を確保するため、店舗を休業いたします。',
    '安全を確認するため、売買を停止しております。',
    '安全を確認できるまで、出金を停止いたします。',
    '安全が確認でき次第、再開いたします。',
    '安全を確認したうえで再開いたします。',
    'お客様の資産が安全かどうかを確認しております。',
    'お客様の資産に影響がないか確認しております。',
    'お客様の資産に影響がないことを確認中でございます。',
    '被害がないことを確認するため、出金を停止しております。',
    '不正アクセスがなかったかを調査しております。',
    '不正アクセスの有無を含めて調査しております。',
    '不正アクセスの可能性は否定できません。',
    '被害が生じた場合は、別途ご連絡いたします。',
    '損害が生じ、申し訳ございません。',
    '被害の状況については、現時点でお伝えできる情報がございません。',
    '再開見込み：2026年11月24日(火)23時17分から23時47分頃までの間',
    '23時頃の再開を見込んでおります。',
    '再開の見込みは、現時点では未定でございます。',
    '次報予定：2026年11月24日(火)22時50分',
    '原因：調査中',
    '原因は、現在調査中でございます。',
    '担当者が原因を調査しております。',
    'ベンダーの協力を得て、原因を調査しております。',
    '復旧作業を進めております。',
    '必ず公式ウェブサイトでご確認ください。',
    '再開後は、必ずパスワードを変更してください。',
    '補償については検討しております。',
    '補償の要否を法務部門と確認しております。',
    '全額を補償するかどうかは未定でございます。',
    '全額補償の可否を検討しております。',
    '二度とこのようなことが起こらないよう、再発防止に努めてまいります。',
    '再発防止策：作業前の確認を二人で行います。',
    '影響の有無を引き続き確認しております',
    '当社を装ったと思われるメールにご注意ください。',
    '当社からのお知らせのメールで、ログインやパスワードの入力をお願いすることはございません。',
    '再開の時刻はお約束できません。',
    '資産の状態が安全とは言えません。',
    '注文が失われたか調査しております。',
    '売買の注文と出金ができません。',
    '新しい注文と出金の申し込みはお控えください。',
    '入出金は通常どおりご利用いただけます。',
    'データの更新作業により注文の受付に影響があり、ご利用いただけない場合がございます。',
    '当社の責任者が対応しております。',
    'お問い合わせ先：サポート窓口 03-1234-5678',
    '【第2報】取引停止のお知らせ',
    '対象サービス：売買、日本円の出金、暗号資産の送付（停止）',
    '先のお知らせ（第1報、11月24日(火)22時17分）に誤りがございました。',
    '調査の結果、誤報であることが判明いたしましたため、取り消させていただきます。',
    '相場の急激な変動のため、取引を停止しております。',
    '法令等への対応のため、取引を停止しております。',
    '不審なメールを受け取られた場合は、窓口までお知らせください。',
    'ご不明な点は、お問い合わせ窓口までご連絡ください。',
    '攻撃についてのご質問にはお答えできかねます。',
  ])('finds none in: %s', (text) => {
    expect(claimsIn(text, RULES)).toEqual([])
  })

  it.each([
    'Thank you for using Sample Exchange.',
    'We apologise for the inconvenience and concern caused.',
    'We apologise for any inconvenience this may have caused.',
    'Because of a system failure, trading is halted.',
    'We are checking whether your assets are affected.',
    'We are checking whether any assets were affected.',
    'We are checking whether your assets are safe.',
    'We are investigating whether there was any damage.',
    'We are investigating whether there was an intrusion.',
    'We do not yet know whether any data was leaked.',
    'We do not know yet if any funds were lost.',
    'We cannot yet say that your assets are safe.',
    'We cannot confirm that no data was leaked.',
    'We cannot guarantee a time of resumption.',
    'We have no information about which assets were affected.',
    'An attack cannot be ruled out.',
    'Withdrawals stay suspended until we have confirmed that all assets are safe.',
    'We will resume once we have verified that balances are intact.',
    'To ensure that your assets are safe, withdrawals are suspended.',
    'We have suspended withdrawals to protect your assets.',
    'Please keep your password safe.',
    'To keep your account safe, never share your password.',
    'Orders and withdrawals are not possible.',
    'We expect to resume at about 23:00.',
    'Expected resumption: about 23:47 JST (UTC+9), Tuesday 24 November 2026',
    'Expected resumption: between 23:17 and 23:47 JST (UTC+9), Tuesday 24 November 2026',
    'Expected resumption: not yet known',
    'Trading is likely to resume in the afternoon.',
    'The work will take about two hours.',
    'Cause: under investigation',
    'We are investigating the cause.',
    'Our engineers are at work.',
    'Effect on data and assets: We are still checking whether there was any',
    'Effect on data and assets: being confirmed',
    'Effect on data and assets: No information yet; we are still checking',
    'Whether customers will be compensated has not been decided.',
    'We are considering compensation and will announce the result.',
    'There is no decision yet on compensation for losses.',
    'We are taking steps so that this does not happen again.',
    'Prevention: Two people now check before each change.',
    'Prevention: Failover has been automated.',
    'We will never ask you in a notice like this to log in or to enter a password.',
    'Please beware of fraudulent e-mails.',
    'The latest information is in the notices on our official website.',
    'The next report comes at 22:50 JST.',
    'We promise the next report by 23:30.',
    'Next report: 23:12 JST (UTC+9), Tuesday 24 November 2026',
    'Contact: Support, https://support.example.com',
    'Please do not place orders or request withdrawals.',
    'Some services have resumed.',
    'Trading has resumed.',
    'The services that have resumed are: trading, yen withdrawals.',
    'We retract our earlier notice: we have found that it was a false alarm.',
    'There was an error in our earlier notice (report 1).',
    'Only trading is affected.',
    'A fault in the system that matches orders',
    'A check required by law',
    'Sudden market movements',
    'Unauthorised access from outside (details under investigation)',
    'For security reasons we cannot give details of the attack.',
    'No further details about the attack can be given at present.',
    'If you have lost funds, please contact our support.',
    'If your order was not filled, it has been cancelled.',
    'Do not speculate about the cause.',
  ])('finds none in: %s', (text) => {
    expect(claimsIn(text, RULES)).toEqual([])
  })

  it.each([
    '「お客様の資産は安全です」との記載は誤りでした。',
    'お客様の資産は安全であるとのお知らせ(第1報)を撤回いたします。',
    '資産への被害はない旨のお知らせは、取り消させていただきます。',
    'The statement that customer assets are safe was wrong.',
    'Our statement in notice 1 that customer assets are safe was not correct.',
    '"Your assets are safe" was wrong.',
    'We withdraw our statement that customer assets are safe.',
    'It was wrong of us to say that your assets are safe.',
    'It is not true that all funds are safe.',
    'It was premature to announce that no assets were lost.',
    'We can no longer say that your assets are safe.',
    '資産が安全とは確認できておりません。',
  ])('finds none where words are said not to hold: %s', (text) => {
    expect(claimsIn(text, RULES)).toEqual([])
  })

  it.each([
    'お客様の資産は安全であるとお知らせいたしましたが、現在、影響を確認しております。',
    '「お客様の資産は安全です」と記載しておりましたが、確認中です。',
    '被害はない旨をご報告しましたが、調査を続けております。',
    '資産に影響はございませんと申し上げましたが、確認中でございます。',
    'We said that your assets are safe; we are now checking whether they are.',
    'We wrote: "All assets are safe."',
    'In notice 1, we told you that no customer assets were lost.',
    'Notice 1 read "your assets are safe"; this is now being checked.',
  ])('finds none in what a correction says was told, but one in any other notice: %s', (text) => {
    expect(claimsIn(text, RULES, true)).toEqual([])
    expect(claimsIn(text, RULES)).not.toEqual([])
  })

  it.each([
    '先にお知らせしましたとおり、お客様の資産は安全です。',
    'お客様の資産は安全であるとお知らせしたとおりです。',
    'お客様の資産は安全であるとお知らせいたします。',
    '流出はございませんので、一部の報道内容は事実ではありません。',
    'As we said, your assets are safe.',
    'As we announced your assets are safe.',
    'We said something else, but your assets are safe.',
    'No funds were lost, and reports to the contrary are untrue.',
  ])('finds one in a correction that claims it still: %s', (text) => {
    expect(claimsIn(text, RULES, true)).not.toEqual([])
  })

  it('is tried with at least sixty claims in each language', () => {
    const all = Object.values(CLAIMED).flat()
    expect(all.filter((text) => JAPANESE.test(text)).length).toBeGreaterThanOrEqual(60)
    expect(all.filter((text) => !JAPANESE.test(text)).length).toBeGreaterThanOrEqual(60)
  })
})

describe('the phrases of a claim', () => {
  const rule = (over: Partial<ClaimRule>): ClaimRule => ({ kind: 'blame', ja: [], en: [], ...over })
  const wordsIn = (text: string, over: Partial<ClaimRule>) => claimsIn(text, [rule(over)]).map(({ words }) => words)

  it('are whole words in any case and width, whatever the spaces between them', () => {
    expect(wordsIn('Our ＢＡＮＫ  is slow.', { en: ['bank is'] })).toEqual(['BANK  is'])
    expect(wordsIn('The banker is slow, as a snowbank is', { en: ['bank is'] })).toEqual([])
  })

  it('have alternatives, gaps within a sentence, numbers, and signs that mean nothing else', () => {
    expect(wordsIn('銀行の都合により遅延', { ja: ['銀行|証券*遅延'] })).toEqual(['銀行の都合により遅延'])
    expect(wordsIn('銀行です。遅延', { ja: ['銀行*遅延'] })).toEqual([])
    expect(wordsIn('one two three', { en: ['one_three'] })).toEqual(['one two three'])
    expect(wordsIn('one, then a long while, three', { en: ['one_three'] })).toEqual([])
    expect(wordsIn('約1,200万人', { ja: ['約#人'] })).toEqual(['約1,200万人'])
    expect(wordsIn('we are (100%) safe', { en: ['(100%) safe'] })).toEqual(['(100%) safe'])
  })

  it('are none where an exception holds, within the words or around them', () => {
    const over = { en: ['bank'], unless: { ja: [], en: ['our ~', '~ holiday', 'the ~ of'] } }
    expect(wordsIn('Our bank, a bank holiday and the bank of the river', over)).toEqual([])
    expect(wordsIn('Our bank and their bank', over)).toEqual(['bank'])
    expect(wordsIn('a bad bank', { en: ['a*bank'], unless: { ja: [], en: ['bad'] } })).toEqual([])
  })

  it('are reported once a sentence for each mend, with the level and the mend of their rule', () => {
    const mend = { ja: '直す', en: 'Mend it' }
    const one = rule({ en: ['one'], mend })
    const rules = [one, rule({ en: ['or'], mend }), rule({ en: ['two'] }), rule({ kind: 'safety', en: ['two'] })]
    expect(claimsIn('One or two. Two.', rules)).toMatchObject([
      { kind: 'blame', level: 'warning', words: 'One', sentence: 'One or two.', mend },
      { kind: 'blame', words: 'two', mend: null },
      { kind: 'safety', level: 'error', words: 'two', mend: null },
      { kind: 'blame', words: 'Two', sentence: 'Two.' },
      { kind: 'safety', words: 'Two' },
    ])
    expect(claimsIn('one', [rule({ en: ['one'], level: 'error' })])).toMatchObject([{ level: 'error' }])
  })

  it('of older runbooks say that something is safe', () => {
    expect(claimRules({ claims: { ja: ['安全'], en: ['safe'] } })).toEqual([
      { kind: 'safety', ja: ['安全'], en: ['safe'] },
    ])
    expect(claimRules({})).toEqual([])
  })
})

describe('sentencesOf', () => {
  it('puts a sentence of several lines together, but not rows, entries of lists or paragraphs', () => {
    expect(
      sentencesOf('All funds are\nsafe. Really!\n\nお客様の資産は\n安全です。次\n・原因：調査中\n再開見込み：未定'),
    ).toEqual(['All funds are safe.', 'Really!', 'お客様の資産は安全です。', '次', '・原因:調査中', '再開見込み:未定'])
    expect(sentencesOf('Cause\n\nA disk, v2.1 of it')).toEqual(['Cause', 'A disk, v2.1 of it'])
    expect(sentencesOf('【第2報】停止のお知らせ\n資産は\n無事です')).toEqual([
      '【第2報】停止のお知らせ',
      '資産は無事です',
    ])
  })

  it.each([
    'Trading will resume at 6 a.m. on 25 November.',
    'Trading will resume at 6 a.m. JST, we expect.',
    'It ends at 11 p.m. Tuesday, or later.',
    'Some orders (e.g. Market orders) and U.S. customers are affected.',
    'Example Inc. has told us.',
    'As we said in notice no. 2 and by Dr. Sato.',
  ])('does not end a sentence at an abbreviation: %s', (text) => expect(sentencesOf(text)).toEqual([text]))

  it.each([
    ['It ends by 6 a.m.', 'All funds are safe.'],
    ['It was Example Inc.', 'We do not know why.'],
    ['The answer is no.', 'We are checking.'],
  ])('ends a sentence at an abbreviation before another one: %s %s', (...both) => {
    expect(sentencesOf(both.join(' '))).toEqual(both)
  })
})
