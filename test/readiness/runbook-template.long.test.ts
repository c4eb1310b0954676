import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { TEMPLATE_FILES } from '../../src/notice/template-names.ts'
import { Bench, ROOT } from '../bench.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
  mkdirSync(bench.workspace)
})

const shipped = (name: string) => readFileSync(join(ROOT, 'runbooks', 'notices', `${name}.txt`), 'utf8')

describe('halt runbook template', () => {
  it('lists the templates, each with what it is for, and marks those of the workspace', async () => {
    bench.write('runbooks/notices/en/part-lead.txt', 'We are sorry.\n')
    bench.write('runbooks/notices/en/website.txt', '{{title}}\n')
    const lines = (await bench.ok('runbook', 'template')).trimEnd().split('\n')
    expect(lines.map((line) => line.split(' ')[0])).toEqual([...TEMPLATE_FILES, 'website'])
    expect(lines[0]).toMatch(/^form-page {2,}pages of a site/)
    const own = lines.filter((line) => line.includes('runbooks/notices/en/'))
    expect(own.map((line) => line.split(' ')[0])).toEqual(['part-lead', 'website'])
    expect(await bench.ok('runbook', 'template', '--language', 'ja')).not.toContain('runbooks/notices')
    expect(await bench.ok('runbook', 'template', '--lang', 'ja')).toContain('サイトのページ')
  })

  it('prints one as its file has it, so that a copy of it is a template', async () => {
    const text = await bench.ok('runbook', 'template', 'form-push', '--language', 'en')
    expect(text).toBe(shipped('en/form-push'))
    // The clock of this workspace is behind the day on which the file was reviewed.
    bench.write('runbooks/notices/en/social.txt', text.replace(/reviewed: [\d-]+/, 'reviewed: 2026-11-24'))
    expect(documentSchemas.findings.parse(await bench.json('runbook', 'check')).findings).toEqual([])
    expect(await bench.ok('runbook', 'template', 'part-lead', '--language', 'ja')).toBe(shipped('ja/part-lead'))
  })

  it("prints the workspace's own, and for a channel the one that it uses", async () => {
    bench.write('runbooks/notices/en/form-post.txt', 'Ours\n\n')
    expect(await bench.ok('runbook', 'template', 'form-post')).toBe('Ours\n\n')
    expect(await bench.ok('runbook', 'template', 'social')).toBe('Ours\n\n')
    expect(await bench.ok('runbook', 'template', 'website')).toBe(shipped('en/form-page'))
    bench.write('runbooks/notices/en/website.txt', 'Its own\n')
    expect(await bench.ok('runbook', 'template', 'website')).toBe('Its own\n')
  })

  it('is the one before an empty file, which is what a shell makes of `>` before the program runs', async () => {
    for (const name of ['form-page', 'website']) {
      bench.write(`runbooks/notices/en/${name}.txt`, '')
      expect(await bench.ok('runbook', 'template', name)).toBe(shipped('en/form-page'))
    }
  })

  it("is by default in the manual's only language, else in the operator's", async () => {
    expect(await bench.ok('runbook', 'template', 'form-chat', '--lang', 'ja')).toBe(shipped('ja/form-chat'))
    const ours = new Bench()
    await ours.ok('runbook', 'new', ours.workspace, '--language', 'ja')
    expect(await ours.ok('runbook', 'template', 'form-chat')).toBe(shipped('ja/form-chat'))
    expect(await ours.ok('runbook', 'template', 'form-chat', '--language', 'en')).toBe(shipped('en/form-chat'))
  })

  it('is a document with --json', async () => {
    bench.write('runbooks/notices/en/part-lead.txt', 'We are sorry.\n')
    const all = documentSchemas.templates.parse(await bench.json('runbook', 'template'))
    expect(all).toMatchObject({ schemaVersion: 1, language: 'en' })
    expect(all.templates).toHaveLength(TEMPLATE_FILES.length)
    const one = documentSchemas.templates.parse(await bench.json('runbook', 'template', 'part-lead'))
    const path = 'workspace/runbooks/notices/en/part-lead.txt'
    expect(one.templates).toMatchObject([{ name: 'part-lead', path, own: true, text: 'We are sorry.\n' }])
  })

  it('names the nearest ones for a name that there is not (unknown-template)', async () => {
    const { code, err } = await bench.halt('runbook', 'template', 'form-pus')
    expect(code).toBe(2)
    expect(err).toContain('form-push')
    expect(err).toContain('(unknown-template)')
  })
})
