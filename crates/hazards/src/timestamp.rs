//! Which moment do fourteen digits name?

/// The seconds since the year 0 that `YYYYMMDDHHMMSS` names, in UTC. `None`: it is no date and time.
pub(crate) fn seconds(digits: &str) -> Option<i64> {
    if digits.len() != 14 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
    let (hour, minute, second) = (number(8, 10)?, number(10, 12)?, number(12, 14)?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before = usize::try_from(month - 1).ok().filter(|before| *before < lengths.len())?;
    let length = *lengths.get(before)?;
    let exists = year >= 1970 && (1..=length).contains(&day) && hour < 24 && minute < 60 && second < 60;
    let leaps = |year: i64| year / 4 - year / 100 + year / 400;
    let days = year * 365 + leaps(year - 1) + lengths.iter().take(before).sum::<i64>() + day;
    exists.then_some(((days * 24 + hour) * 60 + minute) * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn moments_follow_each_other() {
        let day = 24 * 60 * 60;
        for (one, next) in [
            ("20240228120000", "20240229120000"),
            ("20240229000000", "20240301000000"),
            ("20231231235959", "20240101235959"),
            ("20000228000000", "20000229000000"),
            ("20241231000000", "20250101000000"),
        ] {
            assert_eq!(seconds(next).zip(seconds(one)).map(|(next, one)| next - one), Some(day), "{one}");
        }
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "2024",
            "20241301000000",
            "20240001000000",
            "20240230000000",
            "20230229000000",
            "20240101240000",
            "20240101006000",
            "00000000000000",
            "2024010100000x",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
