/** What is no answer of a command goes to standard error: answers may be piped. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}
