// SPDX-License-Identifier: MIT
// What `/api/leaks` says; see docs/reference/openapi.yaml.

export interface Known {
  readonly about: string;
  readonly text: string;
  readonly sure: string;
  readonly frame: number;
}

export interface LastRecord {
  readonly at: string;
  readonly fromClient: boolean;
  readonly wireBytes: number;
  readonly holds: string;
  readonly sure: string;
  readonly frame: number;
}

export interface Leak {
  readonly id: number;
  readonly client: string;
  readonly address: string;
  readonly server: string;
  readonly since: string;
  readonly until: string;
  readonly open: boolean;
  readonly version: string | null;
  readonly suite: string | null;
  readonly records: number;
  readonly knows: readonly Known[];
  readonly last: readonly LastRecord[];
}

export interface Leaks {
  readonly seen: boolean;
  readonly reason: string | null;
  readonly upTo: string | null;
  readonly connections: readonly Leak[];
  readonly more: number;
}
