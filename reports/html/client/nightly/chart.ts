import { scaleLinear, scalePoint } from 'd3-scale';
import { line } from 'd3-shape';

const size = { width: 640, height: 220 };
const margin = { top: 12, bottom: 30, left: 44 };
/** To the right of lines stand their names. */
const right = { lines: size.width - 110, bars: size.width - 12 };
const namespace = 'http://www.w3.org/2000/svg';
/** Labels below the chart that have room beside one another. */
const labelsAtMost = 6;

/** One value for each night; undefined where a night has none. */
export interface Series {
  readonly name: string;
  /** The class that colours it. */
  readonly look: string;
  readonly values: readonly (number | undefined)[];
}

/** What is drawn. */
export interface Chart {
  /** What it shows, for those who do not see it; they have the table below the charts. */
  readonly about: string;
  /** One for each night. */
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
}

type Attributes = Readonly<Record<string, string | number>>;

/** Lines over the nights, each named at its end; every point says its value. */
export function lineChart({ about, labels, series, format }: Chart): SVGSVGElement {
  const chart = frame(about);
  const { x, y } = scales(labels, Math.max(...series.flatMap(known), 0), right.lines);
  drawAxes(chart, labels, { x, y }, format, right.lines);
  for (const { name, look, values } of series) {
    const points = values.flatMap((value, index) =>
      value === undefined ? [] : [[x(index), y(value), value, index] as const],
    );
    const group = add(chart, 'g', { class: `series ${look}` });
    const path = line<(typeof points)[number]>()
      .x(([left]) => left)
      .y(([, top]) => top);
    add(group, 'path', { d: path([...points]) ?? '' });
    for (const [left, top, value, index] of points) {
      const dot = add(group, 'circle', { cx: left, cy: top, r: 3 });
      add(dot, 'title', {}, `${name}, ${labels[index]}: ${format(value)}`);
    }
  }
  nameAtEnds(chart, series, y);
  return chart;
}

/** Bars over the nights, in which the parts stand on one another. */
export function barChart({ about, labels, series, format }: Chart): SVGSVGElement {
  const chart = frame(about);
  const totals = labels.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const { x, y } = scales(labels, Math.max(...totals, 0), right.bars);
  drawAxes(chart, labels, { x, y }, format, right.bars);
  const width = Math.max(2, Math.min(26, (0.7 * (right.bars - margin.left)) / labels.length));
  labels.forEach((label, index) => {
    let below = 0;
    for (const { name, look, values } of series) {
      const value = values[index] ?? 0;
      if (value === 0) continue;
      const bar = add(chart, 'rect', {
        class: `part ${look}`,
        x: x(index) - width / 2,
        y: y(below + value),
        width,
        height: y(below) - y(below + value),
      });
      add(bar, 'title', {}, `${name}, ${label}: ${format(value)}`);
      below += value;
    }
  });
  return chart;
}

interface Scales {
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
}

function scales(labels: readonly string[], most: number, end: number): Scales {
  const place = scalePoint<number>()
    .domain(labels.map((_, index) => index))
    .range([margin.left, end])
    .padding(0.5);
  const height = scaleLinear()
    .domain([0, most === 0 ? 1 : most])
    .nice(4)
    .range([size.height - margin.bottom, margin.top]);
  return { x: (index) => place(index) ?? margin.left, y: height };
}

function drawAxes(
  chart: SVGSVGElement,
  labels: readonly string[],
  { x, y }: Scales,
  format: Chart['format'],
  end: number,
): void {
  for (const value of ticksOf(y)) {
    add(chart, 'line', {
      class: 'grid',
      x1: margin.left,
      x2: end,
      y1: y(value),
      y2: y(value),
    });
    add(
      chart,
      'text',
      { class: 'tick', x: margin.left - 8, y: y(value) + 4, 'text-anchor': 'end' },
      format(value),
    );
  }
  const every = Math.ceil(labels.length / labelsAtMost);
  labels.forEach((label, index) => {
    if ((labels.length - 1 - index) % every !== 0) return;
    add(chart, 'text', { class: 'tick', x: x(index), y: size.height - 8, 'text-anchor': 'middle' }, label);
  });
}

/** A scale of d3 knows its ticks; nothing else is passed as `y`. */
function ticksOf(y: Scales['y']): readonly number[] {
  return 'ticks' in y ? (y as ReturnType<typeof scaleLinear>).ticks(4) : [];
}

/** Names stand where their lines end, moved apart where those lie close together. */
function nameAtEnds(chart: SVGSVGElement, series: readonly Series[], y: Scales['y']): void {
  const ends = series
    .map(({ name, look, values }) => ({
      name,
      look,
      top: y(values.findLast((value) => value !== undefined) ?? 0),
    }))
    .sort((left, right) => left.top - right.top);
  let least = margin.top;
  for (const { name, look, top } of ends) {
    const place = Math.max(top, least);
    least = place + 15;
    add(chart, 'text', { class: `name ${look}`, x: right.lines + 10, y: place + 4 }, name);
  }
}

function frame(about: string): SVGSVGElement {
  const chart = document.createElementNS(namespace, 'svg');
  chart.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
  chart.setAttribute('class', 'chart');
  chart.setAttribute('role', 'img');
  chart.setAttribute('aria-label', about);
  return chart;
}

function known({ values }: Series): readonly number[] {
  return values.filter((value) => value !== undefined);
}

function add(parent: SVGElement, name: string, attributes: Attributes, text?: string): SVGElement {
  const made = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, typeof value === 'number' ? String(Math.round(value * 100) / 100) : value);
  }
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}
