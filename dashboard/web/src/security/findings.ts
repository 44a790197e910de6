// SPDX-License-Identifier: MIT
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { fetchJson } from '../api';
import { PlainElement } from '../elements/plain-element';
import { Asking } from '../evidence/asked';
import { frameLink } from '../evidence/frame-link';
import { prose } from '../evidence/prose';
import { count, epochMillis, plural, timeOfDay, visible } from '../format';
import { counts, type Group, groups, type Keyed } from './groups';
import type { Evidence, Findings, Verdict } from './model';

const EVERY_MILLIS = 5000;

const TITLES: Readonly<Record<Group['id'], string>> = {
  PLAIN: 'Plain side',
  TLS: 'TLS side',
  OTHER: 'Both sides, or neither',
  UNSEEN: 'Not observed',
};

/// Shown beside the word, so that no verdict is told by colour alone.
const MARKS: Readonly<Record<Verdict, string>> = {
  FAIL: '✗',
  WARN: '!',
  INFO: 'i',
  PASS: '✓',
  'NOT OBSERVED': '–',
};

/// The checks of the catalogue over what crossed the wire so far.
class FindingsElement extends PlainElement {
  static override properties = {
    asked: { attribute: false },
    only: { state: true },
    open: { state: true },
  };

  /// The check that the address names; empty for none.
  declare asked: string;
  declare only: Verdict | undefined;
  declare open: ReadonlySet<string>;
  private followed = '';
  private readonly asking = new Asking<Findings>(
    this,
    () => fetchJson<Findings>('/api/findings'),
    EVERY_MILLIS,
  );

  constructor() {
    super();
    this.asked = '';
    this.only = undefined;
    this.open = new Set();
  }

  protected override willUpdate(): void {
    const all = this.asking.state.value;
    if (all && this.asked !== '' && this.asked !== this.followed) {
      const found = groups(all, undefined)
        .flatMap((group) => group.findings)
        .find(({ finding }) => finding.id === this.asked);
      if (found) {
        this.followed = this.asked;
        this.only = undefined;
        this.open = new Set([...this.open, found.key]);
      }
    }
  }

  protected override updated(): void {
    if (this.followed !== '' && this.followed === this.asked) {
      const found = this.querySelector<HTMLElement>(`[data-finding="${CSS.escape(this.asked)}"]`);
      if (found && found.dataset['shown'] !== 'yes') {
        found.dataset['shown'] = 'yes';
        found.scrollIntoView({ block: 'nearest' });
      }
    }
  }

  protected override render(): TemplateResult {
    const { value, problem } = this.asking.state;
    return html`
      ${problem === ''
        ? nothing
        : html`<p class="problem" role="alert">
            The lab could not be judged: ${visible(problem)}. What you see may be old; it is asked again.
          </p>`}
      ${value ? this.judged(value) : problem === '' ? html`<p class="empty">Judging…</p>` : nothing}
    `;
  }

  private judged(all: Findings): TemplateResult {
    if (!all.judged) {
      return html`<p class="sec-unjudged">Not judged: ${visible(all.reason ?? '')}.</p>`;
    }
    const upTo = all.upTo === null ? 'before the first frame' : timeOfDay(epochMillis(all.upTo));
    return html`
      <p class="hint">
        Judged as somebody on the wire without keys, up to ${upTo}:
        ${plural(all.connections, 'connection', 'connections')},
        ${plural(all.messages, 'readable message', 'readable messages')}. A verdict is about what was
        seen; what was not seen is <b>not observed</b>, and that is no pass.
      </p>
      ${all.left.map((left) => html`<p class="problem">${visible(left)}.</p>`)}
      <div class="sec-counts" role="group" aria-label="Show only findings with one verdict">
        ${[...counts(all)].map(([verdict, n]) => this.count(verdict, n))}
      </div>
      ${groups(all, this.only).map((group) => this.group(group, all))}
      ${all.more > 0
        ? html`<p class="small">and ${plural(all.more, 'more finding', 'more findings')} not shown</p>`
        : nothing}
    `;
  }

  private count(verdict: Verdict, n: number): TemplateResult {
    return html`<button
      type="button"
      data-verdict=${verdict}
      aria-pressed=${this.only === verdict ? 'true' : 'false'}
      @click=${() => {
        this.only = this.only === verdict ? undefined : verdict;
      }}
    >
      <span aria-hidden="true">${MARKS[verdict]}</span> ${count(n)} ${verdict}
    </button>`;
  }

