// SPDX-License-Identifier: MIT
// What the lab tells of topics and of the messages that were kept.
import type { OwnerMessage, Transport } from '../model';

export interface Topic {
  readonly topic: string;
  readonly messages: number;
  readonly revision: number;
  readonly last: OwnerMessage;
  readonly retained: OwnerMessage | null;
}

export interface Topics {
  readonly topics: readonly Topic[];
  readonly revision: number;
  readonly leftOut: number;
}

/// A message of the history.
export interface Kept {
  readonly at: string;
  readonly run: string;
  readonly device: string;
  readonly clientId: string;
  readonly transport: Transport;
  readonly topic: string;
  readonly qos: number;
  readonly retained: boolean;
  readonly fromLab: boolean;
  readonly encoding: 'text' | 'base64';
  readonly payload: string;
}

export interface KeptMessages {
  readonly messages: readonly Kept[];
  readonly leftOut: number;
}

/// The bytes of a kept message.
export function bytesOf(kept: Pick<Kept, 'encoding' | 'payload'>): Uint8Array {
  return kept.encoding === 'text'
    ? new TextEncoder().encode(kept.payload)
    : Uint8Array.from(atob(kept.payload), (c) => c.charCodeAt(0));
}
