// The workflow of a CACAO 2.0 playbook, built from a tree. Nothing here knows what the work is about.

/** What is to be done. Keys are unique in a tree; ids follow from them. */
export type Work =
  | { readonly kind: 'action'; readonly key: string; readonly properties: Properties }
  | { readonly kind: 'sequence'; readonly parts: readonly Work[] }
  | {
      readonly kind: 'parallel'
      readonly key: string
      readonly properties: Properties
      readonly branches: readonly Work[]
    }
  | Branching

/** Work to be done once or repeatedly, depending on variables. */
interface Branching {
  readonly kind: 'if-condition' | 'while-condition' | 'switch-condition'
  readonly key: string
  readonly properties: Properties
  /** Values of the variable for a switch, unused otherwise. */
  readonly cases: readonly string[]
  readonly body: Work
  /** Milliseconds to wait at the end of the body; null for none. */
  readonly pause: number | null
}

type Properties = Readonly<Record<string, unknown>>
export type WorkflowStep = Properties & { readonly type: string }

export interface Workflow {
  readonly start: string
  readonly steps: Readonly<Record<string, WorkflowStep>>
}

/** Makes the id of a CACAO object of its type and a key. */
export type IdOf = (type: string, key: string) => string

const NOTHING: Work = { kind: 'sequence', parts: [] }

export function sequence(...parts: readonly Work[]): Work {
  return { kind: 'sequence', parts }
}

/** Work that may be done at the same time. CACAO wants at least two branches: a single one stands for itself. */
export function parallel(key: string, properties: Properties, all: readonly Work[]): Work {
  const branches = all.filter((work) => !isNothing(work))
  return branches.length > 1 ? { kind: 'parallel', key, properties, branches } : (branches[0] ?? NOTHING)
}

export function onlyIf(key: string, name: string, condition: string, body: Work): Work {
  const properties = { name, condition }
  return isNothing(body) ? NOTHING : { kind: 'if-condition', key, properties, cases: [], body, pause: null }
}

/** Work that is repeated as long as the condition holds, after a pause in milliseconds. */
export function whilst(key: string, name: string, condition: string, body: Work, pause: number | null): Work {
  return { kind: 'while-condition', key, properties: { name, condition }, cases: [], body, pause }
}

/** Work for some values of a variable. */
export function inCases(key: string, name: string, variable: string, cases: readonly string[], body: Work): Work {
  const properties = { name, switch: `${variable}:value` }
  return { kind: 'switch-condition', key, properties, cases, body, pause: null }
}

function isNothing(work: Work): boolean {
  return work.kind === 'sequence' && work.parts.every(isNothing)
}

/** Lays a tree out as the dictionary of steps that CACAO wants. Each branch has an end step of its own. */
export function workflowOf(work: Work, idOf: IdOf): Workflow {
  const start = idOf('start', 'start')
  const { first, steps } = branch('workflow', work, idOf, null)
  return { start, steps: { [start]: { type: 'start', on_completion: first }, ...steps } }
}

interface Part {
  /** The id of the step where it begins. */
  readonly first: string
  readonly steps: Readonly<Record<string, WorkflowStep>>
}

function branch(key: string, work: Work, idOf: IdOf, pause: number | null): Part {
  const end = idOf('end', key)
  const { first, steps } = layOut(work, end, idOf)
  return { first, steps: { ...steps, [end]: { type: 'end', ...(pause !== null && pause > 0 && { delay: pause }) } } }
}

/** Lays out work after which the step `next` follows. */
function layOut(work: Work, next: string, idOf: IdOf): Part {
  switch (work.kind) {
    case 'sequence':
      return work.parts.reduceRight<Part>(
        (after, part) => {
          const { first, steps } = layOut(part, after.first, idOf)
          return { first, steps: { ...steps, ...after.steps } }
        },
        { first: next, steps: {} },
      )
    case 'action':
      return node(work, next, {}, [], idOf)
    case 'parallel': {
      const branches = work.branches.map((body, i) => branch(`${work.key} ${i + 1}`, body, idOf, null))
      return node(work, next, { next_steps: branches.map(({ first }) => first) }, branches, idOf)
    }
    case 'if-condition':
    case 'while-condition': {
      const body = branch(work.key, work.body, idOf, work.pause)
      return node(work, next, { on_true: body.first }, [body], idOf)
    }
    case 'switch-condition': {
      const body = branch(work.key, work.body, idOf, work.pause)
      const cases = Object.fromEntries(work.cases.map((value) => [value, body.first]))
      return node(work, next, { cases }, [body], idOf)
    }
  }
}

function node(
  { kind, key, properties }: Exclude<Work, { readonly kind: 'sequence' }>,
  next: string,
  links: Properties,
  branches: readonly Part[],
  idOf: IdOf,
): Part {
  const first = idOf(kind, key)
  const steps = Object.assign({}, ...branches.map((part) => part.steps)) as Part['steps']
  return { first, steps: { [first]: { type: kind, ...properties, ...links, on_completion: next }, ...steps } }
}
