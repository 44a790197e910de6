// SPDX-License-Identifier: MIT
import type { Leak, Leaks } from './model';

/// For each client its latest connection, open ones first.
export function latest(leaks: Leaks): readonly Leak[] {
  const byClient = new Map<string, Leak>();
  for (const leak of leaks.connections) {
    const known = byClient.get(leak.client);
    if (!known || leak.id > known.id) {
      byClient.set(leak.client, leak);
    }
  }
  return [...byClient.values()].sort(
    (a, b) => Number(b.open) - Number(a.open) || a.client.localeCompare(b.client),
  );
}
