/** A drawing. The table beside it says the same to those who do not see it, or have no pointer. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import { useEffect, useRef, useState } from 'preact/hooks';

Chart.register(BarController, BarElement, LineController, LineElement, PointElement);
Chart.register(CategoryScale, LinearScale, Tooltip, Legend);

/** A colour of the style sheets by its name, as it is in the light or in the dark. */
export type Colour = (name: string) => string;

interface Props {
  readonly label: string;
  /** It is drawn anew when these are others. */
  readonly drawn: unknown;
  plan(colour: Colour): ChartConfiguration<'bar' | 'line', (number | [number, number] | null)[]>;
}

export function Drawing({ label, drawn, plan }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDark = useDark();
  useEffect(() => {
    if (!canvas.current) return;
    const style = getComputedStyle(canvas.current);
    const chart = new Chart(
      canvas.current,
      plan((name) => style.getPropertyValue(`--${name}`).trim()),
    );
    return () => chart.destroy();
  }, [JSON.stringify(drawn), isDark]);
  return (
    <div class="canvas">
      <div class="drawing">
        <canvas ref={canvas} role="img" aria-label={`${label}: the table below has the figures`} />
      </div>
    </div>
  );
}

function useDark(): boolean {
  const asked = matchMedia('(prefers-color-scheme: dark)');
  const [isDark, setDark] = useState(asked.matches);
  useEffect(() => {
    const look = () => setDark(asked.matches);
    asked.addEventListener('change', look);
    return () => asked.removeEventListener('change', look);
  }, []);
  return isDark;
}
