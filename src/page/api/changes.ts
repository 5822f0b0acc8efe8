/** That something has changed: lists and figures that are looked at are asked again. */
import { signal } from '@preact/signals';

export const changes = signal(0);

let isWaiting = false;

/** Many changes at once are one, or an import would have the page ask without an end. */
export function noteChange(wait = 700): void {
  if (isWaiting) return;
  isWaiting = true;
  setTimeout(() => {
    isWaiting = false;
    changes.value++;
  }, wait);
}
