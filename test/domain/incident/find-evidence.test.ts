import { expect, it } from 'vitest'
import { findEvidence } from '../../../src/domain/incident/evidence.ts'

const ALL = ['7a3f', '7a3f90', '7b11', '8c']

it.each([
  ['8c', 1, '8c'],
  ['7b', 1, '7b11'],
  ['7a3f', 4, '7a3f'],
  ['8c', 4, '8c'],
])('findEvidence(%j) with at least %i letters finds %j', (given, least, file) => {
  expect(findEvidence(ALL, given, least)).toBe(file)
})

it.each([
  ['7', 1, { code: 'ambiguous-evidence', params: { given: '7', matches: ['7a3f', '7a3f90', '7b11'] } }],
  ['7b1', 4, { code: 'evidence-too-short', params: { given: '7b1', least: 4 } }],
  ['9', 1, { code: 'unknown-evidence' }],
  ['', 1, { code: 'unknown-evidence' }],
])('findEvidence(%j) with at least %i letters is refused', (given, least, problem) => {
  expect(findEvidence(ALL, given, least)).toMatchObject(problem)
})
