import { join } from 'node:path'
import { Argument, type Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { nodePath } from '../../platform/process.ts'
import { readBounded } from '../../platform/regular-files.ts'
import type { World } from '../../world.ts'

const SHELLS = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof SHELLS)[number]

export const help: CommandHelp = {
  page: 'commands.md#completion',
  examples: [
    [
      'completion bash',
      'for bash; in ~/.bashrc: source <(haltctl completion bash)',
      'bash用（~/.bashrc に書く行: source <(haltctl completion bash)）',
    ],
    [
      'completion zsh',
      'for zsh; in ~/.zshrc, after compinit: source <(haltctl completion zsh)',
      'zsh用（~/.zshrc の compinit のあとに書く行: source <(haltctl completion zsh)）',
    ],
    [
      'completion fish',
      'for fish; in config.fish: haltctl completion fish | source',
      'fish用（config.fish に書く行: haltctl completion fish | source）',
    ],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .addArgument(new Argument('<shell>', say('shell to complete in', '使っているシェル')).choices(SHELLS))
    .action((shell: Shell) => start((world) => print(world, shell)))
}

/** Far more than the longest script needs. */
const MAX_SCRIPT_BYTES = 256 * 1024

/** The script calls this installation by its path: another program of the same name could power the machine off. */
async function print({ root, raw }: World, shell: Shell): Promise<number> {
  const script = readBounded(join(root, 'completion', `halt.${shell}`), MAX_SCRIPT_BYTES)
  const program = [nodePath(), join(root, 'bin', 'halt.js')].map((word) => quoted(word, shell)).join(' ')
  raw.print(script.replace('@program@', () => program))
  return 0
}

/** A word in single quotes, escaped for the shell. */
function quoted(word: string, shell: Shell): string {
  return shell === 'fish' ? `'${word.replaceAll(/[\\']/g, '\\$&')}'` : `'${word.replaceAll("'", "'\\''")}'`
}
