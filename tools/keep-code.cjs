// Runs a bundle as the launcher does, starts a server with it, and keeps V8's code of what that needed beside it.
'use strict';
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { Script } = require('node:vm');

const [bundle] = process.argv.slice(2);
const state = mkdtempSync(join(tmpdir(), 'bulkhead-build-'));
process.on('exit', () => rmSync(state, { recursive: true, force: true }));
process.argv.splice(2, 1, 'up', '--state', state, '--listen', '127.0.0.1:0', '--output', 'json');

const filename = `${bundle}.cjs`;
const script = new Script(readFileSync(filename, 'latin1'), { filename });
script.runInThisContext()(createRequire(filename));

// Told when the server is ready.
process.on('SIGUSR2', () => {
  writeFileSync(`${bundle}.code`, script.createCachedData());
  process.exit(0);
});
