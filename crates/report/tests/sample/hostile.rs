//! The same report with one hostile text wherever untrusted text may stand, and the texts to put there.

use std::time::Duration;

use report::{
    Acknowledgement, Author, Block, Cell, Column, ErrorClass, FailOn, Finding, Migration, MigrationError, Origin, Outcome, Place,
    Position, Report, RuleId, SchemaChange, SchemaChangeKind, Section, Severity, Statements, Table, Target,
};

/// What attackers send: as NOTICE, error, identifier, path, migration name, comment in SQL.
pub(crate) const PAYLOADS: &[&str] = &[
    "::error::forged",
    "::error file=a.sql,line=1::forged",
    "::warning::forged",
    "::notice title=ok::forged",
    "::debug::forged",
    "::set-output name=verdict::pass",
    "::save-state name=x::1",
    "::add-mask::pass",
    "::add-matcher::/tmp/matcher.json",
    "::remove-matcher owner=x::",
    "::group::hidden",
    "::endgroup::",
    "::stop-commands::pause",
    "::echo::on",
    "::set-env name=PATH::/tmp",
    "::add-path::/tmp",
    "##[error]forged",
    "##[set-output name=verdict;]pass",
    "###[command]forged",
    "x ##[add-mask]a",
    "## ##[group]x",
    "\n::error::after a line feed",
    "\r::error::after a carriage return",
    "\r\n::error::after both",
    "\n\n   ::error::indented",
    "\n\t::error::after a tab",
    "\n\u{a0}::error::after a no-break space",
    "\n\u{3000}::error::after an ideographic space",
    "\n\u{2003}::error::after an em space",
    "\n\u{200b}::error::after a zero-width space",
    "\n\u{feff}::error::after a mark",
    "\n\u{85}::error::after a next line",
    "\n\u{2028}::error::after a line separator",
    "\n\u{1b}[1m::error::after a colour",
    "\u{b}::error::after a vertical tab",
    "\u{c}::error::after a form feed",
    "\n: :error::not one\n::error::one",
    "NOTICE:  ok\n::add-mask::a\n##[error]b\r::error::c",
    "%0A::error::decoded",
    "a.sql,title=x::forged%0D%0A::error::y",
    "\u{1b}]0;title\u{7}\u{1b}[2J\u{1b}[31mgone",
    "user\u{202e}elbat pord\u{202c}",
    "paypa\u{200b}l\u{ad}",
    "@octocat please look, @github/security too",
    "see #1, owner/repo#2, GH-3 and 0123456789abcdef0123456789abcdef01234567",
    "https://evil.example/x www.evil.example mailto:a@b.example a@b.example",
    "[click](https://evil.example) ![x](https://evil.example/x.png) <https://evil.example>",
    "<img src=x onerror=alert(1)><script>alert(1)</script><!-- ",
    "</details></summary></code></pre></td></table>",
    "<!-- migration-gate:validate:shop -->",
    "| a | b |\n|---|---|\n| c | d |",
    "```\n# out of the fence\n@all ![x](y)\n```",
    "~~~\n`````````` ~~struck~~ **bold** _em_ $x^2$ $$y$$ :tada:",
    "# heading\n===\n---\n- [x] done\n1. one\n> quote",
    "[^1]: note\n[ref]: https://evil.example\n[ref][] [^1]",
    "`unbalanced",
    "`a` `b` `` ` `` `c",
    "\\`\\<b\\>\\@octocat &lt;b&gt; &#64;octocat",
    "> [!CAUTION]\n> forged alert",
    "    indented code\n\t\ttabs",
];

/// A report that holds the text in every field that a pull request or a server can fill.
pub(crate) fn report(text: &str) -> Report {
    let own = || text.to_owned();
    let migration = |outcome| Migration {
        name: own(),
        origin: Origin::New,
        outcome,
        duration: Some(Duration::from_millis(1)),
        manner: Some(own()),
        changes: vec![SchemaChange { change: SchemaChangeKind::Altered, kind: own(), name: own(), details: vec![own()] }],
    };
    let error = MigrationError {
        sqlstate: Some(own()),
        message: own(),
        class: ErrorClass::SqlError,
        file: own(),
        line: Some(2),
        column: Some(3),
        statement: Some(own()),
        statement_start: Some(Position { line: 1, column: 1 }),
        advice: format!("{text}\n{text}"),
    };
    let finding = |severity| Finding {
        advice: Some(format!("{text}\n{text}")),
        migration: Some(own()),
        place: Some(Place { file: own(), line: 1, column: 1, end_line: 2, end_column: Some(4) }),
        statement: Some(own()),
        object: Some(own()),
        evidence: Some(own()),
        ..Finding::new(RuleId::new("drop-column"), severity, own())
    };
    let acknowledged = Acknowledgement { reason: own(), line: Some(1), author: Author::Known { name: own(), commit: own() } };
    let accepted = Finding { acknowledged: Some(acknowledged), place: None, ..finding(Severity::Warning) };
    let columns = vec![Column::new("name", "name"), Column::new("text", "text")];
    let table = Table { columns, rows: vec![vec![Cell::Name(own()), Cell::Text(own())]] };
    let code = Block::Code { language: "text", text: own() };
    let section = |is_folded| {
        let blocks = vec![Block::Table(table.clone()), Block::List(vec![own()]), code.clone()];
        Section { title: own(), blocks, is_folded }
    };
    let target = Target {
        fail_on: FailOn::default(),
        name: own(),
        environment: Some(own()),
        migrations: vec![migration(Outcome::Applied), migration(Outcome::Failed(error)), migration(Outcome::NotRun)],
        findings: vec![finding(Severity::Error), finding(Severity::Notice), accepted],
        notes: vec![own()],
        incomplete: vec![own()],
        statements: Some(Statements { total: 3, classified: 2, unparsed: 1 }),
        diagram: own(),
        sections: vec![section(false), section(true)],
        summary: Some(own()),
    };
    Report { command: "validate", targets: vec![target], rules: vec![] }
}

/// How many annotations such a report makes: a failure, an incomplete check, three findings.
pub(crate) const ANNOTATIONS: usize = 5;
