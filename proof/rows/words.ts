import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Hosted } from '../hosted.ts'
import { ACTIVE } from '../inert.ts'
import type { Proof } from '../proof.ts'
import { closeAll, Terminal } from '../terminal.ts'
import { inTurns } from '../turns.ts'
import { Workspace } from '../workspace.ts'

/** Words that do something where they are not taken as words: terminal, page, mail, spreadsheet, shell, path. */
const HOSTILE: Readonly<Record<string, string>> = {
  colours: '\u001b[31;44;5mX\u001b[8mhidden',
  title: '\u001b]0;owned\u0007',
  clipboard: '\u001b]52;c;b3duZWQ=\u0007',
  link: '\u001b]8;;http://example.com\u001b\\click\u001b]8;;\u001b\\',
  device: '\u001bPowned\u001b\\',
  C1: '\u009b31m\u009d0;owned\u009c',
  backwards: 'a\u202eb\u2066c\u2069d\u200fe',
  overwriting: 'real\rfake\b\b\b\b\u0007',
  separators: 'a\u2028b\u2029c\u0085d\ufeffe',
  lines: 'one\r\nBcc: all@example.com\r\n\r\ntwo',
  script: '<script>alert(1)</script><img src=x onerror=alert(1)><!--',
  markdown:
    '# x\n| a | b |\n| --- | --- |\n```\n[x](javascript:alert(1)) ![y](http://example.com/z) **b** ~~s~~ `c` \\',
  address: 'https://example.com www.example.com <https://example.com>',
  formula: '=cmd()|x!A1',
  shell: "$(touch owned) `touch owned` '; touch owned; ' && touch owned",
  path: '../../../../owned/../..',
  entity: '&lt;script&gt;&#x3c;b&#x3e;',
}

/** What a person has typed may stand in a log, and act nowhere. */
export const WORDS: Proof = {
  fault: 'hostile words',
  needs: ['pty'],
  async run(attack) {
    const faults: string[] = []
    let stored = 0
    const kinds = Object.entries(HOSTILE)
    const trials = kinds.map(([kind, words], i) => async () => {
      const language = i % 2 === 0 ? 'en' : 'ja'
      const workspace = new Workspace(attack, { HALT_OPERATOR: words, HALT_LANG: language })
      const hosted = new Hosted(attack)
      const run: Run = (...args) => hosted.reply({ args, env: workspace.env })
      const found = [
        ...(await fields(workspace, run, words)),
        ...(await inPipes(run)),
        ...(await onTerminals(workspace, words)),
        ...(await inErrors(run, words)),
        ...(await inMarkdown(run)),
        ...(await inHints(workspace, words)),
        ...inFolders(workspace),
      ].map((fault) => `${kind}: ${fault}`)
      hosted.end()
      stored += workspace.lines().length
      faults.push(...found)
    })
    await inTurns(trials).finally(closeAll)
    return {
      holds: faults.length === 0 && stored > kinds.length * CALLS('', '').length,
      figure: `${kinds.length} kinds of words in ${FIELDS} fields: ${faults.length} act or are not stored as they are${faults.slice(0, 3).map((fault) => `; ${fault}`)}`,
    }
  },
}

type Run = (...args: readonly string[]) => Promise<{ code: number; out: string; err: string }>

/** Calls that put the words into every field that takes words, and how often each then stands in the log. */
const CALLS = (words: string, file: string): readonly (readonly [times: number, ...args: string[]])[] => [
  [1, 'start', '--type', 'system-failure', '--title', words, '--scope', `deposits=limited:${words}`],
  [1, 'note', words],
  [1, 'begin', '2.1-assess', '--note', words],
  [1, 'done', '2.1-logs', '--note', words],
  [1, 'decline', '3.4-ladder', '--reason', words],
  [1, 'skip', '2.1-hearing', '--reason', words],
  [1, 'assign', '2.1-cause', '--to', words],
  [3, 'set', `cause=${words}`, `cause.ja=${words}`, `cause.en=${words}`],
  [1, 'scope', `withdrawals:XEM=limited:${words}`],
  [2, 'classify', '--title', `again ${words}`, '--reason', words],
  [1, 'notice', 'website', '--posted', '--text-file', file, '--force', '--reason', 'kept as it is'],
  [1, 'contacts', 'tried', 'sato', '--note', words],
  [1, 'escalate', 'board', '--no-page', '--reason', words],
  [0, 'contacts', 'page', 'sato'],
  [1, 'contacts', 'reached', 'sato', '--note', words],
  [2, 'action', 'add', words, '--owner', words, '--due', '2d'],
  [1, 'note', words, '--hypothesis'],
  [2, 'handover', '--to', `next ${words}`, '--note', words],
  [2, 'report-to', 'jp-fsa', '--ref', words, '--note', words],
  [1, 'undo', '--reason', words],
  [1, 'advance', '--force', '--reason', words],
  [1, 'lift', '--all', '--force', '--reason', words],
  [1, 'reopen', '--reason', words],
  [1, 'lift', '--all', '--force', '--reason', words],
  [1, 'scope', `trading:XEM=limited:${words}`],
]
const FIELDS = CALLS('', '').reduce((sum, [times]) => sum + times, 0) + 1

