import type { FieldValue } from './form.ts'

/** A value and where it stands in the document of a form. */
export interface PlacedValue {
  /**
   * Keys separated by dots. After a key, `[0]` is the first of a list; `[]` makes an item of a list for each of the values,
   * which the rest of the path is in; `[KEY=VALUE]` is the item that has this value at this key.
   */
  readonly path: string
  readonly value: FieldValue
}

type Node = { [key: string]: unknown }

/**
 * Makes the document of a form, in the order of its values. Constants are set in objects that are there. A value whose item
 * (`[KEY=VALUE]`) is not there is left out.
 */
export function formDocument(
  values: readonly PlacedValue[],
  constants: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const root: Node = {}
  for (const { path, value } of values) place(root, path.split('.'), value, true)
  for (const [path, value] of Object.entries(constants)) place(root, path.split('.'), value, false)
  return root
}

/** Sets a value below a node. Objects around it are made only if `makes` is set. */
function place(node: Node, [step = '', ...rest]: readonly string[], value: FieldValue, makes: boolean): void {
  const { key = step, item } = /^(?<key>\w+)\[(?<item>.*)\]$/.exec(step)?.groups ?? {}
  if (rest.length === 0) node[key] = value
  else if (item === undefined) {
    if (makes || node[key] !== undefined) place(itemOf(node, key, {}), rest, value, makes)
  } else if (item === '') {
    const list = itemOf<Node[]>(node, key, [])
    for (const one of [value].flat()) {
      const added: Node = {}
      place(added, rest, one as string, makes)
      list.push(added)
    }
  } else if (makes || node[key] !== undefined) placeInItem(node, key, item, rest, value, makes)
}

/** Sets a value in an item of a list: the first (`0`), or the one that has a value at a key (`KEY=VALUE`), if there is one. */
function placeInItem(
  node: Node,
  key: string,
  item: string,
  rest: readonly string[],
  value: FieldValue,
  makes: boolean,
): void {
  const [by, wanted] = item.split('=') as [string, string | undefined]
  const items = by === '0' ? itemOf<Node[]>(node, key, [{}]) : ((node[key] ?? []) as Node[])
  const found = by === '0' ? items[0] : items.find((one) => one[by] === wanted)
  if (found !== undefined) place(found, rest, value, makes)
}

function itemOf<T = Node>(node: Node, key: string, made: T): T {
  node[key] ??= made
  return node[key] as T
}
