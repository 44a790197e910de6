// SPDX-License-Identifier: MIT
import { html, nothing, type TemplateResult } from 'lit';
import { type Publish, publish } from '../api';
import { PlainElement } from '../elements/plain-element';
import { short, visible } from '../format';
import { forgetMessage, type Saved, savedMessages, saveMessage } from './saved';

const NAME_MAX = 60;
const USER_MAX = 16;

interface Pair {
  name: string;
  value: string;
}

/// Bytes as base64; of text as UTF-8, of hexadecimal digits as they say.
///
/// @throws Error no pairs of hexadecimal digits
function base64OfHex(hex: string): string {
  const digits = hex.replace(/\s/g, '');
  if (!/^([0-9a-fA-F]{2})*$/.test(digits)) {
    throw new Error('correlation data are pairs of hexadecimal digits');
  }
  const bytes = digits.match(/../g) ?? [];
  return btoa(String.fromCharCode(...bytes.map((pair) => Number.parseInt(pair, 16))));
}

/// Publishes as the lab itself, with everything that MQTT 5 has.
class PublishElement extends PlainElement {
  static override properties = {
    message: { attribute: false },
    user: { state: true },
    saved: { state: true },
    said: { state: true },
    bad: { state: true },
    busy: { state: true },
  };

  /// What the form is filled with.
  declare message: Publish;
  declare user: readonly Pair[];
  declare saved: readonly Saved[];
  declare said: string;
  declare bad: boolean;
  declare busy: boolean;

  constructor() {
    super();
    this.message = { topic: '' };
    this.user = [];
    this.saved = savedMessages();
    this.said = '';
    this.bad = false;
    this.busy = false;
  }

  /// What was in the form is gone.
  async fill(message: Publish): Promise<void> {
    this.message = message;
    this.user = (message.userProperties ?? []).map(({ name, value }) => ({ name, value }));
    await this.updateComplete; // the fields have their new defaults then
    this.form.reset();
  }

  private get form(): HTMLFormElement {
    return this.querySelector('form')!;
  }

  private text(name: string): string {
    const field = this.form.elements.namedItem(name);
    return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement
      ? field.value
      : '';
  }

  /// @throws Error what cannot be sent
  private read(): Publish {
    const optional = (name: string): string | undefined => this.text(name) || undefined;
    const expiry = optional('expiry');
    const correlation = optional('correlation');
    const retain = this.form.elements.namedItem('retain') as HTMLInputElement;
    return {
      topic: this.text('topic'),
      payload: this.text('payload'),
      qos: Number(this.text('qos')),
      retain: retain.checked,
      ...given('contentType', optional('contentType')),
      ...given('responseTopic', optional('responseTopic')),
      ...given('correlation', correlation === undefined ? undefined : base64OfHex(correlation)),
      ...given('expirySeconds', expiry === undefined ? undefined : Number(expiry)),
      ...(this.user.length === 0 ? {} : { userProperties: this.user }),
    };
  }

  private async send(event: Event): Promise<void> {
    event.preventDefault();
    this.busy = true;
    try {
      const message = this.read();
      await publish(message);
      this.tell(`Published to ${message.topic}.`);
    } catch (e) {
      this.tell(e instanceof Error ? e.message : String(e), true);
    } finally {
      this.busy = false;
    }
  }

  private tell(said: string, bad = false): void {
    this.said = said;
    this.bad = bad;
  }

  private keep(): void {
    const name = this.text('name').trim().slice(0, NAME_MAX);
    try {
      if (name === '') {
        throw new Error('give it a name to save it under');
      }
      saveMessage(name, this.read());
      this.saved = savedMessages();
      this.tell(`Saved as ${name}, in this browser.`);
    } catch (e) {
      this.tell(e instanceof Error ? e.message : String(e), true);
    }
  }

  private forget(one: Saved): void {
    forgetMessage(one.name);
    this.saved = savedMessages();
    void this.fill(one.message);
    this.tell(`${one.name} is removed; the form still has it.`);
  }

