import { ACTIONS, type ActionName, nameOfAction } from '../../src/walk/actions.ts'

/** What calls each action of the walk: its key, else its English name. */
export const KEYS = Object.fromEntries(
  (Object.keys(ACTIONS) as ActionName[]).map((name) => [name, ACTIONS[name].key ?? `/${nameOfAction(name, 'en')}`]),
) as Readonly<Record<ActionName, string>>
