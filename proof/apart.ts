/** Runs what follows in a process namespace of its own, as a container has one; without root, in a user namespace too. */
export const APART: readonly string[] = [
  'unshare',
  ...(process.getuid?.() === 0 ? [] : ['--map-root-user']),
  '--pid',
  '--fork',
  '--mount-proc',
]
