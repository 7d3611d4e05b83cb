/**
 * A finding as it stands while the report is made: what the rule said of which object. Large inputs have a hundred
 * thousand of them, and few reports show everything of each, so places and fingerprints are worked out when asked.
 */
import type { AuditObject } from './audit-object.js';
import { stablePath } from './field-path.js';
import type { Finding, Fix, Gain, Ignored, Layer, Location, ObjectIdentity, Severity } from './finding.js';
import { fingerprint } from './fingerprint.js';
import type { Report, Rule } from './rule.js';

export class FoundFinding implements Finding {
  readonly severity: Severity;
  /** Decided after the finding is made: the exceptions and the baseline ask for its places. */
  ignored: Ignored | null = null;
  readonly #rule: Rule;
  readonly #report: Report;
  readonly #source: AuditObject;

  constructor(rule: Rule, report: Report, severity: Severity, source: AuditObject) {
    this.severity = severity;
    this.#rule = rule;
    this.#report = report;
    this.#source = source;
  }

  get ruleId(): string {
    return this.#rule.id;
  }

  get title(): string {
    return this.#rule.title;
  }

  get gains(): Gain {
    return this.#report.gains ?? this.#rule.gains;
  }

  get object(): ObjectIdentity {
    return this.#source.identity;
  }

  get fieldPath(): string {
    return this.#report.fields[0] ?? '';
  }

  get locations(): readonly Location[] {
    return this.#report.locations ?? this.#fields.map((path) => this.#source.locate(path));
  }

  get message(): string {
    return this.#report.message;
  }

  get standards(): readonly string[] {
    return this.#rule.standards;
  }

  get layer(): Layer {
    return this.#rule.layer;
  }

  get fix(): Fix | null {
    return this.#report.fix ?? null;
  }

  /** The fields, with the names of list items in place of their indexes. */
  get stablePaths(): readonly string[] {
    return this.#fields.map((path) => stablePath(this.#source.source.value, path));
  }

  get fingerprint(): string {
    const { apiVersion, kind, namespace, name } = this.object;
    return fingerprint([this.ruleId, apiVersion, kind, namespace, name, ...this.stablePaths, this.message]);
  }

  /** The pinned form. */
  toJSON(): Finding {
    const { ruleId, title, severity, gains, object, fieldPath, locations, message } = this;
    const { standards, layer, ignored, fingerprint: print, fix } = this;
    return {
      ...{ ruleId, title, severity, gains, object, fieldPath, locations, message },
      ...{ standards, layer, ignored, fingerprint: print, fix },
    };
  }

  get #fields(): readonly string[] {
    return this.#report.fields.length === 0 ? WHOLE_OBJECT : this.#report.fields;
  }
}

const WHOLE_OBJECT: readonly string[] = [''];
