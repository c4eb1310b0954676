import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { DeliveryResult, OutgoingMessage } from '../../src/delivery/transport.ts'
import { transportFor } from '../../src/delivery/transports.ts'
import type { FileSettings } from '../../src/domain/settings.ts'
import { folder } from '../store/bench.ts'
import { contextIn, NOTICE, noProgress } from './transport-context.ts'

const HTML = '20261124-221705-system-failure-01-first.ja.html'

async function send(
  workspace: string,
  settings: Partial<FileSettings> = {},
  notice: OutgoingMessage = NOTICE,
): Promise<DeliveryResult> {
  const context = contextIn(workspace, { PATH: process.env.PATH })
  const transport = await transportFor({ via: 'file', path: 'site/notices', ...settings }, context)
  return (await transport?.send(notice, noProgress)) as DeliveryResult
}

const read = (workspace: string, name: string) => readFileSync(join(workspace, 'site/notices', name), 'utf8')
const names = (workspace: string) => readdirSync(join(workspace, 'site/notices')).sort()
const entriesOf = (xml: string, element: string) =>
  [...xml.matchAll(new RegExp(`<entry>[\\s\\S]*?<${element}>([^<]*)</${element}>`, 'g'))].map(([, text]) => text)

describe('published pages', () => {
  it('are written with a feed for each language, readable by everyone', async () => {
    const workspace = folder()
    const before = process.umask(0o077)
    expect(await send(workspace, { baseUrl: 'https://www.example.com/notices' })).toMatchObject({
      outcome: 'sent',
      why: null,
      link: `https://www.example.com/notices/${HTML}`,
      links: {
        ja: `https://www.example.com/notices/${HTML}`,
        en: `https://www.example.com/notices/${HTML.replace('.ja.', '.en.')}`,
      },
    })
    process.umask(before)
    expect(names(workspace)).toEqual([HTML, HTML.replace('.ja.', '.en.'), 'feed.en.xml', 'feed.ja.xml'].sort())
    for (const name of names(workspace))
      expect(statSync(join(workspace, 'site/notices', name)).mode & 0o777, name).toBe(0o644)
    expect(statSync(join(workspace, 'site')).mode & 0o777).toBe(0o755)
  })

  it('name the organisation in their language, in the feed as well', async () => {
    const workspace = folder()
    const organisations = { ja: 'みなと病院', en: 'Harbour Hospital' }
    await send(workspace, {}, { ...NOTICE, organisation: 'みなと病院', organisations })
    const author = (name: string) => `<meta name="author" content="${name}">`
    expect(read(workspace, HTML)).toContain(author('みなと病院'))
    expect(read(workspace, HTML.replace('.ja.', '.en.'))).toContain(author('Harbour Hospital'))
    expect(read(workspace, 'feed.en.xml')).toContain('<title>Harbour Hospital: notices</title>')
    expect(read(workspace, 'feed.en.xml')).not.toContain('<name>みなと病院')
    const onlyJapanese = folder()
    await send(
      onlyJapanese,
      {},
      { ...NOTICE, organisation: 'みなと病院', organisations: { ja: 'みなと病院', en: null } },
    )
    expect(read(onlyJapanese, 'feed.en.xml')).toContain('<title>みなと病院: notices</title>')
  })

  it('are complete HTML in their language, with the log head in a meta tag only', async () => {
    const workspace = folder()
    await send(workspace)
    const page = read(workspace, HTML)
    expect(page).toMatch(/^<!doctype html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">/)
    expect(page).toContain('<title>【重要】取引停止のお知らせ（第1報）</title>')
    expect(page).toContain(`<meta name="halt-log-head" content="${NOTICE.head}">`)
    const time = (words: string) => `<time datetime="2026-11-24T22:17:05.120+09:00">${words}</time>`
    expect(page).toContain(time('2026年11月24日(火)22時17分'))
    expect(read(workspace, HTML.replace('.ja.', '.en.'))).toContain(time('22:17 JST (UTC+9), Tuesday 24 November 2026'))
    expect(page).toContain(
      '<p>平素よりご利用いただき、誠にありがとうございます。<br>\n現在、全銘柄の取引を停止しております。</p>',
    )
    expect(page.match(/第1報/g)).toHaveLength(2)
    // Legible as it is, on any screen: its lines are not as long as the window, and dark where others are.
    expect(page).toMatch(/<style>\n:root { color-scheme: light dark }\nbody { max-width/)
    expect(page.slice(page.indexOf('<body>'))).not.toContain(NOTICE.head)
  })

  it('escape markup and control characters of the notice, in the page and the feed', async () => {
    const workspace = folder()
    const text = '<script>alert(1)</script> & "x"\n\n]]></entry> \u0000\u001b'
    const notice = { ...NOTICE, texts: [{ language: 'ja', subject: '</title><b>', text, digest: '' }] } as const
    await send(workspace, {}, notice)
    await send(workspace, {}, { ...notice, key: 'another' })
    for (const name of [HTML, 'feed.ja.xml']) {
      const markup = read(workspace, name)
      expect(markup).not.toMatch(/<script>|<b>|\u0000|\u001b|\]\]>/)
      expect(markup).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;')
    }
    expect(entriesOf(read(workspace, 'feed.ja.xml'), 'title')).toEqual(Array(2).fill('&lt;/title&gt;&lt;b&gt;'))
  })

  it('can be Markdown with front matter, with markup escaped', async () => {
    const workspace = folder()
    const text = '# 一\n- *二* [x](y)\n\n<b>'
    const notice = {
      ...NOTICE,
      number: null,
      stage: 'scheduled',
      texts: [{ language: 'en', subject: 'A "b": c', text, digest: '' }],
    } as const
    expect(await send(workspace, { format: 'markdown', baseUrl: 'https://w.example' }, notice)).toMatchObject({
      outcome: 'sent',
      link: null,
    })
    const [, matter = '', body = ''] = read(workspace, '20261124-221705-system-failure-00-scheduled.en.md').split(
      /^---\n/m,
    )
    expect(parse(matter)).toEqual({
      title: 'A "b": c',
      date: NOTICE.at,
      lang: 'en',
      halt: { incident: NOTICE.incident, stage: 'scheduled', number: null, head: NOTICE.head },
    })
    expect(body.trim()).toBe('\\# 一\\\n\\- \\*二\\* \\[x\\](y)\n\n&lt;b&gt;')
  })

  it('do not change on a retry, and appear in the feed once', async () => {
    const workspace = folder()
    await send(workspace)
    const before = names(workspace).map((name) => read(workspace, name))
    await send(workspace)
    expect(names(workspace).map((name) => read(workspace, name))).toEqual(before)
  })

  it('stay inside the folder if the incident id contains ../', async () => {
    const workspace = folder()
    await send(workspace, {}, { ...NOTICE, incident: '../../../x' })
    expect(names(workspace)).toContain('x-01-first.ja.html')
  })
})

