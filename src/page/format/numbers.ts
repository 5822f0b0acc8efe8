/** Numbers as the viewer writes them. */

const wholes = new Intl.NumberFormat();
const shares = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });

export const showCount = (count: number | undefined): string => (count === undefined ? '…' : wholes.format(count));

export const showShare = (share: number | null | undefined): string =>
  share === null || share === undefined ? '–' : shares.format(share);

export const showDays = (days: number | null | undefined): string =>
  days === null || days === undefined ? '–' : `${wholes.format(days)} ${days === 1 ? 'day' : 'days'}`;

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${showCount(count)} ${count === 1 ? one : many}`;
