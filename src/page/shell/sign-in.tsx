import { useState } from 'preact/hooks';
import { demoKey, signIn } from '../state/session.ts';

export function SignIn() {
  const [key, setKey] = useState(demoKey ?? '');
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem((await signIn(key.trim())) ?? '');
    setBusy(false);
  };
  return (
    <main class="sign-in">
      <form onSubmit={submit}>
        <h1>
          <Mark /> Pipeline
        </h1>
        <label>
          API key
          <input
            type="password"
            autocomplete="off"
            required
            value={key}
            aria-invalid={problem !== ''}
            aria-describedby="key-help"
            onInput={({ currentTarget }) => setKey(currentTarget.value)}
          />
        </label>
        {problem && (
          <p class="wrong" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" class="primary" disabled={isBusy}>
          {isBusy ? 'Signing in…' : 'Sign in'}
        </button>
        <p id="key-help" class="quiet">
          {demoKey
            ? 'The key of the demo is filled in.'
            : 'An admin of your organization makes you a key. It is kept until this tab is closed.'}
        </p>
      </form>
    </main>
  );
}

export const Mark = () => (
  <span class="mark" aria-hidden="true">
    <i />
    <i />
    <i />
  </span>
);
