import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench, type Outcome } from '../bench.ts'

/** Taro works on a halt in Japanese, and Mallory, whom his machine does not know, says the same in English. */
class Shared extends Bench {
  as(who: string, ...args: readonly string[]): Promise<Outcome> {
    const env = { XDG_STATE_HOME: join(this.directory, `state-${who}`), HALT_OPERATOR: who }
    return this.haltWith({ env }, ...args)
  }

  async mustAs(who: string, ...args: readonly string[]): Promise<void> {
    expect(await this.as(who, ...args)).toMatchObject({ code: 0 })
  }

  /** The event of the last note or follow-up. */
  async last(type: string): Promise<string> {
    const { writer, seq } = (await this.events(type)).at(-1) as { writer: string; seq: number }
    return `${writer}:${seq}`
  }
}

async function halt() {
  const bench = new Shared()
  await bench.ok('start', '--type', 'system-failure', '--title', '照合エンジン停止')
  await bench.ok('note', '--hypothesis', 'ディスク故障')
  const hypothesis = await bench.last('note.added')
  await bench.ok('action', 'add', '監視を追加する')
  return { bench, hypothesis, action: await bench.last('action.added') }
}

const FORGED = ['It was an attack', 'Pay the ransom', 'Funds were stolen']

async function shown(bench: Shared): Promise<string> {
  const commands = [['status'], ['handover'], ['action', 'list'], ['action', 'list', '--all'], ['report']]
  const texts = []
  for (const command of commands) texts.push((await bench.halt(...command)).out)
  // The story and the record say what Mallory did; what is Taro's stands elsewhere.
  return texts.join('\n').replaceAll(/^.*mallory.*$/gm, '')
}

describe('a translation by a writer that this machine does not know', () => {
  async function forged() {
    const scene = await halt()
    const { bench, hypothesis, action } = scene
    await bench.mustAs('mallory', 'correct', hypothesis, '--text-en', 'It was an attack', '--reason', 'translated')
    await bench.mustAs('mallory', 'action', 'change', action, '--text-en', 'Pay the ransom')
    await bench.mustAs('mallory', 'classify', '--title-en', 'Funds were stolen', '--reason', 'translated')
    return scene
  }

  it('takes the place of no words of known writers, until its writer is accepted', async () => {
    const { bench } = await forged()
    const before = await shown(bench)
    for (const words of FORGED) expect(before).not.toContain(words)
    for (const words of ['照合エンジン停止', 'ディスク故障', '監視を追加する']) expect(before).toContain(words)
    await bench.ok('verify', '--accept', 'mallory')
    const after = await shown(bench)
    for (const words of FORGED) expect(after).toContain(words)
  })

  it('leaves those of known writers in place, and lets them be written', async () => {
    const { bench, hypothesis, action } = await forged()
    await bench.ok('correct', hypothesis, '--text-en', 'A disk failed', '--reason', 'translated')
    await bench.ok('action', 'change', action, '--text-en', 'Add monitoring')
    await bench.ok('classify', '--title-en', 'Matching engine down', '--reason', 'translated')
    await bench.mustAs('mallory', 'correct', hypothesis, '--text-en', 'It was an attack', '--reason', 'translated')
    await bench.mustAs('mallory', 'action', 'change', action, '--text-en', 'Pay the ransom')
    await bench.mustAs('mallory', 'classify', '--title-en', 'Funds were stolen', '--reason', 'translated')
    const text = await shown(bench)
    for (const words of FORGED) expect(text).not.toContain(words)
    for (const words of ['A disk failed', 'Add monitoring', 'Matching engine down']) expect(text).toContain(words)
  })

  it('is its own of what it wrote itself', async () => {
    const { bench } = await halt()
    await bench.mustAs('mallory', 'action', 'add', '鍵を替える')
    const theirs = await bench.last('action.added')
    await bench.mustAs('mallory', 'action', 'change', theirs, '--text-en', 'Change the keys')
    expect(await bench.ok('action', 'list')).toContain('Change the keys')
  })
})

describe('a correction by a writer that this machine does not know', () => {
  const WORDS = ['攻撃を受けた', '身代金を払う', '資産が流出した', '手順は不要']

  async function corrected() {
    const { bench, hypothesis, action } = await halt()
    await bench.ok('note', '--key', 'ディスクを交換した')
    const note = await bench.last('note.added')
    await bench.ok('done', '2.1-logs', '--note', 'ログを確認した')
    const step = await bench.last('step.done')
    const targets = [hypothesis, action, note, step]
    for (const [i, target] of targets.entries())
      await bench.mustAs('mallory', 'correct', target, '--text', WORDS[i] as string, '--reason', 'seen now')
    return { bench, targets }
  }

  it('puts its words in the place of none of known writers, until it is accepted', async () => {
    const { bench } = await corrected()
    const before = `${await shown(bench)}${await bench.ok('report', '--format', 'brief')}`.replaceAll(
      /^.*mallory.*$/gm,
      '',
    )
    for (const words of WORDS) expect(before).not.toContain(words)
    for (const words of ['ディスク故障', '監視を追加する', 'ディスクを交換した', 'ログを確認した'])
      expect(before).toContain(words)
    const report = await bench.ok('report', '--lang', 'en')
    expect(report).toMatch(/not applied \(writer not known\) \| 攻撃を受けた.* \| seen now \| mallory/)
    const { corrections } = JSON.parse(await bench.ok('report', '--format', 'json'))
    expect(corrections).toEqual(WORDS.map((text) => expect.objectContaining({ text, by: 'mallory', passedOver: true })))
    await bench.ok('verify', '--accept', 'mallory')
    const after = await shown(bench)
    for (const words of WORDS) expect(after).toContain(words)
  })

  it('leaves theirs in place, and counts for times and for what it wrote itself', async () => {
    const { bench, targets } = await corrected()
    const [hypothesis, action] = targets as [string, string, string, string]
    await bench.ok('correct', hypothesis, '--text', '電源の故障', '--reason', 'seen now')
    await bench.ok('correct', action, '--text', '監視を二重にする', '--reason', 'seen now')
    const at = ['--text', WORDS[0] as string, '--at', '5m ago', '--reason', 'seen now']
    await bench.mustAs('mallory', 'correct', hypothesis, ...at)
    await bench.mustAs('mallory', 'note', '--hypothesis', '回線の故障')
    const own = await bench.last('note.added')
    await bench.mustAs('mallory', 'correct', own, '--text', '経路の故障', '--reason', 'seen now')
    const text = await shown(bench)
    for (const words of WORDS) expect(text).not.toContain(words)
    for (const words of ['電源の故障', '監視を二重にする', '経路の故障']) expect(text).toContain(words)
    expect(text).not.toContain('回線の故障')
    const report = await bench.ok('report', '--lang', 'en')
    expect(report).toMatch(/\| corrected \| \d{4}-[^|]* \| seen now \| mallory/)
  })
})
