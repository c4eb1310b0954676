#!/usr/bin/env node

require('../dist/main.cjs').main(require('node:path').join(__dirname, '..'))
