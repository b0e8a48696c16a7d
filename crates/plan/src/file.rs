//! The plan as it travels from the run that made it to the run that carries it out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Bound, Digest, Moved, Objects, Part};

/// The version of the file's form.
const VERSION: u32 = 1;

/// A plan file: what is bound, and what was known when it was made. Additions are allowed; anything else is another version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Plan {
    /// The version of this form: 1.
    version: u32,
    /// Over the five parts in `bound`, and nothing else.
    digest: Digest,
    /// The first twelve digits of the digest, which people compare.
    code: String,
    /// Of each part.
    digests: BTreeMap<Part, Digest>,
    /// What an approval is bound to.
    pub bound: Bound,
    /// What the schema will be after the deploy; null where it could not be rehearsed.
    pub expected: Option<Expected>,
    /// Every object of the schema and a digest of what it is like: shows what moved, where something did.
    #[serde(default)]
    pub objects: Objects,
    /// When it was made, in UTC: 2026-11-21T09:04:07Z.
    pub made_at: String,
    /// When it may no longer be carried out; null: never.
    pub expires_at: Option<String>,
    /// The commit that was looked at; null outside of a repository.
    pub commit: Option<String>,
    /// The run that made it; null outside of GitHub Actions.
    pub run: Option<String>,
    /// What was said of it.
    pub risk: Risk,
}

/// The schema that a deploy is expected to leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Expected {
    /// Of the whole catalog, without the history table.
    pub fingerprint: String,
    /// The same, object by object.
    pub objects: Objects,
}

/// What was said of the plan when it was made. Not bound: a rule that learns to see more does not make an approval void.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Risk {
    /// Whether a pending migration destroys data.
    pub destructive: bool,
    /// How many findings of each severity.
    pub findings: BTreeMap<String, usize>,
    /// Tables in use that are locked, read through or rewritten, heaviest first.
    pub tables: Vec<TableAtRisk>,
}

/// What others will feel of one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TableAtRisk {
    /// Its qualified name.
    pub name: String,
    /// The strongest lock, in Postgres's words: ACCESS EXCLUSIVE.
    pub lock: String,
    /// Rows by the planner's estimate; null where it is not known.
    pub rows_estimate: Option<u64>,
    /// Bytes on disk, indexes included; null where it is not known.
    pub size_bytes: Option<u64>,
    /// Whether its rows are read through under the lock; null where it is not known.
    pub scanned: Option<bool>,
    /// Whether it is written anew under the lock; null where it is not known.
    pub rewritten: Option<bool>,
}

/// Why a file is no plan, or no longer one.
#[derive(Debug, Error)]
pub enum PlanError {
    /// The text is not what a plan looks like.
    #[error("this is no plan: {0}")]
    NotAPlan(String),
    /// A form that this version does not know.
    #[error("the plan is of version {found}, and this reads version {VERSION}")]
    OtherVersion {
        /// The file's.
        found: u64,
    },
    /// What is in the file is not what its digest says: it was changed or cut.
    #[error("the plan's digest is `{stated}`, and its content has `{actual}`")]
    Altered {
        /// What the file says.
        stated: Digest,
        /// What its parts have.
        actual: Digest,
    },
    /// Too old.
    #[error("the plan was made at {made_at} and has expired at {expires_at}")]
    Expired {
        /// When it was made.
        made_at: String,
        /// When its time was over.
        expires_at: String,
    },
}

impl PlanError {
    /// What to do.
    pub fn hint(&self) -> &'static str {
        match self {
            PlanError::NotAPlan(_) | PlanError::Altered { .. } => {
                "Make a new one with `preview --plan FILE`, and hand it on unchanged."
            }
            PlanError::OtherVersion { .. } => "Use the same version of Migration Gate for `preview` and `deploy`.",
            PlanError::Expired { .. } => "Run `preview` again, and have the new plan approved.",
        }
    }
}

impl Plan {
    /// A plan made at a moment.
    pub fn new(bound: Bound, made_at: impl Into<String>) -> Self {
        let digest = bound.digest();
        Plan {
            version: VERSION,
            digest,
            code: digest.code(),
            digests: Part::ALL.into_iter().map(|part| (part, bound.digest_of(part))).collect(),
            bound,
            expected: None,
            objects: Objects::new(),
            made_at: made_at.into(),
            expires_at: None,
            commit: None,
            run: None,
            risk: Risk::default(),
        }
    }

