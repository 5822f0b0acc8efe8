/** What every answer tells browsers: not to guess at its type, and not to show it in the frame of another page. */
export const browserHeaders = { 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' } as const;
