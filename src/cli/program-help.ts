import type { CommandHelp } from '../command.ts'

/** What the help of the program itself ends with. */
export const programHelp: CommandHelp = {
  page: 'README.md',
  examples: [
    [
      'start --type TYPE',
      'declare a halt; in a terminal, the walk begins',
      '停止を宣言する（端末では、続けて手順を1つずつ進める）',
    ],
    ['walk', 'go on step by step from where the log is', 'ログの続きから、手順を1つずつ進める'],
    ['next', 'what to do next, the most urgent first', '次にすることを、急ぐ順に表示する'],
    ['drill --list', 'which drills there are to practise with', '練習できる訓練の一覧を表示する'],
  ],
}
