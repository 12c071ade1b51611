//! What time it is, from two sources that cannot both be moved back.

use std::sync::OnceLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The keeper's two clocks.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// Seconds since 1970: goes on while the device sleeps, and may be set.
    pub wall: fn() -> u64,
    /// Seconds since some moment: cannot be set, and may stand while the device
    /// sleeps.
    pub steady: fn() -> u64,
}

impl Clock {
    /// The system's.
    pub const SYSTEM: Self = Self {
        wall: unix_time,
        steady: uptime,
    };

    /// Both now.
    #[must_use]
    pub fn now(&self) -> Moment {
        Moment {
            wall: (self.wall)(),
            steady: (self.steady)(),
        }
    }
}

/// Both clocks at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    wall: u64,
    steady: u64,
}

impl Moment {
    /// Seconds from then to `now`, by the clock that says more. A wall clock
    /// that is behind its former self was set back and cannot be trusted: no
    /// time is long enough then.
    #[must_use]
    pub fn seconds_to(self, now: Self) -> u64 {
        match now.wall.checked_sub(self.wall) {
            Some(wall) => wall.max(now.steady.saturating_sub(self.steady)),
            None => u64::MAX,
        }
    }
}

/// Seconds since 1970-01-01 UTC; 0 on a clock before that.
#[must_use]
pub fn unix_time() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| d.as_secs())
}

/// Seconds since this process first asked.
fn uptime() -> u64 {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_that_says_more_counts_and_one_set_back_is_not_believed() {
        let at = |wall, steady| Moment { wall, steady };
        let then = at(1_000, 50);
        assert_eq!(then.seconds_to(at(1_010, 60)), 10);
        assert_eq!(then.seconds_to(at(1_010, 50)), 10, "asleep");
        assert_eq!(then.seconds_to(at(1_001, 90)), 40, "set back a little");
        assert_eq!(then.seconds_to(at(999, 51)), u64::MAX);
    }
}
