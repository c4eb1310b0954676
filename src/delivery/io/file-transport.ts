import { existsSync, renameSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parsedAs } from '../../domain/guard.ts'
import { ProblemError } from '../../domain/problem.ts'
import type { Language } from '../../domain/runbook/runbook.ts'
import type { FileSettings } from '../../domain/settings.ts'
import { WORLD_READABLE } from '../../platform/access.ts'
import { ensureDirectory, replaceDurably } from '../../platform/durable.ts'
import { errnoName } from '../../platform/errno.ts'
import { type Feed, type FeedEntry, feedXml, parseFeed, uuidUrn, withEntry } from '../atom-feed.ts'
import { pageHtml, pageMarkdown } from '../notice-page.ts'
import { publishedUrl, statusPageName } from '../published-url.ts'
import { isStatusDocument, type StatusDocument, withNotice } from '../status-document.ts'
import { STATUS_PAGE_MARK, statusPageHtml } from '../status-page.ts'
import {
  type DeliveryResult,
  failedResult,
  type OutgoingMessage,
  type OutgoingText,
  resultWithoutRecipients,
  safeDetail,
  sentWithLinks,
  subjectOf,
  type Transport,
  type TransportContext,
  type Unreadiness,
  withOnlyText,
} from '../transport.ts'
import type { DeliveryWords } from '../words.en.ts'
import { deliveryWords } from '../words.ts'
import { executableProblem, noticeEnvironment, programFailure, programRefusal, runProgram } from './program.ts'
import {
  FOLDER_LOCK,
  folderTrouble,
  isLink,
  mustNotBeLink,
  textIn,
  unusedName,
  withFolderLock,
} from './published-folder.ts'
import { fileRefusal } from './secrets.ts'

const PUBLISH_TIMEOUT_MS = 60_000

/** Writes pages, a feed and a status page to a folder that a web server serves. Each file is replaced atomically. */
export class FileTransport implements Transport {
  readonly target: string
  readonly probed = 'writable'
  private readonly settings: FileSettings
  private readonly context: TransportContext
  private readonly folder: string

  constructor(settings: FileSettings, context: TransportContext) {
    this.settings = settings
    this.context = context
    this.folder = resolve(context.workspace, settings.path)
    this.target = safeDetail(settings.path)
  }

  unreadiness(): Unreadiness | null {
    const { path, publish } = this.settings
    if (isLink(this.folder)) return { why: 'not-written', detail: `${path}: ELOOP` }
    const refused = fileRefusal(path, this.context)
    if (refused !== null) return refused
    return publish === undefined ? null : programRefusal(publish, this.context)
  }

  /** Checks that the folder exists or can be created, that it is writable, and that the publish command may and can run. */
  async probe(): Promise<Unreadiness | null> {
    const trouble = folderTrouble(this.folder)
    if (trouble !== null) return { why: 'not-written', detail: `${this.settings.path}: ${trouble}` }
    return this.unreadiness() ?? executableProblem(this.settings.publish ?? [], this.context)
  }

  async send(notice: OutgoingMessage, progress: (done: number, all: number) => void): Promise<DeliveryResult> {
    const refused = this.unreadiness()
    if (refused !== null) return failedResult(refused)
    try {
      ensureDirectory(this.folder, WORLD_READABLE)
      const words = await Promise.all(notice.texts.map(({ language }) => deliveryWords(language)))
      withFolderLock(this.folder, () => {
        for (const [index, text] of notice.texts.entries()) {
          this.write(notice, text, words[index] as DeliveryWords)
          progress(index + 1, notice.texts.length)
        }
        this.writeStatus(notice, words)
      })
    } catch (error) {
      const { path, code } = error as NodeJS.ErrnoException
      if (error instanceof ProblemError)
        return failedResult({ why: 'not-written', detail: `${error.problem.code} ${FOLDER_LOCK}` })
      if (code === undefined) throw error
      return failedResult({ why: 'not-written', detail: `${errnoName(error)} ${basename(path ?? this.folder)}` })
    }
    const links = notice.texts.map((text) => [text.language, this.linkTo(this.nameOf(notice, text))] as const)
    return (await this.publish(notice)) ?? sentWithLinks(links)
  }

  /** Writes the page of one text, and adds it to the feed of its language. */
  private write(notice: OutgoingMessage, text: OutgoingText, words: DeliveryWords): void {
    const name = this.nameOf(notice, text)
    const path = join(this.folder, name)
    const feed = `feed.${text.language}.xml`
    // This program never creates links: somebody else put one there.
    mustNotBeLink(path)
    mustNotBeLink(join(this.folder, feed))
    const { incident, stage, number, at, head } = notice
    const { language } = text
    const organisation = nameIn(notice, language)
    const title = subjectOf(withOnlyText(notice, text))
    const about = { incident, stage: stage ?? '', number, head, organisation }
    const page = { language, title, text: text.text, at, ...about, feed }
    const content = this.settings.format === 'markdown' ? pageMarkdown(page) : pageHtml(page)
    replaceDurably(path, Buffer.from(content), WORLD_READABLE)
    const id = uuidUrn(`${notice.key}\n${language}`)
    const entry = { id, title, updated: at, link: this.linkTo(name), text: text.text }
    addToFeed(join(this.folder, feed), notice, words.feed(organisation), language, this.linkTo(feed), entry)
  }

