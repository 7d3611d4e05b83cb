import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFeatureGates, withoutComponent } from './parse-feature-gates.js';

const gatesOf = (text: string): unknown => {
  const parsed = parseFeatureGates(text);
  return 'gates' in parsed ? Object.fromEntries(parsed.gates) : parsed.errors;
};

describe('parseFeatureGates', () => {
  const accepted = [
    { text: '', gates: {} },
    { text: ',,', gates: {} },
    { text: 'A=true,B=false', gates: { A: true, B: false } },
    { text: ' A = true ,\tB\n=\u00a0false\u0085', gates: { A: true, B: false } },
    { text: 'A=1,B=t,C=T,D=TRUE,E=True,F=true', gates: { A: true, B: true, C: true, D: true, E: true, F: true } },
    {
      text: 'A=0,B=f,C=F,D=FALSE,E=False,F=false',
      gates: { A: false, B: false, C: false, D: false, E: false, F: false },
    },
    { text: 'A=true,A=false', gates: { A: false } },
    { text: '=true', gates: { '': true } },
  ];
  it.each(accepted)('accepts $text', ({ text, gates }) => {
    expect(gatesOf(text)).toEqual(gates);
  });

  const refused = [
    { text: 'A', error: 'missing bool value for A' },
    { text: ' A ,B', error: 'missing bool value for A' },
    { text: ' ', error: 'missing bool value for ' },
    { text: 'A=', error: 'invalid value of A=, err: strconv.ParseBool: parsing "": invalid syntax' },
    { text: 'A=yes', error: 'invalid value of A=yes, err: strconv.ParseBool: parsing "yes": invalid syntax' },
    { text: 'A=tRUE', error: 'invalid value of A=tRUE, err: strconv.ParseBool: parsing "tRUE": invalid syntax' },
    { text: 'A=b=c', error: 'invalid value of A=b=c, err: strconv.ParseBool: parsing "b=c": invalid syntax' },
    {
      text: 'A=true;B=true',
      error: 'invalid value of A=true;B=true, err: strconv.ParseBool: parsing "true;B=true": invalid syntax',
    },
    {
      text: 'A="true"',
      error: 'invalid value of A="true", err: strconv.ParseBool: parsing "\\"true\\"": invalid syntax',
    },
    { text: 'A=true,B=x,C', error: 'invalid value of B=x, err: strconv.ParseBool: parsing "x": invalid syntax' },
  ];
  it.each(refused)('refuses $text', ({ text, error }) => {
    expect(gatesOf(text)).toEqual([error]);
  });

  it('keeps names that are members of every object', () => {
    const parsed = parseFeatureGates('__proto__=true,constructor=false');
    expect('gates' in parsed && [...parsed.gates]).toEqual([
      ['__proto__', true],
      ['constructor', false],
    ]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const parsed = parseFeatureGates(text);
        return 'gates' in parsed ? parsed.gates instanceof Map : parsed.errors.length === 1;
      }),
    );
  });

  it('gives back what was written', () => {
    const name = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,20}$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.boolean()), (gates) => {
        const text = Object.entries(gates).map(([gate, on]) => `${gate}=${on}`);
        expect(gatesOf(text.join(','))).toEqual({ ...gates });
      }),
    );
  });
});

describe('withoutComponent', () => {
  const cases = [
    { text: 'A=true,B=false', result: { text: 'A=true,B=false' } },
    { text: 'kube:A=true, kube : B=false ', result: { text: 'A=true,B=false' } },
    {
      text: 'A=true,kube:B=false',
      result: {
        errors: ['set kube feature gates with default empty prefix or kube: prefix consistently, do not mix use'],
      },
    },
    { text: 'wardle:A=true', result: { errors: ['component not registered: wardle'] } },
    { text: 'A=tr:ue', result: { errors: ['component not registered: A=tr'] } },
    { text: '', result: { text: '' } },
  ];
  it.each(cases)('$text', ({ text, result }) => {
    expect(withoutComponent(text)).toEqual(result);
  });
});
