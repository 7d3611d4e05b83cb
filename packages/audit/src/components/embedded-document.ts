/** Configuration files that stand as texts in ConfigMaps: kubeadm keeps those of kubelets and of kube-proxy so. */
import { readManifest } from '@bulkhead/manifest';
import { type AuditObject, read } from '../audit-object.js';

export type Document = Readonly<Record<string, unknown>>;

export interface EmbeddedDocument {
  readonly value: Document;
  /** The field path of the text in the ConfigMap. */
  readonly path: string;
}

/** Configuration files are short; longer texts are something else. */
const MAX_LENGTH = 262_144;

/** The documents of a kind in the data of a ConfigMap. */
export function embeddedDocuments(object: AuditObject, kind: string): readonly EmbeddedDocument[] {
  const data = read(object.object, 'data');
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, text]: [string, unknown]): EmbeddedDocument[] => {
    if (typeof text !== 'string' || text.length > MAX_LENGTH || !text.includes(kind)) return [];
    return readManifest(text).documents.flatMap(({ value }) =>
      isDocument(value) && value['kind'] === kind ? [{ value, path: `data[${key}]` }] : [],
    );
  });
}

export const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
