//! The flags that every binary has.

use std::path::PathBuf;

/// Flags common to all binaries.
#[derive(Debug, Clone, clap::Args)]
pub struct CommonArguments {
    /// Look at this target only; may be given several times. Default: every target.
    #[arg(long = "target", value_name = "NAME")]
    pub targets: Vec<String>,
    /// Configuration file. Default: .github/migration-gate.toml, where there is one.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// How the report is written.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Write the report to this file as well.
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Whether to publish inside GitHub Actions: comment, job summary, annotations, outputs. `never` prints what would be published.
    #[arg(long, value_enum, default_value_t = Publish::Auto)]
    pub publish: Publish,
    /// Show no progress.
    #[arg(long, short)]
    pub quiet: bool,
    /// Log more; may be given several times.
    #[arg(long, short, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// Print every setting with its value and where it came from, and stop.
    #[arg(long)]
    pub show_config: bool,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For a terminal.
    Human,
    /// As the pull request comment would be.
    Markdown,
    /// For programs; described by docs/report.schema.json.
    Json,
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
}

/// Whether a report is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Publish {
    /// Inside GitHub Actions: yes. Elsewhere: no.
    Auto,
    /// Not; what would be published is printed to standard error.
    Never,
}
