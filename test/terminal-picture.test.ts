import { Unicode11Addon } from '@xterm/addon-unicode11'
import { Terminal } from '@xterm/headless'
import { parseXmlDocument } from 'slimdom'
import { describe, expect, it } from 'vitest'
import { terminalPicture } from './terminal-picture.ts'

/** The picture of what was written to a terminal of twenty columns. */
async function pictureOf(written: string, stable?: (text: string) => string): Promise<string> {
  const terminal = new Terminal({ cols: 20, rows: 4, allowProposedApi: true })
  terminal.loadAddon(new Unicode11Addon())
  terminal.unicode.activeVersion = '11'
  await new Promise<void>((resolve) => terminal.write(written, resolve))
  const shot = { title: 'A & B', columns: 20, from: 0, to: 2 }
  return terminalPicture(terminal.buffer.active, stable === undefined ? shot : { ...shot, stable })
}

/** The texts of a picture: where each begins, how wide it is in columns, its look and its words. */
function textsIn(picture: string): unknown[] {
  return parseXmlDocument(picture)
    .getElementsByTagName('text')
    .map((text) => {
      const at = (name: string) => Number(text.getAttribute(name)) / 8.4
      return [Math.round(at('x')), Math.round(at('textLength')), text.getAttribute('class'), text.textContent]
    })
}

describe('the picture of a terminal', () => {
  it('stretches each run of letters to its columns, wide and narrow ones apart', async () => {
    expect(textsIn(await pictureOf('ab 取引=停止  c'))).toEqual([
      [0, 2, null, 'ab'],
      [3, 4, null, '取引'],
      [7, 1, null, '='],
      [8, 4, null, '停止'],
      [14, 1, null, 'c'],
    ])
  })

  it('shows colours, bold, dim, underlined and inverse letters', async () => {
    const written = '\x1b[1;31mred\x1b[0m \x1b[2mdim\x1b[0m \x1b[4mx\x1b[0m\r\n\x1b[7m a \x1b[0m\x1b[92mok'
    const picture = await pictureOf(written)
    expect(textsIn(picture)).toEqual([
      [0, 3, 'bold red', 'red'],
      [4, 3, 'dim', 'dim'],
      [8, 1, 'under', 'x'],
      [0, 3, 'inverse', ' a '],
      [3, 2, 'green', 'ok'],
    ])
    expect(picture).toContain('<rect class="bar" x="0" width="25.2" height="19"/>')
  })

  it('says in its title what it shows', async () => {
    const { documentElement } = parseXmlDocument(await pictureOf('<&>'))
    expect(documentElement?.getAttribute('role')).toBe('img')
    expect(documentElement?.getElementsByTagName('title')[0]?.textContent).toBe('A & B')
    expect(textsIn(await pictureOf('<&>'))).toEqual([[0, 3, null, '<&>']])
  })

  it('puts other words of the same width in their place', async () => {
    const stable = (text: string) => text.replace('x7f', 'abc')
    expect(textsIn(await pictureOf('\x1b[1m取x\x1b[0m7f!', stable))).toEqual([
      [0, 2, 'bold', '取'],
      [2, 1, 'bold', 'a'],
      [3, 3, null, 'bc!'],
    ])
  })

  it('shows none but the eight colours', async () => {
    await expect(pictureOf('\x1b[38;5;208mx')).rejects.toThrow('none of the eight')
    await expect(pictureOf('\x1b[38;2;1;2;3mx')).rejects.toThrow('none of the eight')
    await expect(pictureOf('\x1b[41mx')).rejects.toThrow('none of the eight')
  })
})
