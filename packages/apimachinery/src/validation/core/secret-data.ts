/**
 * What a secret holds: `data` in base64, overwritten by `stringData` in plain text.
 * Source: pkg/apis/core/v1/conversion.go Convert_v1_Secret_To_core_Secret.
 */
import { byteLength } from '../../names/index.js';
import { type TextMap, text } from '../zero-value.js';
import { base64Size, base64Text } from './base64-size.js';

export interface SecretValue {
  readonly written: string;
  readonly isBase64: boolean;
}

export type SecretData = ReadonlyMap<string, SecretValue>;

export function secretData(data: TextMap, stringData: TextMap): SecretData {
  const values = new Map<string, SecretValue>();
  for (const key of Object.keys(data)) values.set(key, { written: text(data[key]), isBase64: true });
  for (const key of Object.keys(stringData)) values.set(key, { written: text(stringData[key]), isBase64: false });
  return values;
}

export const sizeOfValue = ({ written, isBase64 }: SecretValue): number =>
  isBase64 ? base64Size(written) : byteLength(written);

export const textOfValue = ({ written, isBase64 }: SecretValue): string => (isBase64 ? base64Text(written) : written);

export const isEmptyValue = (value: SecretValue | undefined): boolean =>
  value === undefined || sizeOfValue(value) === 0;
