/** How long tests wait for what a busy machine does late, where waiting is not what they are about, in milliseconds. */
export const patience = 120_000;
