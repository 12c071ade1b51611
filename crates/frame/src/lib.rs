//! One camera picture in zeroised memory.
