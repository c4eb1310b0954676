import type { Proof } from './proof.ts'
import { BITS } from './rows/bits.ts'
import { CACHE_FOLDER } from './rows/cache-folder.ts'
import { CLOCK } from './rows/clock.ts'
import { DELIVERY } from './rows/delivery.ts'
import { STATE_FOLDER, TRANSPORT_TLS, WORKSPACE_TRUST } from './rows/doors.ts'
import { DELIBERATE_FAULTS } from './rows/faults.ts'
import { FLOOD } from './rows/flood.ts'
import { FLOOD_OF_WORDS } from './rows/flood-of-words.ts'
import { FORGED_LINES } from './rows/forged-lines.ts'
import { FULL_DISK } from './rows/full-disk.ts'
import { INPUT } from './rows/input.ts'
import { IO_ERRORS } from './rows/io-errors.ts'
import { KILL } from './rows/kill.ts'
import { MANY_PROCESSES } from './rows/many-processes.ts'
import { NAMESPACES } from './rows/namespaces.ts'
import { ORDER } from './rows/order.ts'
import { OTHER_MACHINES } from './rows/other-machines.ts'
import { PIPES } from './rows/pipes.ts'
import { READ_ONLY } from './rows/read-only.ts'
import { RELAY_FORGER } from './rows/relay-forger.ts'
import { RELAY_OUTAGES } from './rows/relay-outages.ts'
import { RELAY_PARTITION } from './rows/relay-partition.ts'
import { RELAY_SENDING } from './rows/relay-sending.ts'
import { RELAY_SPEED } from './rows/relay-speed.ts'
import { ROLLBACK } from './rows/rollback.ts'
import { SECRETS } from './rows/secrets.ts'
import { SIZE_LIMIT } from './rows/size-limit.ts'
import { SURROUNDINGS } from './rows/surroundings.ts'
import { TEAMWORK } from './rows/teamwork.ts'
import { TERMINAL } from './rows/terminal.ts'
import { TORN } from './rows/torn.ts'
import { TYPING } from './rows/typing.ts'
import { UNKNOWN_WRITERS } from './rows/unknown-writers.ts'
import { TWO_USERS } from './rows/users.ts'
import { WORDS } from './rows/words.ts'

/** Every proof, in the order in which they run; those that mostly wait run first, together. */
export const PROOFS: readonly Proof[] = [
  KILL,
  ORDER,
  TORN,
  BITS,
  FULL_DISK,
  IO_ERRORS,
  SIZE_LIMIT,
  READ_ONLY,
  ROLLBACK,
  MANY_PROCESSES,
  NAMESPACES,
  TWO_USERS,
  TEAMWORK,
  FORGED_LINES,
  UNKNOWN_WRITERS,
  FLOOD,
  FLOOD_OF_WORDS,
  OTHER_MACHINES,
  CACHE_FOLDER,
  WORKSPACE_TRUST,
  STATE_FOLDER,
  TRANSPORT_TLS,
  CLOCK,
  TERMINAL,
  TYPING,
  PIPES,
  INPUT,
  SURROUNDINGS,
  WORDS,
  SECRETS,
  DELIVERY,
  RELAY_PARTITION,
  RELAY_OUTAGES,
  RELAY_FORGER,
  RELAY_SENDING,
  RELAY_SPEED,
  DELIBERATE_FAULTS,
]