  /** Writes what customers have been told by now: as JSON and, unless a site generator makes the pages, as pages. */
  private writeStatus(notice: OutgoingMessage, words: readonly DeliveryWords[]): void {
    const { key, incident, stage, number, at, status } = notice
    if (status === undefined) return
    const languages = notice.texts.map(({ language }) => language)
    const pages = notice.texts.map((text) => {
      const page = this.nameOf(notice, text)
      return [text.language, { title: subjectOf(withOnlyText(notice, text)), page, link: this.linkTo(page) }] as const
    })
    const told = { key, incident, stage, number, at, pages: Object.fromEntries(pages) }
    const organisation = Object.fromEntries(languages.map((language) => [language, nameIn(notice, language)]))
    const path = join(this.folder, 'status.json')
    mustNotBeLink(path)
    const existing = statusIn(path)
    if (existing === null && existsSync(path)) renameSync(path, unusedName(path))
    const document = withNotice(existing, { organisation, languages }, told, status)
    replaceDurably(path, Buffer.from(`${JSON.stringify(document, null, 2)}\n`), WORLD_READABLE)
    if (this.settings.format === 'markdown') return
    for (const [index, language] of languages.entries()) {
      const html = Buffer.from(statusPageHtml(document, language, (words[index] as DeliveryWords).statusPage))
      for (const name of [statusPageName(language), ...(index === 0 ? ['index.html'] : [])]) {
        const page = join(this.folder, name)
        mustNotBeLink(page)
        if (isOwnPage(page)) replaceDurably(page, html, WORLD_READABLE)
      }
    }
  }

  /** Name of a page, the same on each retry: `20261124-221705-system-failure-01-first.ja.html`. */
  private nameOf({ incident, stage, number }: OutgoingMessage, { language }: OutgoingText): string {
    const ending = this.settings.format === 'markdown' ? 'md' : 'html'
    return `${basename(incident)}-${String(number ?? 0).padStart(2, '0')}-${stage}.${language}.${ending}`
  }

  /** URL of a file; null if `baseUrl` is not set, and for a Markdown page, whose URL the site generator decides. */
  private linkTo(name: string): string | null {
    const isGenerated = this.settings.format === 'markdown' && name.endsWith('.md')
    return isGenerated ? null : publishedUrl(this.settings, name)
  }

  /** Runs the publish command. Resolves to the result if that failed; to null if it succeeded or there is none. */
  private async publish(notice: OutgoingMessage): Promise<DeliveryResult | null> {
    const { publish, timeout = PUBLISH_TIMEOUT_MS } = this.settings
    if (publish === undefined) return null
    const values = { ...this.context.env, ...noticeEnvironment(notice, notice.key), HALT_FOLDER: this.folder }
    const ran = await runProgram(publish, this.context, values, timeout, '')
    if ('why' in ran) return failedResult(ran)
    const failure = programFailure(ran)
    return failure === null ? null : resultWithoutRecipients('failed', 'publish-failed', failure)
  }
}

/** Whether a status page may be written to a path: nothing is there, or a page that this program wrote. */
function isOwnPage(path: string): boolean {
  return !existsSync(path) || (textIn(path)?.includes(STATUS_PAGE_MARK) ?? false)
}

/** Null if the file cannot be read, or is not as this program writes it. */
function statusIn(path: string): StatusDocument | null {
  return parsedAs(isStatusDocument, textIn(path) ?? '')
}

/** Adds an entry to a feed, whose URL is `self`. Renames one that another program wrote or damaged, and starts anew. */
function addToFeed(
  path: string,
  notice: OutgoingMessage,
  title: string,
  language: Language,
  self: string | null,
  entry: FeedEntry,
): void {
  const author = nameIn(notice, language)
  const exists = existsSync(path)
  const existing = exists ? feedIn(path) : null
  if (exists && existing === null) renameSync(path, unusedName(path))
  const id = existing?.id ?? uuidUrn(`${notice.organisation}\n${notice.channel}\n${language}`)
  const feed: Feed = { id, language, title, author, self, entries: existing?.entries ?? [] }
  replaceDurably(path, Buffer.from(feedXml(withEntry(feed, entry))), WORLD_READABLE)
}

/** What the organisation is called in a language. */
function nameIn({ organisation, organisations }: OutgoingMessage, language: Language): string {
  return organisations?.[language] ?? organisation
}

/** Null if the file cannot be read, or is not exactly as this program writes feeds. */
function feedIn(path: string): Feed | null {
  const text = textIn(path)
  return text === null ? null : parseFeed(text)
}
