//! The mien command.
