//! Who decides what, and where each value is said to come from.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::{Path, PathBuf};

use config::{
    BaseSide, Config, ConfigError, DEFAULT, DeployFlags, FileText, Flags, Location, Order, Origin, Policy, Sourced, Sources,
};
use report::Severity;

const REFERENCE: &str = include_str!("reference.toml");

fn file(text: &str) -> FileText {
    FileText { path: config::FILE.to_owned(), text: text.to_owned() }
}

fn merge(head: Option<&str>, base: Option<&str>, head_is_trusted: bool, flags: &Flags) -> Result<Config, ConfigError> {
    let (head, base) = (head.map(file), base.map(file));
    let base = base.as_ref().map_or(BaseSide::Absent, BaseSide::File);
    Config::merge(Sources { head: head.as_ref(), base, head_is_trusted, flags })
}

/// The head's own file, outside of GitHub Actions.
fn alone(text: &str) -> Result<Config, ConfigError> {
    merge(Some(text), None, true, &Flags::default())
}

fn value(config: &Config, key: &str) -> (String, Origin) {
    let (_, entry) = config.entries().into_iter().find(|(known, _)| known == key).unwrap();
    (entry.value, entry.origin)
}

#[test]
fn the_reference_sets_every_key_to_something_else() {
    let reference = alone(REFERENCE).unwrap();
    let expected = [
        ("targets.site.migrations", "\"src/prisma/site/migrations\""),
        ("targets.site.schema", "\"src/prisma/site/schema\""),
        ("targets.site.direct-url", "\"SITE_DIRECT\""),
        ("targets.site.database-url", "\"SITE_POOLED\""),
        ("targets.site.database-schema", "\"site\""),
        ("targets.site.order", "\"bytes\""),
        ("targets.site.hazards.fail-on", "\"notice\""),
        ("targets.site.hazards.rules.truncate", "\"warning\""),
        ("hazards.fail-on", "\"warning\""),
        ("hazards.rules.drop-column", "\"warning\""),
        ("hazards.rules.drop-table", "\"off\""),
        ("hazards.exposed-schemas", "[\"api\"]"),
        ("hazards.client-roles", "[\"web\"]"),
        ("hazards.acknowledgement", "\"review\""),
        ("hazards.label", "\"dangerous\""),
        ("hazards.reviewers", "\"acme/dba\""),
        ("hazards.paths.1.path", "\"legacy/**\""),
        ("hazards.paths.1.rules.truncate", "\"off\""),
        ("sandbox.postgres", "16"),
        ("sandbox.extensions", "[\"vector\", \"pg_cron\"]"),
        ("sandbox.roles", "[\"anon\"]"),
        ("sandbox.bootstrap", "[\"db/platform.sql\"]"),
        ("sandbox.migration-timeout", "\"5m\""),
        ("sandbox.memory", "\"2GiB\""),
        ("sandbox.disk", "\"500MB\""),
        ("sandbox.offline", "true"),
        ("targets.site.verify.statement-timeout", "\"3s\""),
        ("targets.site.verify.sequence-use", "50"),
        ("targets.site.verify.tables", "[\"User\"]"),
        ("targets.site.verify.assertions.1.name", "\"one owner\""),
        ("targets.site.verify.assertions.1.sql", "\"SELECT count(*) FROM owners\""),
        ("targets.site.verify.assertions.1.value", "\"1\""),
        ("targets.site.verify.http.1.name", "\"the site is up\""),
        ("targets.site.verify.http.1.url-variable", "\"SITE_URL\""),
        ("verify.statement-timeout", "\"20s\""),
        ("verify.sequence-use", "75"),
        ("verify.tables", "[\"audit.Event\"]"),
        ("verify.indexes", "[\"User_email_key\"]"),
        ("verify.constraints", "[\"User.User_pkey\"]"),
        ("verify.enums", "[\"Role\"]"),
        ("verify.policies", "[\"invoices.owner_reads\"]"),
        ("verify.functions", "[\"add(integer, integer)\"]"),
        ("verify.extensions", "[\"citext\"]"),
        ("verify.row-security", "[\"invoices\"]"),
        ("verify.columns", "{ \"User.email\" = \"text not null\", \"User.id\" = \"integer\" }"),
        ("verify.minimum-rows", "{ \"Country\" = 190 }"),
        ("verify.assertions.1.name", "\"anon sees no invoice\""),
        ("verify.assertions.1.sql", "\"SELECT 1 FROM invoices\""),
        ("verify.assertions.1.role", "\"anon\""),
        ("verify.assertions.1.settings", "{ \"request.jwt.claims\" = \"{}\" }"),
        ("verify.assertions.1.expect", "\"no-rows\""),
        ("verify.assertions.1.timeout", "\"5s\""),
        ("verify.http.1.name", "\"the shop is up\""),
        ("verify.http.1.url", "\"https://shop.example/health\""),
        ("verify.http.1.status", "204"),
        ("verify.http.1.within", "\"2s\""),
        ("verify.http.1.body-contains", "\"ok\""),
        ("verify.http.1.token", "\"HEALTH_TOKEN\""),
        ("verify.http.1.headers", "{ \"x-probe\" = \"PROBE_KEY\" }"),
        ("deploy.lock-timeout", "\"200ms\""),
        ("deploy.statement-timeout", "\"1h\""),
        ("deploy.migration-timeout", "\"3h\""),
        ("deploy.retry-for", "\"1m\""),
        ("deploy.wait", "\"5s\""),
        ("deploy.single-transaction", "true"),
        ("deploy.failed", "\"warn\""),
        ("deploy.duplicate", "\"stop\""),
        ("deploy.edited", "\"allow\""),
        ("deploy.missing", "\"allow\""),
        ("deploy.out-of-order", "\"stop\""),
        ("deploy.require-plan", "true"),
        ("deploy.plan-valid-for", "\"8h\""),
        ("deploy.before", "[\"./snapshot\", \"--wait\"]"),
        ("deploy.after", "[\"./announce\"]"),
        ("deploy.hook-timeout", "\"2m\""),
        ("approval.required-for", "[\"production\"]"),
        ("approval.strict", "true"),
        ("incidents.label", "\"fire\""),
        ("incidents.assignees", "[\"octocat\"]"),
        ("incidents.freeze", "false"),
    ];
    let entries = reference.entries();
    let found: Vec<_> = entries.iter().map(|(key, entry)| (key.as_str(), entry.value.as_str())).collect();
    assert_eq!(found, expected);
    for (key, entry) in &entries {
        let Origin::File { line, .. } = entry.origin else { panic!("{key} comes from {}", entry.origin) };
        let last = key.rsplit('.').next().unwrap();
        let written = REFERENCE.lines().nth(line as usize - 1).unwrap();
        assert!(written.contains(last), "{key} is said to be in line {line}: {written}");
    }
}

