/** What is drawn, as a table: rows with a name, and figures that may open the deals behind them. */
interface Row {
  readonly key: string;
  readonly name: string;
  readonly figures: readonly string[];
  readonly isCurrent?: boolean;
  onOpen?(): void;
}

interface Props {
  readonly label: string;
  readonly titles: readonly string[];
  readonly rows: readonly Row[];
}

export const FiguresTable = ({ label, titles, rows }: Props) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
  <section class="pivot" tabIndex={0} aria-label={label}>
    <table>
      <thead>
        <tr>
          {titles.map((title, index) => (
            <th key={title} scope="col" class={index > 0 ? 'number' : ''}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, figures, isCurrent, onOpen }) => (
          <tr key={key} aria-current={isCurrent}>
            <th scope="row">
              {onOpen ? (
                <button type="button" class="plain" title="Show these deals" onClick={onOpen}>
                  {name}
                </button>
              ) : (
                name
              )}
            </th>
            {figures.map((figure, index) => (
              <td key={titles[index + 1]} class="number">
                {figure}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
