// SPDX-License-Identifier: MIT
package twinport.wire.field;

import org.jspecify.annotations.Nullable;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Endpoint;
import twinport.wire.read.Conversation;

/// How the addresses of conversations are written, kept as long as another conversation does not
/// need the place.
final class Ends {
    private static final int PLACES = 1 << 12;

    private record Written(
            Endpoint client, Endpoint server, AddressText ofClient, AddressText ofServer) {}

    private final @Nullable Written[] places = new Written[PLACES];

    @SuppressWarnings("ReferenceEquality") // the ends of a conversation stay the same objects
    AddressText sender(Conversation conversation, Direction direction) {
        int place = (int) conversation.id() & (PLACES - 1);
        Written written = places[place];
        if (written == null
                || written.client != conversation.client()
                || written.server != conversation.server()) {
            written =
                    new Written(
                            conversation.client(),
                            conversation.server(),
                            AddressText.of(conversation.client().address()),
                            AddressText.of(conversation.server().address()));
            places[place] = written;
        }
        return direction == Direction.FROM_CLIENT ? written.ofClient : written.ofServer;
    }
}
