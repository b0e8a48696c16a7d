//! Every rule is explained on its page.

use migrations::Rule;

#[test]
fn the_page_explains_every_rule_and_no_other() {
    let page = include_str!("../../../docs/input-rules.md");
    let ids: Vec<_> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    let headings: Vec<_> = page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    assert_eq!(headings, ids);
    let rows: Vec<_> = page.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    assert_eq!(rows, ids);
}
