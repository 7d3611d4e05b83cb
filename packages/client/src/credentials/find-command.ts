/** The program behind a name, by absolute path: entries of the PATH that are relative do not count. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Environment } from '../kubeconfig/kubeconfig.js';

export function findCommand(command: string, env: Environment): string | undefined {
  if (isAbsolute(command)) return isProgram(command) ? command : undefined;
  if (command === '' || command.includes('/')) return undefined;
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const suffix of process.platform === 'win32' ? ['.exe', '.cmd', ''] : ['']) {
      const path = join(folder, command + suffix);
      if (isProgram(path)) return path;
    }
  }
  return undefined;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
