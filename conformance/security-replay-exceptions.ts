/**
 * Recorded attacks that are not sent, those that are answered otherwise on purpose, and those that still ought to be
 * answered as recorded; with the reasons.
 */

export interface Exception {
  readonly ids: RegExp;
  readonly reason: string;
}

export const NOT_REPLAYED: readonly Exception[] = [
  { ids: /^(?:px|2018-1002105|8562|3294)\./, reason: 'no proxy to kubelets, pods and services yet' },
  {
    ids: /^(?:cr|store)\.|cluster-on-ns|ns-on-cluster|dotdot-cr|^list\.cont-(?:root|dd)$|^pb\.cr-/,
    reason: 'no custom resources yet',
  },
  { ids: /^jwt\./, reason: 'the forgeries were not recorded; the tests of service account tokens make their own' },
  { ids: /^fp\.(?!alice)|^x509\.(?:nocn|fp)/, reason: 'no front proxy yet' },
  { ids: /^wh\./, reason: 'no webhooks yet' },
  { ids: /^cel\./, reason: 'no CEL yet' },
  { ids: /^25735\.uncordon/, reason: 'no admission policies yet' },
  { ids: /^8554\.deny|^gc\.alice-block/, reason: 'admission plugins that are off by default' },
  { ids: /^sm\./, reason: 'cut when recorded; the tests of the listener have framing' },
];

export const ANSWERED_OTHERWISE: readonly Exception[] = [
  { ids: /^m\.(?:CONNECT|FOO|get)$/, reason: 'refused with 400 before anything looks at the path' },
  { ids: /^size\.url2?$/, reason: 'the limit of the request line is the one of all headers together' },
  { ids: /^size\.cl-neg$/, reason: 'the recording dropped the Content-Length that the case is about' },
  {
    ids: /^(?:q\.1e10{4,}|n\.q6)$/,
    reason: 'quantities are bounded: such numbers hang the real server when they grow',
  },
  { ids: /^dry\.check$/, reason: 'a deletion is a dry run when the query or the body says so' },
  { ids: /^leak\.immut$/, reason: 'the real server shows the Secret in the error' },
  {
    ids: /^y\.(?:bomb9|bomb-map|anchor-self|num\.\.inf|nul|nonstr-key|complex-key)$/,
    reason: 'refused, in words of our own',
  },
  { ids: /^np\.\/debug\/(?:pprof\/|flags\/v)$/, reason: 'profiles of another runtime are not offered' },
  { ids: /^ps\.main-(?:eph|priv)$/, reason: 'the real server adds how the two differ, in Go' },
  {
    ids: /^patch\.jp-(?:kind|apiv)$/,
    reason: 'the message repeats the object, which kubectl had applied when recorded, and is cut before the words',
  },
  { ids: /^size\.key253$/, reason: 'the order of a map is random in Go' },
  { ids: /^list\.cont-big$/, reason: 'as the real server it waits for the revision, longer than an attack may take' },
];

export const NOT_YET: readonly Exception[] = [
  { ids: /^mp\.ctb$/, reason: 'a projected volume of a source whose gate is off' },
];
