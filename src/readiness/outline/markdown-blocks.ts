import { fromMarkdown } from 'mdast-util-from-markdown'
import { TERMINAL_CONTROLS_EXCEPT_LF } from '../../domain/guard.ts'

/** A line of text, and its number in the file, from 1. */
export interface TextLine {
  readonly text: string
  readonly line: number
}

export interface ListItem extends TextLine {
  readonly items: readonly ListItem[]
}

/** What is read of a Markdown file, in its order. `skipped` is what nothing can be made of. */
export type MarkdownBlock =
  | (TextLine & { readonly kind: 'heading'; readonly depth: number })
  | (ListItem & { readonly kind: 'item' })
  | { readonly kind: 'paragraph'; readonly lines: readonly TextLine[] }
  | { readonly kind: 'skipped'; readonly what: SkippedKind; readonly line: number }

export type SkippedKind = 'table' | 'code'

type Root = ReturnType<typeof fromMarkdown>
type Node = Root | Root['children'][number]

/** A list item as people write it without Markdown: `・…`, `(1) …`, `① …`, `1) …`, `ア．…`. */
const TYPED_MARK =
  /^\s*(?:[・･●○■□◆◇•]|[(（]\s*(?:[0-9０-９]{1,3}|[A-Za-zァ-ヶｱ-ﾝ])\s*[)）]|[①-⑳]|(?:[0-9０-９]{1,3}|[ァ-ヶｱ-ﾝ])[)）.．、](?![0-9０-９]))\s*/
/** A box of a check list. */
const CHECK_BOX = /^\[[ xX]\]\s+/
const TABLE_ROW = /^\|/
/** The second line of a table. */
const TABLE_RULE = /^\|?\s*:?-+:?\s*\|[\s:|-]*$/
/** Characters that no text of a manual may have; tabs indent. */
const CONTROLS = new RegExp(`(?!\\t)${TERMINAL_CONTROLS_EXCEPT_LF.source}`, 'g')
/** A numbered heading that is underlined, which CommonMark takes for a list and a rule. */
const UNDERLINED_NUMBER = /(?<=^|\n[ \t]*\n)(\d{1,3})([.)])(?=[ \t]+\S.*\n(?:-{3,}|={3,})[ \t]*(?:\n|$))/g
/** Between two lines `---` at the top: data about the file. */
const FRONT_MATTER = /^---[ \t]*\n[\s\S]*?\n---[ \t]*(?=\n|$)/

/** Reads Markdown (CommonMark) into blocks, with the list items that are only typed as such. */
export function readMarkdown(source: string): MarkdownBlock[] {
  const text = source.replaceAll(/\r\n?/g, '\n').replaceAll(CONTROLS, '')
  // Its lines stay, so that all others keep their numbers.
  const body = text.replace(FRONT_MATTER, (matter) => matter.replaceAll(/[^\n]/g, ''))
  return blocksIn(fromMarkdown(body.replaceAll(UNDERLINED_NUMBER, '$1\\$2')))
}

function blocksIn(node: Node): MarkdownBlock[] {
  const line = lineOf(node)
  switch (node.type) {
    case 'heading':
      return [{ kind: 'heading', depth: node.depth, text: textOf(node).replaceAll('\n', ' ').trim(), line }]
    case 'paragraph':
      return paragraphBlocks(linesOf(node))
    case 'list':
      return node.children.flatMap((item) => listItem(item))
    case 'code':
      return [{ kind: 'skipped', what: 'code', line }]
    case 'root':
    case 'blockquote':
      return node.children.flatMap(blocksIn)
    default:
      return []
  }
}

/** The item with those below it, and what else stands in it. A mark that is typed at its beginning is that of the item. */
function listItem(item: Extract<Node, { type: 'list' }>['children'][number]): MarkdownBlock[] {
  const blocks = item.children.flatMap((child, i) =>
    i === 0 && child.type === 'paragraph' ? paragraphBlocks(withoutMark(linesOf(child))) : blocksIn(child),
  )
  const lines = blocks.flatMap((block) => (block.kind === 'paragraph' ? block.lines : []))
  const items = blocks.flatMap((block) => (block.kind === 'item' ? [block] : []))
  return [
    { kind: 'item', text: lines.map(({ text }) => text).join('\n'), line: lineOf(item), items },
    ...blocks.filter(({ kind }) => kind === 'skipped'),
  ]
}

function withoutMark(lines: readonly TextLine[]): TextLine[] {
  return lines.map(({ text, line }, i) => ({
    text: i === 0 ? text.replace(CHECK_BOX, '').replace(TYPED_MARK, '') : text,
    line,
  }))
}

/** Divides a paragraph at lines that begin like list items. */
function paragraphBlocks(lines: readonly TextLine[]): MarkdownBlock[] {
  const [first] = lines
  if (first === undefined) return []
  const isTable = lines.every(({ text }) => TABLE_ROW.test(text)) || TABLE_RULE.test(lines[1]?.text ?? '')
  if (isTable) return [{ kind: 'skipped', what: 'table', line: first.line }]
  const starts = lines.flatMap(({ text }, index) => (TYPED_MARK.test(text) ? [index] : []))
  const before = lines.slice(0, starts[0])
  const items = starts.map((start, i): MarkdownBlock => {
    const own = lines.slice(start, starts[i + 1])
    const text = own.map((each) => each.text).join('\n')
    return { kind: 'item', text: text.replace(TYPED_MARK, ''), line: own[0]?.line ?? first.line, items: [] }
  })
  return [...(before.length > 0 ? [{ kind: 'paragraph' as const, lines: before }] : []), ...items]
}

function linesOf(node: Node): TextLine[] {
  const first = lineOf(node)
  return textOf(node)
    .split('\n')
    .map((text, i) => ({ text: text.trim(), line: first + i }))
    .filter(({ text }) => text !== '')
}

interface InlineNode {
  readonly type: string
  readonly value?: string
  readonly alt?: string | null | undefined
  readonly children?: readonly InlineNode[]
}

/** The text of a node without its marks. */
function textOf({ type, value = '', alt, children = [] }: InlineNode): string {
  if (type === 'break') return '\n'
  if (type === 'html') return ''
  return value.replaceAll('\t', ' ') + (alt ?? '') + children.map(textOf).join('')
}

function lineOf({ position }: Node): number {
  return position?.start.line ?? 1
}
