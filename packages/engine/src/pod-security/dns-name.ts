/**
 * What is wrong with the name of a namespace or of a runtime class, in the API server's words.
 *
 * Source: k8s.io/apimachinery/pkg/util/validation/validation.go.
 */
const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const MAX_LABEL_LENGTH = 63;
const MAX_SUBDOMAIN_LENGTH = 253;

/** Problems of an RFC 1123 label; none for a good one. */
export function labelProblems(name: string): readonly string[] {
  const problems = lengthProblems(name, MAX_LABEL_LENGTH);
  if (new RegExp(`^${LABEL}$`).test(name)) return problems;
  if (isSubdomain(name)) return [...problems, 'must not contain dots'];
  return [
    ...problems,
    `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${LABEL}')`,
  ];
}

/** Problems of an RFC 1123 subdomain; none for a good one. */
export function subdomainProblems(name: string): readonly string[] {
  const problems = lengthProblems(name, MAX_SUBDOMAIN_LENGTH);
  if (isSubdomain(name)) return problems;
  return [
    ...problems,
    `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${SUBDOMAIN}')`,
  ];
}

function isSubdomain(name: string): boolean {
  return name.split('.').every((label) => /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(label));
}

function lengthProblems(name: string, max: number): readonly string[] {
  return name.length > max ? [`must be no more than ${max} characters`] : [];
}
