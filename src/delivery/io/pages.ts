import { accessSync, constants, existsSync, lstatSync, renameSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Language } from '../../domain/runbook/runbook.ts'
import type { FileSettings } from '../../domain/settings.ts'
import { readText } from '../../platform/bounded.ts'
import { ensureDirectory, PUBLIC, replaceDurably } from '../../platform/durable.ts'
import { errnoName } from '../../platform/errno.ts'
import { type Feed, type FeedEntry, feedXml, readFeed, urn, withEntry } from '../feed.ts'
import { type Page, pageHtml, pageMarkdown } from '../page.ts'
import {
  type Delivered,
  delivered,
  detailOf,
  type Outgoing,
  type OutgoingText,
  only,
  subjectOf,
  type Transport,
  type TransportContext,
  type Unready,
} from '../transport.ts'
import { deliveryWords } from '../words.ts'
import { environmentOf, programDistrusted, programMissing, programTrouble, runFor } from './program.ts'

const PUBLISH_TIMEOUT_MS = 60_000

/** Pages in a folder that a web server shows, and a feed beside them; each stands there whole or not at all. */
export class PagesTransport implements Transport {
  readonly target: string
  private readonly settings: FileSettings
  private readonly context: TransportContext
  private readonly folder: string

  constructor(settings: FileSettings, context: TransportContext) {
    this.settings = settings
    this.context = context
    this.folder = resolve(context.workspace, settings.path)
    this.target = detailOf(settings.path)
  }

  unready(): Unready | null {
    const { path, publish } = this.settings
    if (isLink(this.folder)) return { why: 'not-written', detail: `${path}: ELOOP` }
    if (publish === undefined) return null
    return programMissing(publish, this.context) ?? programDistrusted(publish, this.context)
  }

  /** The folder is there or can be made, and can be written to; what publishes it can be run. */
  async probe(): Promise<Unready | null> {
    const trouble = folderTrouble(this.folder)
    if (trouble !== null) return { why: 'not-written', detail: `${this.settings.path}: ${trouble}` }
    const { workspace, env } = this.context
    return this.unready() ?? programTrouble(this.settings.publish ?? null, workspace, env)
  }

  async send(notice: Outgoing, progress: (done: number, all: number) => void): Promise<Delivered> {
    const refused = this.unready()
    if (refused !== null) return delivered('failed', refused.why, detailOf(refused.detail))
    try {
      ensureDirectory(this.folder, PUBLIC)
      for (const [index, text] of notice.texts.entries()) {
        await this.write(notice, text)
        progress(index + 1, notice.texts.length)
      }
    } catch (error) {
      const { path, code } = error as NodeJS.ErrnoException
      if (code === undefined) throw error
      return delivered('failed', 'not-written', detailOf(`${errnoName(error)} ${basename(path ?? this.folder)}`))
    }
    const [first] = notice.texts
    const link = first === undefined ? null : this.linkTo(this.nameOf(notice, first))
    return (await this.publish(notice)) ?? delivered('sent', null, null, link)
  }

  private async write(notice: Outgoing, text: OutgoingText): Promise<void> {
    const name = this.nameOf(notice, text)
    const path = join(this.folder, name)
    const feed = `feed.${text.language}.xml`
    for (const target of [path, join(this.folder, feed)])
      if (isLink(target)) throw Object.assign(new Error('a symbolic link'), { code: 'ELOOP', path: target })
    const { incident, stage, number, at, head, organisation } = notice
    const { language } = text
    const title = subjectOf(only(notice, text))
    const said = { language, title, text: text.text, at, incident, stage: stage ?? '', number }
    const page: Page = { ...said, head, organisation, feed }
    const content = this.settings.format === 'markdown' ? pageMarkdown(page) : pageHtml(page)
    replaceDurably(path, Buffer.from(content), PUBLIC)
    await addToFeed(this.folder, feed, {
      channel: notice.channel,
      language,
      organisation,
      self: this.linkTo(feed),
      entry: { id: urn(`${notice.key}\n${language}`), title, updated: at, link: this.linkTo(name), text: text.text },
    })
  }

  /** `20261124-221705-system-failure-01-first.ja.html`: the same at each retry. */
  private nameOf({ incident, stage, number }: Outgoing, { language }: OutgoingText): string {
    const ending = this.settings.format === 'markdown' ? 'md' : 'html'
    return `${basename(incident)}-${String(number ?? 0).padStart(2, '0')}-${stage}.${language}.${ending}`
  }

  /** Null where it is not said where the folder can be read. A generator of sites names its pages itself. */
  private linkTo(name: string): string | null {
    const { baseUrl, format } = this.settings
    if (baseUrl === undefined || (format === 'markdown' && name.endsWith('.md'))) return null
    return new URL(name, baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`).href
  }

  /** Null where nothing is to be run, or it ended well. */
  private async publish(notice: Outgoing): Promise<Delivered | null> {
    const { publish, timeout = PUBLISH_TIMEOUT_MS } = this.settings
    if (publish === undefined) return null
    const { workspace, env } = this.context
    const values = { ...env, ...environmentOf(notice, notice.key), HALT_FOLDER: this.folder }
    const { ended, stderr } = await runFor(publish, workspace, values, timeout, '')
    if (ended.end === 'exited' && ended.code === 0) return null
    const how = `${ended.end} ${ended.code ?? ended.signal ?? ended.why ?? ''}`.trim()
    const [first = ''] = stderr.trim().split('\n')
    return delivered('failed', 'publish-failed', detailOf(first === '' ? how : `${how}: ${first}`))
  }
}

/** Why a folder cannot be written to, or made where it is missing; null where it can. */
function folderTrouble(path: string): string | null {
  try {
    if (!existsSync(path) && dirname(path) !== path) return folderTrouble(dirname(path))
    if (!statSync(path).isDirectory()) return 'ENOTDIR'
    accessSync(path, constants.W_OK | constants.X_OK)
    return null
  } catch (error) {
    return errnoName(error)
  }
}

/** What cannot be looked at cannot be written either, and says so then. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink()
  } catch {
    return false
  }
}

/** Fifty notices of the longest text there may be, escaped. */
const MOST_FEED = 24 * 1024 * 1024

export interface FeedAddition {
  readonly channel: string
  readonly language: Language
  readonly organisation: string
  /** Where the feed can be read; null where that is not known. */
  readonly self: string | null
  readonly entry: FeedEntry
}

/** Puts an entry into the feed of a folder. A feed that is not ours, or is broken, is set aside, and one is begun anew. */
export async function addToFeed(folder: string, name: string, addition: FeedAddition): Promise<void> {
  const { channel, language, organisation, self, entry } = addition
  const title = (await deliveryWords(language)).feed(organisation)
  const path = join(folder, name)
  const found = existsSync(path) ? read(path) : null
  if (found === null && existsSync(path)) renameSync(path, unusedName(path))
  const id = found?.id ?? urn(`${organisation}\n${channel}\n${language}`)
  const feed: Feed = { id, language, title, author: organisation, self, entries: found?.entries ?? [] }
  replaceDurably(path, Buffer.from(feedXml(withEntry(feed, entry))), PUBLIC)
}

function read(path: string): Feed | null {
  try {
    return readFeed(readText(path, MOST_FEED).text)
  } catch {
    return null
  }
}

function unusedName(path: string): string {
  for (let number = 1; ; number += 1) if (!existsSync(`${path}.aside-${number}`)) return `${path}.aside-${number}`
}
