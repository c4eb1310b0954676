import { expect, test } from 'vitest'
import { KEYS } from '../walk/keys.ts'
import { SENDING, TEXT, unspaced } from '../walk/operator.ts'
import { Bench } from './bench.ts'
import { Terminal } from './terminal.ts'

const MOST = { keys: 25, questions: 12, screens: 8 }
const CHANNELS = ['website', 'email', 'app-push', 'social']
/** Their texts in two languages need a second page, at 60 rows. */
const LONG = ['website', 'email']

/** Somebody at a terminal, whose keys are counted, but for the words that only they know. */
class Counting {
  readonly counts = { keys: 0, questions: 0, screens: 0 }
  private readonly terminal: Terminal

  constructor(terminal: Terminal) {
    this.terminal = terminal
  }

  /** Answers a question in words; only Enter counts as a key. */
  async answer(question: string, words: string): Promise<void> {
    await this.sees(question)
    this.counts.questions += 1
    this.counts.keys += 1
    await this.terminal.enter(words)
  }

  /** Presses a key and Enter on a screen. */
  async press(screen: string, key: string): Promise<void> {
    await this.sees(screen)
    this.counts.screens += 1
    this.counts.keys += key.length + 1
    const before = withoutTimes(this.terminal.text())
    await this.terminal.enter(key)
    await this.terminal.until((shown) => withoutTimes(shown) !== before)
  }

  /** Waits until the text is there, and the question below it is open. */
  private async sees(text: string): Promise<void> {
    await this.terminal.until((shown) => {
      const isOpen = /^(?:>| {2}\w)/.test(shown.split('\n').at(-1) ?? '')
      return isOpen && unspaced(shown).includes(unspaced(text))
    })
  }
}

/** The elapsed time, what is due and what is being typed change by themselves. */
function withoutTimes(text: string): string {
  return text
    .replaceAll(/\d\d:\d\d(?::\d\d)?/g, '')
    .replace(/>.*$/, '')
    .trim()
}

test('from the start to four notices in two languages it takes few keys, questions and screens', async () => {
  const bench = new Bench()
  const channels = CHANNELS.map((id) => `  ${id}: { via: by-hand, languages: [ja, en] }\n`).join('')
  bench.write(
    'halt.yaml',
    `organisation: { ja: 例示取引所, en: Example Exchange }\ncontact: { ja: support@example.com, en: support@example.com }\nchannels:\n${channels}`,
  )
  const person = new Counting(new Terminal(bench, ['start'], { rows: 60 }, { HALT_LANG: 'en' }))
  const { en } = TEXT
  await person.answer(en.chooseType, '')
  await person.answer(en.title, 'Engine down')
  await person.answer(en.sinceWhen, '5m ago')
  await person.press(en.words, KEYS.notice)
  await person.press(SENDING.en.missingKeys, 'f')
  await person.answer('What is stopped?', 'trading=stopped')
  await person.answer('[impact.en]', 'Orders cannot be placed')
  await person.answer('[impact.ja]', '売買の注文ができません')
  await person.answer('[cause.en]', 'a fault under investigation')
  await person.answer('[cause.ja]', '調査中の障害')
  await person.answer('[expected-recovery]', '?')
  for (const [i, channel] of CHANNELS.entries()) {
    const place = `${en.place(i + 1, CHANNELS.length)}${channel}`
    await person.press(place, 'n')
    if (LONG.includes(channel)) await person.press('Example Exchange', 'n')
  }
  for (const [what, most] of Object.entries(MOST))
    expect(person.counts[what as keyof typeof MOST]).toBeLessThanOrEqual(most)
  const { notices } = await bench.json<{ notices: { text: string; language: string }[] }>('notice')
  expect(notices).toHaveLength(2 * CHANNELS.length)
})
