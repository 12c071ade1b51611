//! The keeper of the helper share: record, attempts, policy, kit, and its process.
