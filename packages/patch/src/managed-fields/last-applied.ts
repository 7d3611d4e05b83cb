/**
 * The annotation with which client-side apply remembers what it applied, for objects that `kubectl` goes on to apply
 * on the server.
 * Source: k8s.io/apimachinery/pkg/util/managedfields/internal/lastapplied*.go.
 */
import type { ApplyType } from '../apply-type/apply-type.js';
import { difference, type Fields, LEAF } from '../fields-v1/fields.js';
import { goJson } from '../go-json.js';
import { isDeeperThan, isObject, type JsonObject, MAX_DEPTH, member } from '../json-value.js';
import { compareTyped } from '../typed/compare.js';
import { fieldSetOf } from '../typed/field-set.js';
import { typingProblem } from '../typed/validate.js';

const ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';

/** UTF-8 bytes of all annotations of an object. */
const MAX_ANNOTATIONS_SIZE = 262_144;

/** What `kubectl` applied before and nobody has changed since: it may take that from whoever owns it. */
export function lastAppliedFields(live: JsonObject, apiVersion: string, type: ApplyType): Fields {
  const text = annotationOf(live);
  if (text === '') return LEAF;
  const applied = parse(text);
  if (!isObject(applied) || applied['apiVersion'] !== apiVersion || isDeeperThan(applied, MAX_DEPTH)) return LEAF;
  if (typingProblem(applied, type) !== undefined) return LEAF;
  const { changed, removed } = compareTyped(applied, live, type);
  return difference(difference(fieldSetOf(applied, type), changed), removed);
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** The object with the annotation as of what is applied now, if it has it at all. */
export function refreshLastApplied(object: JsonObject, applied: JsonObject): JsonObject {
  if (annotationOf(object) === '') return object;
  const metadata = partOf(object, 'metadata');
  const { [ANNOTATION]: _, ...others } = partOf(metadata, 'annotations');
  const annotations = { ...others, [ANNOTATION]: configurationText(applied) };
  const isTooLong = sizeOf(annotations) > MAX_ANNOTATIONS_SIZE;
  return { ...object, metadata: { ...metadata, annotations: isTooLong ? others : annotations } };
}

function configurationText(applied: JsonObject): string {
  const metadata = partOf(applied, 'metadata');
  if (!isObject(member(metadata, 'annotations'))) return `${goJson(applied)}\n`;
  const { [ANNOTATION]: _, ...annotations } = partOf(metadata, 'annotations');
  return `${goJson({ ...applied, metadata: { ...metadata, annotations } })}\n`;
}

function annotationOf(object: JsonObject): string {
  const text = member(partOf(partOf(object, 'metadata'), 'annotations'), ANNOTATION);
  return typeof text === 'string' ? text : '';
}

function partOf(object: JsonObject, name: string): JsonObject {
  const part = member(object, name);
  return isObject(part) ? part : {};
}

function sizeOf(annotations: JsonObject): number {
  const encoder = new TextEncoder();
  const size = (text: unknown): number => (typeof text === 'string' ? encoder.encode(text).length : 0);
  return Object.entries(annotations).reduce((sum, [name, text]) => sum + size(name) + size(text), 0);
}
