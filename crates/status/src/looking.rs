//! How does one target stand in one environment?

use cli::Failure;
use config::{Deploy, Environment, Target};
use history::Standing;
use live::{Asked, Purpose};
use migrations::Directory;
use report::Finding;
use secrecy::SecretString;
use survey::Survey;

/// What is to be looked at.
#[derive(Debug, Clone)]
pub(crate) struct Question<'a> {
    /// The target.
    pub(crate) target: &'a Target,
    /// Its migrations.
    pub(crate) directory: &'a Directory,
    /// The environment's name; `None`: the one that the target's own variables or the flag lead to.
    pub(crate) environment: Option<String>,
    /// The variable that leads there.
    pub(crate) variable: Option<String>,
}

/// What was seen.
#[derive(Debug)]
pub(crate) struct Seen {
    /// The target's name.
    pub(crate) target: String,
    /// The environment's name, or where the connection string came from.
    pub(crate) environment: String,
    /// How it stands, or why that could not be learned.
    pub(crate) standing: Result<Look, Failure>,
}

/// What a database says.
#[derive(Debug)]
pub(crate) struct Look {
    /// How directory and rows stand to each other.
    pub(crate) standing: Standing,
    /// What is odd about it, weighed as for a deploy.
    pub(crate) findings: Vec<Finding>,
    /// Sentences about the connection.
    pub(crate) notes: Vec<String>,
}

impl Question<'_> {
    /// Looks. Whatever goes wrong concerns this database only.
    pub(crate) async fn look(&self, url: Option<&SecretString>, deploy: &Deploy, environment: &Environment) -> Seen {
        let mut seen = Seen {
            target: self.target.name.clone(),
            environment: self.environment.clone().unwrap_or_else(|| "unknown".to_owned()),
            standing: Err(Failure::usage("nobody has looked")),
        };
        let asked = Asked { target: self.target, url, variable: self.variable.as_deref() };
        seen.standing = match live::open(asked, Purpose::Read, "status", environment).await {
            Ok(live) => {
                if self.environment.is_none() {
                    seen.environment = live.address.source.to_string().replace('`', "");
                }
                self.look_into(live, deploy).await
            }
            Err(failure) => Err(failure),
        };
        seen
    }

    async fn look_into(&self, live: live::Live, deploy: &Deploy) -> Result<Look, Failure> {
        let Survey { place, standing, .. } = Survey::take(&live.session, &live.address, self.directory).await?;
        let findings = admission::judge(&place, &standing, self.directory, deploy);
        Ok(Look { standing, findings, notes: live.warnings })
    }
}

impl Look {
    /// Whether nothing is to be done and nothing is odd.
    pub(crate) fn is_in_step(&self) -> bool {
        self.standing.is_in_step() && !admission::stops(&self.findings)
    }

    /// How it stands, in a few words.
    pub(crate) fn in_words(&self) -> String {
        let standing = &self.standing;
        let counted = [
            (standing.failed.len(), "failed"),
            (standing.unfinished.len(), "unfinished"),
            (standing.edited.len(), "edited"),
            (standing.missing.len(), "missing"),
            (standing.duplicates.len(), "recorded twice"),
            (standing.unreadable.len(), "without a script"),
            (standing.pending.len(), "pending"),
        ];
        let words: Vec<String> =
            counted.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
        match (words.is_empty(), self.is_in_step()) {
            (true, true) => "in step".to_owned(),
            (true, false) => "out of step".to_owned(),
            (false, _) => words.join(", "),
        }
    }
}
