//! The examples on the rules' pages run on real servers, on all major versions, and do what the scan claims; what fails, the page says.

use migration_gate_tests::{Bench, Start, each, false_claims, scan_after};

#[test]
fn examples_do_what_is_said_of_them() {
    each(test_postgres::majors().to_vec(), |major| format!("PostgreSQL {major}"), |major| check(*major));
}

fn check(major: u32) {
    let faults = pages_faults(&mut Bench::new(major));
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn pages_faults(bench: &mut Bench) -> Vec<String> {
    let mut faults = Vec::new();
    for rule in hazards::rules() {
        let setup = examples(rule.page, "setup").concat();
        let scripts = ["unsafe", "safer"]
            .into_iter()
            .flat_map(|mark| examples(rule.page, mark).into_iter().map(move |script| (mark, script)));
        for (mark, script) in scripts {
            let name = format!("page {} {mark}", rule.id);
            let mut measured = bench.measure(Start::Empty, &setup, &script, false);
            if measured.failure.as_ref().is_some_and(|(_, code)| code == NOT_IN_A_TRANSACTION) {
                measured = bench.measure(Start::Empty, &setup, &script, true);
            }
            if let Some((_, code)) = measured.failure.as_ref().filter(|(_, code)| !says_that_it_fails(rule.page, code)) {
                faults.push(format!("{name}: fails with `{code}`:\n{script}"));
            }
            let claims = false_claims(&name, scan_after("", None), &setup, &script, &measured);
            faults.extend(claims.into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    faults
}

/// Whether the page says that an example fails: by the server's code, or in words.
fn says_that_it_fails(page: &str, code: &str) -> bool {
    page.contains(&format!("`{code}`")) || page.contains("example fails")
}

const NOT_IN_A_TRANSACTION: &str = "25001";

/// The fenced examples of a page that are marked so.
fn examples(page: &str, mark: &str) -> Vec<String> {
    let opening = format!("```sql {mark}\n");
    page.split(&opening).skip(1).filter_map(|rest| rest.split("```").next()).map(str::to_owned).collect()
}
