import type { FactDefinition, Language } from '../domain/runbook/runbook.ts'
import { factValueText } from '../view/time-format.ts'
import { customerWordsFor } from './customer-words.ts'

type Quantity = Pick<FactDefinition, 'kind' | 'unit' | 'unitOfOne'>

/** The value of a fact as people read it: a count with its unit, an amount with its currency, or what it is otherwise. */
export function factValueWords(value: string, fact: Quantity | undefined, language: Language): string {
  return quantityWords(value, fact, language) ?? factValueText(value, language)
}

/** A count or an amount in words; null if the value is neither. */
export function quantityWords(value: string, fact: Quantity | undefined, language: Language): string | null {
  const words = customerWordsFor(language)
  const [, number = '', currency] = /^(\d+(?:\.\d+)?)(?: ([A-Z][A-Z0-9]*))?$/.exec(value) ?? []
  if (number === '') return null
  if (fact?.kind === 'count') {
    const unit = (number === '1' ? fact.unitOfOne : undefined) ?? fact.unit
    return words.count(inGroups(number), unit?.[language] ?? '')
  }
  return fact?.kind === 'amount' && currency !== undefined ? words.amount(inGroups(number), currency) : null
}

/** Digits with a comma between groups of three before the decimal point. */
export function inGroups(digits: string): string {
  const [whole = '', decimals] = digits.split('.')
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return decimals === undefined ? grouped : `${grouped}.${decimals}`
}
