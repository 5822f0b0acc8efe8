/** What a status means for a deal. */
export const statusTypes = ['active', 'won', 'lost'] as const;
export type StatusType = (typeof statusTypes)[number];
