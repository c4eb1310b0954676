import { existsSync, readFileSync } from 'node:fs'

interface Package {
  readonly name: string
  readonly version: string
  readonly license: string
  readonly licenseText: string | null
}

/** Licences whose only condition is that their text is included. */
const PERMISSIVE = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0']

/** Whether an SPDX expression is one of these. One that names several licences needs a human to read it. */
export function isPermissive(license: string): boolean {
  return PERMISSIVE.includes(license)
}

/** The full licence texts of all packages in the bundle. Throws if a package has none, not even in its README. */
export function noticesOf(found: readonly Package[]): string {
  const packages = found.map((one) => ({ ...one, licenseText: one.licenseText?.trim() || licenseInReadme(one.name) }))
  const withoutText = packages.filter(({ licenseText }) => !licenseText?.trim())
  if (withoutText.length > 0) throw new Error(`no licence text in ${withoutText.map(({ name }) => name).join(', ')}`)
  const sorted = [...packages].sort((one, other) => (one.name < other.name ? -1 : 1))
  return [INTRODUCTION, ...sorted.map(noticeOf)].join(`\n${'-'.repeat(80)}\n\n`)
}

/** The last section of a package's README, if that is about its licence. */
function licenseInReadme(name: string): string | null {
  const path = `node_modules/${name}/README.md`
  const readme = existsSync(path) ? readFileSync(path, 'utf8') : ''
  return /\n#+ licen[cs]e\s+([^#]*)$/i.exec(readme)?.[1] ?? null
}

const INTRODUCTION = 'halt contains the following packages, or parts of them.\n'

function noticeOf({ name, version, license, licenseText }: Package): string {
  return `${name} ${version} (${license})\n\n${licenseText?.replaceAll('\r\n', '\n').trim()}\n`
}
