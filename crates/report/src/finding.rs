use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// How bad a finding is. Ordered from mild to grave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Notice,
    /// Worth a second look.
    Warning,
    /// Closes the gate by default.
    #[default]
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Severity::Notice => "notice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// A word that is no severity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSeverity(String);

impl fmt::Display for UnknownSeverity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown severity `{}` (one of: notice, warning, error)", self.0)
    }
}

impl std::error::Error for UnknownSeverity {}

impl FromStr for Severity {
    type Err = UnknownSeverity;

    fn from_str(text: &str) -> Result<Self, UnknownSeverity> {
        match text {
            "notice" => Ok(Severity::Notice),
            "warning" => Ok(Severity::Warning),
            "error" => Ok(Severity::Error),
            other => Err(UnknownSeverity(other.to_owned())),
        }
    }
}

/// The stable name of a rule: lower-case words joined by `-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RuleId(Cow<'static, str>);

impl RuleId {
    /// A rule known at compile time.
    pub const fn new(id: &'static str) -> Self {
        RuleId(Cow::Borrowed(id))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A place in a text. Lines and columns count from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// Where a finding is. Lines and columns count from 1; columns count characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file's path, relative to the repository, with `/`.
    pub file: String,
    /// Line on which it starts.
    pub line: u32,
    /// Column at which it starts.
    pub column: u32,
    /// Line on which it ends.
    pub end_line: u32,
    /// The column behind its last character; `None` when only lines are known.
    pub end_column: Option<u32>,
}

impl Place {
    /// What places are sorted by.
    pub(crate) fn start(&self) -> (&str, u32, u32) {
        (&self.file, self.line, self.column)
    }
}

/// A hazard or a fault met at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: RuleId,
    /// How bad it is, after the configuration has been asked.
    pub severity: Severity,
    /// What it is about, named in full and quoted where Postgres wants quotes: `users.phone`. With the rule it is what an acknowledgement
    /// names. Untrusted, unescaped.
    pub object: Option<String>,
    /// What happens, in one sentence without a full stop. Names from SQL stand in backticks; untrusted, unescaped.
    pub message: String,
    /// What to do instead: one or more sentences, or SQL after a line break. Untrusted, unescaped.
    pub advice: Option<String>,
    /// The migration's name.
    pub migration: Option<String>,
    /// Where it is; `None` for what has no place in a file.
    pub place: Option<Place>,
    /// The statement's text as written, possibly shortened. Untrusted, unescaped.
    pub statement: Option<String>,
    /// Where the statement starts in the file; `None`: where `place` starts.
    pub statement_start: Option<Position>,
    /// What was seen on a server that proves it, one sentence.
    pub evidence: Option<String>,
    /// Who accepted it and why; an acknowledged finding is shown and does not count.
    pub acknowledged: Option<Acknowledgement>,
}

/// A person's acceptance of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledgement {
    /// Why: the words of the comment, or which label or review stands for it. Untrusted, unescaped.
    pub reason: String,
    /// Line of the comment in the finding's file; `None` when it was given elsewhere, as a label or a review.
    pub line: Option<u32>,
    /// Who gave it.
    pub author: Author,
}

/// Who wrote or said something.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Author {
    /// Nobody looked, or the history at hand does not tell.
    #[default]
    Unknown,
    /// It is in the work tree and in no commit.
    NotCommitted,
    /// Somebody, in or for a commit.
    Known {
        /// As the commit or GitHub names them; whoever makes a commit chooses the name in it. Untrusted, unescaped.
        name: String,
        /// The commit's full object name.
        commit: String,
    },
}

impl fmt::Display for Acknowledgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)?;
        match &self.author {
            Author::Unknown => Ok(()),
            Author::NotCommitted => f.write_str(" (not committed)"),
            Author::Known { name, commit } => {
                write!(f, " ({name}, {})", commit.chars().take(SHORT_COMMIT).collect::<String>())
            }
        }
    }
}

/// Digits of a commit's name that people are shown.
const SHORT_COMMIT: usize = 12;

impl Finding {
    /// A finding with only what every finding has.
    pub fn new(rule: RuleId, severity: Severity, message: impl Into<String>) -> Self {
        Finding {
            rule,
            severity,
            object: None,
            message: message.into(),
            advice: None,
            migration: None,
            place: None,
            statement: None,
            statement_start: None,
            evidence: None,
            acknowledged: None,
        }
    }

    /// The severity with which it counts against the verdict; `None` when a person accepted it.
    pub fn counts_as(&self) -> Option<Severity> {
        self.acknowledged.is_none().then_some(self.severity)
    }
}
