import type { Language } from '../domain/runbook/runbook.ts'

/** How an operator calls an action in the walk. */
interface Action {
  /** The character that calls it; null if only its names do. */
  readonly key: string | null
  /** The commands of the command line whose names, after a `/`, call it; with words after it, the command runs. */
  readonly commands: readonly string[]
  /** Its other names after a `/`. The words of the interface explain it in `walk.help`. */
  readonly names: Readonly<Record<Language, readonly string[]>>
}

function action<K extends string | null>(
  key: K,
  commands: readonly string[],
  ja: readonly string[],
  en: readonly string[] = [],
) {
  return { key, commands, names: { ja, en } }
}

/** Everything that the walk can do, in the order in which the help lists it. */
export const ACTIONS = {
  done: action('d', ['done'], ['完了']),
  begin: action('b', ['begin'], ['着手']),
  skip: action('s', ['skip', 'decline'], ['見送り']),
  assign: action('a', ['assign'], ['割り当て']),
  next: action('n', ['next'], ['次']),
  back: action('<', [], ['前'], ['back']),
  list: action('l', [], ['手順一覧'], ['steps']),
  jump: action('j', [], ['移動'], ['go']),
  brief: action('m', [], ['最初の数分'], ['brief']),
  note: action(null, ['note'], ['メモ']),
  notice: action('u', ['notice'], ['告知']),
  fact: action('f', ['set'], ['項目'], ['fact']),
  scope: action('c', ['scope'], ['停止範囲']),
  severity: action('g', [], ['重大度'], ['severity']),
  type: action('t', ['classify'], ['種類'], ['type']),
  title: action('i', [], ['件名'], ['title']),
  escalate: action('e', ['escalate'], ['エスカレーション']),
  contacts: action('@', ['contacts'], ['連絡先']),
  lead: action('h', ['handover'], ['引き継ぎ']),
  undo: action('z', ['undo'], ['取り消し']),
  correct: action('k', ['correct'], ['訂正']),
  advance: action('v', ['advance'], ['次の段階']),
  lift: action('r', ['lift'], ['再開']),
  reopen: action('o', ['reopen'], ['再停止']),
  close: action('x', ['close'], ['終了']),
  followUp: action('y', ['action'], ['残作業'], ['follow-up']),
  promise: action(null, [], ['次報'], ['next-report']),
  authorities: action(null, ['report-to'], ['当局'], ['authorities']),
  hypothesis: action(null, [], ['仮説'], ['hypothesis']),
  run: action('!', ['exec'], ['実行']),
  attach: action('+', [], ['添付'], ['attach']),
  privateNote: action(null, [], ['非公開メモ'], ['private']),
  removeEvidence: action(null, [], ['証跡の削除'], ['remove']),
  status: action('w', ['status'], ['状況']),
  timeline: action(null, [], ['時系列'], ['timeline']),
  pause: action('p', [], ['中断'], ['pause']),
  help: action('?', [], ['説明', 'ヘルプ'], ['help']),
} as const satisfies Readonly<Record<string, Action>>

export type ActionName = keyof typeof ACTIONS

/** Commands without an action of their own, which need no question: their Japanese names. */
const COMMANDS_IN_JAPANESE: Readonly<Record<string, string>> = {
  key: '要点',
  log: 'ログ',
  report: '報告書',
  list: 'インシデント一覧',
  evidence: '証跡',
  clock: '報告期限',
  join: '合流',
  verify: '検証',
  anchor: '署名',
  approve: '承認',
  refuse: '却下',
  redact: '墨消し',
  invite: '招待',
  feed: '通知先',
  stats: '統計',
}

/** The key of each action that has one. */
export const KEYS = Object.fromEntries(
  (Object.keys(ACTIONS) as ActionName[]).map((name) => [name, ACTIONS[name].key]),
) as { readonly [K in ActionName]: (typeof ACTIONS)[K]['key'] }

const ACTION_OF_KEY: ReadonlyMap<string, ActionName> = new Map(
  (Object.keys(ACTIONS) as ActionName[]).flatMap((name) => {
    const { key } = ACTIONS[name]
    return key === null ? [] : [[key, name] as const]
  }),
)

/** The action that a character calls; undefined if it calls none. */
export function actionOfKey(key: string): ActionName | undefined {
  return ACTION_OF_KEY.get(key)
}

/** What a name after a `/` means: an action, a command of the command line, or both; then words decide which. */
export interface NamedAction {
  readonly action: ActionName | null
  readonly command: string | null
}

/** All names after a `/`, in both languages; `commands` are those of the command line that may be typed here. */
export function namedActions(commands: readonly string[]): ReadonlyMap<string, NamedAction> {
  const named = new Map<string, NamedAction>()
  for (const command of commands) {
    named.set(command, { action: null, command })
    const japanese = COMMANDS_IN_JAPANESE[command]
    if (japanese !== undefined) named.set(japanese, { action: null, command })
  }
  for (const [name, entry] of Object.entries(ACTIONS) as [ActionName, Action][]) {
    for (const command of entry.commands) named.set(command, { action: name, command })
    for (const other of [...entry.names.ja, ...entry.names.en])
      named.set(other, { action: name, command: entry.commands[0] ?? null })
  }
  return named
}

/** The name of an action after a `/` in a language. */
export function nameOfAction(name: ActionName, language: Language): string {
  const { commands, names }: Action = ACTIONS[name]
  return (language === 'ja' ? names.ja[0] : (names.en[0] ?? commands[0])) ?? name
}
