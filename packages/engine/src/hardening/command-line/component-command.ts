/** Which component of Kubernetes a container runs, by its command. */
import { flagsOf, shellWords, type Word } from './command-line.js';
import { type EnvironmentVariable, etcdEnvironment } from './etcd-environment.js';
import { type Flag, FlagSet } from './flag-set.js';

export const COMPONENTS = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'etcd',
  'kubelet',
  'kube-proxy',
] as const;
export type ComponentName = (typeof COMPONENTS)[number];

export interface ComponentCommand {
  readonly component: ComponentName;
  readonly flags: FlagSet;
}

const NAMES: ReadonlyMap<string, ComponentName> = new Map([
  ...COMPONENTS.map((name): [string, ComponentName] => [name, name]),
  // What hyperkube calls them.
  ['apiserver', 'kube-apiserver'],
  ['controller-manager', 'kube-controller-manager'],
  ['scheduler', 'kube-scheduler'],
  ['proxy', 'kube-proxy'],
]);
const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash']);
/** Words of a wrapper before the component's own name: `tini -- kube-apiserver`, `flock -x /run/lock kube-apiserver`. */
const MAX_WRAPPER_WORDS = 16;
/** What ends a command in a shell. */
const END = /^(?:;|&&?|\|\|?|\d?>>?.*|<.*)$/;

/** The component that a container runs; undefined for every other container. `path` is the container's own. */
export function componentCommand(
  container: {
    readonly command?: readonly string[];
    readonly args?: readonly string[];
    readonly env?: readonly EnvironmentVariable[];
  },
  path: string,
): ComponentCommand | undefined {
  const { command = [], args = [], env = [] } = container;
  if (!mayBeComponent(command) && !(command.length === 0 && mayBeComponent(args))) return undefined;
  const words = [...wordsOf(command, `${path}.command`), ...wordsOf(args, `${path}.args`)];
  const list = command.length === 0 ? 'args' : 'command';
  return fromWords(words, `${path}.${list}`, () => etcdEnvironment(env, path));
}

/** A component's name or a shell among the first words: cheap, since all containers of a cluster are asked. */
function mayBeComponent(words: readonly string[]): boolean {
  const end = Math.min(words.length, MAX_WRAPPER_WORDS);
  for (let index = 0; index < end; index++) {
    const text = words[index];
    if (typeof text !== 'string') return false;
    if (text.length > 64 && index > 0) continue;
    const name = baseName(text);
    if (NAMES.has(name) || SHELLS.has(name)) return true;
  }
  return false;
}

/** The value of a flag (`--kubelet-service=kube-system/kubelet`) names no program. */
const baseName = (text: string): string => (text.startsWith('-') ? '' : text.slice(text.lastIndexOf('/') + 1));

const wordsOf = (words: readonly string[], path: string): Word[] =>
  words.map((text, index) => ({ text, path: `${path}[${index}]` }));

/** `environment` gives what etcd is told without flags. */
function fromWords(
  words: readonly Word[],
  missing: string,
  environment: () => readonly Flag[],
): ComponentCommand | undefined {
  const command = (component: ComponentName, of: readonly Word[], place: string): ComponentCommand => ({
    component,
    flags: new FlagSet([...(component === 'etcd' ? environment() : []), ...flagsOf(of)], place),
  });
  const [first] = words;
  if (first === undefined) return undefined;
  const start = componentAt(words);
  if (start !== undefined) return command(start.component, words.slice(start.index + 1), missing);
  if (!SHELLS.has(baseName(first.text))) return undefined;
  const script = words.slice(1).find(({ text }) => !text.startsWith('-'));
  if (script === undefined) return undefined;
  const inner = shellWords(script);
  const found = inner.findIndex(({ text }) => isComponent(text));
  const component = NAMES.get(baseName(inner[found]?.text ?? ''));
  if (component === undefined) return undefined;
  const rest = inner.slice(found + 1);
  const end = rest.findIndex(({ text }) => END.test(text));
  return command(component, end === -1 ? rest : rest.slice(0, end), script.path);
}

function componentAt(words: readonly Word[]): { component: ComponentName; index: number } | undefined {
  const end = Math.min(words.length, MAX_WRAPPER_WORDS);
  for (let index = 0; index < end; index++) {
    const text = words[index]?.text ?? '';
    const isAlias = index > 0 && baseName(words[index - 1]?.text ?? '') === 'hyperkube';
    const component = isComponent(text) || isAlias ? NAMES.get(baseName(text)) : undefined;
    if (component !== undefined) return { component, index };
  }
  return undefined;
}

const OWN_NAMES: ReadonlySet<string> = new Set(COMPONENTS);
const isComponent = (text: string): boolean => OWN_NAMES.has(baseName(text));
