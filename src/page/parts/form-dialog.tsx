/** A form that stands before all else until it is done or let be: it says what was wrong, and closes once nothing was. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface Props {
  /** Of the title, by which the dialog is called. */
  readonly id: string;
  readonly title: string;
  /** What the button that ends it is called. */
  readonly action: string;
  readonly disabled?: boolean;
  readonly children: ComponentChildren;
  /** @returns what is wrong; undefined once it is done */
  submit(): Promise<string | undefined>;
  onClose(): void;
}

export function FormDialog({ id, title, action, disabled = false, children, submit, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<string>();
  useEffect(() => dialog.current?.showModal(), []);
  const end = async (event: Event) => {
    event.preventDefault();
    const wrong = await submit();
    setProblem(wrong);
    if (wrong === undefined) dialog.current?.close();
  };
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose}>
      <form class="dialog-form" onSubmit={(event) => void end(event)}>
        <h2 id={id}>{title}</h2>
        {children}
        {problem && (
          <p class="wrong" role="alert">
            {problem}
          </p>
        )}
        <footer>
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={disabled}>
            {action}
          </button>
        </footer>
      </form>
    </dialog>
  );
}
