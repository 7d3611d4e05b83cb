/** The frame of the rules on components: a check for each form in which a setting comes, and what it means. */
import type {
  ComponentName,
  FlaggedComponent,
  Kubelet,
  KubeProxy,
  PlainMap,
  Surroundings,
  Verdict,
  Verdicts,
} from '@bulkhead/engine/hardening';
import type { Subject } from '../../components/subject.js';
import type { ObjectRule, Report } from '../../rule.js';

type Check<T> = (component: T, input: Surroundings) => Verdicts;

interface ComponentRule extends Omit<ObjectRule, 'subject' | 'kinds' | 'check' | 'layer'> {
  /** By components whose settings are flags. */
  readonly flags?: Partial<Readonly<Record<ComponentName, Check<FlaggedComponent>>>>;
  readonly kubelet?: Check<Kubelet>;
  readonly proxy?: Check<KubeProxy>;
  /** By kinds of configuration files. */
  readonly files?: Readonly<Record<string, Check<PlainMap>>>;
}

export function componentRule({ flags, kubelet, proxy, files, ...rule }: ComponentRule): ObjectRule {
  const verdictsOf = (subject: Subject, input: Surroundings): Verdicts => {
    switch (subject.is) {
      case 'flags':
        return flags?.[subject.flags.name]?.(subject.flags, input);
      case 'kubelet':
        return kubelet?.(subject.kubelet, input);
      case 'proxy':
        return proxy?.(subject.proxy, input);
      case 'file':
        return ofFile(files?.[subject.file.kind]?.(subject.file.value, input), subject.file.pathOf);
    }
  };
  const isChecked = (subject: Subject): boolean => {
    switch (subject.is) {
      case 'flags':
        return flags?.[subject.flags.name] !== undefined;
      case 'kubelet':
        return kubelet !== undefined;
      case 'proxy':
        return proxy !== undefined;
      case 'file':
        return files?.[subject.file.kind] !== undefined;
    }
  };
  return {
    ...rule,
    layer: 'cluster',
    subject: 'object',
    canClear: ({ objects, components }) =>
      objects.all.some((object) => components.of(object)?.some(isChecked) === true),
    check: (object, { components }) => {
      const subjects = components.of(object);
      if (subjects === undefined) return undefined;
      return subjects.flatMap((subject): readonly Report[] => listOf(verdictsOf(subject, components.surroundings)));
    },
  };
}

const listOf = (verdicts: Verdicts): readonly Verdict[] => {
  if (verdicts === undefined) return [];
  return 'message' in verdicts ? [verdicts] : verdicts;
};

const ofFile = (verdicts: Verdicts, pathOf: (field: string) => string): readonly Verdict[] =>
  listOf(verdicts).map((each) => ({ ...each, fields: each.fields.map(pathOf) }));

/** One check for several components. */
export const each = (
  names: readonly ComponentName[],
  check: Check<FlaggedComponent>,
): Partial<Readonly<Record<ComponentName, Check<FlaggedComponent>>>> =>
  Object.fromEntries(names.map((name) => [name, check]));
