//! When a mail that was put off is tried again.

use chrono::{DateTime, Duration, Utc};

/// The first pause; each further one is twice as long.
const FIRST: Duration = Duration::minutes(1);
/// The longest pause, so that mail leaves within the hour once a relay is back.
const LONGEST: Duration = Duration::hours(1);
/// For how long a mail is tried, from the moment when it was queued.
pub const TRIED_FOR: Duration = Duration::hours(48);

/// The time of the next try after `attempt` tries (counted from one); none when it would come more than 48 hours after
/// the mail was queued. `chance` lies between 0 and 1 and moves the time by up to a fifth either way, so that mails
/// that failed together do not come back together.
#[must_use]
pub fn next_try(
    attempt: u32,
    queued: DateTime<Utc>,
    now: DateTime<Utc>,
    chance: f64,
) -> Option<DateTime<Utc>> {
    let doublings = attempt.saturating_sub(1).min(20);
    let pause = (FIRST * 2_i32.pow(doublings)).min(LONGEST);
    let spread = 0.8 + 0.4 * chance.clamp(0.0, 1.0);
    // Exact to the millisecond is more than enough.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
    let pause = Duration::milliseconds((pause.num_milliseconds() as f64 * spread) as i64);
    let next = now + pause;
    (next <= queued + TRIED_FOR).then_some(next)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn pauses_double_up_to_an_hour() {
        let now = at("2027-03-01T08:00:00Z");
        let minutes: Vec<i64> = (1..=9)
            .map(|n| (next_try(n, now, now, 0.5).unwrap() - now).num_minutes())
            .collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(
            (next_try(u32::MAX, now, now, 0.5).unwrap() - now).num_minutes(),
            60
        );
    }

    #[test]
    fn chance_moves_a_pause_by_a_fifth_at_the_most() {
        let now = at("2027-03-01T08:00:00Z");
        for n in 1..=10 {
            let plain = (next_try(n, now, now, 0.5).unwrap() - now).num_seconds() as f64;
            for chance in [-3.0, 0.0, 0.3, 1.0, 7.0] {
                let pause = (next_try(n, now, now, chance).unwrap() - now).num_seconds() as f64;
                assert!((pause / plain - 1.0).abs() < 0.21, "{n} {chance}");
            }
        }
    }

    #[test]
    fn a_mail_is_tried_for_48_hours_and_then_given_up() {
        let queued = at("2027-03-01T08:00:00Z");
        let (mut now, mut tries) = (queued, 0_u32);
        while let Some(next) = next_try(tries + 1, queued, now, 1.0) {
            assert!(next > now);
            now = next;
            tries += 1;
        }
        let tried_for = now - queued;
        assert!(
            tried_for > Duration::hours(46) && tried_for <= TRIED_FOR,
            "{tried_for}"
        );
        assert!((40..60).contains(&tries), "{tries}");
    }
}
