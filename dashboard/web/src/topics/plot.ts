// SPDX-License-Identifier: MIT
import { html, type PropertyValues, type TemplateResult } from 'lit';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { fetchJson, query } from '../api';
import { PlainElement } from '../elements/plain-element';
import { plural, visible } from '../format';
import type { HistorySeries } from '../model';
import { theme } from '../theme';

const HEIGHT_PX = 180;
const EVERY_MILLIS = 3000;

/// One number of one topic over time, from the history: the mean of what falls on a pixel, and
/// between which values it lay.
class TopicPlot extends PlainElement {
  static override properties = {
    topic: { attribute: false },
    path: { attribute: false },
    minutes: { attribute: false },
    problem: { state: true },
    points: { state: true },
  };

  declare topic: string;
  declare path: string;
  declare minutes: number;
  declare problem: string;
  declare points: readonly (readonly number[])[];
  private plot: uPlot | undefined;
  private drawnIn = '';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly resizes = new ResizeObserver(() => {
    const width = this.place.clientWidth;
    if (this.plot && width > 0 && width !== this.plot.width) {
      this.plot.setSize({ width, height: HEIGHT_PX });
    }
  });

  constructor() {
    super();
    this.topic = '';
    this.path = '';
    this.minutes = 15;
    this.problem = '';
    this.points = [];
  }

  private get place(): HTMLElement {
    return this.querySelector<HTMLElement>('.tp-plot')!;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.resizes.disconnect();
    this.plot?.destroy();
    this.plot = undefined;
  }

  protected override firstUpdated(): void {
    this.resizes.observe(this.place);
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('topic') || changed.has('path') || changed.has('minutes')) {
      this.points = [];
      void this.ask();
    }
    this.draw();
  }

  private async ask(): Promise<void> {
    clearTimeout(this.timer);
    const [topic, path] = [this.topic, this.path];
    const to = Date.now();
    const asked = query({
      topic,
      path,
      from: new Date(to - this.minutes * 60_000).toISOString(),
      to: new Date(to).toISOString(),
      pixels: Math.max(100, Math.min(2000, Math.round(this.clientWidth))),
    });
    try {
      const found = await fetchJson<HistorySeries>(`/api/history/series?${asked}`);
      if (topic !== this.topic || path !== this.path) {
        return; // another one is shown by now
      }
      this.points = found.series[0]?.points ?? [];
      this.problem = '';
    } catch (e) {
      this.problem = e instanceof Error ? e.message : String(e);
    }
    if (this.isConnected) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.ask(), EVERY_MILLIS);
    }
  }

  private draw(): void {
    const wanted = `${theme()} ${this.topic} ${this.path}`;
    if (wanted !== this.drawnIn || !this.plot) {
      this.drawnIn = wanted;
      this.plot?.destroy();
      this.plot = this.made();
    }
    // milliseconds, count, min, max, mean, last
    this.plot.setData([
      this.points.map((point) => point[0]! / 1000),
      this.points.map((point) => point[2]!),
      this.points.map((point) => point[3]!),
      this.points.map((point) => point[4]!),
    ]);
  }

  private made(): uPlot {
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const axis: uPlot.Axis = {
      stroke: colour('--muted'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { stroke: colour('--line'), width: 1 },
    };
    const edge: uPlot.Series = { stroke: colour('--line'), width: 1, points: { show: false } };
    return new uPlot(
      {
        width: Math.max(this.place.clientWidth, 200),
        height: HEIGHT_PX,
        legend: { show: false },
        cursor: { drag: { x: false, y: false } },
        axes: [axis, { ...axis, size: 60 }],
        series: [{}, edge, edge, { stroke: colour('--topic'), width: 2 }],
        bands: [{ series: [2, 1], fill: colour('--topic-soft') }],
      },
      [[], [], [], []],
      this.place,
    );
  }

  private inWords(): string {
    const last = this.points.at(-1);
    return last === undefined
      ? `${this.path}: nothing was kept in this time`
      : `${this.path} over time, ${plural(this.points.length, 'point', 'points')}; last ${last[5]}`;
  }

  protected override render(): TemplateResult {
    return html`
      <p class="hint">${visible(this.inWords())}</p>
      <p class="problem" role="alert">${visible(this.problem)}</p>
      <div class="tp-plot" role="img" aria-label=${visible(this.inWords())}></div>
    `;
  }
}

customElements.define('tp-topic-plot', TopicPlot);
