#!/usr/bin/env node

const { join } = require('node:path')
const root = join(__dirname, '..')
require('../dist/main.cjs').main(root, require)
