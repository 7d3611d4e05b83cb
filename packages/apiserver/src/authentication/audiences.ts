/** Audiences: whom a token is for. Source: k8s.io/apiserver/pkg/authentication/authenticator/audiences.go. */

/** Those of `wanted` that are in `offered`, in the order of `wanted`. */
export function commonAudiences(wanted: readonly string[], offered: readonly string[]): readonly string[] {
  return wanted.filter((audience) => offered.includes(audience));
}
