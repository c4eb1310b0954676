import { describe, expect, it } from 'vitest'
import { isAtEnd, isAtStart, isIn, parsePhrase, wordsFound } from '../../../src/domain/notice/phrase.ts'

const found = (text: string, ...phrases: string[]) =>
  [...wordsFound(phrases.map(parsePhrase), text)].map(({ index, end }) => text.slice(index, end))

describe('wordsFound', () => {
  it('finds alternatives with the shortest gap between them, whole words in any case', () => {
    expect(found('No cards were lost or stolen', 'no cards*lost|stolen')).toEqual(['No cards were lost'])
    expect(found('Almost lost', 'lost')).toEqual(['lost'])
    expect(found('Losty', 'lost')).toEqual([])
  })

  it('allows 40 characters for * and 12 for _, together for several, and none after a semicolon', () => {
    expect(found(`a${' '.repeat(40)}b`, 'a*b')).toHaveLength(1)
    expect(found(`a${' '.repeat(41)}b`, 'a*b')).toEqual([])
    expect(found(`a${' '.repeat(13)}b`, 'a_b')).toEqual([])
    expect(found(`a${' '.repeat(52)}b`, 'a*_b')).toHaveLength(1)
    expect(found('a; b', 'a*b')).toEqual([])
  })

  it('goes on with a later alternative, number or place where what follows does not fit', () => {
    expect(found('使えないのに', '使え*ないの|ない_のに')).toEqual(['使えないのに'])
    expect(found('5万人', '#_万人')).toEqual(['5万人'])
    expect(found('ああ; あいう', 'あ_う')).toEqual(['あいう'])
  })

  it('finds one after the other, the first phrase where several begin', () => {
    expect(found('a b c a c', 'a*c', 'a')).toEqual(['a b c', 'a c'])
    expect(found('a a', 'a', 'a a')).toEqual(['a', 'a'])
    expect(found('🪙🪙', '🪙')).toEqual(['🪙', '🪙'])
  })

  it('takes no longer for many gaps than for each of them', () => {
    const text = `${'い'.repeat(400)}。`
    expect(found(text, `${'い*'.repeat(12)}絶対|。。`)).toEqual([])
    expect(found(text, `${'*'.repeat(30)}絶対`, `${'い|い|い*'.repeat(12)}。`)).toHaveLength(1)
  })
})

describe('a phrase of an exception', () => {
  it('is anywhere in the words, at the end of what is before, or at the beginning of what is after', () => {
    const phrase = parsePhrase('次報*お知らせ')
    expect(isIn(phrase, '次報でお知らせします')).toBe(true)
    expect(isAtEnd(phrase, '次報でお知らせします')).toBe(false)
    expect(isAtEnd(phrase, 'お知らせ、次報でお知らせ ')).toBe(true)
    expect(isAtEnd(parsePhrase('次報*'), '次報では')).toBe(true)
    expect(isAtStart(phrase, '  次報でお知らせします')).toBe(true)
    expect(isAtStart(phrase, '・次報でお知らせします')).toBe(false)
    expect(isAtStart(parsePhrase(''), '。')).toBe(true)
  })
})
