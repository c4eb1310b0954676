import { Forwarder } from './forwarder.ts'

/** Forwards a port of the network that this process is in to a Unix socket, until its parent is gone. */

const [port = '', path = ''] = process.argv.slice(2)
await Forwarder.open({ path }, '0.0.0.0', Number(port))
process.send?.('listening')
process.once('disconnect', () => process.exit())
