/** A link to another view: one click goes there without loading the page again, others do what they do with links. */
import type { ComponentChildren } from 'preact';
import { type Address, go, linkTo } from '../state/address.ts';

interface Props {
  readonly change: Partial<Address>;
  readonly isCurrent: boolean;
  readonly children: ComponentChildren;
}

export const ViewLink = ({ change, isCurrent, children }: Props) => (
  <a
    href={linkTo(change)}
    aria-current={isCurrent ? 'page' : undefined}
    onClick={(event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      go(change);
    }}
  >
    {children}
  </a>
);
