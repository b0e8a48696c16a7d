//! Who waits for whom? Decided on values: sessions and the sessions that each of them waits for become a drawing.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// A session that waits, or that others wait for. Texts are untrusted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Waiter {
    /// For which server processes it waits; 0 is a prepared transaction. Empty: for nobody.
    pub(crate) blockers: BTreeSet<i32>,
    /// Its `application_name`.
    pub(crate) application: Option<String>,
    /// Its role.
    pub(crate) user: Option<String>,
    /// What it is doing.
    pub(crate) state: Option<String>,
    /// The command that it runs or ran last, by name.
    pub(crate) query_class: Option<String>,
    /// How old its transaction is.
    pub(crate) transaction: Option<Duration>,
    /// The lock mode that it waits for, and of what.
    pub(crate) wanted: Option<(String, String)>,
}

/// The lines of a forest: those who wait for nobody on the left, below each whoever waits for it. A session that waits for several stands
/// below each of them, and only once with those who wait for it in turn.
pub(crate) fn draw(waiters: &BTreeMap<i32, Waiter>) -> Vec<String> {
    let mut behind: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
    for (pid, waiter) in waiters {
        for blocker in &waiter.blockers {
            behind.entry(*blocker).or_default().push(*pid);
        }
    }
    let free = |pid: &i32| waiters.get(pid).is_none_or(|waiter| waiter.blockers.is_empty());
    let mut drawing = Drawing { waiters, behind: &behind, drawn: BTreeSet::new(), lines: Vec::new() };
    for root in behind.keys().filter(|pid| free(pid)) {
        drawing.branch(*root, "", "");
    }
    // What is left waits in a circle: a deadlock that the server has not found yet.
    for pid in waiters.keys() {
        if !drawing.drawn.contains(pid) && behind.contains_key(pid) {
            drawing.branch(*pid, "", "");
        }
    }
    drawing.lines
}

struct Drawing<'a> {
    waiters: &'a BTreeMap<i32, Waiter>,
    behind: &'a BTreeMap<i32, Vec<i32>>,
    drawn: BTreeSet<i32>,
    lines: Vec<String>,
}

impl Drawing<'_> {
    fn branch(&mut self, pid: i32, first: &str, rest: &str) {
        let is_new = self.drawn.insert(pid);
        let behind = self.behind.get(&pid).map_or(&[][..], Vec::as_slice);
        let again = if is_new || behind.is_empty() { "" } else { " (see above)" };
        self.lines.push(format!("{first}{}{again}", self.in_words(pid)));
        if !is_new {
            return;
        }
        for (index, waiter) in behind.iter().enumerate() {
            let (branch, trunk) = if index + 1 == behind.len() { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            self.branch(*waiter, &format!("{rest}{branch}"), &format!("{rest}{trunk}"));
        }
    }

    fn in_words(&self, pid: i32) -> String {
        if pid == 0 {
            return "a prepared transaction".to_owned();
        }
        let Some(waiter) = self.waiters.get(&pid) else { return format!("pid {pid}") };
        let named = |word: &str, value: &Option<String>| {
            value.as_ref().filter(|value| !value.is_empty()).map(|value| format!("{word}{value}"))
        };
        let parts = [
            named("", &waiter.application),
            named("user ", &waiter.user),
            named("", &waiter.state),
            named("", &waiter.query_class),
            waiter.transaction.map(|age| format!("transaction for {} s", age.as_secs())),
        ];
        let mut words = format!("pid {pid}");
        for part in parts.into_iter().flatten() {
            words.push_str(&format!(", {part}"));
        }
        if let Some((mode, object)) = &waiter.wanted {
            words.push_str(&format!(" waits for {mode} on {object}"));
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(edges: &[(i32, &[i32])], expected: &[&str]) {
        let waiter = |(pid, blockers): &(i32, &[i32])| {
            (*pid, Waiter { blockers: blockers.iter().copied().collect(), ..Waiter::default() })
        };
        assert_eq!(draw(&edges.iter().map(waiter).collect()), expected, "{edges:?}");
    }

    #[test]
    fn those_who_wait_stand_below_those_they_wait_for() {
        check(&[], &[]);
        check(&[(1, &[]), (2, &[1])], &["pid 1", "└─ pid 2"]);
        check(&[(1, &[]), (2, &[1]), (3, &[2]), (4, &[1])], &["pid 1", "├─ pid 2", "│  └─ pid 3", "└─ pid 4"]);
        check(&[(2, &[0])], &["a prepared transaction", "└─ pid 2"]);
        check(&[(2, &[9])], &["pid 9", "└─ pid 2"]);
    }

    #[test]
    fn who_waits_for_several_is_told_whole_only_once() {
        let edges: &[(i32, &[i32])] = &[(1, &[]), (2, &[]), (3, &[1, 2]), (4, &[3])];
        check(edges, &["pid 1", "└─ pid 3", "   └─ pid 4", "pid 2", "└─ pid 3 (see above)"]);
    }

    #[test]
    fn a_circle_has_an_end() {
        check(&[(1, &[2]), (2, &[1])], &["pid 1", "└─ pid 2", "   └─ pid 1 (see above)"]);
        check(&[(1, &[1])], &["pid 1", "└─ pid 1 (see above)"]);
    }

    #[test]
    fn what_is_known_is_told() {
        let waiter = Waiter {
            blockers: BTreeSet::from([1]),
            application: Some("web".into()),
            state: Some("active".into()),
            query_class: Some("ALTER TABLE".into()),
            transaction: Some(Duration::from_secs(75)),
            wanted: Some(("AccessExclusiveLock".into(), "public.\"User\"".into())),
            ..Waiter::default()
        };
        let expected =
            "└─ pid 2, web, active, ALTER TABLE, transaction for 75 s waits for AccessExclusiveLock on public.\"User\"";
        assert_eq!(draw(&BTreeMap::from([(2, waiter)]))[1], expected);
    }
}
