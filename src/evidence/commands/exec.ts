import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { phaseOf } from '../../domain/incident/current-values.ts'
import { nameOf } from '../../domain/log/event.ts'
import { fail } from '../../domain/problem.ts'
import { type Runbook, type Step, type StepCommand, stepById } from '../../domain/runbook/runbook.ts'
import { parseDuration } from '../../domain/time.ts'
import { askLine } from '../../i18n/ask.ts'
import { type ChosenIncident, chooseAnyIncidentToRecord, chooseIncidentToRecord } from '../../incident/choose.ts'
import { eventNamed } from '../../incident/event-name.ts'
import { record, recordedJson, requireText, sayRecorded } from '../../incident/record.ts'
import { hostName } from '../../platform/machine.ts'
import { endBySignal, workingDirectory } from '../../platform/process.ts'
import type { AppendResult } from '../../store/journal.ts'
import { resumeCommand } from '../../view/resume-command.ts'
import { quoteArgv } from '../../view/shell-quote.ts'
import type { World } from '../../world.ts'
import { createLiveOutput } from '../io/live-output.ts'
import {
  DEFAULT_KEPT_BYTES,
  DEFAULT_TIMEOUT_MS,
  MAX_TIMEOUT_MS,
  type RunResult,
  runRecorded,
} from '../io/run-recorded.ts'
import { mustBeRunnable } from '../offered-commands.ts'
import { stepCommandLine } from '../view.ts'

interface Options {
  readonly step?: string
  readonly number?: string
  readonly confirm?: string
  readonly timeout?: string
  readonly keep?: string
  readonly settle?: string
  readonly reason?: string
}

