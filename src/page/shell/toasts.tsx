import { putAway, toasts } from '../state/toast.ts';

export function Toasts() {
  return (
    <div class="toasts" role="status">
      {toasts.value.map(({ id, text, kind }) => (
        <p key={id} class={`toast ${kind}`}>
          {text}
          <button type="button" class="plain" aria-label="Dismiss" onClick={() => putAway(id)}>
            ✕
          </button>
        </p>
      ))}
    </div>
  );
}
