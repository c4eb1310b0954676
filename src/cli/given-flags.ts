/** Whether the command itself is given one of these flags, and not one that it is to run. */
export function isGiven(argv: readonly string[], ...flags: readonly string[]): boolean {
  return argv.slice(0, argv.includes('--') ? argv.indexOf('--') : argv.length).some((word) => flags.includes(word))
}
