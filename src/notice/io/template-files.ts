import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { claimRules } from '../../domain/notice/claims.ts'
import type { ClaimRule, Runbook } from '../../domain/runbook/runbook.ts'
import { shownPath } from '../../platform/shown-path.ts'
import {
  type CheckedTemplates,
  checkTemplateReviewDate,
  readTemplate,
  templateFileNames,
  templateReview,
  unknownTemplateFile,
} from '../../runbook/io/template-files.ts'
import type { Template } from '../../runbook/template/template.ts'
import { mustBeUsable } from '../../store/trust.ts'
import { checkTemplate, claimsInTemplate, PARTS, type Templates, templateKeys } from '../template.ts'
import { TEMPLATE_FILES } from '../template-names.ts'

/** The folder of notice templates, next to the chapters of a runbook. */
const FOLDER = join('runbooks', 'notices')

/**
 * The shipped templates, or the team's of the same name, and the team's for the given channels; ignores unknown names.
 * Throws `unreadable`, `bad-text-file` or `untrusted-workspace`.
 */
export function loadTemplates(
  root: string,
  workspace: string,
  channels: readonly string[],
  env: NodeJS.ProcessEnv,
): Templates {
  const team = join(workspace, FOLDER)
  const folders = [join(root, FOLDER), team]
  return Object.fromEntries(
    templateKeys(channels).flatMap((key) => {
      const path = folders.map((folder) => join(folder, `${key}.txt`)).findLast((file) => existsSync(file))
      if (path === undefined) return []
      if (path.startsWith(team)) mustBeUsable(path, workspace, env)
      return [[key, readTemplate(path)]]
    }),
  )
}

/**
 * Checks the templates in force and finds the team's files with unknown names. Shipped templates may name other types
 * and facts than those of the runbook in force. A review date after `today` in one of the team's templates is a finding, and
 * so is a claim in it, of those of every manual (`claims`) and of the runbook.
 */
export function checkTemplates(
  root: string,
  workspace: string,
  { types, facts, channels, claims: own }: Pick<Runbook, 'types' | 'facts' | 'channels' | 'claims'>,
  today: string,
  env: NodeJS.ProcessEnv,
  claims: readonly ClaimRule[] = [],
): CheckedTemplates {
  const teamFolder = join(workspace, FOLDER)
  const teamFiles = templateFileNames(teamFolder)
  const teamPaths = new Set(teamFiles.map((name) => shownPath(join(teamFolder, name))))
  const rules = [...claims, ...claimRules({ ...(own !== undefined && { claims: own }) })]
  const ids = Object.keys(channels)
  const keys = templateKeys(ids)
  const templates = Object.values(loadTemplates(root, workspace, ids, env))
  const allowed = [...ids, ...TEMPLATE_FILES].map((file) => `${file}.txt`)
  return {
    findings: [
      ...teamFiles
        .filter((name) => !keys.some((key) => name === `${key}.txt`))
        .map((name) => unknownTemplateFile(teamFolder, name, allowed)),
      ...templates.flatMap((t) => {
        const isOwn = teamPaths.has(t.file)
        const known = isOwn ? { types: Object.keys(types), facts: Object.keys(facts) } : { types: null, facts: null }
        return checkTemplate(t, { ...known, parts: PARTS })
      }),
      ...templates
        .filter(({ file }) => teamPaths.has(file))
        .flatMap((t) => [
          ...checkTemplateReviewDate(t, today),
          ...(isForDepartments(t, channels) ? [] : claimsInTemplate(t, rules)),
        ]),
    ],
    files: templates.map(({ file }) => file),
    reviews: templates.map((template) => templateReview(template, teamPaths.has(template.file))),
  }
}

/** Whether only departments read the texts of a template, which may also name what not to say. */
function isForDepartments({ file }: Template, channels: Runbook['channels']): boolean {
  const name = basename(file, '.txt')
  return name === 'form-chat' || channels[name]?.audience === 'departments'
}
