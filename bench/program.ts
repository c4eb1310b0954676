import { resolve } from 'node:path'

/** The built program, as seen from `bench/.out`. */
export const PROGRAM = resolve(import.meta.dirname, '../../bin/halt.js')
