import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { type Identity, identity } from '../../test/delivery/certificates.ts'
import type { Attack, Figure, Proof } from '../proof.ts'
import { type Ran, type RunOptions, Workspace } from '../workspace.ts'

/** Numbers that no system gives to its own users. */
const [VICTIM, ATTACKER, GROUP] = [64_001, 64_002, 64_000]
/** Whatever takes longer than this waits for what never comes. Seconds. */
const PATIENCE = 30

/** A place that both users reach, with a copy of the program; the workspace is used as the victim. */
class Scene {
  readonly folder: string
  readonly marker: string
  readonly workspace: Workspace
  private readonly faults: string[] = []
  private tried = 0

  constructor(attack: Attack, env: NodeJS.ProcessEnv = {}) {
    this.folder = attack.folder()
    chmodSync(this.folder, 0o755)
    const root = resolve(attack.program, '../..')
    for (const name of ['bin', 'dist', 'runbooks', 'package.json'])
      cpSync(join(root, name), join(this.folder, 'program', name), { recursive: true })
    const program = join(this.folder, 'program/bin/halt.js')
    const home = this.made('home', VICTIM, 0o700)
    this.workspace = new Workspace({ ...attack, program }, { HOME: home, HALT_DIR: '', ...env }, this.folder)
    this.made('state', VICTIM, 0o700)
    // Whoever runs what the attacker has planted leaves a file here.
    this.marker = join(this.made('marks', 0, 0o777), 'ran')
  }

  made(name: string, uid: number, mode: number): string {
    const path = join(this.folder, name)
    mkdirSync(path, { recursive: true })
    chownSync(path, uid, uid)
    chmodSync(path, mode)
    return path
  }

  wrote(path: string, text: string, uid: number, mode = 0o644): string {
    writeFileSync(path, text)
    chownSync(path, uid, uid)
    chmodSync(path, mode)
    return path
  }

  /** As the victim; killed where it waits for ever. */
  halt({ cwd = this.folder, env = {} }: RunOptions, ...args: readonly string[]): Promise<Ran> {
    const user = ['setpriv', `--reuid=${VICTIM}`, `--regid=${VICTIM}`, `--groups=${GROUP}`]
    return this.workspace.haltWith({ cwd, env, under: ['timeout', '-s', 'KILL', String(PATIENCE), ...user] }, ...args)
  }

  /** What has to hold after one try. */
  holds(what: string, isSo: boolean, ran?: Ran): void {
    this.tried += 1
    if (!isSo) this.faults.push(`[${what}${ran === undefined ? '' : `: ${ran.code} ${ran.err.split('\n')[0]}`}]`)
  }

  /** Nothing of the attacker's was run meanwhile, and the command said why it stopped. */
  async refuses(what: string, code: number, word: string, ran: Promise<Ran>): Promise<void> {
    const { marker } = this
    const came = await ran
    this.holds(what, came.code === code && `${came.out}${came.err}`.includes(word) && !existsSync(marker), came)
    rmSync(marker, { force: true })
  }

  figure(figure: string): Figure {
    const { faults, tried } = this
    return {
      holds: faults.length === 0,
      figure: [`${tried - faults.length} of ${tried}: ${figure}`, ...faults.slice(0, 8)].join(' '),
    }
  }
}