  protected override render(): TemplateResult {
    const { message } = this;
    return html`
      <h2 id="tp-publish-title">Publish</h2>
      <p class="hint">As the lab itself, which may publish on every topic: <span class="topic">plain/…</span> or <span class="topic">secure/…</span>.</p>
      <form class="tp-publish" aria-labelledby="tp-publish-title" @submit=${(event: Event) => void this.send(event)}>
        <label class="tp-wide">Topic <input name="topic" required .defaultValue=${message.topic} autocomplete="off" /></label>
        <label class="tp-wide"
          >Payload <textarea name="payload" rows="4" .defaultValue=${message.payload ?? ''}></textarea>
        </label>
        <label
          >QoS
          <select name="qos">
            ${[0, 1, 2].map((qos) => html`<option value=${qos} ?selected=${qos === (message.qos ?? 0)}>${qos}</option>`)}
          </select></label
        >
        <label class="tp-check"><input type="checkbox" name="retain" .defaultChecked=${message.retain ?? false} /> retain</label>
        <details class="tp-wide">
          <summary>MQTT 5</summary>
          <div class="tp-five">
            <label>Content type <input name="contentType" .defaultValue=${message.contentType ?? ''} /></label>
            <label>Response topic <input name="responseTopic" .defaultValue=${message.responseTopic ?? ''} /></label>
            <label>Correlation data, hex <input name="correlation" .defaultValue=${hexOfBase64(message.correlation)} /></label>
            <label
              >Expiry, seconds
              <input name="expiry" type="number" min="0" max="4294967295" .defaultValue=${String(message.expirySeconds ?? '')}
            /></label>
            ${this.user.map((pair, i) => this.pair(pair, i))}
            <button
              type="button"
              data-command="add-property"
              ?disabled=${this.user.length >= USER_MAX}
              @click=${() => {
                this.user = [...this.user, { name: '', value: '' }];
              }}
            >
              Add a user property
            </button>
          </div>
        </details>
        <div class="buttons tp-wide">
          <button type="submit" class="primary" data-command="publish" ?disabled=${this.busy}>Publish</button>
          <label>Name <input name="name" maxlength=${NAME_MAX} size="12" autocomplete="off" /></label>
          <button type="button" data-command="save" @click=${() => this.keep()}>Save message</button>
        </div>
        <p class=${this.bad ? 'problem tp-wide' : 'tp-wide'} role="status" data-said>${visible(this.said)}</p>
      </form>
      ${this.saved.length === 0
        ? nothing
        : html`<h3>Saved in this browser</h3>
            <ul class="tp-saved">
              ${this.saved.map(
                (one) => html`<li>
                  <button type="button" data-saved=${one.name} @click=${() => void this.fill(one.message)}>${visible(one.name)}</button>
                  <span class="topic">${visible(short(one.message.topic, NAME_MAX))}</span>
                  <button type="button" aria-label=${`Remove ${one.name}`} @click=${() => this.forget(one)}>×</button>
                </li>`,
              )}
            </ul>`}
    `;
  }

  private pair(pair: Pair, i: number): TemplateResult {
    const change = (more: Partial<Pair>): void => {
      this.user = this.user.map((one, j) => (j === i ? { ...one, ...more } : one));
    };
    return html`<div class="tp-pair">
      <label
        >Name <input .value=${pair.name} @input=${(e: Event) => change({ name: (e.currentTarget as HTMLInputElement).value })}
      /></label>
      <label
        >Value <input .value=${pair.value} @input=${(e: Event) => change({ value: (e.currentTarget as HTMLInputElement).value })}
      /></label>
      <button
        type="button"
        aria-label="Remove this user property"
        @click=${() => {
          this.user = this.user.filter((_, j) => j !== i);
        }}
      >
        ×
      </button>
    </div>`;
  }
}

function given<K extends string, V>(key: K, value: V | undefined): { [name in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [name in K]: V });
}

function hexOfBase64(base64: string | undefined): string {
  return [...atob(base64 ?? '')].map((c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

export type { PublishElement };
customElements.define('tp-publish', PublishElement);
