-- Format 1. Times are milliseconds since 1970 UTC; addresses 20 bytes, hashes
-- 32 bytes; amounts decimal text in the smallest unit; names ignore ASCII case.

CREATE TABLE settings (
    key     TEXT PRIMARY KEY,
    value   TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;

CREATE TABLE networks (
    name     TEXT PRIMARY KEY COLLATE NOCASE,
    chain_id INTEGER NOT NULL CHECK (chain_id > 0),
    rpc_url  TEXT,
    explorer TEXT,
    currency TEXT NOT NULL,
    created  INTEGER NOT NULL
) STRICT;

CREATE TABLE accounts (
    identity BLOB NOT NULL CHECK (length(identity) = 4),
    idx      INTEGER NOT NULL CHECK (idx BETWEEN 0 AND 2147483647),
    address  BLOB NOT NULL UNIQUE CHECK (length(address) = 20),
    label    TEXT NOT NULL,
    created  INTEGER NOT NULL,
    PRIMARY KEY (identity, idx)
) STRICT;

CREATE TABLE contacts (
    name    TEXT PRIMARY KEY COLLATE NOCASE,
    address BLOB NOT NULL CHECK (length(address) = 20),
    note    TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;

CREATE INDEX contacts_address ON contacts (address);

CREATE TABLE history (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    time         INTEGER NOT NULL,
    changed      INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    status       TEXT NOT NULL,
    network      TEXT,
    chain_id     INTEGER,
    account      BLOB CHECK (length(account) = 20),
    counterparty BLOB CHECK (length(counterparty) = 20),
    value        TEXT,
    tx_hash      BLOB CHECK (length(tx_hash) = 32),
    detail       TEXT NOT NULL
) STRICT;

CREATE INDEX history_time ON history (time);
CREATE INDEX history_account ON history (account);
CREATE INDEX history_tx_hash ON history (tx_hash);

CREATE TABLE consents (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    time         INTEGER NOT NULL,
    subject      TEXT NOT NULL,
    text_version TEXT NOT NULL,
    decision     TEXT NOT NULL
) STRICT;
