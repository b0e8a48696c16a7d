//! How a value of a table is written for people.

use std::time::Duration;

use crate::{Cell, render::duration};

/// The units of sizes, each a thousand and twenty-four of the one before.
const UNITS: [&str; 6] = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"];

/// The cell's text, unescaped; empty for nothing.
pub(super) fn in_words(cell: &Cell) -> String {
    match cell {
        Cell::Nothing => String::new(),
        Cell::Text(text) | Cell::Name(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Bytes(bytes) => size(*bytes),
        Cell::Age(age) => age_in_words(*age),
    }
}

/// Three digits or so, with their unit: `12 KiB`, `3.4 GiB`.
fn size(bytes: u64) -> String {
    let mut unit = 0;
    let mut divisor = 1_u64;
    while unit + 1 < UNITS.len() && bytes / divisor >= 1024 {
        unit += 1;
        divisor *= 1024;
    }
    let whole = bytes / divisor;
    // The remainder is less than the divisor, which is at most 2^50: ten times that does not overflow.
    let tenth = bytes % divisor * 10 / divisor;
    if unit == 0 || whole >= 10 { format!("{whole} {}", UNITS[unit]) } else { format!("{whole}.{tenth} {}", UNITS[unit]) }
}

/// What is shorter than an hour as durations are; then hours, then days.
fn age_in_words(age: Duration) -> String {
    let minutes = age.as_secs() / 60;
    match minutes {
        0..60 => duration::in_words(age),
        60..2_880 => format!("{} h {} min", minutes / 60, minutes % 60),
        _ => format!("{} days", minutes / 1_440),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_ages_have_the_unit_that_reads_well() {
        let check = |cell, words: &str| assert_eq!(in_words(&cell), words);
        check(Cell::Bytes(0), "0 bytes");
        check(Cell::Bytes(1023), "1023 bytes");
        check(Cell::Bytes(1536), "1.5 KiB");
        check(Cell::Bytes(10 << 30), "10 GiB");
        check(Cell::Bytes(u64::MAX), "16384 PiB".replace("16384", &(u64::MAX >> 50).to_string()).as_str());
        check(Cell::Age(Duration::from_secs(59)), "59.0 s");
        check(Cell::Age(Duration::from_secs(5_000)), "1 h 23 min");
        check(Cell::Age(Duration::from_secs(864_000)), "10 days");
        check(Cell::Nothing, "");
        check(Cell::Number(-3), "-3");
    }
}