/** Settings, contacts, runbooks and programs that another user has written, or could have, where the victim stands. */
export const WORKSPACE_TRUST: Proof = {
  fault: 'workspace-trust',
  needs: ['setpriv'],
  async run(attack) {
    const scene = new Scene(attack)
    const run = `[sh, -c, "cat > /dev/null; touch ${scene.marker}"]`
    const settings = `organisation: { ja: 取引所, en: Exchange }
contact: { ja: 窓口, en: Desk }
channels: { website: { via: command, run: ${run} } }
`
    const send = ['notice', 'website', '--send', '--force', '--reason', 'tried']
    const untrusted = '(untrusted-workspace)'

    /** A folder with planted settings above the one in which the victim stands. */
    function planted(name: string, mode: number, by = ATTACKER, above: number = 0): string {
      const folder = scene.made(name, above, mode)
      scene.wrote(join(folder, 'halt.yaml'), settings, by)
      return scene.made(join(name, 'mine'), VICTIM, 0o755)
    }

    for (const [name, mode] of [
      ['sticky', 0o1777],
      ['open', 0o777],
      ['plain', 0o755],
    ] as const) {
      const cwd = planted(name, mode)
      await scene.refuses(`${name}: start`, 2, untrusted, scene.halt({ cwd }, 'start', '--type', 'system-failure'))
      await scene.refuses(`${name}: send`, 2, untrusted, scene.halt({ cwd }, ...send))
    }

    const shared = planted('shared', 0o770, VICTIM, VICTIM)
    chownSync(join(scene.folder, 'shared'), VICTIM, GROUP)
    await scene.refuses('a group of others', 2, untrusted, scene.halt({ cwd: shared }, ...send))

    const swapped = scene.made('swapped/ws/mine', VICTIM, 0o755)
    scene.made('swapped', ATTACKER, 0o755)
    scene.made('swapped/ws', VICTIM, 0o755)
    scene.wrote(join(scene.folder, 'swapped/ws/halt.yaml'), settings, VICTIM)
    await scene.refuses('a folder that they can rename', 2, untrusted, scene.halt({ cwd: swapped }, ...send))

    const own = scene.made('own', VICTIM, 0o755)
    scene.wrote(join(own, 'halt.yaml'), 'language: en\n', VICTIM)
    const started = await scene.halt({ cwd: own }, 'start', '--type', 'system-failure')
    scene.holds('one’s own is used', started.code === 0 && started.err.includes(own), started)
    const contacts = `people: { sato: { name: Sato, reach: [{ by: pager, send: { via: command, run: ${run} } }] } }
departments: { system: { head: sato }, customer-support: { head: sato }, public-relations: { head: sato }, legal: { head: sato }, security: { head: sato } }
`
    scene.wrote(join(own, 'contacts.yaml'), contacts, VICTIM, 0o666)
    await scene.refuses('open contacts', 2, untrusted, scene.halt({ cwd: own }, 'contacts', 'page', '--next'))
    rmSync(join(own, 'contacts.yaml'))
    scene.made('own/runbooks/notices/ja', VICTIM, 0o777)
    await scene.refuses('an open folder of templates', 2, untrusted, scene.halt({ cwd: own }, 'status'))
    rmSync(join(own, 'runbooks'), { recursive: true })

    const named = ['--dir', join(scene.folder, 'sticky')]
    const cwd = scene.folder
    chmodSync(join(scene.folder, 'sticky'), 0o1777)
    await scene.halt({ cwd }, 'start', '--type', 'system-failure', ...named)
    await scene.refuses('by --dir', 6, 'untrusted-workspace', scene.halt({ cwd }, ...send, ...named))
    const trusted = await scene.halt({ cwd }, 'trust', join(scene.folder, 'sticky'))
    const sent = await scene.halt({ cwd }, ...send, '--retry', ...named)
    scene.holds('once trusted it runs, as it would have before', trusted.code === 0 && existsSync(scene.marker), sent)
    return scene.figure('planted and open workspaces run nothing; the user’s own, and a trusted one, work')
  },
}

/** A state folder that another user made first, or could write to: pipes, links and forged names in it. */
export const STATE_FOLDER: Proof = {
  fault: 'state-folder',
  needs: ['setpriv'],
  async run(attack) {
    const scene = new Scene(attack)
    const workspace = scene.made('workspace', VICTIM, 0o700)
    const at = (state: string) => ({ env: { HALT_DIR: workspace, XDG_STATE_HOME: state } })
    const first = scene.made('state', VICTIM, 0o700)
    const started = await scene.halt(at(first), 'start', '--type', 'system-failure')
    const id = started.out.trim()
    const [key = ''] = readdirSync(join(first, 'halt'))
    const precious = scene.wrote(join(scene.folder, 'precious'), 'precious\n', VICTIM, 0o600)
    const forged = 'zzzzzzzz'

    /** Everything that state is kept in, as the attacker would have it. */
    const plant: Readonly<Record<string, (path: string) => string>> = {
      pipes: (path) => `mkfifo ${path}`,
      links: (path) => `ln -s ${precious} ${path}`,
      forgeries: (path) =>
        path.endsWith('.head')
          ? `printf '${forged} 99 ${'0'.repeat(64)}\\n' > ${path}`
          : `printf '${forged} %s\\n' "$(cat /proc/sys/kernel/random/boot_id)" > ${path}`,
    }

    for (const [kind, line] of Object.entries(plant))
      for (const owner of [ATTACKER, VICTIM]) {
        const state = scene.made(`${kind}-${owner}`, 0, 0o1777)
        for (const folder of ['halt', join('halt', key)])
          scene.made(join(`${kind}-${owner}`, folder), owner, owner === VICTIM ? 0o777 : 0o755)
        const folder = join(state, 'halt', key)
        for (const name of ['writer', `${id}.head`, `${id}.draft`]) await asAttacker(line(join(folder, name)))
        const before = listing(folder)
        for (const args of [['status'], ['note', kind], ['verify'], ['list']]) {
          const ran = await scene.halt(at(state), ...args)
          scene.holds(`${kind}, folder of ${owner}: ${args[0]}`, ran.code === 0, ran)
        }
        if (owner === ATTACKER) scene.holds(`${kind}: nothing is written there`, listing(folder) === before)
        else scene.holds(`${kind}: it is closed`, (statSync(folder).mode & 0o777) === 0o700)
      }

    const log = await scene.halt(at(first), 'log', '--json')
    scene.holds('no forged writer', !log.out.includes(forged) && log.out.includes('"links"'), log)
    scene.holds('no link is written through', readFileSync(precious, 'utf8') === 'precious\n')

    const planted = scene.made('planted', 0, 0o777)
    scene.wrote(join(planted, 'halt.yaml'), '', ATTACKER)
    const { dev, ino, uid } = statSync(planted)
    const vouching = scene.made('vouching', 0, 0o1777)
    for (const folder of ['halt', 'halt/trusted']) scene.made(join('vouching', folder), ATTACKER, 0o755)
    await asAttacker(`echo ${planted} > ${join(vouching, 'halt/trusted', `${dev}-${ino}-${uid}`)}`)
    const env = { HALT_DIR: '', XDG_STATE_HOME: vouching }
    const trusting = await scene.halt({ cwd: planted, env }, 'list')
    scene.holds('no forged trust', trusting.code === 2 && trusting.err.includes('(untrusted-workspace)'), trusting)
    return scene.figure('nothing believed, written to, or waited for')

    async function asAttacker(line: string): Promise<void> {
      // The folder may be the victim's, and open.
      const { spawn } = await import('node:child_process')
      const user = [`--reuid=${ATTACKER}`, `--regid=${ATTACKER}`, '--clear-groups']
      const [code] = await once(spawn('setpriv', [...user, 'sh', '-c', line], { stdio: 'inherit' }), 'close')
      if (code !== 0) throw new Error(`the attacker could not: ${line}`)
    }
  },
}

