import fc from 'fast-check'

// What covers the domain must not depend on chance: with a seed, the random tests try the same cases each time.
const seed = process.env.HALT_TEST_SEED
if (seed !== undefined) fc.configureGlobal({ seed: Number(seed) })