    /// Over the five parts.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// What people compare.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Reads a file, and believes its digest only after computing it.
    pub fn parse(text: &str) -> Result<Self, PlanError> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u64,
        }
        let not_a_plan = |error: serde_json::Error| PlanError::NotAPlan(error.to_string());
        let Versioned { version: found } = serde_json::from_str(text).map_err(not_a_plan)?;
        if found != u64::from(VERSION) {
            return Err(PlanError::OtherVersion { found });
        }
        let plan: Plan = serde_json::from_str(text).map_err(not_a_plan)?;
        let true_plan = Plan::new(plan.bound.clone(), "");
        if plan.digest != true_plan.digest || plan.code != true_plan.code || plan.digests != true_plan.digests {
            return Err(PlanError::Altered { stated: plan.digest, actual: true_plan.digest });
        }
        let times = [Some(&plan.made_at), plan.expires_at.as_ref()];
        if let Some(time) = times.into_iter().flatten().find(|time| !is_time(time)) {
            return Err(PlanError::NotAPlan(format!("`{time}` is no time like 2026-11-21T09:04:07Z")));
        }
        Ok(plan)
    }

    /// As the text of a file.
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("structs of texts, numbers and maps with text keys are JSON");
        format!("{text}\n")
    }

    /// Errs when its time is over. `now` in UTC: `2026-11-21T09:04:07Z`.
    pub fn check_time(&self, now: &str) -> Result<(), PlanError> {
        match &self.expires_at {
            // In this form, text order is time order.
            Some(expires_at) if expires_at.as_str() <= now => {
                Err(PlanError::Expired { made_at: self.made_at.clone(), expires_at: expires_at.clone() })
            }
            _ => Ok(()),
        }
    }

    /// What moved between the plan and the present state. `objects` are the present schema's.
    pub fn compare(&self, now: &Bound, objects: &Objects) -> Vec<Moved> {
        self.bound.compare(now, Some((&self.objects, objects)).filter(|_| !self.objects.is_empty()))
    }
}

