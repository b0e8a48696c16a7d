//! May this deploy happen, as far as people have a say in it, and who hears of it?
//!
//! Joins the configuration, the job that this runs in, and GitHub: whether a reviewer approved this very run ([`Oversight::approval`]), whether
//! somebody froze deploys ([`Oversight::freeze`]), the deployment's status ([`Oversight::deployment`]), and the issue about a deploy that
//! failed ([`Oversight::incident`], [`Oversight::recovered`]). What may not be is an [`Objection`]; what could not be told is a sentence.

mod job;
mod permission;
mod telling;

use cli::Publish;
use config::{Config, Environment};
use github::Marker;
use report::{Finding, RuleDescription, Severity};

use job::Job;

/// Flags of a binary that people oversee.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct OversightArguments {
    /// The environment of GitHub that this run is for: whose approval counts, whose freeze holds, and what incidents are named for.
    #[arg(long, value_name = "NAME")]
    pub environment: Option<String>,
    /// Refuse unless a reviewer of the environment has approved this very run.
    #[arg(long)]
    pub require_approval: bool,
}

/// What people say of a deploy, and how they are told.
#[derive(Debug)]
pub struct Oversight<'a> {
    arguments: &'a OversightArguments,
    config: &'a Config,
    job: Result<Job, String>,
    publishes: bool,
    in_github_actions: bool,
}

/// Nobody objects.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Leave {
    /// Logins of those who approved; empty where nobody had to. Untrusted, unescaped.
    pub by: Vec<String>,
    /// What else is to be said, one sentence each, without a full stop. Untrusted, unescaped.
    pub notes: Vec<String>,
}

/// Why a deploy must not go on.
#[derive(Debug, Clone, PartialEq)]
pub enum Objection {
    /// People have not agreed: the gate is closed.
    Refused(Box<Finding>),
    /// Whether they have could not be learned, which is no leave. One sentence. Untrusted, unescaped.
    Unknown(String),
}

const NOT_APPROVED: &str = "not-approved";
const FROZEN: &str = "frozen";

/// What there is to know about the rules of the objections.
pub fn descriptions() -> Vec<RuleDescription> {
    let describe = |id, summary| RuleDescription {
        id,
        severity: Severity::Error,
        summary,
        page: "",
        path: "docs/approval.md".to_owned(),
        is_security: true,
    };
    vec![describe(NOT_APPROVED, "Nobody who has to has approved this run"), describe(FROZEN, "An open issue forbids to deploy")]
}

impl<'a> Oversight<'a> {
    /// From flags, configuration and the job's variables. Nothing is asked yet.
    pub fn of(arguments: &'a OversightArguments, config: &'a Config, environment: &Environment, publish: Publish) -> Self {
        let in_github_actions = environment.in_github_actions();
        let publishes = in_github_actions && publish == Publish::Auto;
        Oversight { arguments, config, job: Job::of(environment), publishes, in_github_actions }
    }

    /// The environment that this run is for, when it was said.
    pub fn environment(&self) -> Option<&'a str> {
        self.arguments.environment.as_deref()
    }

    /// The address of this run's log, inside GitHub Actions.
    pub fn run_url(&self) -> Option<&str> {
        self.job.as_ref().ok().and_then(|job| job.run_url.as_deref())
    }

    fn marker(&self, target: &str) -> Marker {
        Marker::new("incident", &format!("{}/{target}", self.environment().unwrap_or_default()))
    }
}
