import { type Command, Option } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { isSamePerson } from '../../domain/contacts/roster.ts'
import type { Invitation } from '../../domain/invitation.ts'
import { fail } from '../../domain/problem.ts'
import type { Runbook } from '../../domain/runbook/runbook.ts'
import { parseDuration } from '../../domain/time.ts'
import { chooseIncidentToRead } from '../../incident/choose.ts'
import { idNamed } from '../../incident/names.ts'
import { storageError } from '../../platform/disk.ts'
import { secret } from '../../platform/random.ts'
import { loadConfig } from '../../runbook/io/config.ts'
import { BoardAddress } from '../../store/board-address.ts'
import { Invitations, type KeptInvitation, MAX_INVITATIONS } from '../../store/invitations.ts'
import { inertLine } from '../../view/inert.ts'
import { timeText } from '../../view/time-format.ts'
import type { World } from '../../world.ts'
import { boardWords } from '../words.ts'

interface Options {
  readonly department?: string
  readonly act?: boolean
  readonly expires: string
  readonly allOpen?: boolean
  readonly list?: boolean
  readonly revoke?: string
}

const MIN_MS = 60_000
const MAX_MS = 30 * 24 * 3_600_000
const MAX_NAME_LENGTH = 200

export const help: CommandHelp = {
  page: 'board.md#people-take-part',
  examples: [
    ['invite Suzuki', 'a link for one person, to look', '閲覧用のリンクを1人に発行する'],
    [
      'invite Suzuki --act --department DEPARTMENT --expires 8h',
      'to act on the duties of a department, for a shift',
      'その部署の手順を記録できるリンクを、1勤務分だけ発行する',
    ],
    ['invite --list', 'which links are good', '有効なリンクを表示する'],
    ['invite --revoke Suzuki', 'end a link', 'リンクを無効にする'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument('[name]', say('who is invited, as the log will name them', '招待する人の名前（ログに残る）'))
    .option(
      '--department <department>',
      say('they act only on the duties of this department', 'この部署の担当分だけを扱う'),
    )
    .option('--act', say('they may act; without it, only look', '操作も許す。付けなければ閲覧だけ'))
    .option('--expires <duration>', say('how long the link is good', 'リンクの有効期間'), '12h')
    .option(
      '--all-open',
      say('for all open incidents, not for one', '1件だけでなく、継続中のすべてのインシデントに招待する'),
    )
    .addOption(
      new Option('--list', say('show the links that are good', '有効なリンクの一覧を表示する')).conflicts([
        'department',
        'act',
        'allOpen',
        'revoke',
      ]),
    )
    .addOption(
      new Option('--revoke <name>', say('end the link of this person', 'この人のリンクを無効にする')).conflicts([
        'department',
        'act',
        'allOpen',
      ]),
    )
    .action((name: string | undefined, options: Options) => start((world) => run(world, name, options)))
}

async function run(world: World, name: string | undefined, options: Options): Promise<number> {
  const flag = options.list ? '--list' : options.revoke === undefined ? null : '--revoke'
  if (flag !== null && name !== undefined) fail('usage', { detail: `NAME ${flag}`, kind: 'conflict' })
  const invitations = new Invitations(world.env, world.workspace.directory)
  if (options.list) return list(world, invitations)
  if (options.revoke !== undefined) return revoke(world, invitations, options.revoke)
  return invite(world, invitations, name ?? fail('missing-argument', { name: 'name', of: 'invite' }), options)
}

/** Prints a link for one person. It replaces the one that they had. */
async function invite(world: World, invitations: Invitations, given: string, options: Options): Promise<number> {
  const name = nameIn(given)
  const ms = parseDuration(options.expires) ?? 0
  if (ms < MIN_MS || ms > MAX_MS) fail('bad-flag', { flag: '--expires', given: options.expires, allowed: ['1m - 30d'] })
  const { runbook, incident, stamp } = await placeOf(world, options.allOpen ?? false)
  const { departments } = runbook
  const department =
    options.department === undefined ? null : idNamed(options.department, departments, 'unknown-department')
  const origin = new BoardAddress(world.env, world.workspace.directory).origin() ?? fail('no-board', {})
  const now = world.now()
  invitations.removeExpired(now)
  const kept = invitations.inForce(now)
  const before = namesakes(kept, name)
  if (kept.length - before.length >= MAX_INVITATIONS) fail('too-many-invitations', { limit: MAX_INVITATIONS })
  const code = secret()
  const invitation: Invitation = {
    ...{ name, invitedBy: world.operator, department, acts: options.act ?? false, incident },
    ...{ madeAt: now, expiresAt: now + ms },
  }
  const { path } = invitations
  if (!invitations.keep(code, invitation)) fail('not-recorded', { path, why: storageError(path) ?? 'EPERM' })
  for (const { id } of before) invitations.revoke(id)
  const url = `${origin}/#${code}`
  const until = stamp(invitation.expiresAt)
  if (world.options.json)
    world.print(JSON.stringify({ schemaVersion: 1, url, invitation: documentOf(invitation, stamp) }))
  else world.print(url)
  const words = await boardWords(world.text.language)
  if (before.length > 0) world.inform(words.replaced(inertLine(name)))
  world.inform(words.invited(inertLine(name), timeText(until), invitation.acts))
  return 0
}

/** What a person is called in the log. Throws `missing-argument` for a blank name, or `bad-words`. */
function nameIn(given: string): string {
  const name = given.trim()
  if (name === '') return fail('missing-argument', { name: 'name', of: 'invite' })
  const isLine = !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name)
  if (isLine && name.length <= MAX_NAME_LENGTH) return name
  return fail('bad-words', { given: name, why: isLine ? 'too-long' : 'no-line', limit: MAX_NAME_LENGTH })
}

/** The incident that somebody is invited to, null for all that are open, with the runbook in force and the clock there. */
async function placeOf(world: World, isForAll: boolean) {
  if (!isForAll) {
    const { journal, clock } = chooseIncidentToRead(world)
    const runbook: Pick<Runbook, 'departments'> = journal.incident.runbook
    return { runbook, incident: journal.id, stamp: clock.stamp }
  }
  const { runbook, settings } = await loadConfig(world.root, world.workspace.directory, world.text.language)
  return { runbook, incident: null, stamp: world.clock(settings.timezone).stamp }
}

function namesakes(kept: readonly KeptInvitation[], name: string): KeptInvitation[] {
  return kept.filter(({ invitation }) => isSamePerson(undefined, invitation.name, name))
}

async function list(world: World, invitations: Invitations): Promise<number> {
  const kept = invitations.inForce(world.now())
  const { stamp } = await placeOf(world, true)
  const words = await boardWords(world.text.language)
  if (world.options.json) {
    const all = kept.map(({ invitation }) => documentOf(invitation, stamp))
    world.print(JSON.stringify({ schemaVersion: 1, invitations: all }))
  } else
    for (const { invitation } of kept) {
      const { name, department, acts, incident, invitedBy, expiresAt } = invitation
      const what = acts ? words.mayAct : words.mayLook
      const where = [incident ?? words.allOpen, ...(department === null ? [] : [department])]
      const rest = [what, ...where, words.until(timeText(stamp(expiresAt))), words.by(inertLine(invitedBy))]
      world.print([inertLine(name), ...rest].join('  '))
    }
  if (kept.length === 0) world.inform(words.nobodyInvited)
  return 0
}

async function revoke(world: World, invitations: Invitations, given: string): Promise<number> {
  const kept = invitations.inForce(world.now())
  const revoked = namesakes(kept, given)
  if (revoked.length === 0)
    fail('unknown-invitation', { given, allowed: kept.map(({ invitation }) => invitation.name) })
  for (const { id } of revoked) invitations.revoke(id)
  const names = revoked.map(({ invitation }) => invitation.name)
  const words = await boardWords(world.text.language)
  for (const name of names) world.inform(words.revoked(inertLine(name)))
  if (world.options.json) world.print(JSON.stringify({ schemaVersion: 1, revoked: names }))
  return 0
}

function documentOf(invitation: Invitation, stamp: (ms: number) => string) {
  const { madeAt, expiresAt, ...rest } = invitation
  return { ...rest, madeAt: stamp(madeAt), expiresAt: stamp(expiresAt) }
}