fn is_time(text: &str) -> bool {
    let shape = "0000-00-00T00:00:00Z";
    let fits = |(byte, shape): (u8, u8)| if shape == b'0' { byte.is_ascii_digit() } else { byte == shape };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{HistoryPart, PendingMigration, PendingPart, RecordedMigration, RecordedState, SchemaPart, TargetPart, ToolPart};

    const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/plan.schema.json");

    fn bound() -> Bound {
        let row = |name: &str| RecordedMigration { name: name.into(), checksum: "a".repeat(64), state: RecordedState::Applied };
        let migration = |name: &str| PendingMigration { name: name.into(), sha256: "b".repeat(64), bytes: 12 };
        Bound {
            target: TargetPart {
                name: "site".into(),
                system_identifier: Some("7123456789012345678".into()),
                database: "app".into(),
                schema: "public".into(),
            },
            history: HistoryPart { exists: true, rows: vec![row("1_init"), row("2_users")] },
            schema: SchemaPart { fingerprint: "c".repeat(64), server_major: 17 },
            pending: PendingPart { migrations: vec![migration("3_a"), migration("4_b")], provider: Some("postgresql".into()) },
            tool: ToolPart { version: "0.1.0".into(), options: BTreeMap::from([("edited".into(), "stop".into())]) },
        }
    }

    /// The digest is a promise across versions: whoever changes what is hashed gives it another domain, and these values with it.
    #[test]
    fn the_digest_of_a_plan_is_known() {
        let plan = Plan::new(bound(), "2026-11-21T09:04:07Z");
        assert_eq!(plan.digest().to_string(), "cfee18b606d15ec04fc8c58819d01670741f6c6bd51056fccae370471580a094");
        assert_eq!(plan.code(), "cfee18b606d1");
    }

    #[test]
    fn what_is_not_bound_does_not_change_the_digest() {
        let plan = Plan::new(bound(), "2026-11-21T09:04:07Z");
        let mut other = Plan::new(bound(), "2027-01-01T00:00:00Z");
        other.commit = Some("0123456789abcdef".into());
        other.run = Some("https://github.com/acme/shop/actions/runs/1".into());
        other.expires_at = Some("2027-01-02T00:00:00Z".into());
        other.risk.destructive = true;
        other.objects.insert("table public.t".into(), "1".into());
        assert_eq!(Plan::parse(&other.to_json()).unwrap().digest(), plan.digest());
        let mut value: serde_json::Value = serde_json::from_str(&plan.to_json()).unwrap();
        // Another order of keys is the same plan.
        let shuffled: Vec<String> =
            value["bound"].as_object().unwrap().iter().rev().map(|(key, part)| format!("{key:?}: {part}")).collect();
        value["bound"] = serde_json::Value::Null;
        let text = value.to_string().replace("\"bound\":null", &format!("\"bound\":{{{}}}", shuffled.join(",")));
        assert_eq!(Plan::parse(&text).unwrap(), plan);
    }

    /// Changes one thing, and expects that one part moved and what is said of it.
    fn check(change: impl FnOnce(&mut Bound), part: Part, difference: &[&str]) {
        let (approved, mut now) = (bound(), bound());
        change(&mut now);
        let moved = approved.compare(&now, None);
        assert_eq!(moved.iter().map(|moved| moved.part).collect::<Vec<_>>(), [part]);
        assert_eq!(moved[0].difference, difference);
        assert_ne!(approved.digest(), now.digest());
        assert_ne!(moved[0].approved, moved[0].now);
    }

    #[test]
    fn a_history_that_lost_its_last_rows_went_back() {
        let (approved, mut later) = (bound().history, bound().history);
        assert!(!approved.went_back_to(&later));
        let last = later.rows.pop().unwrap();
        assert!(approved.went_back_to(&later) && !later.went_back_to(&approved));
        later.rows[0].state = RecordedState::Failed;
        assert!(!approved.went_back_to(&later), "a row says something else");
        later.rows = vec![last];
        assert!(!approved.went_back_to(&later), "the first row is gone, and not the last");
    }

    #[test]
    fn each_part_moves_alone_and_says_how() {
        check(|now| now.target.database = "app2".into(), Part::Target, &["database: app → app2"]);
        check(|now| now.target.system_identifier = None, Part::Target, &["system identifier: 7123456789012345678 → not told"]);
        check(|now| now.target.name = "job".into(), Part::Target, &["target: site → job"]);
        check(|now| now.target.schema = "x".into(), Part::Target, &["schema: public → x"]);
        check(|now| drop(now.history.rows.pop()), Part::History, &["- 2_users (applied, checksum aaaaaaaaaaaa)"]);
        check(|now| now.history.rows.swap(0, 1), Part::History, &["the same rows in another order"]);
        check(
            |now| now.history.rows[0].state = RecordedState::Failed,
            Part::History,
            &["- 1_init (applied, checksum aaaaaaaaaaaa)", "+ 1_init (failed, checksum aaaaaaaaaaaa)"],
        );
        check(|now| now.history.exists = false, Part::History, &["history table: exists → does not exist"]);
        check(|now| now.schema.server_major = 18, Part::Schema, &["server version: 17 → 18"]);
        check(|now| now.pending.migrations.swap(0, 1), Part::Pending, &["the same migrations in another order"]);
        check(
            |now| now.pending.migrations[0].bytes = 13,
            Part::Pending,
            &["~ 3_a: bbbbbbbbbbbb (12 bytes) → bbbbbbbbbbbb (13 bytes)"],
        );
        check(
            |now| now.pending.migrations[1].name = "5_c".into(),
            Part::Pending,
            &["- 4_b: bbbbbbbbbbbb (12 bytes)", "+ 5_c: bbbbbbbbbbbb (12 bytes)"],
        );
        check(|now| now.pending.provider = None, Part::Pending, &["provider: postgresql → none"]);
        check(|now| now.tool.version = "0.2.0".into(), Part::Tool, &["Migration Gate: 0.1.0 → 0.2.0"]);
        check(|now| drop(now.tool.options.insert("edited".into(), "warn".into())), Part::Tool, &["~ option edited: stop → warn"]);
        check(|now| drop(now.tool.options.remove("edited")), Part::Tool, &["- option edited: stop"]);
    }

    #[test]
    fn what_moved_in_a_schema_is_named_object_by_object() {
        let objects =
            |pairs: &[(&str, &str)]| pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let mut plan = Plan::new(bound(), "2026-11-21T09:04:07Z");
        plan.objects = objects(&[("table public.a", "1"), ("table public.b", "1"), ("table public.c", "1")]);
        let mut now = bound();
        now.schema.fingerprint = "d".repeat(64);
        let difference = |now_objects: &Objects| plan.compare(&now, now_objects).remove(0).difference;
        let present = objects(&[("table public.a", "1"), ("table public.c", "2"), ("table public.d", "1")]);
        assert_eq!(difference(&present), ["- table public.b", "~ table public.c", "+ table public.d"]);
        let many: Objects = (0..100).map(|n| (format!("table public.t{n:03}"), String::new())).collect();
        let lines = difference(&many);
        assert_eq!((lines.len(), lines.last().unwrap().as_str()), (21, "and 83 more"));
        assert_eq!(plan.compare(&bound(), &many), []);
    }

    #[test]
    fn a_file_that_is_no_plan_or_was_changed_is_refused() {
        let plan = Plan::new(bound(), "2026-11-21T09:04:07Z");
        let check = |text: &str, says: &str| {
            let error = Plan::parse(text).unwrap_err();
            assert!(error.to_string().contains(says), "{error}");
        };
        let json = plan.to_json();
        assert_eq!(Plan::parse(&json).unwrap(), plan);
        check("", "no plan");
        check("[]", "no plan");
        check("{}", "missing field `version`");
        check(&json[..json.len() / 2], "no plan");
        check(&json.replacen("\"version\": 1", "\"version\": 2", 1), "the plan is of version 2");
        check(&json.replace("\"app\"", "\"prod\""), "its content has");
        check(&json.replace(plan.code(), "000000000000"), "its content has");
        check(&json.replacen(&format!("\"code\": \"{}\"", plan.code()), "\"code\": \"000000000000\"", 1), "its content has");
        check(&json.replace("\"bytes\": 12", "\"bytes\": 12, \"more\": 1"), "unknown field `more`");
        check(&json.replace("2026-11-21T09:04:07Z", "yesterday"), "is no time");
    }

    #[test]
    fn a_plan_expires_at_its_moment_and_not_before() {
        let mut plan = Plan::new(bound(), "2026-11-21T09:04:07Z");
        assert!(plan.check_time("2099-01-01T00:00:00Z").is_ok());
        plan.expires_at = Some("2026-11-22T09:04:07Z".into());
        assert!(plan.check_time("2026-11-22T09:04:06Z").is_ok());
        let error = plan.check_time("2026-11-22T09:04:07Z").unwrap_err();
        assert_eq!(error.to_string(), "the plan was made at 2026-11-21T09:04:07Z and has expired at 2026-11-22T09:04:07Z");
    }

    fn generated() -> String {
        let mut schema = schemars::schema_for!(Plan);
        schema.insert("title".into(), "Migration Gate plan, version 1".into());
        format!("{}\n", serde_json::to_string_pretty(&schema).unwrap())
    }

    #[test]
    fn the_checked_in_schema_describes_the_file() {
        let checked_in = std::fs::read_to_string(SCHEMA).unwrap();
        assert_eq!(checked_in, generated(), "run `cargo test -p plan -- --ignored write_schema` and review the difference");
        let validator = jsonschema::validator_for(&serde_json::from_str(&checked_in).unwrap()).unwrap();
        let value: serde_json::Value = serde_json::from_str(&Plan::new(bound(), "2026-11-21T09:04:07Z").to_json()).unwrap();
        assert!(validator.is_valid(&value));
        let mut broken = value.clone();
        broken["bound"]["history"]["rows"][0]["state"] = "done".into();
        assert!(!validator.is_valid(&broken));
    }

    #[test]
    #[ignore = "writes docs/plan.schema.json; run it on purpose"]
    fn write_schema() {
        std::fs::write(SCHEMA, generated()).unwrap();
    }
}
