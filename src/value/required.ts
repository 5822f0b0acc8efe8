/** What must be there by our own making: where it is not, an error is better than an empty reference that is stored. */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} is missing`);
  return value;
}
