/** What an installation left on a machine, in the order in which to take it away. */
export const UNINSTALL_STEP_KINDS = ['process', 'completion', 'program', 'cache', 'state', 'logs'] as const
export type UninstallStepKind = (typeof UNINSTALL_STEP_KINDS)[number]

/** How the program was installed; `folder`: it runs from a clone or an unpacked package. */
export const INSTALLATIONS = ['npm-global', 'npm-project', 'npx', 'debian', 'link', 'folder'] as const
export type InstallationKind = (typeof INSTALLATIONS)[number]

export interface UninstallStep {
  readonly kind: UninstallStepKind
  /** Of a program only. */
  readonly installedAs: InstallationKind | null
  /** A file or folder; null for a process. */
  readonly path: string | null
  /** The command line of a process. */
  readonly command: string | null
  /** How many incidents there are logs of. */
  readonly incidents: number | null
  /** The line of a shell that takes it away. */
  readonly line: string
}

/** What nobody can bring back: shown with a warning, and not to be pasted by accident. */
export const isForGood = ({ kind, installedAs }: UninstallStep): boolean =>
  kind === 'state' || kind === 'logs' || installedAs === 'folder'

/** Something with no more than its kind, its path and the line. */
export const uninstallStep = (kind: UninstallStepKind, path: string | null, line: string): UninstallStep => ({
  kind,
  installedAs: null,
  path,
  command: null,
  incidents: null,
  line,
})
