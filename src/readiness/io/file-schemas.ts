import { join } from 'node:path'
import { OWNER_ONLY } from '../../platform/access.ts'
import { ensureDirectory } from '../../platform/durable.ts'
import { pathExists, readBounded } from '../../platform/regular-files.ts'
import { saveFile } from '../../platform/save.ts'

/** The files that people write, by what they are, and the JSON Schema of each. */
const FILE_SCHEMAS = {
  chapter: 'runbook.schema.json',
  settings: 'settings.schema.json',
  contacts: 'contacts.schema.json',
  authority: 'authority.schema.json',
  scenario: 'scenario.schema.json',
} as const

export type FileKind = keyof typeof FILE_SCHEMAS
export const FILE_KINDS = Object.keys(FILE_SCHEMAS) as FileKind[]

export const SCHEMAS_FOLDER = 'schemas'

/** What the `$id` of every schema of this program begins with. */
const ID_PREFIX = 'urn:halt-runbook:schema:'

/** Far more than a shipped schema needs. */
const MAX_SCHEMA_BYTES = 1024 * 1024

/** The JSON Schema of a kind of file. `root` is the folder of the program. */
export function readFileSchema(root: string, kind: FileKind): string {
  return readBounded(join(root, SCHEMAS_FOLDER, FILE_SCHEMAS[kind]), MAX_SCHEMA_BYTES)
}

/**
 * Writes the JSON Schemas of all kinds into a workspace, where editors find them. Replaces those of another version, and
 * leaves other files as they are. Returns whether it wrote any. Throws `not-recorded`, among others.
 */
export function updateSchemas(root: string, workspace: string): boolean {
  const folder = join(workspace, SCHEMAS_FOLDER)
  const outdated = FILE_KINDS.filter((kind) => {
    const path = join(folder, FILE_SCHEMAS[kind])
    if (!pathExists(path)) return true
    const text = readBounded(path, MAX_SCHEMA_BYTES)
    return text.includes(ID_PREFIX) && text !== readFileSchema(root, kind)
  })
  if (outdated.length > 0) ensureDirectory(folder, OWNER_ONLY)
  for (const kind of outdated) saveFile(join(folder, FILE_SCHEMAS[kind]), [readFileSchema(root, kind)], true)
  return outdated.length > 0
}

/** The first line of a YAML file, which tells editors its schema. `up` leads from its folder to that of the workspace. */
export function schemaLine(kind: FileKind, up = ''): string {
  return `# yaml-language-server: $schema=${up}${SCHEMAS_FOLDER}/${FILE_SCHEMAS[kind]}`
}
