/** A line while events do not arrive: what is shown may be old then. */
import { gateway } from '../state/session.ts';

export function Connection() {
  const isLost = gateway().connection.value === 'lost';
  return (
    <output class="connection" data-lost={isLost}>
      {isLost && 'The connection is lost: changes by others are not shown. Trying again…'}
    </output>
  );
}