function listing(folder: string): string {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const { ino, size, mtimeMs } = lstatSync(join(folder, name))
      return `${name} ${ino} ${size} ${mtimeMs}`
    })
    .join('\n')
}

const PASSWORD = 'correct horse battery staple'

/** Impostors of a mail and of a web server, and a variable that makes Node's programs believe any of them. */
export const TRANSPORT_TLS: Proof = {
  fault: 'transport-tls',
  needs: ['setpriv'],
  async run(attack) {
    const host = identity('127.0.0.1', 'localhost')
    const heard: string[] = []
    const [smtps, startTls, web] = await Promise.all([
      mail(host, true, heard),
      mail(host, false, heard),
      https(host, heard),
    ])
    try {
      const scene = new Scene(attack, { MAIL_USER: 'halt', MAIL_PASSWORD: PASSWORD })
      const workspace = scene.made('workspace', VICTIM, 0o700)
      const mailTo = (url: string, rest: string) =>
        `{ via: smtp, url: "${url}", ${rest} userEnv: MAIL_USER, passwordEnv: MAIL_PASSWORD, from: halt@example.com, to: [customers@example.com] }`
      const settings = `organisation: { ja: 取引所, en: Exchange }
contact: { ja: 窓口, en: Desk }
channels:
  email: ${mailTo(`smtps://127.0.0.1:${smtps.port}`, '')}
  website: ${mailTo(`smtp://127.0.0.1:${startTls.port}`, 'startTls: true,')}
  internal: { via: webhook, url: "https://127.0.0.1:${web.port}/", allowPrivate: true }
`
      scene.wrote(join(workspace, 'halt.yaml'), settings, VICTIM)
      const ca = scene.wrote(join(scene.folder, 'ca.pem'), host.ca, VICTIM)
      const env = { HALT_DIR: workspace, NODE_TLS_REJECT_UNAUTHORIZED: '0' }
      const send = ['notice', 'email', 'website', 'internal', '--send', '--force', '--reason', 'tried']
      await scene.halt({ env }, 'start', '--type', 'system-failure')
      const sent = await scene.halt({ env }, ...send)
      scene.holds('nothing is sent', sent.code === 6 && sent.err.split('tls-failed').length > 3, sent)
      const doctor = await scene.halt({ env }, 'doctor')
      scene.holds(
        'doctor names the variable',
        doctor.code === 8 && doctor.out.includes('NODE_TLS_REJECT_UNAUTHORIZED'),
        doctor,
      )
      scene.holds(`the impostors hear nothing (${heard.length})`, heard.length === 0)
      const known = { ...env, NODE_TLS_REJECT_UNAUTHORIZED: '1', NODE_EXTRA_CA_CERTS: ca }
      const again = await scene.halt({ env: known }, ...send, '--retry')
      const passwords = heard.filter((word) => word === PASSWORD).length
      scene.holds('once they prove who they are they hear all', again.code === 0 && passwords === 2, again)
      return scene.figure(
        '3 impostors heard no password and no request, and the same servers all once they proved who they are',
      )
    } finally {
      for (const server of [smtps, startTls, web]) server.close()
    }
  },
}

interface Listening {
  readonly port: number
  readonly close: () => void
}

async function mail({ key, cert }: Identity, secure: boolean, heard: string[]): Promise<Listening> {
  const server = new SMTPServer({
    secure,
    key,
    cert,
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth({ password }, _, callback) {
      heard.push(password ?? '')
      callback(null, { user: 'halt' })
    },
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return { port: (server.server.address() as AddressInfo).port, close: () => server.close() }
}

async function https(host: Identity, heard: string[]): Promise<Listening> {
  const server = createServer(host, (request, response) => {
    heard.push(request.url ?? '')
    request.resume().on('end', () => response.end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { port: (server.address() as AddressInfo).port, close }
}
