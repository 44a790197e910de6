// SPDX-License-Identifier: MIT
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import '../elements/board';
import '../elements/chart';
import '../elements/command';
import '../elements/messages';
import { ViewElement } from '../elements/view-element';
import '../elements/views';
import type { BoardStatus, Transport } from '../model';
import { theme } from '../theme';

const LANES = {
  PLAIN: {
    title: 'Plain pair',
    promise: 'MQTT in the clear. Anyone on the way can read along.',
  },
  TLS: {
    title: 'TLS pair',
    promise: 'The same firmware through TLS. Only who holds the keys can read.',
  },
} as const;

/// The bench: boards, what was sent beside what the wire shows, chart, commands, messages.
class LabView extends ViewElement {
  static override properties = { ...ViewElement.properties, held: { state: true } };

  declare held: boolean;

  constructor() {
    super();
    this.held = false;
  }

  protected override render(): TemplateResult {
    const { store } = this;
    return html`
      <div class="intro">
        <p>
          Two pairs of boards do the same job over two wires. <b>Move a slider</b> and compare what
          you sent with what someone on the wire can read.
        </p>
        <ul class="key" aria-label="Colours of the bytes">
          <li class="topic">topic</li>
          <li class="payload">payload</li>
          <li class="rest">everything else</li>
          <li class="sealed">sealed</li>
        </ul>
        <button
          type="button"
          aria-pressed=${this.held ? 'true' : 'false'}
          data-command="hold"
          @click=${() => {
            this.held = !this.held;
          }}
        >
          ${this.held ? 'Go on' : 'Hold the views'}
        </button>
      </div>
      <div class="lanes" id="lanes">${this.lane('PLAIN')} ${this.lane('TLS')}</div>
      <div class="below">
        <section class="card" aria-labelledby="chart-title">
          <h2 id="chart-title">Both sensors, live</h2>
          <tp-chart
            .boards=${store.boards}
            .readings=${store.readings}
            .revision=${store.revision}
            .theme=${theme()}
          ></tp-chart>
        </section>
        <section class="card" aria-labelledby="command-title">
          <h2 id="command-title">Command a board</h2>
          <tp-command
            .boards=${store.boards}
            .commands=${store.commands}
            .revision=${store.revision}
          ></tp-command>
        </section>
      </div>
      <section class="card">
        <tp-messages
          .messages=${store.messages}
          .incidents=${store.incidents}
          .revision=${store.revision}
        ></tp-messages>
      </section>
    `;
  }

  private lane(transport: Transport): TemplateResult {
    const { store } = this;
    const { title, promise } = LANES[transport];
    const boards = store.boards.filter((board) => board.transport === transport);
    const port = store.ports.find((p) => p.transport === transport);
    const id = `lane-${transport}`;
    return html`
      <section class="lane" data-transport=${transport} aria-labelledby=${id}>
        <header class="lane-head">
          <h2 id=${id}>${title}${port ? html` <span class="port">port ${port.port}</span>` : nothing}</h2>
          <p>${promise}</p>
        </header>
        <div class="boards">
          ${repeat(
            boards,
            (board: BoardStatus) => board.id,
            (board) => html`
              <tp-board .board=${board} .serial=${store.serial(board.id)}></tp-board>
            `,
          )}
        </div>
        <tp-views
          class="card"
          .transport=${transport}
          .moments=${store.moments(transport)}
          .held=${this.held}
          .tapped=${store.capture.path !== ''}
        ></tp-views>
      </section>
    `;
  }
}

customElements.define('tp-lab-view', LabView);
