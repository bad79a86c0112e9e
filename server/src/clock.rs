//! The one place that reads the time. Everything else gets it as a value, in `Ctx` or as a job's `now`.

use chrono::{DateTime, Duration, Utc};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The clock: the machine's time, moved by an offset in a demonstration.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    offset_micros: Arc<AtomicI64>,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self::default()
    }

    /// What time it is here.
    pub fn now(&self) -> DateTime<Utc> {
        machine() + Duration::microseconds(self.offset_micros.load(Ordering::SeqCst))
    }

    /// Moves the clock so that it is `now` at this moment and goes on from there. For the demonstration and tests.
    pub fn set(&self, now: DateTime<Utc>) {
        // Finer than any time that is shown, so that a clock set to nine o'clock never says a minute to nine.
        let offset = (now - machine()).num_microseconds().unwrap_or(0);
        self.offset_micros.store(offset, Ordering::SeqCst);
    }
}

/// The machine's own time, for what has to do with the machine itself: durations in logs.
#[allow(clippy::disallowed_methods)]
fn machine() -> DateTime<Utc> {
    Utc::now()
}
