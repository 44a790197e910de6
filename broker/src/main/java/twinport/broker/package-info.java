// SPDX-License-Identifier: MIT

/// The hub: who may connect, who may say and hear what, and what happened.
///
/// [Broker] is the interface that the rest of the program uses; [EmbeddedBroker] runs a broker
/// inside this program. Everything here speaks MQTT: topics, filters, client ids, identities.
///
/// An **identity** is who somebody is (the name in a client certificate, a user name, or the client
/// id of an open plain client); a **client id** is only the name of a session.
@NullMarked
package twinport.broker;

import org.jspecify.annotations.NullMarked;
