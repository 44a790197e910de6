// SPDX-License-Identifier: MIT
// The page's knowledge of the lab. Events change it at once; those who show it are told at most
// once a frame, so that a thousand events cost one drawing.

import { epochMillis, visible } from './format';
import type {
  BoardStatus,
  CaptureStatus,
  CommandOutcome,
  Denied,
  Dropped,
  Experiments,
  HistoryStatus,
  LabEvent,
  LabSnapshot,
  OwnerMessage,
  PortView,
  Refused,
  Transport,
  WireView,
} from './model';
import { type Moment, moments, type Timed } from './moments';
import { type Reading, readingOf } from './readings';

export const ROWS_MAX = 200;
export const READINGS_MAX = 2400;
export const SERIAL_MAX = 20_000;

/// Of any one text from a board or a stranger; an MQTT topic may have 65,535 bytes.
const TEXT_MAX = 1024;
const COMMANDS_MAX = 30;
const INCIDENTS_MAX = 100;

export type Connection = 'connecting' | 'live' | 'lost';

export interface Incident {
  readonly n: number;
  readonly at: number;
  readonly who: string;
  readonly did: string;
  readonly what: string;
}

function push<T>(list: T[], item: T, max: number): void {
  list.push(item);
  if (list.length > max) {
    list.splice(0, list.length - max);
  }
}

/// Adds what came while the text was fetched, unless the text already ends with it.
export function joinSerial(text: string, meanwhile: string): string {
  for (let overlap = Math.min(text.length, meanwhile.length); overlap > 0; overlap--) {
    if (text.endsWith(meanwhile.slice(0, overlap))) {
      return text + meanwhile.slice(overlap);
    }
  }
  return text + meanwhile;
}

/// Where the live readings of a snapshot begin; without any, now.
function seamOf(snapshot: LabSnapshot): number {
  const first = snapshot.messages.find((message) => readingOf(message));
  return first ? epochMillis(first.at) : Date.now();
}

export class LabStore {
  connection: Connection = 'connecting';
  retryAt = 0;
  name = '';
  startedAt = '';
  boards: readonly BoardStatus[] = [];
  ports: readonly PortView[] = [];
  capture: CaptureStatus = { path: '', frames: 0, bytes: 0, keyLog: false };
  history: HistoryStatus = {
    place: '',
    run: '',
    stored: 0,
    waiting: 0,
    lost: 0,
    trouble: '',
  };
  experiments: Experiments = {
    trap: { on: false, since: null, listening: false, obstacle: '' },
    certificate: { certificate: 'good', since: null, wrong: false, obstacle: '', came: [], away: [] },
  };
  /// Messages that did not reach a client that should have got them.
  dropped = 0;
  skipped = 0;
  /// The first reading that came live; those before are the history's.
  seam = NaN;
  readonly messages: Timed<OwnerMessage>[] = [];
  readonly readings: Reading[] = [];
  /// Counts changes, for those who show lists that are changed in place.
  revision = 0;
  readonly commands: CommandOutcome[] = [];
  readonly incidents: Incident[] = [];

  private readonly wire: Timed<WireView>[] = [];
  private readonly serials = new Map<string, string>();
  private readonly fetching = new Map<string, string>();
  private readonly listeners = new Set<() => void>();
  private cached = new Map<Transport, Moment[]>();
  private scheduled = false;
  private n = 0;

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /// Tells everyone in the next frame.
  changed(): void {
    this.revision++;
    if (!this.scheduled) {
      this.scheduled = true;
      requestAnimationFrame(() => {
        this.scheduled = false;
        this.listeners.forEach((listener) => listener());
      });
    }
  }

  serial(board: string): string {
    return this.serials.get(board) ?? '';
  }

  /// From now on until `serialIs`, serial text of this board is kept aside.
  serialWillBe(board: string): void {
    this.fetching.set(board, '');
  }

  serialIs(board: string, text: string): void {
    const meanwhile = this.fetching.get(board) ?? '';
    this.fetching.delete(board);
    this.serials.set(board, joinSerial(visible(text, true), meanwhile).slice(-SERIAL_MAX));
    this.changed();
  }

  /// What was before a seam comes from the history, what follows is what was heard.
  historyIs(before: readonly Reading[], seam: number): void {
    const live = this.readings.filter((reading) => reading.at >= seam);
    const room = Math.max(0, READINGS_MAX - live.length);
    const kept = before.filter((reading) => reading.at < seam);
    this.readings.splice(0, this.readings.length, ...kept.slice(Math.max(0, kept.length - room)), ...live);
    this.changed();
  }

