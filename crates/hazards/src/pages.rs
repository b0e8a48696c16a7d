//! What does the documentation of the rules look like?

use std::fmt::Write as _;

use crate::rules;

/// The pages of the rules for `docs/rules`: file name and content, the index first.
pub fn pages() -> Vec<(String, String)> {
    let mut index = "# Rules\n\nGenerated from `crates/hazards/src/rules`; `UPDATE_DOCS=1 cargo test -p hazards` writes these files anew.\n\n\
                     | rule | severity | raised by | what it is about |\n|---|---|---|---|\n"
        .to_owned();
    for rule in rules() {
        let raised_by = if rule.is_static() { "the scan" } else { "a server's evidence" };
        // Writing to a string cannot fail.
        let _ = writeln!(index, "| [`{id}`]({id}.md) | {} | {raised_by} | {} |", rule.severity, rule.summary, id = rule.id);
    }
    let page = |rule: &&crate::Rule| {
        let (title, rest) = rule.page.split_once('\n').unwrap_or((rule.page, ""));
        (format!("{}.md", rule.id), format!("{title}\n\n*{}.* Default severity: **{}**.\n{rest}", rule.summary, rule.severity))
    };
    std::iter::once(("README.md".to_owned(), index)).chain(rules().iter().map(page)).collect()
}