describe('the Atom feed', () => {
  const later = (minute: number): OutgoingMessage => ({
    ...NOTICE,
    key: `key-${minute}`,
    at: `2026-11-25T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00.000+09:00`,
  })

  it('is sorted by time, newest first, regardless of the order of sending', async () => {
    const workspace = folder()
    const baseUrl = 'https://www.example.com/notices/'
    for (const notice of [later(10), later(30), later(20)]) await send(workspace, { baseUrl }, notice)
    const xml = read(workspace, 'feed.ja.xml')
    expect(entriesOf(xml, 'updated')).toEqual([later(30).at, later(20).at, later(10).at])
    expect(xml).toMatch(/^<\?xml version="1\.0" encoding="utf-8"\?>\n<feed xmlns="http:\/\/www\.w3\.org\/2005\/Atom"/)
    const head = xml.slice(0, xml.indexOf('<entry>'))
    expect(head).toMatch(/<id>urn:uuid:[0-9a-f-]{36}<\/id>/)
    expect(head).toContain('<title>例示取引所からのお知らせ</title>')
    expect(head).toContain(`<updated>${later(30).at}</updated>`)
    expect(head).toContain('<author><name>例示取引所</name></author>')
    expect(head).toContain(`<link rel="self" href="${baseUrl}feed.ja.xml"/>`)
    expect(xml).toContain(`<link rel="alternate" href="${baseUrl}${HTML}"/>`)
    const ids = entriesOf(xml, 'id')
    expect(new Set(ids).size).toBe(3)
    for (const id of ids)
      expect(id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('is well-formed XML with matching tags', async () => {
    const workspace = folder()
    await send(workspace)
    await send(workspace, {}, later(1))
    const open: string[] = []
    for (const [tag, slash, name = ''] of read(workspace, 'feed.ja.xml').matchAll(/<(\/?)([a-z]+)[^>]*>/g))
      if (slash === '/') expect(open.pop()).toBe(name)
      else if (!tag.endsWith('/>')) open.push(name)
    expect(open).toEqual([])
  })

  it('keeps the 50 newest entries', async () => {
    const workspace = folder()
    for (let minute = 0; minute < 53; minute += 1) await send(workspace, {}, later(minute))
    const updated = entriesOf(read(workspace, 'feed.en.xml'), 'updated')
    expect(updated).toHaveLength(50)
    expect([updated[0], updated[49]]).toEqual([later(52).at, later(3).at])
  })

  it.each([
    ['from another program', () => '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>'],
    ['that is cut short', (xml: string) => xml.slice(0, -20)],
    ['with an extra space', (xml: string) => xml.replace('<entry>', '<entry> ')],
    ['with an invalid time', (xml: string) => xml.replaceAll(/<updated>[^<]*/g, '<updated>soon')],
    ['that is empty', () => ''],
  ])('renames a feed %s and starts a new one', async (_, damage) => {
    const workspace = folder()
    await send(workspace, {}, later(1))
    const path = join(workspace, 'site/notices/feed.ja.xml')
    const damaged = damage(read(workspace, 'feed.ja.xml'))
    for (const aside of ['feed.ja.xml.aside-1', 'feed.ja.xml.aside-2']) {
      writeFileSync(path, damaged)
      expect(await send(workspace, {}, later(2))).toMatchObject({ outcome: 'sent', why: null })
      expect(read(workspace, aside)).toBe(damaged)
      expect(entriesOf(read(workspace, 'feed.ja.xml'), 'updated')).toEqual([later(2).at])
    }
  })

  it('renames a folder that has the name of the feed', async () => {
    const workspace = folder()
    mkdirSync(join(workspace, 'site/notices/feed.ja.xml'), { recursive: true })
    expect(await send(workspace)).toMatchObject({ outcome: 'sent' })
    expect(names(workspace)).toContain('feed.ja.xml.aside-1')
  })
})

describe('publishing pages into an unusable folder', () => {
  it('fails with not-written, and writes nothing, if the folder cannot be locked', async () => {
    const workspace = folder()
    mkdirSync(join(workspace, 'site/notices/.halt.lock'), { recursive: true })
    const refused = { outcome: 'failed', why: 'not-written', detail: 'bad-lock .halt.lock' }
    expect(await send(workspace)).toMatchObject(refused)
    expect(names(workspace)).toEqual(['.halt.lock'])
  })

  it('fails with not-written and the system error if the folder cannot be created', async () => {
    const workspace = folder()
    writeFileSync(join(workspace, 'site'), 'a file')
    expect(await send(workspace)).toMatchObject({ outcome: 'failed', why: 'not-written', detail: 'ENOTDIR notices' })
  })

  it('fails if a folder has the name of a page, and leaves it unchanged', async () => {
    const workspace = folder()
    mkdirSync(join(workspace, 'site/notices', HTML), { recursive: true })
    expect(await send(workspace)).toMatchObject({ outcome: 'failed', why: 'not-written' })
    expect(names(workspace)).toEqual([HTML])
  })

  it.each([HTML, 'feed.ja.xml'])('fails if %s is a symlink, and does not follow it', async (name) => {
    const workspace = folder()
    mkdirSync(join(workspace, 'site/notices'), { recursive: true })
    writeFileSync(join(workspace, 'elsewhere'), 'as it was')
    symlinkSync(join(workspace, 'elsewhere'), join(workspace, 'site/notices', name))
    expect(await send(workspace)).toMatchObject({ outcome: 'failed', why: 'not-written', detail: `ELOOP ${name}` })
    expect(readFileSync(join(workspace, 'elsewhere'), 'utf8')).toBe('as it was')
    expect(names(workspace)).toEqual([name])
  })

  it('fails if the folder itself is a symlink, and does not follow it', async () => {
    const workspace = folder()
    mkdirSync(join(workspace, 'site'))
    mkdirSync(join(workspace, 'elsewhere'))
    symlinkSync(join(workspace, 'elsewhere'), join(workspace, 'site/notices'))
    expect(await send(workspace)).toMatchObject({
      outcome: 'failed',
      why: 'not-written',
      detail: 'site/notices: ELOOP',
    })
    expect(readdirSync(join(workspace, 'elsewhere'))).toEqual([])
    rmSync(join(workspace, 'site/notices'))
    expect(await send(workspace)).toMatchObject({ outcome: 'sent' })
  })
})

describe('the publish command', () => {
  it('fails with file-missing before any page is written if the program does not exist', async () => {
    const workspace = folder()
    expect(await send(workspace, { publish: ['./push'] })).toMatchObject({ outcome: 'failed', why: 'file-missing' })
    expect(() => names(workspace)).toThrow('ENOENT')
  })
})
