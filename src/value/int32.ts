/** What the databases' integers and GraphQL's Int can hold: 32 bits, one more below zero than above. */
export const isInt32 = (value: number): boolean => Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;
