//! What did a test binary say of its tests?
//!
//! Besides passing or failing a test may print lines of its own: `figure: ` with what it measured, `counted: TRIALS AMBIGUOUS` for the sums, and
//! `not tried: ` with the reason why it could not do here what it is for.

use std::collections::BTreeMap;

/// What one test came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// Its name, with its modules.
    pub(super) test: String,
    pub(super) passed: bool,
    pub(super) figures: Vec<String>,
    /// Trials, and those of them of which nobody can tell what became.
    pub(super) counts: Vec<(u32, u32)>,
    /// Why it was not tried.
    pub(super) not_tried: Option<String>,
}

impl Said {
    /// The row that is in its name.
    pub(super) fn row(&self) -> Option<u32> {
        self.test.rsplit("::").next()?.strip_prefix("row_")?.split('_').next()?.parse().ok()
    }
}

/// Reads the output of `--show-output --format=pretty`: a line for each test, then a block of what each one printed.
pub(super) fn read(said: &str) -> Vec<Said> {
    let mut tests: BTreeMap<String, Said> = BTreeMap::new();
    let outcome = |line: &str| {
        let (name, outcome) = line.strip_prefix("test ")?.rsplit_once(" ... ")?;
        Some((name.to_owned(), outcome == "ok"))
    };
    for (test, passed) in said.lines().filter_map(outcome) {
        let (figures, counts) = (Vec::new(), Vec::new());
        tests.insert(test.clone(), Said { test, passed, figures, counts, not_tried: None });
    }
    let mut speaker = None;
    for line in said.lines() {
        if let Some(name) = line.strip_prefix("---- ").and_then(|rest| rest.strip_suffix(" stdout ----")) {
            speaker = Some(name.to_owned());
        }
        let Some(test) = speaker.as_ref().and_then(|name| tests.get_mut(name)) else { continue };
        if let Some(figure) = line.strip_prefix("figure: ") {
            test.figures.push(figure.to_owned());
        } else if let Some(why) = line.strip_prefix("not tried: ") {
            test.not_tried = Some(why.to_owned());
        } else if let Some(counted) = line.strip_prefix("counted: ") {
            let numbers = counted.split_once(' ').and_then(|(all, of)| Some((all.parse().ok()?, of.parse().ok()?)));
            test.counts.extend(numbers);
        }
    }
    tests.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_is_known_by_its_line_and_by_what_it_printed() {
        let said = read(
            "running 2 tests\ntest a::row_7_x ... ok\ntest b ... FAILED\n\nsuccesses:\n\n---- a::row_7_x stdout ----\nfigure: 3 of 4\n\
             counted: 4 1\nnot tried: no right\n\nfailures:\n\n---- b stdout ----\npanicked\n\ntest result: FAILED. 1 passed; 1 failed\n",
        );
        assert_eq!((said.len(), said[0].row(), said[1].row()), (2, Some(7), None));
        assert!(said[0].passed && !said[1].passed);
        assert_eq!((&said[0].figures[..], &said[0].counts[..]), (&["3 of 4".to_owned()][..], &[(4, 1)][..]));
        assert_eq!((said[0].not_tried.as_deref(), &said[1].not_tried), (Some("no right"), &None));
    }
}
