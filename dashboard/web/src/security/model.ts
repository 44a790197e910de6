// SPDX-License-Identifier: MIT
// What `/api/findings`, `/api/certificates`, `/api/identities`, `/api/denials` and `/api/commands`
// say; see
// docs/reference/openapi.yaml.

export type Verdict = 'FAIL' | 'WARN' | 'INFO' | 'PASS' | 'NOT OBSERVED';

export const VERDICTS: readonly Verdict[] = ['FAIL', 'WARN', 'INFO', 'PASS', 'NOT OBSERVED'];

export interface Evidence {
  readonly frame: number;
  readonly offset: number;
  readonly length: number;
  readonly what: string;
}

export interface Finding {
  readonly id: string;
  readonly verdict: Verdict;
  readonly severity: string;
  readonly side: string | null;
  readonly subject: string;
  readonly said: string;
  readonly evidence: readonly Evidence[];
}

export interface Check {
  readonly title: string;
  readonly observed: string;
  readonly rule: string;
  readonly why: string;
  readonly remedies: Readonly<Record<string, string>>;
  readonly sources: readonly string[];
}

export interface Findings {
  readonly judged: boolean;
  readonly reason: string | null;
  readonly upTo: string | null;
  readonly connections: number;
  readonly messages: number;
  readonly left: readonly string[];
  readonly findings: readonly Finding[];
  readonly more: number;
  readonly checks: Readonly<Record<string, Check>>;
}

export interface Certificate {
  readonly name: string;
  readonly serial: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly daysLeft: number;
  readonly withdrawn: string | null;
}

export interface Revoked {
  readonly name: string;
  readonly certificates: number;
  readonly connections: number;
  readonly millis: number;
}

export interface Identity {
  readonly name: string;
  readonly kind: 'board' | 'client' | 'anybody';
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

export interface Denial {
  readonly at: string;
  readonly identity: string;
  readonly clientId: string;
  readonly side: 'PLAIN' | 'TLS';
  readonly action: string;
  readonly topic: string;
  readonly rule: string;
}

export interface CommandRecord {
  readonly id: string;
  readonly at: string;
  readonly board: string;
  readonly name: string;
  readonly value: string;
  readonly by: string;
  readonly side: 'PLAIN' | 'TLS' | '';
  readonly state: 'WAITING' | 'DONE' | 'REFUSED' | 'UNANSWERED';
  readonly answer: string | null;
  readonly roundTripMillis: number | null;
  readonly repeats: number;
  readonly notes: readonly { readonly kind: string; readonly by: string; readonly said: string }[];
}
