-- Format 2: tokens that the user wants to see, and addresses that are watched
-- without a key.

CREATE TABLE tokens (
    network  TEXT NOT NULL COLLATE NOCASE,
    contract BLOB NOT NULL CHECK (length(contract) = 20),
    kind     TEXT NOT NULL,
    name     TEXT NOT NULL,
    symbol   TEXT NOT NULL,
    decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 77),
    created  INTEGER NOT NULL,
    PRIMARY KEY (network, contract)
) STRICT;

CREATE TABLE watched (
    address BLOB PRIMARY KEY CHECK (length(address) = 20),
    label   TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;
