import type { ProblemDefinition, ProblemField } from '@hallway/contracts-core';

/** What a `ProblemError` may add to its definition. */
export interface ProblemExtras {
  /** One sentence for the reader of the answer; the title when absent. Never internals. */
  detail?: string;
  /** Faults of single input fields. */
  errors?: ProblemField[];
  /** Further response headers. */
  headers?: Record<string, string>;
  /** Sent as `Retry-After`. */
  retryAfterSeconds?: number;
  /** What made it fail; logged, never sent. */
  cause?: unknown;
}

/** A failure that clients may rely on. Services throw this, never an HTTP exception. */
export class ProblemError extends Error {
  readonly definition: ProblemDefinition;
  readonly detail: string;
  readonly errors?: ProblemField[];
  readonly headers: Record<string, string>;
  readonly retryAfterSeconds?: number;

  constructor(definition: ProblemDefinition, extras: ProblemExtras = {}) {
    super(`${definition.code}: ${extras.detail ?? definition.title}`, { cause: extras.cause });
    this.name = 'ProblemError';
    this.definition = definition;
    this.detail = extras.detail ?? definition.title;
    this.errors = extras.errors;
    this.headers = extras.headers ?? {};
    this.retryAfterSeconds = extras.retryAfterSeconds;
  }

  get code(): string {
    return this.definition.code;
  }

  get status(): number {
    return this.definition.status;
  }
}
