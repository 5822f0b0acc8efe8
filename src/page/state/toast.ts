/** What is said once, at the edge of the page, and to screen readers. */
import { signal } from '@preact/signals';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: 'done' | 'problem';
}

export const toasts = signal<readonly Toast[]>([]);

let last = 0;

/** Problems stay until they are put away; what went well does not ask for it. */
export function say(text: string, kind: Toast['kind'] = 'done'): void {
  const id = ++last;
  const others = toasts.value.filter((toast) => toast.text !== text).slice(-2);
  toasts.value = [...others, { id, text, kind }];
  if (kind === 'done') setTimeout(() => putAway(id), 5000);
}

export function putAway(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}
