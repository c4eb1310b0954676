import type { World } from '../world.ts'

/** What is left to do after a command, and the command that does or shows it, which stands alone in a line to be copied. */
export interface Reminder {
  /** Ends with a colon. */
  readonly said: string
  readonly command: string
}

/** Prints reminders; `mark` comes before the words, not before the command. */
export function sayReminders(world: World, mark: string, reminders: readonly Reminder[]): void {
  for (const { said, command } of reminders) {
    world.say(`${mark}${said}`)
    world.say(command)
  }
}
