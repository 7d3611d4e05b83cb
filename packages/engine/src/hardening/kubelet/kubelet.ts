/**
 * One kubelet of the input and the settings that it really has: a flag goes before the file, the file before the
 * default. A file and its flags may be two objects; each setting is judged where it stands.
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import type { FlagSet } from '../command-line/flag-set.js';
import { GateSettings, gatesOfField, gatesOfFlags } from '../gate-settings.js';
import { itemsOf, type PlainMap, valueAt } from '../plain-value.js';
import { defaultOf, type KubeletSettingName, type SettingValue, settingOf } from './kubelet-setting.js';

/** A setting, where it comes from, and the field path of it or of where it would stand. */
export interface EffectiveSetting<T extends SettingValue = SettingValue> {
  readonly value: T;
  readonly from: 'flag' | 'file' | 'default';
  readonly path: string;
  /** As people call it: `authentication.anonymous.enabled`, `--anonymous-auth`. */
  readonly name: string;
}

export interface KubeletSource {
  readonly profile: VersionProfile;
  /** The KubeletConfiguration, where this object is one or holds one. */
  readonly configuration?: PlainMap;
  /** What comes before a field of the file in the object's field paths; empty for a file of its own. */
  readonly pathOf?: (field: string) => string;
  readonly flags?: FlagSet;
  /**
   * `file`: the object is the file, and `flags` are those of another object that go before it. `flags`: the command
   * line of a kubelet. `part`: some flags of a command line.
   */
  readonly kind: 'file' | 'flags' | 'part';
}

export class Kubelet {
  readonly kind: KubeletSource['kind'];
  readonly configuration: PlainMap | undefined;
  readonly flags: FlagSet | undefined;
  readonly gates: GateSettings;
  readonly profile: VersionProfile;
  readonly #pathOf: (field: string) => string;

  constructor({ profile, configuration, pathOf = (field) => field, flags, kind }: KubeletSource) {
    this.profile = profile;
    this.configuration = configuration;
    this.flags = flags;
    this.kind = kind;
    this.#pathOf = pathOf;
    const own = new Map([...gatesOfField(configuration?.['featureGates']), ...gatesOfFlags(flags)]);
    this.gates = new GateSettings(own, profile);
  }

  /** Whether the object says all that there is of this kubelet: only then is a missing setting the default. */
  get isWhole(): boolean {
    return this.kind === 'file' || (this.kind === 'flags' && !this.hasFile);
  }

  /** Whether the kubelet has a configuration file, which changes its defaults. */
  get hasFile(): boolean {
    return this.kind === 'file' || this.flags?.has('config') === true || this.flags?.has('config-dir') === true;
  }

  /** The field path of a field of the file. */
  pathOf(field: string): string {
    return this.#pathOf(field);
  }

  /** The setting in effect; undefined where the object does not say and something else may. */
  effective(name: KubeletSettingName): EffectiveSetting | undefined {
    return this.#ofFlags(name) ?? this.#ofFile(name) ?? this.#ofDefault(name);
  }

  /** The setting, where it is this object that decides it; a flag of another object is judged there. */
  judged(name: KubeletSettingName): EffectiveSetting | undefined {
    const found = this.effective(name);
    return found?.from === 'flag' && this.kind === 'file' ? undefined : found;
  }

  boolean(name: KubeletSettingName): EffectiveSetting<boolean> | undefined {
    return ofType(this.judged(name), (value) => typeof value === 'boolean');
  }

  number(name: KubeletSettingName): EffectiveSetting<number> | undefined {
    return ofType(this.judged(name), (value) => typeof value === 'number');
  }

  text(name: KubeletSettingName): EffectiveSetting<string> | undefined {
    return ofType(this.judged(name), (value) => typeof value === 'string');
  }

  list(name: KubeletSettingName): EffectiveSetting<readonly string[]> | undefined {
    return ofType(this.judged(name), (value) => Array.isArray(value));
  }

  #ofFlags(name: KubeletSettingName): EffectiveSetting | undefined {
    const { flag } = settingOf(name);
    if (flag === undefined || this.flags?.has(flag) !== true) return undefined;
    const value = flagValue(this.flags, flag, this.#default(name));
    // A value that the kubelet refuses decides nothing: it does not start.
    if (value === undefined) return undefined;
    return { value, from: 'flag', path: this.flags.paths(flag)[0] ?? '', name: `--${flag}` };
  }

  #ofFile(name: KubeletSettingName): EffectiveSetting | undefined {
    const value = valueAt(this.configuration, ...name.split('.'));
    const usual = this.#default(name);
    const typed = Array.isArray(usual) && Array.isArray(value) ? itemsOf(value).map(String) : value;
    if (!isLike(typed, usual) || isEmptyDefault(typed, usual)) return undefined;
    return { value: typed, from: 'file', path: this.#pathOf(name), name };
  }

  #ofDefault(name: KubeletSettingName): EffectiveSetting | undefined {
    if (!this.isWhole) return undefined;
    const { flag } = settingOf(name);
    const isFlag = this.kind === 'flags' && flag !== undefined;
    const path = isFlag ? (this.flags?.missing ?? '') : this.#pathOf(name);
    return { value: this.#default(name), from: 'default', path, name: isFlag ? `--${flag}` : name };
  }

  #default(name: KubeletSettingName): SettingValue {
    return defaultOf(name, this.hasFile, this.profile.minor);
  }
}

function flagValue(flags: FlagSet, flag: string, usual: SettingValue): SettingValue | undefined {
  if (typeof usual === 'boolean') return flags.boolean(flag);
  if (typeof usual === 'number') return flags.integer(flag);
  return typeof usual === 'string' ? flags.text(flag) : flags.list(flag);
}

const isLike = (value: unknown, usual: SettingValue): value is SettingValue =>
  Array.isArray(usual) ? Array.isArray(value) : typeof value === typeof usual;

/** Empty texts are defaulted like absent ones. */
const isEmptyDefault = (value: SettingValue, usual: SettingValue): boolean => value === '' && usual !== '';

function ofType<T extends SettingValue>(
  found: EffectiveSetting | undefined,
  is: (value: SettingValue) => boolean,
): EffectiveSetting<T> | undefined {
  // The default of each setting has the type of its values.
  return found !== undefined && is(found.value) ? (found as EffectiveSetting<T>) : undefined;
}
