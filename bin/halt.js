#!/usr/bin/env node
'use strict'
const { join } = require('node:path')
const root = join(__dirname, '..')
require('../dist/main.cjs').main(root)
