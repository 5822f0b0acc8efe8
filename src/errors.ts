/**
 * Every error a caller may see. A code is stable and documented (docs/errors.md); the message says what was wrong and what
 * would be right; the path says where in the input. Anything else that is thrown becomes «Unexpected error».
 */

/** Code -> HTTP status, for both doors. */
export const statusOf = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  PREFLIGHT_REQUIRED: 403,
  UNSUPPORTED_MEDIA_TYPE: 415,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  NOT_FOUND: 404,
  INVALID_INPUT: 400,
  INVALID_FILTER: 400,
  FILTER_TOO_COMPLEX: 400,
  INVALID_ORDER: 400,
  INVALID_PAGE: 400,
  INVALID_CURSOR: 400,
  INVALID_TIME_ZONE: 400,
  INVALID_GROUPS: 400,
  GROUP_FIELD_MULTIVALUED: 400,
  TOO_MANY_GROUPS: 400,
  TOO_COMPLEX: 400,
  UNKNOWN_DOCUMENT: 400,
  UNTRUSTED_DOCUMENT: 400,
  SEARCH_SYNTAX: 400,
  AMOUNT_OVERFLOW: 400,
  VERSION_CONFLICT: 409,
  IDEMPOTENCY_CONFLICT: 409,
  IN_USE: 409,
  BODY_TOO_LARGE: 413,
  OVERLOADED: 503,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
  TIMEOUT: 504,
  STORAGE_FULL: 507,
} as const;

export type ErrorCode = keyof typeof statusOf;

export interface ErrorDetails {
  /** Where in the input: `['filter', 'value', 'gt']`. */
  readonly path?: readonly (string | number)[];
  /** More for a program to read; printed beside the code. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  /** Not called `path`: GraphQL takes an error that has one for placed already, and would not say which field failed. */
  readonly inputPath: readonly (string | number)[];
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    // A refusal is no fault: nobody reads where it was made, and GraphQL makes a text of the stack of whatever has one.
    if (statusOf[code] < 500) this.stack = '';
    this.code = code;
    this.inputPath = details.path ?? [];
    this.extra = details.extra ?? {};
  }
}

/** Puts what was thrown by `work` under a longer path: an inner rule need not know where its input came from. */
export function at<T>(segment: string | number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof DomainError ? moved(error, [segment, ...error.inputPath]) : error;
  }
}

/** What is wrong with `work` is wrong at this place of the input, if it is known, whatever the rule calls it. */
export function inPlace<T>(place: DomainError['inputPath'] | undefined, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw place !== undefined && error instanceof DomainError ? moved(error, place) : error;
  }
}

/** The same error, at another place. */
export function moved({ code, message, extra, cause }: DomainError, path: DomainError['inputPath']): DomainError {
  return new DomainError(code, message, { path, extra, cause });
}
