import type { Damage } from '../domain/problem.ts'
import { shortLine } from '../view/inert.ts'
import { CLOSING_NAMES } from './closing-names.ts'
import { deliveryFailures } from './delivery-failures.ja.ts'
import { reasonWords } from './events.en.ts'
import { SCOPE_STATE_NAMES } from './scope-state-names.ts'
import { STAGE_NAMES } from './stage-names.ts'
import { formatSize, type NamedWriter, type Said, type Words } from './words.en.ts'

export const words: Words = {
  phase: {
    scheduled: '開始前',
    'initial-response': '初期対応',
    'during-halt': '停止期間中',
    'after-resumption': '再開後',
    closed: '終了',
  },
  someRestricted: '停止・制限中のものあり',
  stepState: {
    pending: '未着手',
    'in-progress': '着手中',
    done: '完了',
    declined: '見送り',
    skipped: '未実施',
    'not-applicable': '対象外',
  },
  clauseState: {
    done: '実施',
    declined: '見送り',
    skipped: '未実施',
    open: '未完了',
    'not-applicable': '対象外',
    carried: '手順や仕組みに反映',
  },
  modality: { must: '必須', effort: '努力', consider: '検討', 'if-needed': '必要時' },
  scopeState: {
    stopped: SCOPE_STATE_NAMES.stopped.ja[0],
    'cancel-only': SCOPE_STATE_NAMES['cancel-only'].ja[0],
    'post-only': SCOPE_STATE_NAMES['post-only'].ja[0],
    limited: SCOPE_STATE_NAMES.limited.ja[0],
    open: SCOPE_STATE_NAMES.open.ja[0],
  },
  noHalt: '誤報として終了したため、停止・制限はなかったものとして扱う',
  unstated: (operations) => `記録がなく不明: ${operations.join('、')}`,
  otherAssets: (operation) => `${operation}（それ以外）`,
  notice(stage, number) {
    if (number === null) return words.stage[stage]
    return stage === 'first' ? `第${number}報` : `${words.stage[stage]} 第${number}報`
  },
  channel: (id) => id,
  textIn: (channel, language) => `${channel}（${words.language[language]}）`,
  language: { ja: '日本語', en: '英語' },
  stage: {
    scheduled: STAGE_NAMES.scheduled.ja,
    first: STAGE_NAMES.first.ja,
    update: STAGE_NAMES.update.ja,
    resumption: STAGE_NAMES.resumption.ja,
    final: STAGE_NAMES.final.ja,
    correction: STAGE_NAMES.correction.ja,
    retraction: STAGE_NAMES.retraction.ja,
  },
  closing: {
    resolved: CLOSING_NAMES.resolved.ja,
    'false-alarm': CLOSING_NAMES['false-alarm'].ja,
    duplicate: CLOSING_NAMES.duplicate.ja,
  },
  severity: (severity) => (severity === null ? '重大度未定' : `重大度${severity.slice(3)}`),
  severityUnset: '重大度未定',
  recurring: '繰り返し',
  doneTimes: (count, last) => (count === 1 ? `1回実施（${last}）` : `${count}回実施（最終${last}）`),
  dueAgain: (time) => `次回の期限${time}`,
  wasDue: (time) => `期限超過（${time}まで）`,
  doneForNow: '次回あり',
  drill: '訓練',
  untitled: '（件名なし）',
  unknown: '未確認',
  none: 'なし',
  number: (n) => `第${n}報`,
  clock: (kind, name, number) =>
    ({
      'first-notice': `${words.notice('first', number ?? 1)}（${name}）`,
      update: `続報（${name}）`,
      'resumption-notice': `再開のお知らせ（${name}）`,
      'retraction-notice': `取消のお知らせ（${name}）`,
      escalation: `${name}へのエスカレーション`,
      answer: `${name}からの返事`,
      authority: name,
      step: name,
      action: `残作業 ${name}`,
    })[kind] ?? `${kind}:${name}`,
  failure: (code) => reasonWords(deliveryFailures, code),
  verify: '規定未確認',
  pastDue: '期限超過',
  ofUnknown: '書き手が未確認',
  noOwner: '担当未定',
  noDue: '期限未定',
  marked: (name, mark) => `${name}（${mark}）`,
  aside: (remark) => `（${remark}）`,
  listed: (names) => names.join('、'),
  days: (n) => `${n}日`,
  longSpan: (days, hours, minutes) =>
    [`${days}日`, ...(hours === 0 ? [] : [`${hours}時間`]), ...(minutes === 0 ? [] : [`${minutes}分`])].join(''),
  seconds: (n) =>
    n >= 3600
      ? `${Math.floor(n / 3600)}時間${Math.floor((n % 3600) / 60)}分`
      : n >= 60
        ? `${Math.floor(n / 60)}分${Math.floor(n % 60)}秒`
        : `${Math.floor(n)}秒`,
  evidence: {
    attachment: 'ファイル',
    note: '非公開メモ',
    fact: '個人に関する項目',
    stdout: '標準出力',
    stderr: '標準エラー出力',
    journal: '送信の記録',
  },
  standing: {
    intact: '一致',
    altered: '不一致',
    unreadable: '読み取り不可',
    absent: 'このマシンになし',
    lost: 'このマシンから消失',
    removed: '削除済み',
    undeleted: '削除を記録済み、本体が残存',
  },
  flaw: {
    'not-a-folder': 'evidence/ がフォルダーではない',
    'not-a-file': '通常のファイルではない',
    'salt-length': 'ソルトの長さが違う',
    length: '長さが違う',
    digest: 'ダイジェストが違う',
    'no-salt': 'ソルトだけがない',
    'no-bytes': 'ソルトだけが残っている',
  },
  claimedRemoval: (event, reason, by) => `未確認の新しい書き手による削除の記録あり: ${event}「${reason}」${by}`,
  flawed: (standing, flaw) => `${standing}（${flaw}）`,
  leftover: {
    unnamed: 'ファイル',
    unowned: 'ログに記録なし',
    unended: '結果不明（長さとダイジェストの記録なし）',
    saltOnly: 'ソルトのみ',
  },
  bytes: (n) => (n < 1024 ? `${n}バイト` : formatSize(n)),
  nowDue: (name) => `期限になりました: ${name}`,
  roughly: (seconds) => {
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
    if (hours === 0) return `${minutes}分`
    return hours >= 10 || minutes === 0 ? `${hours}時間` : `${hours}時間${minutes}分`
  },
  invited: (name, invitedBy) => `${name}（${invitedBy} の招待）`,
  through: (name, program) => `${name}、${program === 'mcp' ? 'AIアシスタント' : program}経由`,
  enteredLate: (span) => `${span}後に記入`,
  stepsInBulk: (steps, seconds) =>
    `${seconds}秒以内に${steps}件の手順が完了として記録された。それぞれを行った時刻の記録なし`,
  behindBefore: (span) => `（時計が直前の記録より${span}遅れ）`,
  undone: (by) => `（${by} で取り消し）`,
  corrected: (by, wasAt, was) => `（${by} で訂正。当初は ${wasAt} ${was}）`,
  logFlaw: { damaged: '破損', 'declared-twice': '宣言が2つ', incomplete: '記録に欠落' },
  dangerous: '危険',
  runsIn: (folder) => `（実行先 ${folder}）`,
}