export const help: CommandHelp = {
  page: 'commands.md#running-a-halt',
  examples: [
    ['exec -- df -h', 'run a command, and keep its output as evidence', 'コマンドを実行し、出力を証跡として残す'],
    ['exec --step STEP -- ls -l', 'the same for a step', '手順のためのコマンドとして実行する'],
    ['exec --timeout 5m -- ssh -o BatchMode=yes engine-3 uptime', 'stop it after five minutes', '5分で打ち切る'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument(
      '[command...]',
      say(
        'after --: the program and its arguments; runs without a shell and without a terminal (so use sudo -n)',
        '-- の後に、プログラムと引数。シェルは通さず、端末も渡さない（sudo は sudo -n）',
      ),
    )
    .option(
      '--step <step>',
      say(
        'the step it is for; without a command, runs its own',
        'どの手順のものか。コマンドを省くと、手順のコマンドを実行',
      ),
    )
    .option('--number <n>', say('which of the commands of the step', '手順のコマンドのうち何番目か'))
    .option('--confirm <word>', say('step id, to confirm a dangerous command', '手順のID（危険なコマンドの確認）'))
    .option(
      '--timeout <duration>',
      say('stop it after this long (default: 1h)', 'この時間を過ぎたら終了させる（既定値: 1h）'),
    )
    .option(
      '--keep <size>',
      say('keep this much per stream (default: 16m)', '出力ごとに、この量まで保存する（既定値: 16m）'),
    )
    .option(
      '--settle <run>',
      say('record an unknown outcome; needs --reason', '不明だった結果を記録する。--reason が必要'),
    )
    .option('--reason <text>', say('how it ended, and how you know', 'どう終わったか、どう確認したか'))
    .action((argv: string[], options: Options) => start((world) => run(world, argv, options)))
}

async function run(world: World, argv: readonly string[], options: Options): Promise<number> {
  if (options.settle !== undefined) return settle(world, options.settle, requireText(options.reason, 'exec --reason'))
  const strayFlag =
    argv.length === 0 ? undefined : (['number', 'confirm'] as const).find((name) => options[name] !== undefined)
  if (strayFlag !== undefined) fail('stray-flag', { flag: `--${strayFlag}` })
  const timeoutMs = timeoutOf(options.timeout)
  const keptBytes = keptBytesOf(options.keep)
  const chosen = await chooseIncidentToRecord(world, options.step !== undefined)
  const { incident } = chosen.journal
  if (phaseOf(incident) === 'closed') fail('incident-closed', { id: chosen.journal.id })
  const step = options.step === undefined ? null : stepNamed(options.step, incident.runbook)
  const offered = argv.length > 0 ? null : offeredBy(world, step, options.number)
  const commandLine = offered?.run ?? argv
  const directory = offered === null ? workingDirectory() : resolve(world.workspace.directory, offered.directory)
  if (offered !== null && step !== null) await mustBeRunnable(world, chosen.journal, step, offered)
  world.inform(world.text.said.runs(quoteArgv(commandLine), hostName(), quoteArgv([directory])))
  if (incident.declaration?.drill) {
    world.say(`[${world.text.words.drill}] ${world.text.said.drillRunsNothing}`)
    if (world.options.json) world.print(ranJson(chosen, []))
    return 0
  }
  if (offered?.dangerous) await confirm(world, options.confirm, step?.id ?? '')
  // With `--json`, standard output has only the JSON.
  const out = (world.options.json ? world.errorOutput : world.output).stream
  const result = await runRecorded(world.env, chosen, {
    argv: commandLine,
    directory,
    step: step?.id ?? null,
    timeoutMs,
    keptBytes,
    onRecorded: (appended) => sayRecorded(world, chosen.journal, appended),
    liveOutput: createLiveOutput({ stdout: out, stderr: world.errorOutput.stream }),
  })
  if (world.options.json) world.print(ranJson(chosen, [...result.started.events, ...result.ended.events]))
  return exitCodeOf(result, chosen.journal.id)
}

/** Records how a command of unknown outcome ended, in words. `command` names the event that says it was started. */
async function settle(world: World, given: string, words: string): Promise<number> {
  const chosen = await chooseAnyIncidentToRecord(world)
  const command = nameOf(eventNamed(chosen.journal, given))
  return record(world, () => ({ kind: 'settle-command', command, words }), chosen)
}

/** The recorded events, and whether the command was run: in a drill it is not. */
function ranJson({ journal }: ChosenIncident, events: AppendResult['events']): string {
  return recordedJson(journal, { events, already: [] }, { ran: events.length > 0 })
}

/**
 * Returns 0 if the command succeeded; else throws `command-interrupted` or `command-failed`. If the terminal was lost while
 * the command ran, ends this process by SIGHUP, as would have happened without the command.
 */
function exitCodeOf({ outcome, outputs }: RunResult, id: string): number {
  if (outcome.lostTerminal) endBySignal('SIGHUP')
  const { end, code } = outcome
  if (end === 'exited' && code === 0) return 0
  const total = outputs.reduce((sum, output) => sum + (output?.total ?? 0), 0)
  const files = outputs.flatMap((output) => output?.kept?.file ?? [])
  return fail(end === 'interrupted' ? 'command-interrupted' : 'command-failed', { outcome, id, total, files })
}

function timeoutOf(given: string | undefined): number {
  if (given === undefined) return DEFAULT_TIMEOUT_MS
  const timeout = parseDuration(given)
  return timeout === null || timeout < 1000 || timeout > MAX_TIMEOUT_MS ? fail('bad-duration', { given }) : timeout
}

function keptBytesOf(given: string | undefined): number {
  return given === undefined ? DEFAULT_KEPT_BYTES : (parseSize(given) ?? fail('bad-size', { given }))
}

function stepNamed(given: string, runbook: Runbook): Step {
  return stepById(runbook, given) ?? fail('unknown-step', { given, allowed: runbook.steps.map((s) => s.id) })
}

/** The only command of a step, or number `number` of several, from 1. Without it, lists them and throws. */
function offeredBy(world: World, step: Step | null, number: string | undefined): StepCommand {
  if (step === null) return fail('missing-argument', { name: '-- CMD', of: 'exec' })
  const offers = step.commands ?? []
  const given = number ?? (offers.length === 1 ? '1' : undefined)
  const chosen = given === undefined ? undefined : offers[Number(given) - 1]
  if (chosen !== undefined) return chosen
  if (given !== undefined || offers.length === 0)
    return fail('no-command', { step: step.id, given: given ?? '-', count: offers.length })
  offers.forEach((offer, i) => {
    world.say(stepCommandLine(offer, i + 1, resolve(world.workspace.directory, offer.directory), world.text))
  })
  return fail('missing-answer', { what: '--number' })
}

/** Has the id of the step typed before a dangerous command runs. Rejects with `missing-answer` or `not-confirmed`. */
async function confirm(world: World, given: string | undefined, word: string): Promise<void> {
  const ask = () => askLine(world, world.text.said.typeToRun(word), resumeCommand(world, 'exec', '--step', word))
  const typed = given ?? (world.terminal.isInteractive ? await ask() : undefined)
  if (typed === undefined) fail('missing-answer', { what: '--confirm', example: `--confirm ${word}` })
  if (typed !== word) fail('not-confirmed', { given: typed, word })
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }

/** Reads a size such as `500`, `64k`, `16m` or `1g` (powers of 1024), in bytes; null if it is none or too large. */
export function parseSize(text: string): number | null {
  const [, digits, unit = ''] = /^(\d+)([kmg]?)(?:i?b)?$/.exec(text.trim().toLowerCase()) ?? []
  if (digits === undefined) return null
  const bytes = Number(digits) * (UNITS[unit] as number)
  return Number.isSafeInteger(bytes) ? bytes : null
}