#[test]
fn the_defaults_explain_every_key_and_differ_from_the_reference() {
    let defaults = merge(None, None, true, &Flags { migrations: Some("x".into()), ..Flags::default() }).unwrap();
    let reference = alone(REFERENCE).unwrap();
    for (key, entry) in reference.entries() {
        let last = if key.contains(".rules.") { "rules.drop-column" } else { key.rsplit('.').next().unwrap() };
        let explained = |line: &str| line.trim_start_matches("# ").starts_with(&format!("{last} = "));
        assert!(DEFAULT.lines().any(explained), "default.toml does not show `{key}`");
        let same = key.replace(".site.", ".default.");
        let default = defaults.entries().into_iter().find(|(known, _)| *known == same);
        assert!(default.is_none_or(|(_, default)| default.value != entry.value), "`{key}` is its default");
    }
    assert!(defaults.show().contains("sandbox.offline = false  # default\n"));
    assert_eq!(value(&defaults, "hazards.fail-on"), ("\"error\"".to_owned(), Origin::Default));
}

#[test]
fn flags_come_before_files() {
    let flags = Flags { postgres: Some(18), offline: true, fail_on: Some(Severity::Notice), ..Flags::default() };
    let text = "[sandbox]\npostgres = 14\noffline = false\n[hazards]\nfail-on = \"error\"\n";
    let config = merge(Some(text), Some(text), false, &flags).unwrap();
    assert_eq!(value(&config, "sandbox.postgres"), ("18".to_owned(), Origin::Flag("--postgres")));
    assert_eq!(value(&config, "sandbox.offline"), ("true".to_owned(), Origin::Flag("--offline")));
    assert_eq!(value(&config, "hazards.fail-on").1, Origin::Flag("--fail-on"));
    assert_eq!(config.change, None);
}