function stateOf(what: string): string {
  const [, flag, writer] = /^verify --(accept|set-aside|break-lock) ?(.*)$/.exec(what) ?? []
  if (flag === 'accept') return `${writer} はすでに確認済みの書き手です`
  if (flag === 'set-aside') return `${writer} はすでに対象外の書き手です`
  if (flag === 'break-lock') return '解除すべきロックはありません'
  if (what === 'runbook adopt') return 'この手順書はすでに適用されています'
  return what === 'close' ? 'すでに終了しています' : `すでにその状態です: ${what}`
}

/** Any of the people and departments who can approve something; anybody else if nobody is named. */
export const either = (approvers: readonly string[]) => (approvers.length === 0 ? '別の人' : approvers.join('、'))

function namedWriters(writers: readonly NamedWriter[]): string {
  return writers.map(({ writer, by }) => `${writer}（${by}）`).join('、')
}

export const said: Said = {
  chosen: (id, title, drill) => `${drill ? '[訓練] ' : ''}${id}${title === null ? '' : `  ${title}`}`,
  joinedEachOther: (id, other, line) =>
    `${id} と ${other} は、互いに相手と同じ停止として終了しています。どちらも継続中ではありません。停止が続いている場合: ${line}`,
  namesakes: (declared, chosen, all) =>
    `${declared} として宣言されたインシデントが${all.length}件あります。${all.map(({ id, by, handle }) => `このマシンの ${id} は ${by} が宣言したもの${id === chosen ? '（今回の対象）' : ''}で、どのマシンでも ${handle} と指定できます`).join('。')}`,
  redactionsKept: (count, line) => `その書き手が墨消しした${count}か所は、墨消しのままです。再び表示するには: ${line}`,
  noWritersToSetAside: '対象外にする書き手はありません（このマシンで未確認の書き手はいません）',
  already: stateOf,
  redactAlso: (lines) =>
    `ほかの記録には残っています。必要なら、それぞれ墨消ししてください:\n${lines.map((one) => `  ${one}`).join('\n')}`,
  reasonShows: (words, line) =>
    `理由に、墨消しした文の語があります: ${words.join('、')}。これも表示してはならない場合: ${line}`,
  reasonWord: '理由',
  takenBack: (what) => `取り消した記録: ${what}`,
  torn: (file, bytes) =>
    `${file}: 末尾の${bytes}バイトは書きかけのため読み飛ばしました。この書き手が次に記録するときに退避します`,
  behind: (writer, found, kept) =>
    `${writer} のログは ${found} で終わっていますが、${kept} まで記録したはずです。ログの復元、切り詰め、複製のいずれかが原因です`,
  foreign: (writer, kept) =>
    `${writer} のファイルに、このマシンが書いていない行があります（${kept} より後）。verify で確かめてください`,
  unmet: {
    missing: (writer, _, seen, by) =>
      `${writer} のファイルがありません。${by} の時点では ${seen} までありました。verify で確認してください`,
    behind: (writer, found, seen, by) =>
      `${writer} のログは ${found} で終わっていますが、${by} の時点では ${seen} までありました。verify で確認してください`,
    differs: (writer, _, seen, by) =>
      `${writer}:${seen} が、${by} の時点にあった記録と違います。verify で確認してください`,
  },
  missing: (id, writer, seq, path) =>
    `${id} のログがありません。${writer}:${seq} まで記録したはずです（控え: ${path}）`,
  ignored: (path) => `${path} はインシデントのフォルダーではないため、無視します`,
  moreIgnored: (count) => `incidents/ には、インシデントのフォルダーではないものがほかに${count}個あります`,
  unreadableFolder: (path, why) =>
    `${path} を読み取れません（${why}）。期限が来ているものがあるかどうかは不明です。権限を確認するか、別の場所に移してください`,
  notHeard: (writer) =>
    `このマシン（${writer}）は、宣言した書き手の側で未確認のため、ほかの書き手のファイルについての記録はまだ有効になりません。確認済みのマシンで ${writer} を確認済みにするか、そこで --continue を実行してください`,
  onlyFrozen: (writer, lost, own) =>
    `${writer} のファイルを凍結しましたが、失われた${lost}件は欠落のままです。このマシン（${own}）は、宣言した書き手の側で未確認です。確認済みのマシンで ${own} を確認済みにするか、そこで --continue を実行してください`,
  stillRedacted: (event, writer) =>
    `${event} による墨消しはまだ解除されません。このマシン（${writer}）は、宣言した書き手の側で未確認です。確認済みのマシンで ${writer} を確認済みにするか、そこで ${event} を取り消してください`,
  nothingToContinue: 'ログに破損や欠落はありません。--continue は不要です（証跡の不一致は別に対処が必要です）',
  damagedAt: (file, line, why) =>
    WHOLE_FILE_DAMAGE.has(why) ? `${file}: ${damage[why]}` : `${file} の${line}行目は、${damage[why]}`,
  damagedBanner: (place, isPartial) =>
    `ログが破損しています: ${place}。${isPartial ? 'このファイルで有効なのは、その手前までです。' : ''}`,
  breaksLock: (holder, { place, runs }) =>
    `${holder}のロックを解除します: ${
      runs !== null
        ? `このプロセスは別のプログラムです（${shortLine(runs)}）`
        : place === 'here' || place === 'suspended'
          ? 'まだ動いています。記録の途中だった場合、そちらでは「記録できませんでした」と表示されます'
          : '終了したかどうかは、ここからは分かりません'
    }`,
  moreDamage: (count) => `同様の箇所が、ほかに${count}か所あります。verify で確かめてください`,
  harmlessDamage: (place) => `${place}。そこから後は無効とし、記録は続けます。verify で確かめてください`,
  groupUnknown: (group, gid) =>
    `share.group: このマシンに「${group}」というグループはありません。ファイルはインシデントのフォルダーのグループ（${gid}）で作ります`,
  notShared: (group) => `share.group: このインシデントのフォルダーは、グループ「${group}」と共有されていません`,
  readOnly: (type) => `新しいバージョンで書かれた記録があります（${type}）。このバージョンでは閲覧しかできません`,
  declaredTwice: (incident, verify) =>
    `${incident}: ログに宣言が2つあるか、別のインシデントの行があります。書き込める者が、警告を止めるために日時をさかのぼって加えた可能性があります。確認: ${verify}`,
  anomaly: (event) => `${event} はそれまでの記録と食い違っています`,
  moreAnomalies: (count) => `同様の記録が、ほかに${count}件あります`,
  privateNote: '非公開メモ。本文はログに書かず、別のファイルに保存します。後で削除できます（Enter: なし）',
  notExclusive: (path) =>
    `${path} をロックできません。同じキーの start がいま同時に実行されると、インシデントが二重に宣言されます（join でまとめられます）。どこでも start を実行していなければ、このファイルを削除してください`,
  alreadyDeclaredFor: (ref, id) =>
    `${ref} について宣言済みの ${id} が継続中のため、新しいインシデントは始めていません。指定の内容はメモとして残しただけで、ほかは変えていません`,
  declaredForByUnknown: (id, ref, by, writer, line) =>
    `${ref} については ${id} も継続中です。${by} が宣言したと書き手 ${writer} が記録していますが、この書き手はこのマシンで未確認のため、別のインシデントを宣言しました。${by} に確かめ、同じ停止なら: ${line}`,
  nothingToResolve: (ref) =>
    `アラートは解消しました。確認済みの書き手が ${ref} について宣言した継続中のインシデントはなく、何も記録していません`,
  startedAgain: (titles, flags) =>
    `${['同じキーでもう一度宣言', ...titles].join(': ')}${flags === '' ? '' : `（${flags}）`}`,
  alertNote: (group) =>
    [
      `Alertmanager: ${group.isFiring ? `発報中${group.firing}件${group.resolved > 0 ? `、解消${group.resolved}件` : ''}` : '解消'}${group.truncated > 0 ? `、ほか${group.truncated}件は Alertmanager が省略` : ''}`,
      ...group.lines,
      ...(group.isCut ? ['（以下省略。全文は添付ファイル）'] : []),
    ].join('\n'),
  alertAhead: (at) =>
    `アラートの発報開始は ${at} ですが、この時計ではまだ先の時刻です。停止の開始時刻は記録していません`,
  alertWithoutTime: (at) =>
    `アラートの発報開始は ${at} で、この停止の時刻ではありえません。停止の開始時刻は記録していません`,
  notesRead: (count, from, to, known) => {
    const notes = count === 1 ? `メモ1件（${from}）` : `メモ${count}件（${from} から ${to} まで）`
    return known === 0 ? notes : `${notes}。うち${known}件は記録済み`
  },
  isPerson: (given, like) =>
    `「${given}」は、部署の名前にも、登録された人の名前にもありません。担当を入力してください（もしかして: ${like}）。y: ${given} は人の名前`,
  meant: (word) => `。もしかして: ${word}`,
  andMore: (count) => `ほか${count}件`,
  timeRead: (given, time) => `${given} は ${time} です`,
  timeMoved: (given, at) => `${given} は停止が始まったのと同じ分のため、開始時刻の ${at} として記録しました`,
  factsMissing: (step, facts, me) =>
    `${step} に必要な項目がまだ記録されていません（未確認の項目は ?）:\n${me} set ${facts.map((fact) => `${fact}=値`).join(' ')}`,
  notPublic: (facts, names, me) =>
    `顧客向けの文言がないため、載せていません: ${names.join('、')}\n${me} set ${facts[0]}.ja=文言 ${facts[0]}.en=文言`,
  beganEarly: (planned, span, line) =>
    `予定は ${planned} です。${span}早く始まったことになります。誤りなら取り消してください: ${line}`,
  notAnnounced: (name, line) =>
    `${name}は必ず計画して行う停止ですが、予定の指定がないため、事前のお知らせなしに今始まったことになります。計画して行うなら: ${line} --planned 開始/終了`,
  liftUnapproved: 'この解除に使える承認がないまま記録しました（報告書に逸脱として記載します）',
  beginsAfterDeclaration: (fact, span, declaredAt) =>
    `警告: ${fact} は宣言（${declaredAt}）より${span}後です。実際にはもっと早く始まっていた場合は、記録し直してください`,
  detectedBeforeBeginning: (detected, span, began) =>
    `${detected} は ${began} より${span}前です。検知を受けて停止した場合はこのままで構いません。誤りなら、どちらかを記録し直してください`,
  liftWithoutCriteria: (names) => `再開の前に何を確かめるかが記入されないまま解除しました: ${names.join('、')}`,
  openAtLift: (steps, more, list) =>
    `${steps.length + more}件の手順が終わらないまま解除しました。逸脱として報告書に載ります: ${steps.join('、')}${more === 0 ? '' : ` ほか${more}件（${list}）`}`,
  leftBehind: (steps) => `前の段階から残っている手順: ${steps.join('、')}`,
  stillClosed: (event, line) => `まだ終了したままです。${event} でも終了の記録があります。再び開くには: ${line}`,
  stillRestricted: (scope) => `まだ制限中: ${scope}`,
  neverRestricted: (scope) => `制限中と記録: ${scope}。誤報として終了すると、制限はなかったものとして扱います`,
  wasRestricted: '実際に制限していた',
  liftBefore: (undo) => `実際に制限していた場合は、終了を取り消し、解除を記録してから終了し直してください: ${undo}`,
  toRetract: (channels) => `告知の取り消しがまだです: ${channels.join('、')}。文面を見るには:`,
  mayNeedRetraction: (channel, notice) =>
    `${channel}の${notice}は、送信できたかどうか不明です。送信先を確かめ、届いていれば:`,
  toCorrect: (what, told, line) => `${what}: 記録を取り消しましたが、${told}で知らせたままです。訂正するには: ${line}`,
  correctionWord: '文',
  typeOfHalt: '停止の種類',
  stillOpen: (targets, line) => `引き続き利用できます: ${targets.join('、')}。あわせて制限するには: ${line}`,
  datedBack: (targets, time, isStated, line) =>
    `${targets.join('、')}: ${isStated ? '停止の開始' : '宣言の時刻'}（${time}）からとします。それより後なら: ${line}`,
  overturned: ({ hypothesis, before: { event, reason, by }, isConfirmed }) =>
    isConfirmed
      ? `仮説 ${hypothesis} は ${event}（「${reason}」、${by}）で棄却されていました。以後は原因と確認したものとして扱います`
      : `仮説 ${hypothesis} は ${event}（「${reason}」、${by}）で原因と確認されていました。以後は棄却したものとして扱います`,
  ifMistaken: (undo) => `誤りであれば: ${undo}`,
  byMistake: '記録の誤り',
  hadResumed: (targets, line) => `再開済みだったもの: ${targets.join('、')}。別の原因で再び停止したのであれば: ${line}`,
  toldSooner: (time) => `顧客には ${time} と告知済みです。先に続報で新しい時刻を知らせてください`,
  stillToReport: (name, due) => `まだ報告していません: ${name}${due === null ? '' : `（期限 ${due}）`}。報告したら:`,
  noFollowUps: '残作業はまだありません',
  plannedTurn: (turn, time, span, isPast) =>
    `${turn === 'begin' ? '開始' : '終了'}予定 ${time}（${isPast ? `${span}超過` : `あと${span}`}）`,
  nothingNext: 'この段階で残っている手順はありません',
  moreSteps: (count, line) => `残りの手順${count}件: ${line}`,
  restWaits: (count, line) => `ほかの手順${count}件は、最初の数分が過ぎてからで構いません: ${line}`,
  vocabularies: {
    types: '停止の種類',
    operations: '操作',
    departments: '部署',
    channels: '告知手段',
    facts: '項目',
  },
  checked: (files, shipped, steps, errors, warnings) =>
    `${files}個のファイル${shipped > 0 ? `と、付属の${shipped}個のファイル` : ''}、${steps}件の手順を確認: エラー${errors}件、注意${warnings}件`,
  defect: (detail) => `haltの不具合です: ${detail}`,
  reportDefect: (command) =>
    `このメッセージと ${command} doctor --offline の出力を添えて、haltの管理者に報告してください`,
  unknownLanguage: (given) => `HALT_LANG は ja か en です。無視しました: ${given}`,
  noPager: (program) => `PAGER のプログラムを起動できないため、そのまま表示します: ${program}`,
  noneListed: (all, folder) =>
    all === 0 ? `${folder} にインシデントはありません` : `${folder} の${all}件に、該当するものはありません`,
  readsInput: '標準入力を読み込んでいます（Ctrl-Dで終わります）',
  written: (path) => `書き出しました: ${path}`,
  clockInDoubt: (id, clock) => `要確認: ${id}: ${clock}の起点の時刻が誤っている可能性があります（clock list）`,
  overdue: (id, clock, since) => `${id}: ${clock} の期限 ${since} を過ぎています`,
  phasesDiffer: (id, events) =>
    `${id}: 段階や終了の区分の記録が食い違っています（${events.join('、')}）。誤っている方を取り消してください`,
  reading: 'ログを読んでいます',
  runs: (command, host, directory) => `$ ${command}\n  実行先: ${host} の ${directory}`,
  readAsResolution: (given, resolution) => `--as ${given} は --resolution ${resolution} として扱います`,
  drillScore: 'この訓練の採点:',
  drillRunsNothing: '表示だけです。訓練ではコマンドを実行しません',
  typeToRun: (word) => `危険と指定されたコマンドです。実行するには半角で ${word} と入力してください`,
  earlierValues: (count, line) => `この項目の以前の値が${count}件残っています。削除するには: ${line}`,
  deletedLate: (file) => `${file} は削除を記録済みでしたが、本体が残っていました。今削除しました`,
  notOwned: (file) => `${file} の長さとダイジェストはログにありません。書かれたままかどうかは確認できません`,
  writerBy: (writer, by, events) => `${writer}（${by}、記録${events}件）`,
  newWriters: (writers, more, line) =>
    `新しい書き手: ${writers.join('、')}${more === 0 ? '' : `、ほか${more}`}。このマシンでは未確認です。本人と確認できたら: ${line}`,
  recordedByUnknown: (ids, more) =>
    `このマシンで未確認の書き手による記録を含むインシデント: ${ids.join('、')}${more === 0 ? '' : `、ほか${more}件`}。その記録も数えています（書き手は status -i ID で確認）`,
  declaredByUnknown: (ids, more) =>
    `このマシンが記録したほかのインシデントからは確認できない、未確認の書き手が宣言したインシデント: ${ids.join('、')}${more === 0 ? '' : `、ほか${more}件`}。これらも数えています`,
  moreNotOfKnown: (more, line) => `ほか${more}件（確認済みの書き手の記録にないもの）: ${line}`,
  writerWord: '書き手',
  relaySilent: (relay, since, waiting) =>
    `中継サーバー ${relay} は、前回応答しませんでした${since === null ? '' : `（${since} から）`}。このマシンだけにある記録: ${waiting}件`,
  unknownMachine: (key) => (key === null ? '未確認のマシン' : `未確認のマシン（鍵 ${key}）`),
  nothingShared: (why, since, waiting) =>
    `${since} から何も共有できていません。${why}。このマシンだけにある記録: ${waiting}件`,
  noticeHeldUp: (why, since, line) => `告知を送れませんでした（${since} から）。${why}。検証するには: ${line}`,
  notSharedElsewhere: (why, since) => `${since} から、別の環境で動いたプロセスが共有できていません。${why}`,
  sharedByAnother: (why, at) =>
    `この環境からは共有できません。${why}。このマシンの別のプロセスが共有しています（最後は ${at}）`,
  stateNotKept: (path, why) =>
    `記録しました。ただし ${path} に書き込めない（${why}）ため、このマシンの書き手を保存できません。解消するまで、コマンドごとに新しい書き手として記録し、その書き手はどのマシンにも登録されていません`,
  waitingToShare: (waiting) => `まだほかのマシンと共有していない記録: ${waiting}件`,
  disputedWriters: (writers, line) =>
    `互いに対象外とされた書き手: ${writers.join('、')}。双方が相手の記録を見ないまま対象外としたため、どちらも未確認として扱います。どちらが正しいか分かったら: ${line}`,
  knownSetAside: (writer, by, event) =>
    `書き手 ${writer}（${by}）は対象外とされました（${event}）。この書き手の記録は数えません`,
  knownWritersSetAside: (writers, more) =>
    `確認済みの書き手のうち、対象外とされたもの${writers.length + more}件: ${writers.join('、')}${more === 0 ? '' : `、ほか${more}`}。これらの書き手の記録は数えません`,
  restoredWriter: (writer, setAside, since, why) =>
    why === 'accepted'
      ? `書き手 ${writer} の記録を再び数えています。対象外とされた（${setAside}）後、改めて確認済みとされました（${since}）`
      : `書き手 ${writer} の記録を再び数えています。これを対象外とした書き手（${setAside}）も対象外とされました（${since}）`,
  restoredWriters: (writers, more) =>
    `対象外とされた書き手のうち、記録を再び数えているもの${writers.length + more}件: ${writers.join('、')}${more === 0 ? '' : `、ほか${more}`}`,
  ownSetAside: (writer, event, line) =>
    `このマシンの書き手 ${writer} は対象外とされました（${event}）。この書き手の記録は数えません。元に戻すには、ほかのマシンで: ${line}`,
  alsoKnown: {
    machine: (writers) => `同じマシンの ${namedWriters(writers)}も確認済みになりました`,
    others: (writers) => `この書き手が確認済みとした ${namedWriters(writers)}も確認済みになりました`,
  },
  whySetAside: '誰の記録か不明',
  awaitsApproval: (event, approvers, until, isLift) =>
    `まだ${isLift ? '解除' : '送信'}していません。${event} は${either(approvers)}の承認を待っています（${until}まで）`,
  replaced: (event) => `先に用意した ${event} に代わるものです。${event} は無効になりました`,
  doesNotCountYet: '記録しましたが、承認はまだ有効になっていません',
  withoutPeople: (department) => `${department}（担当者なし）`,
  whoeverApproves: (line) => `承認する人が実行: ${line}`,
  approvedNext: (line, isLift) =>
    isLift
      ? `承認しました。まだ解除していません。解除する人が実行: ${line}`
      : `承認しました。まだ送信していません。送信する人が実行: ${line}`,
  ofStranger: (notice, by) => `${notice}（記録 ${by}、このマシンで未確認の書き手）`,
  noticeTakenBack: (notice, by, event) => `${notice}（取り消し ${by}、このマシンで未確認の書き手: ${event}）`,
  preparedByStranger: (by) => `作成者 ${by} は、このマシンで未確認の書き手です。承認する前に本人に確かめてください`,
  preparedBy: (event, by, stands) => `${event}（作成 ${by}）: ${stands}`,
  liftOf: (targets) => `解除 ${targets.join(' ')}`,
  criteriaOpen: (steps) => `終えていない手順: ${steps.join('、')}`,
  claimOf: (evidence, approvedBy) => `断言の根拠「${evidence}」、作成者の記載による承認者 ${approvedBy}`,
  approvalState: {
    waiting: (approvers, until) => `承認待ち（承認者: ${either(approvers)}。${until}まで）`,
    approved: (by, until, isLift) => `承認済み（${by}。${until}までに${isLift ? '解除' : '送信'}）`,
  },
  approvalOf: (stands, event, what) => `${stands}: ${event} ${what}`,
  isRefused: (event, by, reason, what) => `却下 ${event}（${by}「${reason}」）: ${what}`,
  approvalLost: (event, by, setAside, reason) =>
    `承認は失効: 根拠の ${event}${by === '' ? '' : `（${by}）`}の書き手が、後に対象外とされた（${setAside}${reason === '' ? '' : `「${reason}」`}）`,
  isVoid: (event, why, what) => `無効 ${event}: ${why}。用意し直してください: ${what}`,
  and: (one, other) => `${one}。${other}`,
  unheeded: (event, words) =>
    `次の記録は、書き手がこのマシンで未確認のため、${event} には影響しません: ${words.join('、')}`,
  refusedByUnknown: (event) => `却下した書き手はこのマシンで未確認のため、${event} はまだ承認できます`,
  unheededBy: (why, what, events) => {
    const words = {
      refused: '却下または取り消し',
      scope: '停止範囲か段階の変更',
      told: `別の告知（${what.join('・')}）`,
      facts: `別の事実（${what.join('・')}）`,
    }[why]
    return `${words}（${events.map(({ event, by }) => `${event} ${by}`.trim()).join('、')}）`
  },
  voidedBy: {
    names: { scope: '停止範囲', type: '種類' },
    expired: (at) => `${at}に期限が切れました`,
    redacted: '一部が墨消しされました',
    'set-aside': (event, reason) =>
      `却下したかもしれない書き手の記録が対象外になりました（${event}${reason === '' ? '' : `「${reason}」`}）`,
    'given-up': (event, reason) =>
      `却下の記録があったかもしれないファイルが、凍結されたか打ち切られました（${event}${reason === '' ? '' : `「${reason}」`}）`,
    scope: '停止範囲か段階が変わりました',
    replaced: (event) => `代わりに ${event} が用意されました`,
    told: (channels) => `別の告知が先に記録されました（${channels.join('、')}）`,
    facts: (names) => (names.length === 0 ? '内容が変わりました' : `内容が変わりました（${names.join('、')}）`),
  },
  approveNext: (event, me) => `承認: ${me} approve ${event}　却下: ${me} refuse ${event} --reason 理由`,
  nothingToApprove: '承認を待っているものはありません',
  phaseNow: (phase) => `現在の段階: ${phase}`,
  notStamped: (why, line) =>
    `記録は済みましたが、末尾のタイムスタンプを要求できませんでした（${why}）。要求するには: ${line}`,
  notSigned: (why, line) => `記録は済みましたが、末尾に署名できませんでした（${why}）。署名するには: ${line}`,
  silenced: ({ incident, event, writer, by, clocks }, does, { accept, setAside }) =>
    `${incident}: ${event}（${does}）は、このマシンで未確認の書き手 ${writer}（${by}）が記録しました。${clocks.length === 0 ? '' : `その書き手の記録がなければ期限超過: ${clocks.join('、')}。`}本人と確認できたら: ${accept}${setAside === null ? '' : `　誰も知らない書き手なら: ${setAside}`} (new-writer)`,
  declaredJustNow: (id, by, writer, ago, line) => {
    const declared = `${by} が${ago === null ? 'たった今' : `${ago}前に`} ${id} を宣言し`
    return writer === null
      ? `${declared}ました。同じ停止なら: ${line}`
      : `${declared}たと、書き手 ${writer} が記録しています。この書き手は、ここで継続中のほかのインシデントからは確認できません。${by} に確かめ、同じ停止なら: ${line}`
  },
  moreJustDeclared: (more, line) => `この30分ほどの間に宣言された停止が、ほかに${more}件あります: ${line}`,
  notesCopied: (count, id) => `メモ${count}件を ${id} に転記しました`,
  notCopied: ({ privateNotes, files }, id, me) => {
    const parts = [privateNotes > 0 ? `非公開メモ${privateNotes}件` : '', files > 0 ? `ファイル${files}個` : '']
    return `${id} に残したもの（転記しません）: ${parts.filter(Boolean).join('、')}（${me} evidence list -i ${id}）`
  },
  noticesStay: (count, id, me) =>
    `${id} で出した告知${count}件は、ほかのインシデントの件数に含めません: ${me} status -i ${id}`,
  alsoOpen: (ids, more) =>
    `ほかにも継続中のインシデントがあります: ${ids.join('、')}${more > 0 ? ` ほか${more}件` : ''}。以後は -i ID か HALT_INCIDENT で対象を指定してください`,
  foundWorkspace: (directory) => `ワークスペース ${directory} を使います（現在のフォルダーか、その上にありました）`,
  trusted: (directory) => `このフォルダーを、中身も含めて信頼します: ${directory}`,
  openToAll: (directory) => `${directory} はこのマシンの誰でも書き換えられます。その全員を信頼することになります`,
  farAhead: (event, span) =>
    `${event} の時計が、このマシンより${span}進んでいます。その時刻には合わせません。この記録は、後に書かれた記録よりも後ろに並びます`,
  overruledFile: (file) =>
    `${file} がないか、書き換えられています。未確認の書き手が適用したものなので、その前のものを使い続けます（verify で確認してください）`,
  runbookMissing: (file) =>
    `${file} がないか、書き換えられています。これを使う操作はできません（verify で確認してください）`,
  putBack: (file) => `${file} がないか、書き換えられていたため、ログの指すものと同じ内容に戻しました`,
  clocksDisagree: (span) =>
    `記録に使われた時計に、最大${span}の食い違いがあります。報告書の時刻と所要時間を確認してください`,
  clockBehindOther: (span, writer) =>
    `このマシンの時計は書き手 ${writer} の時計より${span}遅れています。時刻は時計のとおりに記録されます。どちらの時計が誤っているか確かめてください`,
  clockBehind: (span) =>
    `このマシンの時計はログより${span}遅れています。時刻は時計のとおりに記録されます。時計を合わせてください`,
}

/** 特定の行ではなく、ファイルやログ全体の異常。 */
const WHOLE_FILE_DAMAGE: ReadonlySet<Damage> = new Set(['no-beginning', 'frozen-altered', 'frozen-missing'])

export const damage: Readonly<Record<Damage, string>> = {
  'not-a-line': 'ハッシュで終わっていません',
  'hash-differs': 'ハッシュが一致しません。書き換えられています',
  'chain-broken': '前の行とつながっていません',
  'not-json': 'JSONではありません',
  'not-an-event': 'このバージョンでは読めない記録です',
  'wrong-incident': '別のインシデントの記録です',
  'wrong-writer': '別の書き手の記録です',
  'clock-runs-back': '前の行より古い時刻です',
  'wrong-signature': '書き手の鍵で署名されていません',
  'line-too-long': '長すぎます',
  unreadable: 'ここでは読めません',
  'no-beginning': '冒頭がありません。インシデントを宣言する記録が見つかりません',
  'frozen-altered': '凍結した後に変更されています',
  'frozen-missing': '凍結したファイルですが、なくなっています',
  'wrong-folder': 'フォルダーの名前とは別のインシデントを宣言しています',
}
