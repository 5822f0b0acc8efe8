/** How long something takes: the time of this process on its processors, which other programs do not make longer. */
export function cpuMilliseconds(work: () => unknown): number {
  const since = cpuClock();
  work();
  return since();
}

/** For what is waited for: @returns what has passed since, in milliseconds. */
export function cpuClock(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}
