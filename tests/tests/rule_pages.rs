//! The pages of the rules that only a server can raise: their examples, run by `validate`.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

use migration_gate_tests::{Outcome, Project, root};

const RULES: [&str; 2] = ["dropped-unseen", "dropped-by-cascade"];

/// The fenced blocks of a page that are of this sort.
fn blocks(page: &str, sort: &str) -> Vec<String> {
    let opening = format!("```sql {sort}\n");
    page.split(&opening).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

/// How often the rule has a finding when the script runs after the page's setup.
fn findings(rule: &str, setup: &str, script: &str) -> usize {
    let project = Project::new();
    project.configure("");
    project.base_migration("20260101000000_setup", setup);
    project.migration("20260201000000_example", script);
    let ended = project.validate().run();
    let outcome = Outcome::of(&ended);
    assert_eq!(outcome.outcome_of("20260201000000_example"), Some("applied"), "{:#}", outcome.json());
    outcome.rules().iter().filter(|found| **found == rule).count()
}

#[test]
fn unsafe_examples_are_found_and_safer_ones_are_not() {
    for rule in RULES {
        let page = std::fs::read_to_string(root().join(format!("docs/rules/{rule}.md"))).unwrap();
        let setup = blocks(&page, "setup").concat();
        let (harmful, safer) = (blocks(&page, "unsafe"), blocks(&page, "safer"));
        assert!(!harmful.is_empty() && !safer.is_empty(), "`{rule}` has examples of both sorts");
        for script in harmful {
            assert_eq!(findings(rule, &setup, &script), 1, "{rule}:\n{script}");
        }
        for script in safer {
            assert_eq!(findings(rule, &setup, &script), 0, "{rule}:\n{script}");
        }
    }
}
