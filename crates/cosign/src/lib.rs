//! Two-party ECDSA over additive shares: typed messages, no transport, no storage.
