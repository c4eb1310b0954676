#!/usr/bin/env node

const { join } = require('node:path')
const root = join(__dirname, '..')
// By then all is written: what Node would still do, clearing up and waiting for what nobody needs any more, takes longer.
const end = () => process.exit()
require('../dist/main.cjs').main(root, require).then(end)