/** What is paged, by a program that keeps it. */
const PAGED = 'paged.txt'
const CONTACTS = `people:
  sato: { name: Sato, reach: [{ by: pager, send: { via: command, run: [sh, -c, 'cat > ${PAGED}; printenv HALT_SUBJECT >> ${PAGED}'] } }] }
departments: { system: { head: sato } }
escalation: [{ id: board, title: { ja: 役員, en: Board }, reach: [sato] }]
`

/** Records the words in every field; what is said of it acts on nothing, and the log has the words as they are. */
async function fields(workspace: Workspace, run: Run, words: string): Promise<string[]> {
  const faults: string[] = []
  const file = join(workspace.directory, 'posted.txt')
  writeFileSync(file, words)
  mkdirSync(workspace.path, { recursive: true })
  writeFileSync(join(workspace.path, 'contacts.yaml'), CONTACTS)
  for (const [times, ...args] of CALLS(words, file)) {
    const before = workspace.ids().length === 0 ? 0 : workspace.lines().length
    const { code, out, err } = await run(...args)
    if (code !== 0) faults.push(`${args[0]} exited ${code}: ${err}`)
    if (ACTIVE.test(out + err)) faults.push(`${args[0]} says ${JSON.stringify(out + err)}`)
    const added = JSON.stringify(
      workspace
        .lines()
        .slice(before)
        .map(({ data }) => withoutRunbook(data)),
    )
    const stored = added.split(JSON.stringify(words.trim()).slice(1, -1)).length - 1
    if (stored < times) faults.push(`${args[0]} stored it ${stored} times, not ${times}`)
  }
  const paged = readFileSync(join(workspace.path, PAGED), 'utf8')
  if (paged === '' || ACTIVE.test(paged)) faults.push(`a page says ${JSON.stringify(paged)}`)
  if (workspace.lines().some(({ by }) => by !== words)) faults.push('the operator is another')
  return faults
}

function withoutRunbook({ runbook: _, ...data }: Readonly<Record<string, unknown>>): object {
  return data
}

/** Everything that shows a log. */
async function inPipes(run: Run): Promise<string[]> {
  const faults: string[] = []
  const piped = [
    ['status'],
    ['log'],
    ['next', '--all'],
    ['list'],
    ['scope'],
    ['action', 'list'],
    ['handover'],
    ['clock'],
    ['verify'],
    ['report'],
    ['report', '--format', 'html'],
    ['report', '--format', 'svg'],
    ['report', '--format', 'timeline'],
    ['report', '--audience', 'customer'],
    ['report', '--draft', 'jp-fsa'],
    ['stats'],
    ['stats', '--csv'],
    ['status', '--check'],
    ['drill', '--list'],
    ['doctor', '--offline'],
  ]
  for (const args of piped) {
    const { out, err } = await run(...args)
    if (ACTIVE.test(out + err)) faults.push(`${args.join(' ')} shows ${JSON.stringify(ACTIVE.exec(out + err)?.[0])}`)
  }
  return faults
}

/** The same on a terminal, where the program's own escapes are all there are. */
async function onTerminals(workspace: Workspace, words: string): Promise<string[]> {
  const faults: string[] = []
  const sittings: readonly (readonly [
    args: readonly string[],
    keys: readonly (readonly [shown: RegExp, keys: string])[],
  ])[] = [
    [
      ['walk'],
      [
        [KEYS, 'l\r'],
        [KEYS, 'w\r'],
        [KEYS, 'n\r'],
        [KEYS, 'f\r'],
        [/FACT=|cause=|原因=/, '\r'],
        [KEYS, 'z\r'],
        [KEYS, '\r'],
        [KEYS, '\u0003'],
      ],
    ],
    [
      ['walk', '--plain'],
      [
        [KEYS, 'l\r'],
        [KEYS, 'b\r'],
        [KEYS, '\u0003'],
      ],
    ],
    [['exec', '--', 'cat', WRITTEN], []],
    [['watch'], [[/XEM/, '\u0003']]],
    [['status', '--json'], []],
    [['log', '--json'], []],
    [['log'], []],
    [['report', '--format', 'json'], []],
  ]
  writeFileSync(join(workspace.directory, WRITTEN), words)
  for (const [args, keys] of sittings) {
    const terminal = new Terminal(workspace, args, { alone: true })
    let from = 0
    for (const [what, typed] of keys) {
      from = await terminal.until(what, from)
      terminal.type(typed)
    }
    await terminal.end()
    const left = terminal.written.replace(OURS, '')
    if (ACTIVE.test(left)) faults.push(`${args.join(' ')} on a terminal: ${JSON.stringify(around(left))}`)
  }
  return faults
}

