import { useEffect, useState } from 'preact/hooks';
import { Board } from '../board/board.tsx';
import { Charts } from '../chart/charts.tsx';
import { DealPanel } from '../deal/deal-panel.tsx';
import { address } from '../state/address.ts';
import { watchChanges } from '../state/live.ts';
import { keptKey, session, signIn } from '../state/session.ts';
import { Table } from '../table/table.tsx';
import { Connection } from './connection.tsx';
import { Figures } from './figures.tsx';
import { Header } from './header.tsx';
import { SignIn } from './sign-in.tsx';
import { Toasts } from './toasts.tsx';

const shown = { board: Board, table: Table, charts: Charts };

export function App() {
  const [isKnown, setKnown] = useState(keptKey() === undefined);
  useEffect(() => {
    const key = keptKey();
    if (key !== undefined) void signIn(key).finally(() => setKnown(true));
  }, []);
  const opened = session.value;
  useEffect(() => opened && watchChanges(opened), [opened]);
  if (!isKnown) return null;
  if (!opened) return <SignIn />;
  const View = shown[address.value.view];
  return (
    <div class="page">
      <Header />
      <Connection />
      <Figures />
      <main class="view">
        <View />
      </main>
      {address.value.deal && <DealPanel key={address.value.deal} id={address.value.deal} />}
      <Toasts />
    </div>
  );
}
