import type { Settings } from '../../domain/settings.ts'
import { publicWordsIn } from '../wording.ts'
import type { DraftContext } from './context.ts'

/** What the settings say of the company at a key such as `contacts.1.name`; null if nothing. */
export function entityValue(key: string, { company, text }: DraftContext): string | null {
  const { organisation, entity = {} } = company
  const inLanguage = ({ ja, en }: Settings['organisation']) => publicWordsIn(text.language, { ja, en })
  if (key === 'name') return inLanguage(entity.name ?? organisation)
  if (key === 'place') return entity.place === undefined ? null : inLanguage(entity.place)
  if (key === 'types') return entity.types?.join(',') ?? null
  const found = key.split('.').reduce<unknown>((inner, step) => {
    const at = /^\d+$/.test(step) ? Number(step) - 1 : step
    return (inner as Readonly<Record<string | number, unknown>> | undefined)?.[at]
  }, entity)
  return typeof found === 'string' ? found : null
}