/** Holds the words, for a command to write. */
const WRITTEN = 'written.txt'
const KEYS = /> ?$/
/** Ends of lines, the colours and the cursor's moves that the program and its prompts make themselves. */
const OURS = /\r|\u001b\[(?:0|1|2|22|31|32|35|39)m|\u001b\[\d*[A-DGJK]|\u001b\[H\u001b\[2J|\u001b\[\?(?:25|2004)[hl]/g

function around(text: string): string {
  const at = ACTIVE.exec(text)?.index ?? 0
  return text.slice(Math.max(0, at - 60), at + 60)
}

/** What is quoted in a refusal. */
async function inErrors(run: Run, words: string): Promise<string[]> {
  const faults: string[] = []
  const calls = [
    ['done', words],
    ['start', '--type', words],
    ['set', `${words}=x`],
    ['set', `started-at=${words}`],
    ['scope', `${words}=stopped`],
    ['notice', words, '--posted'],
    ['undo', words, '--reason', 'x'],
    ['note', 'x', '-i', words],
    ['init', 'x', '--timezone', words],
    ['init', 'x', '--head', `${words}=x`],
    ['init', 'x', '--reach', `${words}=x`],
    ['verify', '--against', words],
    ['runbook', 'check', words],
    ['drill', words],
    ['drill', '--replay', words],
    ['drill', '--score', '-i', words],
    ['drill', 'price-plunge', '--speed', words],
    [`--${words}`],
    [words],
    ['status', '--lang', words],
    ['report', '--output', join('/dev/null', words.replaceAll('\n', ' '))],
  ]
  for (const args of calls) {
    const { code, out, err } = await run(...args)
    if (code === 0 || code === 1 || code === null) faults.push(`${args[0]} exited ${code}: ${err}`)
    if (ACTIVE.test(out + err)) faults.push(`the error of ${args[0]}: ${JSON.stringify(around(out + err))}`)
  }
  return faults
}

/**
 * In Markdown they are text: no HTML, no link but a web address that shows where it leads, no heading, no cell more than a row
 * has; nor do they act in the chart.
 */
async function inMarkdown(run: Run): Promise<string[]> {
  const all = (await run('report')).out.split('\n')
  const chart = all.slice(all.indexOf('```mermaid') + 1, all.indexOf('```'))
  const report = all.filter((line) => !chart.includes(line))
  // The first line of the chart is the report's own.
  const inChart = chart.slice(1).flatMap((line) => {
    // In the chart, text is not Markdown: only what Mermaid reads counts.
    const found = /<[a-z!/]|https?:|javascript:|%%|^\s*(?:click|href)\b/i.exec(line)
    return found === null ? [] : [`the chart has ${found[0]} in ${line.slice(0, 200)}`]
  })
  const faults = report.flatMap((line) => {
    // What refers to the timeline is the report's own.
    const said = line.replaceAll(/<a id="event-\d+"><\/a>|\[#\d+\]\(#event-\d+\)/g, '')
    const bare = said.replaceAll(/`[^`]*`|<https?:\/\/[^<>\s]+>/g, '').replaceAll(/\\[\\`*_{}[\]#|~<>-]/g, '')
    const found = /<(?!br>)[a-z!/]|\]\(|https?:\/\/|\bwww\.|javascript:.*\)$/i.exec(bare)
    return found === null ? [] : [`Markdown has ${found[0]} in ${line.slice(0, 200)}`]
  })
  const headings = report.filter((line) => /^#+ /.test(line)).length
  faults.push(...inChart)
  if (headings !== 25) faults.push(`${headings} headings in the report`)
  let columns = 0
  for (const line of report) {
    const cells = line.replaceAll(/\\\\/g, '').replaceAll('\\|', '').split('|').length
    if (!line.startsWith('|')) columns = 0
    else if (columns !== 0 && cells !== columns) faults.push(`a row of ${cells - 2} cells: ${line.slice(0, 200)}`)
    else columns = cells
  }
  return faults
}

/** The line that goes on, for a folder and an operator of that name, is read back by a shell as what was given. */
async function inHints(workspace: Workspace, words: string): Promise<string[]> {
  const directory = join(workspace.directory, words.replaceAll('/', '_'))
  const terminal = new Terminal(workspace, ['start', '--drill', '--dir', directory, '--as', words, '--title', words], {
    columns: 2000,
    alone: true,
  })
  await terminal.until(/maintenance/)
  terminal.type('\u0003')
  await terminal.end()
  const line = /(?:To resume:|続けるには:)\r?\n(.*)\r?\n/.exec(terminal.text)?.[1] ?? ''
  const { out } = await workspace.haltWith({ under: ['bash', '-c', `printf '%s\\0' ${line} #`, 'bash'] })
  const given = ['start', '--drill', '--dir', directory, '--as', words, '--title', words]
  const read = out.split('\u0000').slice(2, -1)
  return JSON.stringify(read) === JSON.stringify(given)
    ? []
    : [`the line that goes on is read as ${JSON.stringify(read)}`]
}

/** No file was made but those that belong there, and none by a shell. */
function inFolders({ directory, path }: Workspace): string[] {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  const owned = files.filter((name) => basename(name).includes('owned'))
  const odd = readdirSync(join(path, 'incidents')).filter((name) => !/^\d{8}-\d{6}-system-failure$/.test(name))
  return [...owned, ...odd, ...(existsSync('/owned') ? ['/owned'] : [])].map((name) => `made ${JSON.stringify(name)}`)
}
