// SPDX-License-Identifier: MIT
// What `/api/cost` says; see docs/reference/openapi.yaml.
import type { Transport } from '../model';

export interface Spread {
  readonly n: number;
  readonly least: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly most: number;
}

export interface Messages {
  readonly client: string;
  readonly transport: Transport;
  readonly fromClient: boolean;
  readonly suite: string | null;
  readonly mqttBytes: Spread;
  readonly wireBytes: Spread;
  readonly records: Spread | null;
  readonly how: string;
}

export interface Handshakes {
  readonly client: string;
  readonly version: string | null;
  readonly suite: string | null;
  readonly resumed: boolean;
  readonly clientBytes: Spread;
  readonly serverBytes: Spread;
  readonly records: Spread;
  readonly flights: Spread;
  readonly millis: Spread;
}

export interface Memory {
  readonly board: string;
  readonly library: string;
  readonly peakBytes: Spread | null;
  readonly steadyBytes: Spread | null;
  readonly fittingBytes: Spread | null;
}

export interface RoundTrip {
  readonly board: string;
  readonly transport: Transport;
  readonly millis: Spread | null;
  readonly unanswered: number;
}

export interface Change {
  readonly what: string;
  readonly effect: string;
  readonly basis: 'measured' | 'computed' | 'not measured';
  readonly source: string;
}

export interface Cost {
  readonly seen: boolean;
  readonly reason: string | null;
  readonly upTo: string | null;
  readonly messages: readonly Messages[];
  readonly handshakes: readonly Handshakes[];
  readonly memory: readonly Memory[];
  readonly roundTrips: readonly RoundTrip[];
  readonly changes: readonly Change[];
  readonly left: readonly string[];
}
