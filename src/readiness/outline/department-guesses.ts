import type { Language, Runbook } from '../../domain/runbook/runbook.ts'
import { freeId } from '../contact-entry.ts'

/** Who does something, by the subject of a sentence or a label before it. */
export interface GuessedDepartment {
  readonly id: string
  /** As the text has it. */
  readonly name: string
}

/** The subject of a duty, or what stands before a colon. */
const SUBJECTS: Readonly<Record<Language, readonly RegExp[]>> = {
  ja: [/^([^、。は：:\s]{2,15}?)(?:の責任者|の担当者?|長|担当)?(?:は|：|:)/],
  en: [
    /^(?:the |our )?([\w/&-]+(?: [\w/&-]+){0,3}?) (?:must|shall|should|may|will|can|needs? to|(?:has|have) to|(?:is|are) required to)\b/i,
    /^(?:the |our )?([\w/&-]+(?: [\w/&-]+){0,3}):\s/i,
  ],
}

/** Names that are departments, and nothing else. */
const DEPARTMENTS: Readonly<Record<Language, RegExp>> = {
  ja: /^(?!全部|一部|内部|外部|大部|幹部|細部|上部|下部|局部|当局|関係|場所)(?:.+(?:部門|部|課|室|科|局|班|チーム|グループ|センター|窓口|本部|事務局)|受付|窓口|事務局)$/,
  en: /^(?!(?:each|every|any|all|no|another) )(?:[\w/&-]+(?: [\w/&-]+)* (?:team|department|desk|office|unit|division)|reception|pharmacy|laboratory|lab|radiology|nursing|admissions|billing|engineering|operations|(?:customer |it )?support|customer (?:service|care)|security|legal|compliance|finance|accounting|sales|marketing|communications|public relations|human resources|infrastructure|facilities|logistics)$/i,
}

/** The department that a sentence names as who does it; null if it names none that is surely one. */
export function guessDepartment(text: string, language: Language): GuessedDepartment | null {
  for (const subject of SUBJECTS[language]) {
    const name = subject.exec(text)?.[1]
    if (name !== undefined && DEPARTMENTS[language].test(name)) return { id: idOf(name), name }
  }
  return null
}

/** The department that a heading is the name of; null if it says something else. */
export function departmentNamed(heading: string, language: Language): GuessedDepartment | null {
  return DEPARTMENTS[language].test(heading) ? { id: idOf(heading), name: heading } : null
}

/** The Latin letters of a name; `department` if it has none. */
function idOf(name: string): string {
  return (
    name
      .toLowerCase()
      .match(/[a-z0-9]+/g)
      ?.join('-')
      .replace(/^(?=\d)/, 'department-') ?? 'department'
  )
}

/** The departments of an outline. */
export interface OutlineDepartments {
  /** The id of each by its name in lower case. */
  readonly ids: ReadonlyMap<string, string>
  /** Those that the manual has not yet. */
  readonly added: readonly GuessedDepartment[]
}

/** Gives each name an id of its own, or that of a department that the manual has already. */
export function departmentsIn(all: readonly GuessedDepartment[], known: Runbook['departments']): OutlineDepartments {
  const ids = new Map<string, string>()
  const added: GuessedDepartment[] = []
  for (const department of all) {
    if (ids.has(keyOf(department))) continue
    const named = Object.entries(known).find(([id, { ja, en }]) =>
      [id, ja, en].some((name) => name.toLowerCase() === keyOf(department) || id === department.id),
    )
    const free = freeId(department.id, [...ids.values()])
    ids.set(keyOf(department), named?.[0] ?? free)
    if (named === undefined) added.push({ ...department, id: free })
  }
  return { ids, added }
}

/** What tells a department from others: its name, in letters of any case. */
export function keyOf({ name }: GuessedDepartment): string {
  return name.toLowerCase()
}
