/** What a request says of who sends it. */

export interface Credentials {
  /** The Authorization header; undefined where a certificate or nothing says it. */
  readonly authorization?: string;
  /** PEM, with its key. */
  readonly certificate?: { readonly cert: string; readonly key: string };
}

export interface CredentialSource {
  get(): Promise<Credentials>;
  /** After an answer 401: whether asking again may give others. */
  forget(): boolean;
}
