interface Package {
  readonly name: string
  readonly version: string
  readonly license: string
  readonly licenseText: string | null
}

/** Licences that ask for nothing but that their text goes along. */
const PERMISSIVE = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0']

/** Of an SPDX expression; a person has to read one that names several. */
export function isPermissive(license: string): boolean {
  return PERMISSIVE.includes(license)
}

/** The licences of all packages that are part of the bundle, in full. Throws where one came without its text. */
export function noticesOf(packages: readonly Package[]): string {
  const untold = packages.filter(({ licenseText }) => !licenseText?.trim())
  if (untold.length > 0) throw new Error(`no licence text in ${untold.map(({ name }) => name).join(', ')}`)
  const sorted = [...packages].sort((one, other) => (one.name < other.name ? -1 : 1))
  return [INTRODUCTION, ...sorted.map(noticeOf)].join(`\n${'-'.repeat(80)}\n\n`)
}

const INTRODUCTION = 'halt contains the following packages, or parts of them.\n'

function noticeOf({ name, version, license, licenseText }: Package): string {
  return `${name} ${version} (${license})\n\n${licenseText?.replaceAll('\r\n', '\n').trim()}\n`
}
