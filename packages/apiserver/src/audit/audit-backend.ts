/** Where audit events go. */

export interface AuditBackend {
  /** Resolves when the event is written as far as the mode promises; rejects when it cannot be. */
  process(event: object): Promise<void>;
  /** A request whose event cannot be written is refused. */
  readonly isStrict: boolean;
  /** Writes what is left. */
  close(): Promise<void>;
}
