import type { CommandHelp } from '../../command.ts'

export const help: CommandHelp = {
  page: 'runbooks.md',
  examples: [
    ['runbook new our-manual', 'begin a manual of your own', '独自のマニュアルを作り始める'],
    ['runbook check', 'list every problem in your files', 'ファイルの問題点をすべて挙げる'],
    ['runbook show', 'the manual in force, with the ids to type', '使われている手順書と、入力するIDを表示する'],
    [
      'runbook adopt --reason "the new chapter is approved"',
      'use changed files in a running incident',
      '変更したファイルを、継続中のインシデントに適用する',
    ],
  ],
  subcommands: {
    new: {
      page: 'your-own-manual.md#1-create-it',
      examples: [
        ['runbook new our-manual', 'a small complete one, to change', '小さな完成例から始める'],
        [
          'runbook new our-manual --from manual.md',
          'made of the headings and lists of a document',
          '文書の見出しと箇条書きから作る',
        ],
        ['runbook new our-manual --language ja', 'in Japanese alone', '日本語だけで作る'],
      ],
    },
    check: {
      examples: [
        ['runbook check', 'everything in this workspace', 'このワークスペースのすべてを点検する'],
        ['runbook check our-manual', 'another folder or file', '別のフォルダーやファイルを点検する'],
      ],
    },
    show: {
      examples: [
        ['runbook show', 'the manual in force, with the ids to type', '使われている手順書と、入力するIDを表示する'],
        ['runbook show --json', 'for scripts', 'スクリプト用に出力する'],
      ],
    },
    coverage: {
      examples: [
        ['runbook coverage', 'what covers each clause', '各条項を満たすものを表示する'],
        ['runbook coverage --json', 'for scripts', 'スクリプト用に出力する'],
      ],
    },
    schema: {
      page: 'runbooks.md#in-an-editor',
      examples: [
        ['runbook schema settings', 'of halt.yaml', 'halt.yaml のスキーマを表示する'],
        ['runbook schema contacts', 'of contacts.yaml', 'contacts.yaml のスキーマを表示する'],
        ['runbook schema', 'of a chapter', '手順書の章のスキーマを表示する'],
      ],
    },
    template: {
      page: 'notice-templates.md',
      examples: [
        ['runbook template', 'list the templates in force', '使われているテンプレートの一覧を表示する'],
        [
          'runbook template CHANNEL',
          'that of a channel, to start your own from',
          'その掲載先のテンプレートを表示する（独自のものの出発点に）',
        ],
        ['runbook template CHANNEL --language ja', 'in Japanese', '日本語のテンプレートを表示する'],
      ],
    },
    export: {
      page: 'runbooks.md#export',
      examples: [
        ['runbook export --output our-manual.md', 'as a document to read and review', '読んで確かめるための文書にする'],
        [
          'runbook export --type TYPE --language both',
          'for one type, in both languages',
          '1つの種類について、両方の言語で出力する',
        ],
        ['runbook export --format cacao --output playbook.json', 'for other tools', 'ほかのツール用に書き出す'],
      ],
    },
    adopt: {
      page: 'commands.md#what-governs-a-running-halt',
      examples: [
        [
          'runbook adopt --reason "the new chapter is approved"',
          'use changed files in a running incident',
          '変更したファイルを、継続中のインシデントに適用する',
        ],
        [
          'runbook adopt -i latest --reason "the new chapter is approved"',
          'name the incident',
          '対象のインシデントを指定する',
        ],
      ],
    },
  },
}
