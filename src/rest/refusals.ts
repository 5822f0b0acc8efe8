/** What is wrong with a reference, in the words of the source API. */

export const noSuchObject = () => 'Object does not exist.';

/** Followed by what was given and what could be. */
export const noValidChoice = (message: string) => `Not a valid choice. ${message}`;