  private group(group: Group, all: Findings): TemplateResult {
    const id = `sec-${group.id}`;
    if (group.id === 'UNSEEN') {
      return html`<section aria-labelledby=${id} data-group=${group.id}>
        <h3 id=${id}>${TITLES[group.id]}</h3>
        ${this.folded(
          group.findings,
          all,
          'NOT OBSERVED',
          'nothing of the kind was seen, or it cannot be seen from the wire',
        )}
      </section>`;
    }
    const of = (...verdicts: readonly Verdict[]): readonly Keyed[] =>
      group.findings.filter(({ finding }) => verdicts.includes(finding.verdict));
    const bad = of('FAIL', 'WARN');
    return html`<section aria-labelledby=${id} data-group=${group.id}>
      <h3 id=${id}>${TITLES[group.id]}</h3>
      ${bad.length === 0 && this.only === undefined
        ? html`<p class="empty">Nothing that was looked at failed here.</p>`
        : this.list(bad, all)}
      ${this.folded(of('INFO'), all, 'INFO', 'good to know')}
      ${this.folded(of('PASS'), all, 'PASS', 'was looked at, and is right')}
    </section>`;
  }

  private list(findings: readonly Keyed[], all: Findings): TemplateResult | typeof nothing {
    return findings.length === 0
      ? nothing
      : html`<div class="sec-list">
          ${repeat(
            findings,
            ({ key }) => key,
            (keyed) => this.finding(keyed, all),
          )}
        </div>`;
  }

  /// What is no reason to act takes one line until somebody wants to read it.
  private folded(
    findings: readonly Keyed[],
    all: Findings,
    verdict: Verdict,
    hint: string,
  ): TemplateResult | typeof nothing {
    if (findings.length === 0) {
      return nothing;
    }
    const open = this.only === verdict || findings.some(({ key }) => this.open.has(key));
    return html`<details class="sec-folded" data-folded=${verdict} ?open=${open}>
      <summary>
        <span class="sec-verdict" data-verdict=${verdict}
          ><span aria-hidden="true">${MARKS[verdict]}</span> ${verdict}</span
        >
        ${plural(findings.length, 'finding', 'findings')} <span class="small">${hint}</span>
      </summary>
      ${this.list(findings, all)}
    </details>`;
  }

  private finding({ key, finding }: Keyed, all: Findings): TemplateResult {
    const check = all.checks[finding.id];
    const bad = finding.verdict === 'FAIL' || finding.verdict === 'WARN';
    const open = this.open.has(key);
    return html`
      <details
        class="sec-finding"
        data-finding=${finding.id}
        data-verdict=${finding.verdict}
        ?open=${open}
        @toggle=${(e: Event) => this.toggled(key, finding.id, (e.target as HTMLDetailsElement).open)}
      >
        <summary>
          <span class="sec-verdict" data-verdict=${finding.verdict}
            ><span aria-hidden="true">${MARKS[finding.verdict]}</span> ${finding.verdict}</span
          >
          <span class="sec-id">${finding.id}</span>
          <span class="sec-title"
            >${visible(finding.said)}
            ${finding.subject === ''
              ? nothing
              : html`<span class="sec-subject">${visible(finding.subject)}</span>`}</span
          >
          ${bad ? html`<span class="tag">${finding.severity}</span>` : nothing}
        </summary>
        ${open && check
          ? html`<div class="sec-details">
              <p><b>${visible(check.title)}</b></p>
              <h4>Why it matters</h4>
              <p class="sec-text">${prose(check.why)}</p>
              ${finding.evidence.length === 0
                ? nothing
                : html`<h4>Evidence</h4>
                    <ul>
                      ${finding.evidence.map((each) => evidence(each))}
                    </ul>`}
              <h4>What to do</h4>
              <dl>
                ${Object.entries(check.remedies).map(
                  ([target, text]) =>
                    html`<dt>${visible(target)}</dt>
                      <dd class="sec-text">${prose(text)}</dd>`,
                )}
              </dl>
              <h4>How it is judged</h4>
              <p class="sec-text">${prose(check.rule)}</p>
              <p class="small">${check.sources.map((source) => visible(source)).join(', ')}</p>
            </div>`
          : nothing}
      </details>
    `;
  }

  private toggled(key: string, id: string, open: boolean): void {
    if (open === this.open.has(key)) {
      return;
    }
    const next = new Set(this.open);
    if (open) {
      next.add(key);
    } else {
      next.delete(key);
    }
    this.open = next;
    this.followed = open ? id : '';
    this.dispatchEvent(new CustomEvent('finding', { detail: open ? id : '' }));
  }
}

function evidence(each: Evidence): TemplateResult {
  const where =
    each.length > 0 ? `, bytes ${each.offset} to ${each.offset + each.length - 1} (from 0)` : '';
  return html`<li>${visible(each.what)} ${frameLink(each.frame)}<span class="small">${where}</span></li>`;
}

customElements.define('tp-findings', FindingsElement);