const BASE: &str = "[targets.site]\nmigrations = \"old\"\n[sandbox]\nextensions = [\"citext\"]\n";
const HOSTILE: &str = "[targets.site]\nmigrations = \"new\"\n[sandbox]\nextensions = [\"plpython3u\"]\nbootstrap = [\"evil.sql\"]\n\
                       [hazards]\nfail-on = \"error\"\nrules.drop-table = \"off\"\n";

#[test]
fn a_pull_request_cannot_silence_rules_or_hand_itself_the_superuser() {
    for trusted in [true, false] {
        let config = merge(Some(HOSTILE), Some(BASE), trusted, &Flags::default()).unwrap();
        assert_eq!(config.sandbox.extensions.value, ["citext"]);
        assert!(config.sandbox.bootstrap.value.is_empty() && config.hazards.rules.is_empty());
        assert_eq!(value(&config, "sandbox.extensions").1.to_string(), ".github/migration-gate.toml:4 at the base");
        assert_eq!(config.targets[0].migrations.value.to_string(), "new", "targets are the head's");
        let change = config.change.unwrap();
        assert_eq!(change.keys, ["hazards.rules.drop-table", "sandbox.bootstrap", "sandbox.extensions"]);
    }
}

#[test]
fn a_file_that_only_the_head_has_is_believed_on_a_laptop_only() {
    let laptop = merge(Some(HOSTILE), None, true, &Flags::default()).unwrap();
    assert_eq!(laptop.sandbox.extensions.value, ["plpython3u"]);
    assert_eq!(laptop.change, None);
    let actions = merge(Some(HOSTILE), None, false, &Flags::default()).unwrap();
    assert!(actions.sandbox.extensions.value.is_empty() && actions.hazards.rules.is_empty());
    assert_eq!(actions.change.unwrap().keys.len(), 3);
    let flags = Flags::default();
    let head = file(HOSTILE);
    let no_base = Sources { head: Some(&head), base: BaseSide::None, head_is_trusted: false, flags: &flags };
    assert_eq!(Config::merge(no_base).unwrap().change, None);
}

#[test]
fn a_base_file_that_is_broken_falls_back_to_the_defaults_and_says_so() {
    let config = merge(Some(HOSTILE), Some("[sandbox]\nextensions = 1\n"), true, &Flags::default()).unwrap();
    assert!(config.sandbox.extensions.value.is_empty());
    assert!(config.change.unwrap().reason.contains(".github/migration-gate.toml:2:14: `sandbox.extensions` must be"));
}

#[test]
fn deleting_the_file_changes_nothing_until_it_is_merged() {
    let config = merge(None, Some("[hazards]\nrules.truncate = \"error\"\n"), false, &Flags::default()).unwrap();
    assert_eq!(config.hazards.severity("truncate", None, Severity::Notice), Some(Severity::Error));
    assert_eq!(config.change.unwrap().keys, ["hazards.rules.truncate"]);
}

fn check_error(text: &str, message: &str) {
    let error = alone(text).unwrap_err();
    assert_eq!(error.to_string(), message);
    assert!(!error.hint().is_empty());
}

