import { ViewLink } from '../parts/view-link.tsx';
import { address } from '../state/address.ts';

export const kinds = ['groups', 'movement', 'forecast', 'funnel'] as const;

const titles: Readonly<Record<(typeof kinds)[number], string>> = {
  groups: 'Groups',
  movement: 'Movement',
  forecast: 'Forecast',
  funnel: 'Funnel',
};

export const Kinds = () => (
  <nav class="kinds" aria-label="Charts">
    {kinds.map((kind) => (
      <ViewLink
        key={kind}
        change={{ chart: kind, from: '', to: '', step: '' }}
        isCurrent={kind === address.value.chart}
      >
        {titles[kind]}
      </ViewLink>
    ))}
  </nav>
);
