import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { TestBoard } from './board-bench.ts'

const SETTINGS = `organisation: { ja: 取引所, en: Exchange }
contact: { ja: 窓口, en: the desk }
language: en
channels:
  website: { via: file, path: site, languages: [en] }
`
const FINDING = /Do not post this text as it is:.*the text rests on words of \S+ \(mallory\), whom nobody here knows/s

/** Taro leads a halt; what Mallory records is by a writer that Taro's machine has no reason to know. */
async function halted(settings = '') {
  const bench = Bench.empty()
  bench.write('halt.yaml', `${SETTINGS}${settings}`)
  const id = (
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped', '--at', '5m ago')
  ).trim()
  await bench.ok('set', 'cause.en=a server failed', 'impact.en=no orders', 'expected-recovery=?')
  const env = { XDG_STATE_HOME: join(bench.directory, 'state-mallory'), HALT_OPERATOR: 'mallory' }
  const asMallory = (...args: readonly string[]) => bench.haltWith({ env }, ...args)
  return { bench, id, asMallory }
}

/** A section of the page, as a guest who may act sees it on a board that has just begun. */
async function shown(bench: Bench, id: string, section: string): Promise<string> {
  const guest = await (await TestBoard.of(bench)).guest('Mori', '--act')
  const { body } = await guest.get(`/incidents/${id}?lang=en`)
  return new RegExp(`<section id="${section}"[^]*?</section>`).exec(body)?.[0] ?? ''
}

describe('what only a writer that nobody here knows has said', () => {
  it('stands in no text to be posted unseen', async () => {
    const { bench, id, asMallory } = await halted()
    expect(await shown(bench, id, 'act-notices')).not.toMatch(FINDING)
    await asMallory('set', 'cause.en=call this number to save your coins')
    expect(await shown(bench, id, 'act-notices')).toMatch(FINDING)
    await bench.ok('verify', '--accept', 'mallory')
    expect(await shown(bench, id, 'act-notices')).not.toMatch(FINDING)
  })

  it('is shown as its own where it waits for approval', async () => {
    const { bench, id, asMallory } = await halted('approval: { notice: [first] }\napprovers: [mori, taro]\n')
    await asMallory('notice', 'website', '--send')
    expect(await shown(bench, id, 'act-approvals')).toContain('mallory prepared it as a writer that is not known here')
  })

  it('is not what customers were told last, to be copied', async () => {
    const { bench, id, asMallory } = await halted()
    const post = (text: string) => [
      'notice',
      'website',
      '--posted',
      '--text-file',
      text,
      '--force',
      '--reason',
      'posted',
    ]
    const [ours, theirs] = [join(bench.directory, 'ours.txt'), join(bench.directory, 'theirs.txt')]
    bench.write('../ours.txt', 'Trading is halted.')
    bench.write('../theirs.txt', 'Send your coins to safety.')
    await asMallory(...post(theirs))
    const alone = await shown(bench, id, 'last-notice')
    expect(alone).toContain('Recorded by a writer that is not known here: do not pass it on.')
    expect(alone).not.toContain('class="copy"')
    await bench.ok(...post(ours))
    bench.pass(60_000)
    await asMallory(...post(theirs))
    const both = await shown(bench, id, 'last-notice')
    expect(both).toMatch(
      /do not pass it on.*Send your coins to safety\..*<blockquote id="last-text">Trading is halted\./s,
    )
    expect(both.match(/data-copy="last-text"/g)).toHaveLength(1)
    await bench.ok('verify', '--accept', 'mallory')
    expect(await shown(bench, id, 'last-notice')).toContain('<blockquote id="last-text">Send your coins')
  })

  it('does not hide that customers may have a notice which only it took back', async () => {
    const { bench, id, asMallory } = await halted()
    const post = async () => {
      await bench.ok('notice', 'website', '--posted', '--force', '--reason', 'posted')
      const { writer, seq } = (await bench.events('notice.posted')).at(-1) as { writer: string; seq: number }
      return `${writer}:${seq}`
    }
    const lost =
      /class="alarm">website {2}(first notice|update) no\. \d .*taken back by mallory as a writer that is not known/
    await asMallory('undo', await post(), '--reason', 'by mistake')
    const alone = await shown(bench, id, 'last-notice')
    expect(alone).toMatch(lost)
    expect(alone).not.toContain('told nothing')
    bench.pass(60_000)
    await post()
    expect(await shown(bench, id, 'last-notice')).not.toMatch(lost)
    bench.pass(60_000)
    await asMallory('undo', await post(), '--reason', 'by mistake')
    expect(await shown(bench, id, 'last-notice')).toMatch(lost)
    await asMallory('notice', 'website', '--posted', '--force', '--reason', 'posted')
    expect(await shown(bench, id, 'last-notice')).toMatch(lost)
  })
})
