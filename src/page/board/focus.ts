/** The card that was moved by the keyboard keeps the focus: in its new column it is another element. */
export function focusCard(dealId: string): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-deal="${CSS.escape(dealId)}"] a`)?.focus()),
  );
}