#[test]
fn mistakes_are_named_with_line_and_column() {
    let at = |place: &str, rest: &str| format!(".github/migration-gate.toml:{place}: {rest}");
    let check = |text: &str, place: &str, rest: &str| check_error(text, &at(place, rest));
    check("[sandbox]\npostgress = 17\n", "2:1", "unknown key `sandbox.postgress` (did you mean `postgres`?)");
    check("[hazard]\n", "1:2", "unknown key `hazard` (did you mean `hazards`?)");
    check("\n[targets.a]\nmigrations = \"x\"\nurl = 1\n", "4:1", "unknown key `targets.a.url`");
    check("[targets.a]\nmigrations = 3\n", "2:14", "`targets.a.migrations` must be a string");
    check("[targets.a]\nmigrations = \"../x\"\n", "2:14", "`targets.a.migrations` must not contain `..`");
    check("[targets.\"a b\"]\n", "1:10", "`targets.a b` may hold letters, digits, `-` and `_` only");
    check(
        "[sandbox]\nroles = [\"a\", \"pg_x\"]\n",
        "2:15",
        "`sandbox.roles` must not hold names that start with `pg_`: those are Postgres's own",
    );
    check("[sandbox]\npostgres = -1\n", "2:12", "`sandbox.postgres` must be a whole number");
    check(
        "[hazards]\nrules.x = \"fatal\"\n",
        "2:11",
        "`hazards.rules.x` has an unknown severity `fatal` (one of: notice, warning, error)",
    );
    check("sandbox = 1\n", "1:11", "`sandbox` must be a table");
    check("[[hazards.paths]]\nrules.x = \"off\"\n", "2:1", "`hazards.paths.1.path` is missing");
    check("[[hazards.paths]]\npath = \"../x\"\n", "2:8", "`hazards.paths.1.path` must not contain `..`");
    check("[hazards]\npaths = \"x\"\n", "2:9", "`hazards.paths` must be an array of tables");
    check("[hazards]\nreviewers = \"dba\"\n", "2:13", "`hazards.reviewers` must be a team as `organization/team`");
    check(
        "[hazards]\nacknowledgement = \"shrug\"\n",
        "2:19",
        "`hazards.acknowledgement` has an unknown way `shrug` (one of: comment, label, review)",
    );
    check_error("[targets.a]\norder = \"bytes\"\n", "target `a` has no `migrations`");
    assert!(matches!(alone("[targets\n"), Err(ConfigError::Syntax { place, .. }) if place.line == 1));
    assert!(alone("[sandbox]\noffline = true\noffline = false\n").is_err(), "a key twice");
}

#[test]
fn a_connection_string_in_the_file_is_refused_and_not_repeated() {
    for text in ["direct-url = \"postgres://u:canary@h/d\"", "direct-url = postgres://u:canary@h/d", "database-url = \"canary"] {
        let error = alone(&format!("[targets.a]\nmigrations = \"x\"\n{text}\n")).unwrap_err();
        let shown = format!("{error} {error:?} {}", error.hint());
        assert!(!shown.contains("canary"), "{shown}");
    }
}

#[test]
fn unknown_rules_are_named_with_their_line() {
    let config = alone("[hazards]\nrules.drop-colum = \"off\"\n").unwrap();
    let error = config.hazards.check_rules(["drop-column", "truncate"]).unwrap_err();
    assert_eq!(error.to_string(), ".github/migration-gate.toml:2: unknown rule `drop-colum` (did you mean `drop-column`?)");
    assert!(config.hazards.check_rules(["drop-colum"]).is_ok());
    assert_eq!(config.hazards.severity("drop-colum", Some("x"), Severity::Error), None);
}

#[test]
fn a_path_decides_before_a_target_and_a_target_before_all() {
    let text = "[targets.a]\nmigrations = \"a\"\n[targets.a.hazards]\nfail-on = \"notice\"\nrules.truncate = \"notice\"\n\
                [hazards]\nrules.truncate = \"warning\"\nrules.drop-table = \"off\"\n\
                [[hazards.paths]]\npath = \"a/old/\"\nrules.truncate = \"off\"\n\
                [[hazards.paths]]\npath = \"a/old/x.sql\"\nrules.truncate = \"error\"\n";
    let config = alone(text).unwrap();
    let all = &config.hazards;
    let own = all.of_target("a");
    let truncate = |hazards: &config::Hazards, file: &str| hazards.severity("truncate", Some(file), Severity::Error);
    assert_eq!(truncate(all, "a/new.sql"), Some(Severity::Warning));
    assert_eq!(truncate(&own, "a/new.sql"), Some(Severity::Notice));
    assert_eq!(truncate(&own, "a/old/y.sql"), None);
    assert_eq!(truncate(&own, "a/old/x.sql"), Some(Severity::Error));
    assert_eq!(own.severity("drop-table", Some("a/new.sql"), Severity::Error), None);
    assert_eq!((own.fail_on.value, all.fail_on.value), (Severity::Notice, Severity::Error));
    assert!(own.switches_on("truncate") && !own.switches_on("drop-table") && !own.switches_on("drop-column"));
    let flags = Flags { fail_on: Some(Severity::Warning), ..Flags::default() };
    let flagged = merge(Some(text), None, true, &flags).unwrap();
    assert_eq!(flagged.hazards.of_target("a").fail_on.value, Severity::Warning);
}

