/** What must be there by our own making: where it is not, an error is better than an empty reference that is stored. */
export function required<T>(value: T | null | undefined, what: string): T {
  if (value == null) throw new Error(`${what} is missing`);
  return value;
}
