/** The program of the commands that are servers: a bundle of its own, so that they start with little to read. */
import { buildRouteMap } from '@stricli/core';
import { applicationOf } from './application-of.js';
import { apiserverCommand } from './commands/apiserver/command.js';
import { upCommand } from './commands/up/command.js';
import type { Context } from './context.js';
import { BULKHEAD_VERSION, runProgram } from './program.js';

const commands = buildRouteMap<'up' | 'apiserver', Context>({
  routes: { up: upCommand, apiserver: apiserverCommand },
  docs: { brief: 'a Kubernetes control plane, or its API server alone' },
});

void runProgram(applicationOf(commands, BULKHEAD_VERSION));
