//! How long to wait before the next try?

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher, Hasher},
    time::Duration,
};

/// Growing pauses with jitter, so that those who wait for the same thing do not ask at the same moment.
#[derive(Debug, Clone)]
pub struct Backoff {
    next: Duration,
    longest: Duration,
}

impl Backoff {
    /// The first pause, and the one that later pauses do not exceed.
    pub fn new(first: Duration, longest: Duration) -> Self {
        Backoff { next: first.min(longest), longest }
    }

    /// The next pause: between half and all of a span that doubles each time.
    pub fn pause(&mut self) -> Duration {
        let span = self.next;
        self.next = span.saturating_mul(2).min(self.longest);
        // Each hasher of the standard library is seeded at random, and no more than that is needed.
        let random = RandomState::new().build_hasher().finish();
        span / 2 + (span / 2).mul_f64((random >> 11) as f64 / (1_u64 << 53) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_limit_and_differ() {
        let (first, longest) = (Duration::from_millis(50), Duration::from_secs(1));
        let series = || {
            let mut backoff = Backoff::new(first, longest);
            (0..8).map(|_| backoff.pause()).collect::<Vec<_>>()
        };
        let one = series();
        for (index, pause) in one.iter().enumerate() {
            let span = (first * 2_u32.pow(u32::try_from(index).expect("a small number"))).min(longest);
            assert!(*pause >= span / 2 && *pause <= span, "{index}: {pause:?} of {span:?}");
        }
        assert_ne!(one, series());
    }
}
