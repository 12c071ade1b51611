//! The wallet's database: networks, accounts, history, consent. Never a share.
