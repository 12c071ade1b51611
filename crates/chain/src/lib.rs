//! Networks, transfers, fees, receipts and the devnet, over alloy.
