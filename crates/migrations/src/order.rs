//! In what order do migrations run?

use std::{cmp::Ordering, fmt, str::FromStr};

use crate::{english, name::MigrationName};

/// How names are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// As Prisma 6.6 and later: `localeCompare` of JavaScript in en-US. Blanks and punctuation (`_` first) come before
    /// digits, digits before letters, `a` before `A` before `b`.
    #[default]
    Locale,
    /// As Prisma before 6.6: by bytes.
    Bytes,
}

/// Two neighbours that the other order would swap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// Runs first in the order in force.
    pub first: MigrationName,
    /// Runs right after it; the other order puts it before.
    pub second: MigrationName,
}

/// A word that names no order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown order `{0}` (one of: locale, bytes)")]
pub struct UnknownOrder(String);

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Order::Locale => "locale",
            Order::Bytes => "bytes",
        })
    }
}

impl FromStr for Order {
    type Err = UnknownOrder;

    fn from_str(text: &str) -> Result<Self, UnknownOrder> {
        match text {
            "locale" => Ok(Order::Locale),
            "bytes" => Ok(Order::Bytes),
            other => Err(UnknownOrder(other.to_owned())),
        }
    }
}

impl Order {
    /// The other one.
    fn other(self) -> Self {
        match self {
            Order::Locale => Order::Bytes,
            Order::Bytes => Order::Locale,
        }
    }

    /// A function that compares names in this order. Names that collate as equal (two spellings of `é`) go by bytes,
    /// so that the order never depends on the file system.
    pub(crate) fn comparer(self) -> impl Fn(&str, &str) -> Ordering {
        let collator = (self == Order::Locale).then(english::collator);
        let compare = move |a: &str, b: &str| match &collator {
            Some(collator) => collator.as_borrowed().compare(a, b),
            None => Ordering::Equal,
        };
        move |a, b| compare(a, b).then_with(|| a.cmp(b))
    }

    /// The first neighbours among names sorted in this order that the other order would swap; `None` when both agree.
    pub(crate) fn disagreement<'a>(self, sorted: impl Iterator<Item = &'a MigrationName> + Clone) -> Option<Disagreement> {
        let other = self.other().comparer();
        sorted
            .clone()
            .zip(sorted.skip(1))
            .find(|(first, second)| other(first.as_str(), second.as_str()) == Ordering::Greater)
            .map(|(first, second)| Disagreement { first: first.clone(), second: second.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made with Node.js 20: `names.sort((a, b) => a.localeCompare(b, 'en-US'))`.
    const SORTED_BY_NODE: &str = include_str!("../tests/locale_order.json");

    fn names(texts: &[&str]) -> Vec<MigrationName> {
        texts.iter().map(|text| MigrationName::parse(text.as_bytes()).unwrap()).collect()
    }

    #[test]
    fn locale_order_is_that_of_javascript() {
        let sorted: Vec<String> = serde_json::from_str(SORTED_BY_NODE).unwrap();
        let compare = Order::Locale.comparer();
        for (index, a) in sorted.iter().enumerate() {
            for b in &sorted[index + 1..] {
                assert_eq!(compare(a, b), Ordering::Less, "{a:?} {b:?}");
                assert_eq!(compare(b, a), Ordering::Greater, "{b:?} {a:?}");
            }
        }
    }

    #[test]
    fn the_first_pair_on_which_the_orders_disagree_is_named() {
        let disagreement = Order::Locale.disagreement(names(&["1_init", "10_next", "2_x"]).iter()).unwrap();
        assert_eq!((disagreement.first.as_str(), disagreement.second.as_str()), ("1_init", "10_next"));
        let disagreement = Order::Bytes.disagreement(names(&["10_next", "1_init", "2_x"]).iter()).unwrap();
        assert_eq!((disagreement.first.as_str(), disagreement.second.as_str()), ("10_next", "1_init"));
        assert_eq!(Order::Locale.disagreement(names(&["20240101000000_a", "20240102000000_b"]).iter()), None);
    }
}
