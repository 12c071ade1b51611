//! The wallet's use cases, without any screen.
