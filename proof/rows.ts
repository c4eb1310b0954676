import type { Proof } from './proof.ts'
import { BITS } from './rows/bits.ts'
import { CLOCK } from './rows/clock.ts'
import { INPUT } from './rows/input.ts'
import { ORDER } from './rows/order.ts'
import { PIPES } from './rows/pipes.ts'
import { SURROUNDINGS } from './rows/surroundings.ts'
import { TERMINAL } from './rows/terminal.ts'
import { TORN } from './rows/torn.ts'
import { WORDS } from './rows/words.ts'

/** Every proof, in the order in which they run. */
export const PROOFS: readonly Proof[] = [ORDER, TORN, BITS, CLOCK, TERMINAL, PIPES, INPUT, SURROUNDINGS, WORDS]
