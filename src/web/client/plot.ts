import uPlot from 'uplot';
import { formatLanguage, isWrittenHere, jsonBlock, number } from './texts.ts';

/** What the page says of its spans; times in seconds. */
interface Spans {
  readonly from: number;
  readonly step: number;
  readonly events: readonly number[];
  readonly packets: readonly number[];
  readonly labels: readonly [from: string, events: string, packets: string];
}

export interface Plot {
  /** Somebody is choosing a time. */
  isBusy(): boolean;
  close(): void;
}

const height = 220;
const leastPixels = 6;
const day = 86_400;
const quarter = 900;

/** Draws over the picture that the page came with; a dragged span of time becomes the page's range. */
export function openPlot(): Plot | null {
  const place = document.querySelector<HTMLElement>('[data-plot]');
  const spans = jsonBlock('knocks-data') as Spans | null;
  if (place === null || spans === null || place.clientWidth === 0) return null;
  const chooses = document.querySelector('[data-range]') !== null;
  let busy = false;
  const picture = [...place.childNodes];
  place.replaceChildren();
  place.dataset['drawn'] = '';
  const drawn = new uPlot(
    {
      width: place.clientWidth,
      height,
      tzDate: (at) => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC'),
      scales: {
        x: { range: () => [spans.from, spans.from + spans.step * spans.events.length] },
        packets: { auto: true },
        y: { range: (_, __, most) => [0, Math.max(1, most * 1.08)] },
      },
      cursor: { drag: { x: chooses, y: false, setScale: false }, points: { show: false }, y: false },
      legend: { markers: { show: false } },
      series: seriesOf(spans),
      axes: axesOf(spans),
      hooks: {
        setSelect: [
          (self) => {
            busy = false;
            if (self.select.width < leastPixels) return;
            choose(
              self.posToVal(self.select.left, 'x'),
              self.posToVal(self.select.left + self.select.width, 'x'),
            );
          },
        ],
      },
    },
    dataOf(spans),
    place,
  );
  drawn.over.addEventListener('mousedown', () => {
    busy = chooses;
  });
  const release = (): void => {
    busy = false;
  };
  addEventListener('mouseup', release);
  const hint = document.querySelector<HTMLElement>('[data-brush]');
  if (hint !== null) hint.hidden = !chooses;
  const stop = follow(place, drawn);
  return {
    isBusy: () => busy,
    close: () => {
      stop();
      removeEventListener('mouseup', release);
      drawn.destroy();
      delete place.dataset['drawn'];
      place.replaceChildren(...picture);
    },
  };
}

const dataOf = ({ from, step, events, packets }: Spans): uPlot.AlignedData => [
  events.map((_, index) => from + index * step),
  [...events],
  [...packets],
];

const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function seriesOf({ labels }: Spans): uPlot.Series[] {
  const bars = uPlot.paths.bars?.({ size: [0.92, 40], align: 1 });
  const figure = (_: uPlot, value: number | null): string => (value === null ? '–' : number(value));
  return [
    { label: labels[0], value: (_, at) => (at === null ? '–' : momentText(at)) },
    {
      label: labels[1],
      ...(bars === undefined ? {} : { paths: bars }),
      points: { show: false },
      stroke: () => colour('--accent'),
      fill: () => colour('--accent'),
      value: figure,
    },
    // Told below the plot, not drawn: a flood would leave nothing of the rest to see.
    { label: labels[2], scale: 'packets', paths: () => null, points: { show: false }, value: figure },
  ];
}

function axesOf({ step, events }: Spans): uPlot.Axis[] {
  const line = { stroke: () => colour('--line'), width: 1 };
  const common = { stroke: () => colour('--dim'), grid: line, ticks: line };
  const whole = step * events.length;
  const format = new Intl.DateTimeFormat(formatLanguage(), {
    timeZone: 'UTC',
    ...(whole > 2 * day
      ? { month: isWrittenHere() ? 'short' : 'numeric', day: 'numeric' }
      : {
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
          ...(whole < quarter ? { second: '2-digit' } : {}),
        }),
  });
  return [
    { ...common, values: (_, at) => at.map((one) => format.format(one * 1000)) },
    {
      ...common,
      size: 56,
      values: (_, values) => values.map((one) => (Number.isInteger(one) ? number(one) : '')),
    },
  ];
}

const momentText = (at: number): string =>
  new Intl.DateTimeFormat(formatLanguage(), {
    timeZone: 'UTC',
    year: 'numeric',
    month: isWrittenHere() ? 'short' : 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at * 1000);

function choose(from: number, to: number): void {
  const url = new URL(location.href);
  url.searchParams.set('since', new Date(from * 1000).toISOString());
  url.searchParams.set('until', new Date(to * 1000).toISOString());
  url.searchParams.delete('limit');
  location.assign(url);
}

/** The width and the colours of the page as they change. */
function follow(place: HTMLElement, drawn: uPlot): () => void {
  const size = new ResizeObserver(() => {
    if (place.clientWidth > 0) drawn.setSize({ width: place.clientWidth, height });
  });
  size.observe(place);
  const redraw = (): void => drawn.redraw();
  const theme = new MutationObserver(redraw);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', redraw);
  return () => {
    size.disconnect();
    theme.disconnect();
    dark.removeEventListener('change', redraw);
  };
}
