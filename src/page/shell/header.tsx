import { NewDealButton } from '../new-deal/new-deal-button.tsx';
import { ViewLink } from '../parts/view-link.tsx';
import { Filters } from '../search/filters.tsx';
import { SearchBox } from '../search/search-box.tsx';
import { address, type View, views } from '../state/address.ts';
import { mayChange, signedIn, signOut } from '../state/session.ts';
import { Mark } from './sign-in.tsx';

const titles: Readonly<Record<View, string>> = { board: 'Board', table: 'Table', charts: 'Charts' };

export function Header() {
  const { viewer, organization } = signedIn();
  const { view } = address.value;
  return (
    <header class="header">
      <div class="bar">
        <h1>
          <Mark /> {organization.name}
        </h1>
        <nav aria-label="Views">
          {views.map((name) => (
            <ViewLink key={name} change={{ view: name }} isCurrent={name === view}>
              {titles[name]}
            </ViewLink>
          ))}
        </nav>
        <span class="viewer">
          {mayChange() && <NewDealButton />}
          <span class="quiet">{viewer.fullName}</span>
          <button type="button" onClick={signOut}>
            Sign out
          </button>
        </span>
      </div>
      <SearchBox />
      <Filters />
    </header>
  );
}
