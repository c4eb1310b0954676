import { basename } from 'node:path'
import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { fail } from '../../domain/problem.ts'
import { chooseIncidentToRead } from '../../incident/choose.ts'
import { shownPath } from '../../platform/shown-path.ts'
import { signingSettings } from '../../runbook/io/signing-settings.ts'
import { whyNoSigner } from '../../signing/io/allowed-signers.ts'
import { type AnchorFile, headFiles, writeHeadFile } from '../../signing/io/anchor-files.ts'
import { signHead } from '../../signing/io/sign-head.ts'
import { stampHead } from '../../signing/io/stamp-head.ts'
import type { Journal } from '../../store/journal.ts'
import { inertLine } from '../../view/inert.ts'
import type { World } from '../../world.ts'
import { timestampText } from '../verify-view.ts'
import { verifyLabels } from '../words.ts'

interface Options {
  readonly head?: string
}

export const help: CommandHelp = {
  page: 'log.md#signed-heads',
  examples: [
    [
      'anchor',
      'sign the head of the log now, and have it time-stamped',
      'ログの現在の末尾に署名し、タイムスタンプを付ける',
    ],
    [
      'anchor -i latest',
      'of the latest incident, also when it is closed',
      '最新のインシデントについて行う（終了後も可）',
    ],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .option(
      '--head <name>',
      say(
        'have a head in anchors/ time-stamped that was written before, and sign nothing',
        'anchors/ にある以前の末尾にタイムスタンプだけを付ける。署名はしない',
      ),
    )
    .action((options: Options) => start((world) => run(world, options)))
}

/** Signs the head of the log now, and has it time-stamped. Here a person may be asked for the passphrase of the key. */
async function run(world: World, { head: earlier }: Options): Promise<number> {
  const { journal } = chooseIncidentToRead(world)
  const settings = await signingSettings(world.workspace.directory)
  const key = earlier === undefined ? settings.key : null
  const isStamped = settings.timestamp.length > 0
  if (key === null && !isStamped) fail('no-signing-key', {})
  journal.mustBeUsable()
  const head = earlier === undefined ? headNow(journal) : earlierHead(journal, earlier)
  const mayAsk = world.terminal.isInteractive && world.options.input
  const signing = key === null ? null : signHead(journal, key, world.env, mayAsk)
  const stamping = isStamped ? await stampHead(journal.directory, head, settings, world.env) : null
  const token = stamping !== null && 'token' in stamping ? stamping.token : null
  const labels = await verifyLabels(world.text.language)
  const { signers } = settings
  const whyNot = key === null || signers === null ? null : whyNoSigner(key, signers, world.now(), world.env)
  if (key !== null && signers !== null && whyNot !== null)
    world.say(labels.keyNotAllowed(inertLine(key), inertLine(signers), whyNot))
  if (!world.options.json) {
    if (signing?.why === null) world.print(labels[signing.isNew ? 'signed' : 'signedBefore'](shownPath(signing.path)))
    if (token !== null) world.print(labels.stamped(shownPath(head.path), timestampText(token, labels)))
  }
  if (key !== null && signing !== null && signing.why !== null) fail('not-signed', { key, why: signing.why })
  if (stamping !== null && 'failures' in stamping) fail('not-stamped', { failures: stamping.failures })
  if (world.options.json) {
    const signature = signing === null ? null : { file: basename(signing.path), isNew: signing.isNew }
    world.print(
      JSON.stringify({ schemaVersion: 1, incident: journal.id, file: head.name, signature, timestamp: token }),
    )
  }
  return 0
}

function headNow({ directory, incident }: Journal): AnchorFile {
  return writeHeadFile(directory, incident.heads.values())
}

function earlierHead({ directory }: Journal, name: string): AnchorFile {
  const files = headFiles(directory).filter(({ content }) => content.length > 0)
  const allowed = files.map((file) => file.name)
  return files.find((file) => file.name === name) ?? fail('no-such-head', { given: name, allowed })
}
