//! How long, and how much? Numbers with their unit.

use std::time::Duration;

const TIMES: [(&str, u64); 4] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)];
const SIZES: [(&str, u64); 6] =
    [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000)];

/// Reads `60s`, `500ms`, `5m`, `1h`; more than nothing.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    parse(text, &TIMES)
        .map(Duration::from_millis)
        .ok_or_else(|| "must be a number above zero with `ms`, `s`, `m` or `h`, as in \"60s\"".to_owned())
}

/// Reads `1GiB`, `500MB`; more than nothing.
pub(crate) fn parse_bytes(text: &str) -> Result<u64, String> {
    parse(text, &SIZES)
        .ok_or_else(|| "must be a number above zero with `KiB`, `MiB`, `GiB`, `KB`, `MB` or `GB`, as in \"1GiB\"".to_owned())
}

fn parse(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let (_, factor) = units.iter().find(|(name, _)| *name == unit.trim_start())?;
    number.parse::<u64>().ok()?.checked_mul(*factor).filter(|value| *value > 0)
}

/// In the largest unit that needs no fraction.
pub(crate) fn show_duration(duration: Duration) -> String {
    let milliseconds = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    show(milliseconds, &TIMES, "ms")
}

/// In the largest unit that needs no fraction.
pub(crate) fn show_bytes(bytes: u64) -> String {
    show(bytes, &SIZES, "bytes")
}

fn show(value: u64, units: &[(&str, u64)], smallest: &str) -> String {
    let fitting = units.iter().filter(|(_, factor)| value.is_multiple_of(*factor)).max_by_key(|(_, factor)| *factor);
    fitting.map_or_else(|| format!("{value}{smallest}"), |(unit, factor)| format!("{}{unit}", value / factor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_need_a_unit_and_survive_being_shown() {
        for text in ["60s", "500ms", "90m", "2h"] {
            let duration = parse_duration(text).unwrap();
            assert_eq!(parse_duration(&show_duration(duration)), Ok(duration));
        }
        assert_eq!(parse_duration("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(show_duration(Duration::from_secs(60)), "1m");
        assert_eq!((parse_bytes("1GiB"), parse_bytes("500 MB")), (Ok(1 << 30), Ok(500_000_000)));
        assert_eq!(show_bytes(1 << 30), "1GiB");
        for text in ["", "60", "s", "-1s", "1.5s", "0s", "1 day", "99999999999999999999s", "9999999999999999999h"] {
            assert!(parse_duration(text).is_err(), "{text}");
        }
        assert!(parse_bytes("1gb").is_err() && parse_bytes("99999999999GiB").is_err());
    }
}
