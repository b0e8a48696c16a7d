//! When is a call repeated, and after how long? Pure decisions over what came back.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode, header};

/// How long to wait for GitHub, all in all. A job is paid by the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For one attempt, from the request to the last byte of the answer.
    pub attempt: Duration,
    /// For all pauses of one call together.
    pub pauses: Duration,
    /// The first pause after a fault; each further one is twice as long.
    pub first_pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Patience { attempt: Duration::from_secs(20), pauses: Duration::from_secs(90), first_pause: Duration::from_secs(1) }
    }
}

/// May a call be sent again when nobody knows whether it was carried out?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Twice is once: reading, replacing, deleting.
    Freely,
    /// Twice is two: creating.
    OnlyIfRefused,
}

/// What an answer without success means for the next step.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Not carried out, too many calls; GitHub may say how long to wait.
    RateLimited(Option<Duration>),
    /// The server failed; whether it carried the call out is not known.
    Server,
    /// Refused for good.
    Refused,
}

/// Reads an answer that is no success. `message` is its `message` field.
pub(crate) fn fault(status: StatusCode, headers: &HeaderMap, message: &str) -> Fault {
    let is_limit = status == StatusCode::TOO_MANY_REQUESTS
        || status == StatusCode::FORBIDDEN
            && (headers.contains_key(header::RETRY_AFTER)
                || text(headers, "x-ratelimit-remaining") == Some("0")
                || message.to_ascii_lowercase().contains("rate limit"));
    match status {
        _ if is_limit => Fault::RateLimited(asked_pause(headers)),
        _ if status.is_server_error() => Fault::Server,
        _ => Fault::Refused,
    }
}

/// The pause that GitHub asks for: `retry-after` in seconds, else until `x-ratelimit-reset`, counted from the answer's own `date`, since
/// this machine's clock may be wrong. A secondary limit without either asks for a minute.
fn asked_pause(headers: &HeaderMap) -> Option<Duration> {
    if let Some(seconds) = text(headers, "retry-after").and_then(|text| text.parse().ok()) {
        return Some(Duration::from_secs(seconds));
    }
    if text(headers, "x-ratelimit-remaining") != Some("0") {
        return Some(Duration::from_secs(60));
    }
    let reset = SystemTime::UNIX_EPOCH + Duration::from_secs(text(headers, "x-ratelimit-reset")?.parse().ok()?);
    let now = httpdate::parse_http_date(text(headers, "date")?).ok()?;
    Some(reset.duration_since(now).unwrap_or_default() + Duration::from_secs(1))
}

/// The pause before repetition number `attempt`, from 1: doubling, and no less than GitHub asked for. `chance`, below 1000, spreads
/// those who were turned away at the same moment.
pub(crate) fn pause(asked: Option<Duration>, attempt: u32, patience: &Patience, chance: u32) -> Duration {
    let doubling = patience.first_pause.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
    asked.unwrap_or_default().max(doubling) + patience.first_pause * (chance % 1000) / 2000
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(list: &[(&'static str, &'static str)]) -> HeaderMap {
        list.iter().map(|&(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn tells_limits_from_refusals() {
        let check = |status: u16, list: &[(&'static str, &'static str)], message: &str, expected: Fault| {
            assert_eq!(fault(StatusCode::from_u16(status).unwrap(), &headers(list), message), expected);
        };
        let seconds = |n| Fault::RateLimited(Some(Duration::from_secs(n)));
        check(429, &[("retry-after", "7")], "", seconds(7));
        check(403, &[("retry-after", "7")], "You have exceeded a secondary rate limit", seconds(7));
        check(403, &[], "You have exceeded a secondary rate limit", seconds(60));
        let date = ("date", "Sat, 21 Nov 2026 10:00:00 GMT");
        check(403, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1795255230"), date], "", seconds(31));
        check(403, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1795255000"), date], "", seconds(1));
        check(403, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "soon")], "", Fault::RateLimited(None));
        check(403, &[("x-ratelimit-remaining", "4999")], "Resource not accessible by integration", Fault::Refused);
        check(502, &[], "", Fault::Server);
        check(422, &[], "Body is too long", Fault::Refused);
    }

    #[test]
    fn pauses_double_and_spread() {
        let patience = Patience::default();
        let check = |asked, attempt, chance, millis| {
            assert_eq!(pause(asked, attempt, &patience, chance), Duration::from_millis(millis));
        };
        check(None, 1, 0, 1000);
        check(None, 3, 0, 4000);
        check(None, 1, 998, 1499);
        check(Some(Duration::from_secs(7)), 1, 500, 7250);
        assert!(pause(None, u32::MAX, &patience, 0) > Duration::from_secs(1 << 31));
    }
}
