//! How many attempts are free, and how long to wait after that.
//!
//! A local keeper limits the person at the keyboard, not a thief with a copy of
//! the file (`SECURITY.md`), so a lockout always ends: it costs the owner
//! patience, never the key.

/// Attempts that need no waiting.
pub const FREE_ATTEMPTS: u32 = 5;
const FIRST_DELAY_S: u64 = 30;
const LONGEST_DELAY_S: u64 = 3600;

/// Seconds to wait after `failures` attempts in a row without success:
/// none below five, then 30 s, doubling up to one hour.
#[must_use]
pub fn delay_after(failures: u32) -> u64 {
    match failures.checked_sub(FREE_ATTEMPTS) {
        None => 0,
        Some(more) => FIRST_DELAY_S
            .checked_shl(more.min(16))
            .map_or(LONGEST_DELAY_S, |d| d.min(LONGEST_DELAY_S)),
    }
}

/// Seconds still to wait at `now`, given the last counted attempt.
///
/// A clock that was set back cannot lengthen the wait beyond the delay itself.
#[must_use]
pub fn wait_left(failures: u32, last_attempt: u64, now: u64) -> u64 {
    let delay = delay_after(failures);
    let passed = now.saturating_sub(last_attempt);
    delay.saturating_sub(passed).min(delay)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_attempts_are_free_and_then_delays_grow_to_an_hour() {
        let delays: Vec<u64> = (0..16).map(delay_after).collect();
        assert_eq!(&delays[..8], &[0, 0, 0, 0, 0, 30, 60, 120]);
        assert_eq!(delays[15], 3600);
        assert!(delays.windows(2).all(|w| w[0] <= w[1]));
        assert_eq!(delay_after(u32::MAX), 3600);
    }

    #[test]
    fn a_lockout_ends_even_when_the_clock_was_set_back() {
        assert_eq!(wait_left(6, 1_000, 1_000), 60);
        assert_eq!(wait_left(6, 1_000, 1_059), 1);
        assert_eq!(wait_left(6, 1_000, 1_060), 0);
        assert_eq!(
            wait_left(6, 9_000_000, 1_000),
            60,
            "never longer than the delay itself"
        );
        assert_eq!(wait_left(4, 1_000, 1_000), 0);
    }
}
