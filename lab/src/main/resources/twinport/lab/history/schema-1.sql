-- SPDX-License-Identifier: MIT
-- What a history is made of. One text for SQLite and PostgreSQL. Two words are replaced: ROWID is
-- the type of an id that rows are sorted by; CLUSTERED sorts the rows by another key, where that can be.
--
-- Every id begins with the number of its run, so that several writers never share one:
--   topic, client, series, message: run * 2^36 + a count within the run
--   value:                          message * 64 + a count within the message
-- Rows of message and value are only ever added, in the order of their ids. A roll-up names the
-- first and the last message it sums up: that range of ids is all a zoomed-in chart has to read.

CREATE TABLE run (
    id ROWID PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    lab TEXT NOT NULL,
    started BIGINT NOT NULL,      -- nanoseconds since 1970-01-01T00:00:00Z, as all times here
    ended BIGINT,                 -- null while it runs, and after a kill
    written BIGINT NOT NULL,      -- transactions; tells whether one whose commit got no answer was kept
    messages BIGINT NOT NULL,     -- ids given out
    pruned BIGINT NOT NULL,       -- messages whose rows were removed again
    lost BIGINT NOT NULL          -- messages that no row was made of; see gap
);

CREATE TABLE topic (
    id ROWID PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE client (
    id ROWID PRIMARY KEY,
    identity TEXT NOT NULL,       -- who the broker knows it to be
    client_id TEXT NOT NULL,
    transport TEXT NOT NULL       -- PLAIN, TLS
);

CREATE TABLE message (
    id ROWID PRIMARY KEY,
    at BIGINT NOT NULL,
    client BIGINT NOT NULL,
    topic BIGINT NOT NULL,
    flags INTEGER NOT NULL,       -- bits 0-1 QoS, bit 2 retained, bit 3 sent by the lab itself
    properties TEXT,              -- those of MQTT 5 as JSON
    payload BYTEA NOT NULL
);

-- A number that messages of a topic carry, by its path in the JSON. Without a path it is the length of
-- the payload, which every message has.
CREATE TABLE series (
    id ROWID PRIMARY KEY,
    topic BIGINT NOT NULL,
    path TEXT
);

CREATE INDEX series_topic ON series (topic);

CREATE TABLE value (
    id ROWID PRIMARY KEY,
    series BIGINT NOT NULL,
    at BIGINT NOT NULL,
    number DOUBLE PRECISION NOT NULL
);

CREATE TABLE rollup (
    series BIGINT NOT NULL,
    minute BIGINT NOT NULL,       -- minutes since 1970
    count BIGINT NOT NULL,
    min DOUBLE PRECISION NOT NULL,
    max DOUBLE PRECISION NOT NULL,
    sum DOUBLE PRECISION NOT NULL,
    last DOUBLE PRECISION NOT NULL,
    last_at BIGINT NOT NULL,
    first_message BIGINT NOT NULL,
    last_message BIGINT NOT NULL,
    PRIMARY KEY (series, minute)
) CLUSTERED;

-- Messages that the store could not keep up with: how many, and between which times.
CREATE TABLE gap (
    run BIGINT NOT NULL,
    from_at BIGINT NOT NULL,
    to_at BIGINT NOT NULL,
    lost BIGINT NOT NULL
);
