/** Behind the text of the box, the same text without colour: what was not understood has a line below it. */
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Mistake } from '../api/mistake.ts';

interface Props {
  readonly text: string;
  readonly mistake: Mistake | undefined;
  readonly input: RefObject<HTMLInputElement | null>;
}

export function Underline({ text, mistake, input }: Props) {
  const behind = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = input.current;
    const follow = () => behind.current?.scrollTo({ left: box?.scrollLeft ?? 0 });
    follow();
    box?.addEventListener('scroll', follow);
    return () => box?.removeEventListener('scroll', follow);
  });
  const at = mistake?.position;
  const length = Math.max(
    1,
    at !== undefined && text.startsWith(mistake?.found ?? '', at) ? (mistake?.found?.length ?? 1) : 1,
  );
  return (
    <div class="underline" ref={behind} aria-hidden="true">
      {at !== undefined && (
        <>
          {text.slice(0, at)}
          <mark>{text.slice(at, at + length) || ' '}</mark>
        </>
      )}
    </div>
  );
}
