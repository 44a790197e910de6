// SPDX-License-Identifier: MIT
import { bytes, count } from '../format';
import type { Messages } from './model';

/// The plain board of the same name but for its end.
function twinOf(client: string): string {
  return client.replace(/-tls$/, '-plain');
}

/// What TLS adds to the bytes of a message in the middle, for boards that have a plain twin.
export function added(messages: readonly Messages[]): readonly { board: string; text: string }[] {
  const sent = messages.filter((one) => one.fromClient);
  return sent
    .filter((one) => one.transport === 'TLS')
    .flatMap((tls) => {
      const plain = sent.find(
        (one) => one.transport === 'PLAIN' && one.client === twinOf(tls.client),
      );
      if (!plain) {
        return [];
      }
      const seal = tls.wireBytes.median - tls.mqttBytes.median;
      const share = Math.round((100 * seal) / tls.mqttBytes.median);
      return [
        {
          board: tls.client,
          text: `${bytes(tls.wireBytes.median)} on the wire for a packet of ${bytes(tls.mqttBytes.median)}: ${bytes(seal)} of seal, ${count(share)} % more; its plain twin ${bytes(plain.wireBytes.median)}`,
        },
      ];
    });
}
