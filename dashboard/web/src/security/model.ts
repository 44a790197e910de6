// SPDX-License-Identifier: MIT
// What `/api/findings`, `/api/certificates` and `/api/identities` say; see
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
