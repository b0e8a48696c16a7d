//! Which of two of the server's moments came first, and by how much?

/// Seconds since 1970 of a moment as GitHub writes it, `2026-11-21T10:00:00Z`; `None` for any other form.
pub(super) fn seconds(moment: &str) -> Option<i64> {
    let number = |from: usize, to: usize| moment.get(from..to)?.parse::<u32>().ok().map(i64::from);
    let signs = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'Z')];
    let has_form = moment.len() == 20 && signs.iter().all(|(at, sign)| moment.as_bytes().get(*at) == Some(sign));
    if !has_form || moment.contains('+') {
        return None;
    }
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    // Years that begin in March have their leap day last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468;
    Some(days * 86_400 + number(11, 13)? * 3600 + number(14, 16)? * 60 + number(17, 19)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_the_calendar_does() {
        let check = |moment: &str, expected: Option<i64>| assert_eq!(seconds(moment), expected, "{moment}");
        check("1970-01-01T00:00:00Z", Some(0));
        check("2000-02-29T23:59:59Z", Some(951_868_799));
        check("2026-11-21T10:00:00Z", Some(1_795_255_200));
        check("2027-01-01T00:00:00Z", Some(1_798_761_600));
        for wrong in [
            "",
            "2026-11-21",
            "2026-11-21T10:00:00+01:00",
            "2026-11-21T10:00:00.5Z",
            "2026-11-21 10:00:00Z",
            "2026-+1-21T10:00:00Z",
        ] {
            check(wrong, None);
        }
    }
}