#[test]
fn a_pull_request_cannot_silence_rules_through_its_target_or_a_path() {
    let head = "[targets.a]\nmigrations = \"a\"\n[targets.a.hazards]\nfail-on = \"notice\"\nrules.drop-table = \"off\"\n\
                [[hazards.paths]]\npath = \"**\"\nrules.drop-table = \"off\"\n";
    let config = merge(Some(head), Some("[targets.a]\nmigrations = \"a\"\n"), false, &Flags::default()).unwrap();
    assert_eq!(config.hazards.of_target("a").severity("drop-table", Some("a/x.sql"), Severity::Error), Some(Severity::Error));
    let keys = [
        "hazards.paths.1.path",
        "hazards.paths.1.rules.drop-table",
        "targets.a.hazards.fail-on",
        "targets.a.hazards.rules.drop-table",
    ];
    assert_eq!(config.change.unwrap().keys, keys);
}

const TWO: &str = "[targets.site]\nmigrations = \"b\"\norder = \"bytes\"\n[targets.job]\nmigrations = \"a\"\n";

#[test]
fn targets_keep_the_order_of_the_file_and_can_be_chosen() {
    let names = |flags: Flags| -> Result<Vec<String>, ConfigError> {
        Ok(merge(Some(TWO), None, true, &flags)?.targets.into_iter().map(|target| target.name).collect())
    };
    let wanting = |names: &[&str]| Flags { targets: names.iter().map(|name| (*name).to_owned()).collect(), ..Flags::default() };
    assert_eq!(names(wanting(&[])).unwrap(), ["site", "job"]);
    assert_eq!(names(wanting(&["job", "site"])).unwrap(), ["site", "job"]);
    assert_eq!(names(wanting(&["job"])).unwrap(), ["job"]);
    let error = names(wanting(&["jobs"])).unwrap_err();
    assert_eq!(error.to_string(), "there is no target `jobs` (did you mean `job`?)");
    assert_eq!(error.hint(), "use one of: site, job");
    let schema = Flags { schema: Some("s".into()), ..wanting(&[]) };
    assert!(matches!(names(schema), Err(ConfigError::OneTargetOnly { flag: "--schema", count: 2 })));
}

#[test]
fn a_directory_on_the_command_line_has_the_settings_of_its_target() {
    let with = |path: &str, targets: &[&str]| {
        let targets = targets.iter().map(|name| (*name).to_owned()).collect();
        let flags = Flags { migrations: Some(PathBuf::from(path)), targets, ..Flags::default() };
        let mut found = merge(Some(TWO), None, true, &flags).unwrap().targets;
        assert_eq!(found.len(), 1);
        found.remove(0)
    };
    let target = with("./b/", &[]);
    assert_eq!((target.name.as_str(), target.order.value), ("site", Order::Bytes));
    assert_eq!(target.migrations.value, Location::Given("./b/".into()));
    assert_eq!(target.migrations.value.resolve(Path::new("/repo")), Path::new("./b/"));
    let target = with("/elsewhere", &[]);
    assert_eq!((target.name.as_str(), target.order.value), ("default", Order::Locale));
    assert_eq!(with("/elsewhere", &["site"]).order.value, Order::Bytes);
    assert_eq!(with("/elsewhere", &["new"]).name, "new");
}

#[test]
fn discovery_counts_only_when_nothing_is_named() {
    let discovered = [("job", "src/job/migrations"), ("site", "src/site/migrations")];
    let mut config = merge(None, None, true, &Flags { targets: vec!["site".into()], ..Flags::default() }).unwrap();
    config.add_discovered(discovered).unwrap();
    assert_eq!(config.targets.len(), 1);
    assert_eq!(value(&config, "targets.site.migrations"), ("\"src/site/migrations\"".to_owned(), Origin::Discovered));
    assert_eq!(config.targets[0].migrations.value.resolve(Path::new("/repo")), Path::new("/repo/src/site/migrations"));
    let mut config = merge(None, None, true, &Flags { targets: vec!["x".into()], ..Flags::default() }).unwrap();
    assert!(matches!(config.add_discovered(discovered), Err(ConfigError::UnknownTarget { .. })));
    let mut config = alone(TWO).unwrap();
    config.add_discovered(discovered).unwrap();
    assert_eq!(config.targets.len(), 2);
    assert_eq!(config.targets[0].name, "site");
}

