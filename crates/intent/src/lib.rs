//! What may be signed: unsigned transactions, typed data and messages, decoded and hashed.
