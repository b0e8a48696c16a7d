//! How does a message name several things?

use std::fmt::Display;

/// More names than this are counted.
const NAMED: usize = 5;

/// `` `a`, `b` and 3 more ``; `None` for nothing.
pub(super) fn list<T: Display>(names: impl IntoIterator<Item = T>) -> Option<String> {
    let mut names = names.into_iter();
    let shown: Vec<String> = names.by_ref().take(NAMED).map(|name| format!("`{name}`")).collect();
    let (last, first) = shown.split_last()?;
    Some(match (names.count(), first) {
        (0, []) => last.clone(),
        (0, first) => format!("{} and {last}", first.join(", ")),
        (more, _) => format!("{} and {more} more", shown.join(", ")),
    })
}
