// SPDX-License-Identifier: MIT
// What the lab sends, as its Java records in twinport.lab say it.

export type Transport = 'PLAIN' | 'TLS';

export interface PartControl {
  readonly name: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly unit: string;
}

/// What a part shows or measures; which of these are there depends on its type.
export interface PartState {
  readonly celsius?: number;
  readonly humidityPercent?: number;
  readonly brightness?: number;
  readonly colours?: readonly number[];
  readonly closed?: boolean;
  readonly value?: number;
  readonly lux?: number;
  readonly hertz?: number;
  readonly columns?: number;
  readonly rows?: number;
  readonly on?: boolean;
  readonly bits?: string;
  readonly lines?: readonly string[];
  readonly glyphs?: string;
  readonly backlight?: boolean;
}

/// A part on a board's bench; `type` is one of docs/reference/parts.md.
export interface PartView {
  readonly id: string;
  readonly type: string;
  readonly pins: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, string>>;
  readonly controls: readonly PartControl[];
  readonly state: PartState;
}

export interface BoardStatus {
  readonly id: string;
  readonly language: string;
  readonly transport: Transport;
  readonly site: string;
  readonly role: string;
  readonly state: string;
  readonly parts: readonly PartView[];
  readonly led: boolean;
  readonly celsius: number;
  readonly humidityPercent: number;
  readonly published: number;
  readonly received: number;
  readonly commandsSent: number;
  readonly commandsAnswered: number;
  readonly restarts: number;
  readonly tls: readonly TlsView[];
}

/// What one TLS connection took; the memory is an estimate for a real ESP32.
export interface TlsView {
  readonly port: string;
  readonly version: string;
  readonly suite: string;
  readonly handshakeMillis: number;
  readonly flights: number;
  readonly recordsSent: number;
  readonly recordsReceived: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly certificateBytes: number;
  readonly largestRecordBytes: number;
  readonly memoryPeakBytes: number;
  readonly memorySteadyBytes: number;
  readonly memoryFittingBytes: number;
}

export interface PortView {
  readonly port: number;
  readonly transport: Transport;
  readonly readable: number;
  readonly sealed: number;
}

export interface CaptureStatus {
  readonly path: string;
  readonly frames: number;
  readonly bytes: number;
  readonly keyLog: boolean;
}

export interface HistoryStatus {
  readonly place: string;
  readonly run: string;
  readonly stored: number;
  readonly waiting: number;
  readonly lost: number;
  readonly trouble: string;
}

/// What `/api/history/series` says. A point: milliseconds, count, least, most, mean, last.
export interface HistorySeries {
  readonly series: readonly {
    readonly topic: string;
    readonly points: readonly (readonly number[])[];
  }[];
}

export interface OwnerMessage {
  readonly at: string;
  readonly transport: Transport;
  readonly publisher: string;
  readonly topic: string;
  readonly payload: string;
  readonly payloadBytes: number;
  readonly qos: number;
  readonly retained: boolean;
  readonly properties: MessageProperties | null;
}

/// What MQTT 5 carries beside topic and payload; null for what is not there.
export interface MessageProperties {
  readonly contentType: string | null;
  readonly responseTopic: string | null;
  /// In hexadecimal digits.
  readonly correlation: string | null;
  readonly expirySeconds: number | null;
  readonly user: readonly { readonly name: string; readonly value: string }[];
}

export interface WireView {
  readonly at: string;
  readonly port: number;
  readonly client: string;
  readonly fromClient: boolean;
  readonly kind: string;
  readonly readable: boolean;
  readonly topic: string | null;
  readonly text: string | null;
  readonly bytes: number;
  readonly sampleHex: string;
  readonly frame: number;
}

/// What is wrong at the broker on purpose.
export interface Experiments {
  readonly trap: {
    readonly on: boolean;
    readonly since: string | null;
    readonly listening: boolean;
    readonly obstacle: string;
  };
  readonly certificate: {
    readonly certificate: string;
    readonly since: string | null;
    readonly wrong: boolean;
    readonly obstacle: string;
    readonly came: readonly string[];
    readonly away: readonly string[];
  };
}

export interface LabSnapshot {
  readonly name: string;
  readonly startedAt: string;
  readonly boards: readonly BoardStatus[];
  readonly ports: readonly PortView[];
  readonly capture: CaptureStatus;
  readonly history: HistoryStatus;
  readonly dropped: number;
  readonly experiments: Experiments;
  readonly messages: readonly OwnerMessage[];
  readonly wire: readonly WireView[];
}

export interface CommandOutcome {
  readonly id: string;
  readonly sentAt: string;
  readonly board: string;
  readonly name: string;
  readonly sent: string;
  readonly ok: boolean;
  readonly value: string | null;
  readonly error: string | null;
  readonly roundTripMillis: number | null;
}

export interface SerialText {
  readonly at: string;
  readonly board: string;
  readonly text: string;
}

export interface Denied {
  readonly at: string;
  readonly identity: string;
  readonly action: string;
  readonly topic: string;
  readonly rule: string;
}

export interface Refused {
  readonly at: string;
  readonly client: string;
  readonly reason: string;
}

export interface Dropped {
  readonly at: string;
  readonly client: string;
  readonly topic: string;
  readonly qos: number;
  readonly reason: string;
  readonly dropped: number;
}

export interface Counted {
  readonly capture: CaptureStatus;
  readonly ports: readonly PortView[];
  readonly history: HistoryStatus;
  readonly dropped: number;
}

/// A server-sent event by its name.
export type LabEvent =
  | { readonly kind: 'snapshot'; readonly value: LabSnapshot }
  | { readonly kind: 'board'; readonly value: BoardStatus }
  | { readonly kind: 'serial'; readonly value: SerialText }
  | { readonly kind: 'message'; readonly value: OwnerMessage }
  | { readonly kind: 'wire'; readonly value: WireView }
  | { readonly kind: 'command'; readonly value: CommandOutcome }
  | { readonly kind: 'denied'; readonly value: Denied }
  | { readonly kind: 'refused'; readonly value: Refused }
  | { readonly kind: 'dropped'; readonly value: Dropped }
  | { readonly kind: 'experiments'; readonly value: Experiments }
  | { readonly kind: 'counted'; readonly value: Counted }
  | { readonly kind: 'skipped'; readonly value: { readonly events: number } }
  | { readonly kind: 'alive'; readonly value: object };

export const EVENT_KINDS: readonly LabEvent['kind'][] = [
  'snapshot',
  'board',
  'serial',
  'message',
  'wire',
  'command',
  'denied',
  'refused',
  'dropped',
  'experiments',
  'counted',
  'skipped',
  'alive',
];
