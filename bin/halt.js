#!/usr/bin/env node

const root = require('node:path').join(__dirname, '..')
// All output is written by then, and whatever is still open nobody waits for.
const end = () => process.exit()
require('../dist/main.cjs').main(root).then(end)