  moments(transport: Transport): readonly Moment[] {
    let known = this.cached.get(transport);
    if (!known) {
      known = moments(
        this.messages.filter((m) => m.what.transport === transport),
        this.wire.filter((w) => this.transportOf(w.what.port) === transport),
      );
      this.cached.set(transport, known);
    }
    return known;
  }

  apply(event: LabEvent): void {
    switch (event.kind) {
      case 'snapshot':
        this.applySnapshot(event.value);
        break;
      case 'board':
        this.boards = this.boards.map((b) => (b.id === event.value.id ? event.value : b));
        break;
      case 'serial':
        this.addSerial(event.value.board, visible(event.value.text, true));
        break;
      case 'message':
        this.addMessage(event.value);
        break;
      case 'wire':
        this.addWire(event.value);
        break;
      case 'command':
        push(this.commands, event.value, COMMANDS_MAX);
        break;
      case 'denied':
        this.addDenied(event.value);
        break;
      case 'refused':
        this.addRefused(event.value);
        break;
      case 'dropped':
        this.addDropped(event.value);
        break;
      case 'experiments':
        this.experiments = event.value;
        break;
      case 'counted':
        this.capture = event.value.capture;
        this.ports = event.value.ports;
        this.history = event.value.history;
        this.dropped = event.value.dropped;
        break;
      case 'skipped':
        this.skipped += event.value.events;
        break;
      case 'alive':
        return;
    }
    this.changed();
  }

  private applySnapshot(snapshot: LabSnapshot): void {
    if (snapshot.startedAt !== this.startedAt) {
      this.readings.length = 0;
      this.commands.length = 0;
      this.incidents.length = 0;
      this.serials.clear();
    }
    this.name = snapshot.name;
    this.startedAt = snapshot.startedAt;
    this.boards = snapshot.boards;
    this.ports = snapshot.ports;
    this.capture = snapshot.capture;
    this.history = snapshot.history;
    this.dropped = snapshot.dropped;
    this.experiments = snapshot.experiments;
    this.seam = seamOf(snapshot);
    this.messages.length = 0;
    this.wire.length = 0;
    snapshot.wire.forEach((view) => this.addWire(view));
    snapshot.messages.forEach((message) => this.addMessage(message));
    this.cached.clear();
  }

  private addMessage(message: OwnerMessage): void {
    const topic = message.topic.slice(0, TEXT_MAX);
    push(this.messages, this.timed({ ...message, topic }), ROWS_MAX);
    this.cached.delete(message.transport);
    const reading = readingOf(message);
    const last = this.readings.at(-1);
    if (reading && (!last || reading.at >= last.at)) {
      const again = reading.at === last?.at && reading.board === last.board;
      if (!again) {
        push(this.readings, reading, READINGS_MAX);
      }
    }
  }

  private addWire(view: WireView): void {
    const topic = view.topic?.slice(0, TEXT_MAX) ?? null;
    const text = view.text?.slice(0, TEXT_MAX) ?? null;
    push(this.wire, this.timed({ ...view, topic, text }), ROWS_MAX);
    this.cached.delete(this.transportOf(view.port));
  }

  private addDenied(denied: Denied): void {
    const { at, identity, action, topic, rule } = denied;
    this.addIncident(at, identity, `may not ${action} ${topic}`, rule);
  }

  private addRefused(refused: Refused): void {
    this.addIncident(refused.at, refused.client, 'was not let in', refused.reason);
  }

  private addDropped(dropped: Dropped): void {
    const { at, client, topic, qos, reason } = dropped;
    this.dropped = dropped.dropped;
    this.addIncident(at, client, `did not get a message on ${topic} (QoS ${qos})`, reason);
  }

  private addSerial(board: string, text: string): void {
    const meanwhile = this.fetching.get(board);
    if (meanwhile === undefined) {
      this.serials.set(board, (this.serial(board) + text).slice(-SERIAL_MAX));
    } else {
      this.fetching.set(board, (meanwhile + text).slice(-SERIAL_MAX));
    }
  }

  private addIncident(at: string, who: string, did: string, what: string): void {
    const incident = {
      n: this.n++,
      at: epochMillis(at),
      who: who.slice(0, TEXT_MAX),
      did: did.slice(0, TEXT_MAX),
      what: what.slice(0, TEXT_MAX),
    };
    push(this.incidents, incident, INCIDENTS_MAX);
  }

  private timed<T extends { readonly at: string }>(what: T): Timed<T> {
    return { n: this.n++, at: epochMillis(what.at), what };
  }

  private transportOf(port: number): Transport {
    return this.ports.find((p) => p.port === port)?.transport ?? 'PLAIN';
  }
}
