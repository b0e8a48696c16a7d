//! What time is it, and how is a time written? The only place that asks.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Now, in UTC, as fourteen digits.
pub(crate) fn now() -> String {
    digits(seconds())
}

/// The moment after this one by so much, in UTC: `2026-03-14T09:26:53Z`.
pub(crate) fn after(duration: Duration) -> String {
    moment(Duration::from_secs(seconds()).saturating_add(duration))
}

/// A moment of somebody's clock, by the time since 1970 began, in UTC: `2026-03-14T09:26:53Z`. Text order is time order.
pub fn moment(since: Duration) -> String {
    let digits = digits(since.as_secs().min(LAST));
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!("{}-{}-{}T{}:{}:{}Z", part(0, 4), part(4, 6), part(6, 8), part(8, 10), part(10, 12), part(12, 14))
}

/// The last second of the year 9999, the last that has fourteen digits.
const LAST: u64 = 253_402_300_799;

fn seconds() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "`cli` asks the clock")]
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    since.as_secs()
}

/// Seconds since 1970 as `20260314092653`. Days are counted in eras of 400 years that begin on a first of March, so that the leap day is
/// the last of its year.
fn digits(seconds: u64) -> String {
    let (days, time) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}{month:02}{day:02}{:02}{:02}{:02}", time / 3_600, time / 60 % 60, time % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_the_digits_of_a_calendar() {
        for (seconds, expected) in [
            (0, "19700101000000"),
            (951_782_400, "20000229000000"),
            (951_868_800, "20000301000000"),
            (1_709_164_799, "20240228235959"),
            (1_709_164_800, "20240229000000"),
            (1_735_689_599, "20241231235959"),
            (4_107_542_400, "21000301000000"),
        ] {
            assert_eq!(digits(seconds), expected);
        }
        assert!(now().len() == 14 && now() > digits(1_709_164_800));
        let (soon, never) = (after(Duration::from_secs(1)), after(Duration::MAX));
        assert!(soon.len() == 20 && soon > after(Duration::ZERO) && soon.replace(['-', ':', 'T', 'Z'], "") > now());
        assert_eq!(never, "9999-12-31T23:59:59Z");
        assert_eq!(moment(Duration::from_secs(951_782_400)), "2000-02-29T00:00:00Z");
    }
}