#[test]
fn connection_strings_are_looked_for_under_the_names_of_the_manual() {
    let config = alone("[targets.my-site]\nmigrations = \"x\"\n").unwrap();
    assert_eq!(config.targets[0].url_variables(), ["MY_SITE_DIRECT_URL", "MY_SITE_DATABASE_URL", "DIRECT_URL", "DATABASE_URL"]);
    let config = alone(REFERENCE).unwrap();
    assert_eq!(config.targets[0].url_variables(), ["SITE_DIRECT", "SITE_POOLED"]);
}

#[test]
fn what_is_promised_for_all_targets_and_for_one_comes_together() {
    let config = alone(REFERENCE).unwrap();
    let (site, other) = (config.verify.of_target("site"), config.verify.of_target("other"));
    let tables = |promises: &config::Promises| -> Vec<String> {
        let of_kind = promises.objects.iter().filter(|(kind, ..)| *kind == config::ObjectKind::Table);
        of_kind.map(|(_, name, source)| format!("{name}, {source}")).collect()
    };
    let line = |text: &str| REFERENCE.lines().position(|line| line == text).unwrap() + 1;
    let source = |line: usize| format!("`tables` in .github/migration-gate.toml:{line}");
    let for_all = format!("audit.Event, {}", source(line("tables = [\"audit.Event\"]")));
    assert_eq!(tables(&site), [for_all.clone(), format!("User, {}", source(line("tables = [\"User\"]")))]);
    assert_eq!(tables(&other), [for_all]);
    assert_eq!((site.sequence_use, other.sequence_use), (50, 75));
    assert_eq!((site.statement_timeout.as_secs(), other.statement_timeout.as_secs()), (3, 20));
    assert_eq!((site.assertions.len(), other.assertions.len(), site.http.len(), other.http.len()), (2, 1, 2, 1));
}

#[test]
fn a_pull_request_cannot_ask_production_anything() {
    let query = "[[verify.assertions]]\nname = \"x\"\nsql = \"SELECT pg_sleep(1)\"\nexpect = \"no-rows\"\n";
    let own = "[targets.a]\nmigrations = \"a\"\n[[targets.a.verify.http]]\nname = \"x\"\nurl = \"https://evil.example\"\ntoken = \"DIRECT_URL\"\n";
    let config =
        merge(Some(&format!("{query}{own}")), Some("[verify]\ntables = [\"User\"]\n"), false, &Flags::default()).unwrap();
    let promises = config.verify.of_target("a");
    assert!(promises.assertions.is_empty() && promises.http.is_empty());
    assert_eq!(promises.objects.len(), 1);
    assert!(config.change.unwrap().keys.contains(&"verify.tables".to_owned()));
}

#[test]
fn mistakes_in_promises_are_named() {
    let check = |text: &str, place: &str, rest: &str| {
        check_error(text, &format!(".github/migration-gate.toml:{place}: {rest}"));
    };
    check("[verify]\ntabels = []\n", "2:1", "unknown key `verify.tabels` (did you mean `tables`?)");
    check("[verify]\nsequence-use = 101\n", "2:1", "`verify.sequence-use` must be a percentage from 1 to 100");
    check(
        "[verify]\ntables = [\"a..b\"]\n",
        "2:11",
        "`verify.tables` holds `a..b`, which is not a name: every part is whole in double quotes or has none, and none is empty",
    );
    check(
        "[verify]\ncolumns = { email = \"text\" }\n",
        "2:21",
        "`verify.columns.email` must be called by table and column: \"User.email\"",
    );
    check(
        "[verify]\ncolumns = { \"User.email\" = \"not null\" }\n",
        "2:28",
        "`verify.columns.User.email` must be a type, with `null` or `not null` behind it or without: \"text not null\"",
    );
    check("[verify]\nminimum-rows = { a = -1 }\n", "2:22", "`verify.minimum-rows.a` must be a whole number");
    let assertion = |rest: &str| format!("[[verify.assertions]]\nname = \"x\"\nsql = \"SELECT 1\"\n{rest}\n");
    let at = "verify.assertions.1";
    check("[[verify.assertions]]\nname = \"x\"\n", "2:1", &format!("`{at}.sql` is missing"));
    check(&assertion(""), "2:1", &format!("`{at}.expect` or `value` must be said: \"no-rows\", \"true\" or \"refused\""));
    check(&assertion("expect = \"true\"\nvalue = \"1\""), "5:1", &format!("`{at}.value` and `expect` cannot both be said"));
    check(
        &assertion("expect = \"norows\""),
        "4:10",
        &format!("`{at}.expect` has an unknown answer `norows` (one of: no-rows, true, refused)"),
    );
    check(
        &assertion("expect = \"true\"\nsettings = { statement_timeout = \"0\" }"),
        "5:34",
        &format!("`{at}.settings.statement_timeout` must be a setting with a dot in its name, such as `request.jwt.claims`"),
    );
    let http = |rest: &str| format!("[[verify.http]]\nname = \"x\"\n{rest}\n");
    check(&http(""), "2:1", "`verify.http.1.url` is missing");
    check(&http("url = \"ftp://x\""), "3:7", "`verify.http.1.url` must start with `https://` or `http://`");
    check(&http("url = \"https://x\"\nstatus = 99"), "4:1", "`verify.http.1.status` must be a status of HTTP from 100 to 599");
    check(
        &http("url = \"https://x\"\ntoken = \"ghp_abc-\""),
        "4:9",
        "`verify.http.1.token` must be the name of an environment variable, never a connection string itself",
    );
    let error = alone(&http("url = \"https://u:canary@x\"")).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
}

