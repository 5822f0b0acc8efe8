/** How often laws are tried: a few times in every run of the suite, and `LAW_RUNS` times as often where somebody looks for more. */
const times = Number(process.env.LAW_RUNS ?? 1);

export const runs = (usual: number): number => Math.ceil(usual * times);
