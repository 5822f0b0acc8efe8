/** What is wrong with a reference, in the words of the source API. */

/** Of what is there but does not fit, the core says why. */
export const noSuchObject = (message: string) =>
  message.startsWith('There is no ') ? 'Object does not exist.' : message;

/** Followed by what was given and what could be. */
export const noValidChoice = (message: string) => `Not a valid choice. ${message}`;

/** Programs look for the advice, people read on to what there is. */
export const noLeadStatus = (message: string, given: unknown) =>
  noValidChoice(
    `Please go to Customizations in your organization settings and add ${shown(given)} to the list of lead statuses. ${message}`,
  );

const shown = (given: unknown) => JSON.stringify(String(given).slice(0, 255));