#[test]
fn a_change_cannot_approve_itself() {
    let head = "[approval]\nrequired-for = []\n[incidents]\nfreeze = false\n";
    let base = "[approval]\nrequired-for = [\"Production\"]\nstrict = true\n";
    let config = merge(Some(head), Some(base), false, &Flags::default()).unwrap();
    assert!(config.approval.is_required_for("production") && config.approval.strict.value && config.incidents.freeze.value);
    assert!(!config.approval.is_required_for("staging"));
    assert_eq!(config.change.unwrap().keys, ["approval.required-for", "approval.strict", "incidents.freeze"]);
}

#[test]
fn mistakes_about_approvals_and_incidents_are_named() {
    let check = |text: &str, place: &str, rest: &str| check_error(text, &format!(".github/migration-gate.toml:{place}: {rest}"));
    check("[approval]\nrequired = true\n", "2:1", "unknown key `approval.required` (did you mean `required-for`?)");
    check(
        "[approval]\nrequired-for = [\" \"]\n",
        "2:17",
        "`approval.required-for` must hold names of environments, of 1 to 255 characters",
    );
    check("[incidents]\nlabel = \"a,b\"\n", "2:9", "`incidents.label` must be the name of a label without a comma");
    check("[incidents]\nassignees = [\"@ada\"]\n", "2:14", "`incidents.assignees` must hold logins of people, without `@`");
}

#[test]
fn a_change_cannot_lower_the_bar_of_its_own_deploy() {
    let head = "[deploy]\nedited = \"allow\"\nbefore = [\"./evil\"]\n";
    let config = merge(Some(head), Some("[deploy]\nwait = \"1s\"\n"), false, &Flags::default()).unwrap();
    assert_eq!((config.deploy.edited.value, config.deploy.before), (Policy::Stop, None));
    assert_eq!(config.change.unwrap().keys, ["deploy.before", "deploy.edited", "deploy.wait"]);
    let second = std::time::Duration::from_secs(1);
    let flags = Flags { deploy: DeployFlags { lock_timeout: Some(second), ..DeployFlags::default() }, ..Flags::default() };
    let config = merge(None, None, true, &flags).unwrap();
    assert_eq!(config.deploy.lock_timeout, Sourced { value: second, origin: Origin::Flag("--lock-timeout") });
}

#[test]
fn mistakes_about_deploys_are_named() {
    let check = |text: &str, place: &str, rest: &str| check_error(text, &format!(".github/migration-gate.toml:{place}: {rest}"));
    check("[deploy]\nlock-timout = \"1s\"\n", "2:1", "unknown key `deploy.lock-timout` (did you mean `lock-timeout`?)");
    check(
        "[deploy]\nedited = \"ignore\"\n",
        "2:10",
        "`deploy.edited` has an unknown policy `ignore` (one of: stop, warn, allow)",
    );
    check(
        "[deploy]\nwait = \"10\"\n",
        "2:8",
        "`deploy.wait` must be a number above zero with `ms`, `s`, `m` or `h`, as in \"60s\"",
    );
    check("[deploy]\nbefore = \"rm -rf\"\n", "2:10", "`deploy.before` must be an array of strings");
    assert_eq!(alone("[deploy]\nafter = []\n").unwrap().deploy.after, None);
}
