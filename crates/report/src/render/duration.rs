//! How long something took, in words.

use std::time::Duration;

/// Three digits or less, with their unit: `0.4 ms`, `12 ms`, `1.2 s`, `3 min 5 s`.
pub(super) fn in_words(duration: Duration) -> String {
    let micros = duration.as_micros();
    match micros {
        0..10_000 => format!("{}.{} ms", micros / 1000, micros % 1000 / 100),
        10_000..1_000_000 => format!("{} ms", micros / 1000),
        1_000_000..60_000_000 => format!("{}.{} s", micros / 1_000_000, micros % 1_000_000 / 100_000),
        _ => format!("{} min {} s", micros / 60_000_000, micros % 60_000_000 / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picks_the_unit_that_reads_well() {
        let check = |micros, words: &str| assert_eq!(in_words(Duration::from_micros(micros)), words);
        check(0, "0.0 ms");
        check(420, "0.4 ms");
        check(12_900, "12 ms");
        check(1_250_000, "1.2 s");
        check(185_000_000, "3 min 5 s");
    }
}
