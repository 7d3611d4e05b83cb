/**
 * The user's kubeconfig: the file that is named, else the files of KUBECONFIG, else ~/.kube/config. What a file says first
 * counts; a later file adds what is missing.
 *
 * Source: client-go, tools/clientcmd/loader.go.
 */
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { ClusterError, foreignText } from '../cluster-error.js';
import { readSmallFile } from '../read-small-file.js';
import type { Environment, Kubeconfig } from './kubeconfig.js';
import { parseKubeconfig } from './parse-kubeconfig.js';

export interface KubeconfigSource {
  /** The file of a flag, which has to be there. */
  readonly file?: string | undefined;
  readonly env: Environment;
  readonly cwd: string;
}

/** Its `files` are empty where there is none. */
export function loadKubeconfig({ file, env, cwd }: KubeconfigSource): Kubeconfig {
  if (file !== undefined) {
    const kubeconfig = readKubeconfig(resolve(cwd, file));
    if (kubeconfig === undefined) throw new ClusterError(`no kubeconfig ${foreignText(file)}: there is no such file`);
    return kubeconfig;
  }
  const found = pathsOf(env, cwd).flatMap((path) => readKubeconfig(path) ?? []);
  return found.reduce(merged, EMPTY);
}

const EMPTY: Kubeconfig = {
  files: [],
  currentContext: '',
  clusters: new Map(),
  users: new Map(),
  contexts: new Map(),
};

function pathsOf(env: Environment, cwd: string): readonly string[] {
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '');
  if (listed.length > 0) return [...new Set(listed.map((path) => resolve(cwd, path)))];
  return [join(homeOf(env), '.kube', 'config')];
}

/** The user's home as kubectl finds it. */
export const homeOf = (env: Environment): string => env['HOME'] || env['USERPROFILE'] || homedir();

function readKubeconfig(path: string): Kubeconfig | undefined {
  const bytes = readSmallFile(path, 'the kubeconfig');
  return bytes === undefined ? undefined : parseKubeconfig(path, bytes);
}

function merged(first: Kubeconfig, next: Kubeconfig): Kubeconfig {
  return {
    files: [...first.files, ...next.files],
    currentContext: first.currentContext || next.currentContext,
    clusters: new Map([...next.clusters, ...first.clusters]),
    users: new Map([...next.users, ...first.users]),
    contexts: new Map([...next.contexts, ...first.contexts]),
  };
}
