import { describe, expect, it } from 'vitest';
import {
  cIdentifierProblems,
  configMapKeyProblems,
  envVarNameProblems,
  httpHeaderNameProblems,
  percentProblems,
  relaxedEnvVarNameProblems,
} from './key.js';

const CONFIG_KEY =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const ENV_NAME =
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')";
const RELAXED = "a valid environment variable name must consist only of printable ASCII characters other than '='";
const HEADER =
  "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')";
const PERCENT =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
const IDENTIFIER =
  "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')";

describe('configMapKeyProblems', () => {
  it.each<[string, readonly string[]]>([
    ['', [CONFIG_KEY]],
    ['a', []],
    ['A', []],
    ['a..b', []],
    ['.a', []],
    ['é', [CONFIG_KEY]],
    ['a'.repeat(253), []],
    ['a'.repeat(254), ['must be no more than 253 characters']],
    ['é'.repeat(32), [CONFIG_KEY]],
    ['a b', [CONFIG_KEY]],
    ['a/b', [CONFIG_KEY]],
    ['..', ["must not be '..'"]],
    ['.', ["must not be '.'"]],
    ['..a', ["must not start with '..'"]],
    ['__proto__', []],
  ])('%j', (value, problems) => expect(configMapKeyProblems(value)).toEqual(problems));
});

describe('envVarNameProblems', () => {
  it.each<[string, readonly string[]]>([
    ['', [ENV_NAME]],
    ['a', []],
    ['A', []],
    ['a.b', []],
    ['.a', []],
    ['_a', []],
    ['1a', [ENV_NAME]],
    ['é', [ENV_NAME]],
    ['a b', [ENV_NAME]],
    ['..', ["must not be '..'"]],
    ['.', ["must not be '.'"]],
    ['..a', ["must not start with '..'"]],
    ['a=b', [ENV_NAME]],
    ['__proto__', []],
  ])('%j', (value, problems) => expect(envVarNameProblems(value)).toEqual(problems));
});

describe('relaxedEnvVarNameProblems', () => {
  it.each<[string, readonly string[]]>([
    ['', ['environment variable name must be non-empty']],
    ['a', []],
    ['1a', []],
    ['é', [RELAXED]],
    ['a\n', [RELAXED]],
    ['..', []],
    ['a=b', [RELAXED]],
    ['=', [RELAXED]],
    ['x y', []],
    ['\x7f', [RELAXED]],
    [' ', []],
  ])('%j', (value, problems) => expect(relaxedEnvVarNameProblems(value)).toEqual(problems));
});

describe('httpHeaderNameProblems', () => {
  it.each<[string, readonly string[]]>([
    ['', [HEADER]],
    ['é', [HEADER]],
    ['a b', [HEADER]],
    ['1', []],
    ['X-Header', []],
    ['X_Header', [HEADER]],
  ])('%j', (value, problems) => expect(httpHeaderNameProblems(value)).toEqual(problems));
});

describe('percentProblems', () => {
  it.each<[string, readonly string[]]>([
    ['', [PERCENT]],
    ['50%', []],
    ['%', [PERCENT]],
    ['5', [PERCENT]],
    ['-5%', [PERCENT]],
  ])('%j', (value, problems) => expect(percentProblems(value)).toEqual(problems));
});

describe('cIdentifierProblems', () => {
  it.each<[string, readonly string[]]>([
    ['', [IDENTIFIER]],
    ['a', []],
    ['a-b', [IDENTIFIER]],
    ['_a', []],
    ['é', [IDENTIFIER]],
    ['my_c', []],
    ['9c', [IDENTIFIER]],
  ])('%j', (value, problems) => expect(cIdentifierProblems(value)).toEqual(problems));
});
