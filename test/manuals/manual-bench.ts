import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import { Bench, type Circumstances, type Outcome } from '../bench.ts'
import { MailServer } from '../delivery/mail-server.ts'
import { bodyOf } from '../delivery/mail-text.ts'
import { type WebServer, webServer } from '../delivery/web-server.ts'
import type { Manual } from './manual.ts'

/** A notice as it arrived; a mail has all its languages. */
export interface Arrived {
  readonly channel: string
  readonly languages: readonly Language[]
  readonly text: string
}

/** A copy of a manual's workspace, with everything that the program says. */
export class ManualBench extends Bench {
  /** Everything printed so far, by command line. */
  readonly said: string[] = []

  static of(manual: Manual, language: Language): ManualBench {
    const bench = new ManualBench({ HALT_LANG: language, LANG: 'C.UTF-8', TZ: 'Asia/Tokyo' })
    cpSync(manual.folder, bench.workspace, { recursive: true })
    return bench
  }

  override async haltWith(circumstances: Circumstances, ...args: readonly string[]): Promise<Outcome> {
    const outcome = await super.haltWith(circumstances, ...args)
    this.said.push(`$ ${args.join(' ')}\n${outcome.out}${outcome.err}`)
    return outcome
  }
}

const LANGUAGES: readonly Language[] = ['ja', 'en']

/** One way to send for each channel in turn, with a real server at its end. */
export class Outlets {
  private readonly bench: ManualBench
  private readonly channels: readonly string[]
  private readonly mail: MailServer
  private readonly web: WebServer
  private readonly taken = new Set<string>()

  private constructor(bench: ManualBench, channels: readonly string[], mail: MailServer, web: WebServer) {
    this.bench = bench
    this.channels = channels
    this.mail = mail
    this.web = web
  }

  /** Replaces the ways to send in the settings of the workspace. */
  static async for(bench: ManualBench, manual: Manual): Promise<Outlets> {
    const channels = Object.keys(manual.runbook.channels)
    const outlets = new Outlets(bench, channels, await new MailServer().listen(), await webServer())
    const settings = parseDocument(readFileSync(join(bench.workspace, 'halt.yaml'), 'utf8'))
    settings.set('channels', Object.fromEntries(channels.map((id, place) => [id, outlets.way(id, place)])))
    mkdirSync(join(bench.workspace, 'sent'))
    bench.write('halt.yaml', String(settings))
    return outlets
  }

  private way(channel: string, place: number): object {
    const common = { languages: [...LANGUAGES] }
    const toFile = '{ echo "$HALT_SUBJECT"; cat; } > "sent/$HALT_CHANNEL@$HALT_NUMBER-$HALT_STAGE.$HALT_LANGUAGE"'
    const ways = [
      { via: 'file', path: `sent/${channel}` },
      {
        via: 'smtp',
        url: `smtp://127.0.0.1:${this.mail.port}`,
        from: 'bank@example.com',
        to: [`${channel}@example.com`],
      },
      { via: 'webhook', url: `http://127.0.0.1:${this.web.port}/${channel}`, allowPrivate: true },
      { via: 'command', run: ['/bin/sh', '-c', toFile] },
    ]
    return { ...ways[place % ways.length], ...common }
  }

  /** What arrived since the last call. */
  arrived(): Arrived[] {
    const all = [...this.pages(), ...this.mails(), ...this.requests(), ...this.printed()]
    return all.flatMap(([key, arrived]) => {
      if (this.taken.has(key)) return []
      this.taken.add(key)
      return [arrived]
    })
  }

  private pages(): [string, Arrived][] {
    return this.channels.flatMap((channel) => {
      const folder = join(this.bench.workspace, 'sent', channel)
      const names = existsSync(folder)
        ? readdirSync(folder).filter((name) => name.endsWith('.html') && !name.startsWith('index.'))
        : []
      return names.map((name): [string, Arrived] => {
        const language = name.split('.').at(-2) as Language
        return [
          `${channel}/${name}`,
          { channel, languages: [language], text: withoutTags(readFileSync(join(folder, name), 'utf8')) },
        ]
      })
    })
  }

  private mails(): [string, Arrived][] {
    return this.mail.received.map(({ to, message }, i) => [
      `mail ${i}`,
      { channel: to.replace(/@.*/, ''), languages: LANGUAGES, text: bodyOf(message) },
    ])
  }

  private requests(): [string, Arrived][] {
    return this.web.asked.flatMap(({ body }, i) => {
      const { channel, texts } = JSON.parse(body) as {
        channel: string
        texts: { language: Language; subject: string; text: string }[]
      }
      return texts.map(({ language, subject, text }): [string, Arrived] => [
        `request ${i} ${language}`,
        { channel, languages: [language], text: `${subject}\n${text}` },
      ])
    })
  }

  private printed(): [string, Arrived][] {
    const folder = join(this.bench.workspace, 'sent')
    return readdirSync(folder)
      .filter((name) => name.includes('@'))
      .map((name) => {
        const language = name.split('.').at(-1) as Language
        const text = readFileSync(join(folder, name), 'utf8')
        return [name, { channel: name.replace(/@.*/, ''), languages: [language], text }]
      })
  }
}

/** What a page shows. */
function withoutTags(html: string): string {
  const body = html.replace(/<head>[\s\S]*?<\/head>/, '').replace(/<[^>]+>/g, '')
  const named = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' }
  return Object.entries(named).reduce((text, [name, character]) => text.replaceAll(`&${name};`, character), body)
}
