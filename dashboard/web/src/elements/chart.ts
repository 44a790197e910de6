// SPDX-License-Identifier: MIT
import { html, type TemplateResult } from 'lit';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { celsius, percent } from '../format';
import type { BoardStatus } from '../model';
import type { Reading } from '../readings';
import { PlainElement } from './plain-element';

type Quantity = 'celsius' | 'percent';

const TITLES = {
  celsius: { title: 'Temperature', unit: '°C', text: celsius },
  percent: { title: 'Humidity', unit: '%', text: percent },
} as const;

const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const HEIGHT_PX = 190;
const LEAST_SPAN = 4;
const AXIS_PX = 46;

/// What both thermometers measure, as their messages said it.
class ChartElement extends PlainElement {
  static override properties = {
    boards: { attribute: false },
    readings: { attribute: false },
    revision: { attribute: false },
    theme: { attribute: false },
  };

  declare boards: readonly BoardStatus[];
  declare readings: readonly Reading[];
  declare revision: number;
  declare theme: string;
  private plots: uPlot[] = [];
  private drawn = '';
  private seen = { length: -1, last: NaN };
  private readonly resizes = new ResizeObserver(() => this.resize());

  override connectedCallback(): void {
    super.connectedCallback();
    this.resizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resizes.disconnect();
    this.plots.forEach((plot) => plot.destroy());
    this.plots = [];
    this.drawn = '';
  }

  protected override render(): TemplateResult {
    return html`
      <div class="charts">
        ${(['celsius', 'percent'] as const).map(
          (quantity) => html`
            <figure>
              <figcaption>
                <b>${TITLES[quantity].title}</b> in ${TITLES[quantity].unit}
                <span class="legend">
                  ${this.thermometers().map(
                    (board) => html`
                      <span class="line" data-transport=${board.transport}
                        >${board.id} <b>${this.latest(board.id, quantity)}</b></span
                      >
                    `,
                  )}
                </span>
              </figcaption>
              <div
                class="plot"
                data-quantity=${quantity}
                role="img"
                aria-label=${this.inWords(quantity)}
              ></div>
            </figure>
          `,
        )}
      </div>
    `;
  }

  protected override updated(): void {
    const wanted = `${this.theme} ${this.thermometers()
      .map((b) => b.id)
      .join(' ')}`;
    if (wanted !== this.drawn) {
      this.drawn = wanted;
      this.plots.forEach((plot) => plot.destroy());
      this.plots = (['celsius', 'percent'] as const).map((quantity) => this.plot(quantity));
      this.seen = { length: -1, last: NaN };
    }
    const last = this.readings.at(-1)?.at ?? NaN;
    if (this.readings.length !== this.seen.length || last !== this.seen.last) {
      this.seen = { length: this.readings.length, last };
      this.plots[0]?.setData(this.data('celsius'));
      this.plots[1]?.setData(this.data('percent'));
    }
  }

  private thermometers(): readonly BoardStatus[] {
    return this.boards.filter((board) => board.parts.some((part) => part.type.startsWith('dht')));
  }

  private latest(board: string, quantity: Quantity): string {
    for (let i = this.readings.length - 1; i >= 0; i--) {
      const reading = this.readings[i];
      const value = reading?.board === board ? reading[quantity] : null;
      if (value !== null) {
        return TITLES[quantity].text(value);
      }
    }
    return 'no value yet';
  }

  private inWords(quantity: Quantity): string {
    const parts = this.thermometers().map((b) => `${b.id} ${this.latest(b.id, quantity)}`);
    return `${TITLES[quantity].title} over time. Now: ${parts.join(', ')}`;
  }

  private data(quantity: Quantity): uPlot.AlignedData {
    const ids = this.thermometers().map((board) => board.id);
    const shown = this.readings.filter((reading) => ids.includes(reading.board));
    return [
      shown.map((reading) => reading.at / 1000),
      ...ids.map((id) => shown.map((r) => (r.board === id ? r[quantity] : null))),
    ];
  }

  private plot(quantity: Quantity): uPlot {
    const place = this.querySelector<HTMLElement>(`[data-quantity=${quantity}]`);
    if (!place) {
      throw new Error(`the chart has no place for ${quantity}`);
    }
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const axis: uPlot.Axis = {
      stroke: colour('--muted'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { stroke: colour('--line'), width: 1 },
    };
    const times: uPlot.Axis = {
      ...axis,
      space: 90,
      values: (_plot, ticks) => ticks.map((tick) => TIME.format(tick * 1000)),
    };
    const lines = this.thermometers().map((board): uPlot.Series => ({
      label: board.id,
      stroke: colour(board.transport === 'PLAIN' ? '--plain' : '--tls'),
      dash: board.transport === 'PLAIN' ? [] : [6, 3],
      width: 2,
      spanGaps: true,
      points: { show: false },
    }));
    return new uPlot(
      {
        width: Math.max(place.clientWidth, 200),
        height: HEIGHT_PX,
        legend: { show: false },
        cursor: { sync: { key: 'readings' }, drag: { x: false, y: false } },
        scales: { y: { range: (_plot, low, high) => roomy(low, high) } },
        axes: [times, { ...axis, size: AXIS_PX }],
        series: [{}, ...lines],
      },
      this.data(quantity),
      place,
    );
  }

  private resize(): void {
    for (const plot of this.plots) {
      const width = plot.root.parentElement?.clientWidth ?? 0;
      if (width > 0 && width !== plot.width) {
        plot.setSize({ width, height: HEIGHT_PX });
      }
    }
  }
}

/// A range that does not blow up noise: at least some units high.
function roomy(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) {
    return [0, 50];
  }
  const missing = Math.max(0, LEAST_SPAN - (high - low)) / 2;
  const margin = (high - low) * 0.1;
  return [low - missing - margin, high + missing + margin];
}

customElements.define('tp-chart', ChartElement);
