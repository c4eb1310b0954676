import { type Command, Option } from 'commander'
import type { CommandContext } from '../../command.ts'
import { LANGUAGE_CHOICES } from '../language-choice.ts'
import type { NewManualFlags } from '../new-manual-answers.ts'

export function defineNew(command: Command, { start, say }: Pick<CommandContext, 'start' | 'say'>): void {
  command
    .command('new')
    .description(
      say(
        'create a manual of your own: a small complete one, or from a document or an example',
        '自社の手順書を作る。小さくまとまったものから、または既存の文書や例から始める',
      ),
    )
    .argument('<folder>', say('where to create it', '作る場所'))
    .option(
      '--from <file>',
      say(
        'make its steps of the headings and lists in a Markdown file',
        'Markdownの文書の見出しと箇条書きから手順を作る',
      ),
    )
    .option('--example <example>', say('copy a complete example', '完成した例をコピーする'))
    .addOption(
      new Option(
        '--language <lang>',
        say(
          'language of the manual and its notices (default: both, or that of the file)',
          '手順書と告知の言語。省略すると両方、文書から作るときはその文書の言語',
        ),
      ).choices([...LANGUAGE_CHOICES]),
    )
    .option(
      '--organisation <words>',
      say('organisation name in notices (default: the name of the folder)', '告知に使う会社名（既定値: フォルダー名）'),
    )
    .option('--organisation-ja <words>', say('the same for Japanese notices only', '日本語の告知だけに使う会社名'))
    .option('--organisation-en <words>', say('the same for English notices only', '英語の告知だけに使う会社名'))
    .action((folder: string, flags: NewManualFlags) =>
      start(async (world) => (await import('../new-manual.ts')).createManual(world, folder, flags)),
    )
}
