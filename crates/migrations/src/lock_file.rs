//! Which database is the history written for?

/// What `migration_lock.toml` says, read as Prisma reads it, which is not as TOML (the first line that starts
/// with `provider` counts; leading `provider = ` with these exact blanks and double quotes at both ends are taken off).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum LockFile {
    /// There is none; Prisma accepts that when it deploys.
    #[default]
    Missing,
    /// `postgresql`.
    PostgreSql,
    /// Another word, or `postgresql` written in a way that Prisma does not read.
    Other(String),
    /// No line names a provider.
    NoProvider,
}

impl LockFile {
    /// Where it lies in the migrations directory.
    pub const NAME: &str = "migration_lock.toml";

    /// Reads the file's text.
    pub fn parse(text: &str) -> Self {
        let Some(line) = text.lines().find(|line| line.starts_with("provider")) else { return LockFile::NoProvider };
        match line.trim_start_matches("provider = ").trim_matches('"') {
            "postgresql" => LockFile::PostgreSql,
            other => LockFile::Other(other.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_prisma_reads() {
        let check = |text: &str, expected: LockFile| assert_eq!(LockFile::parse(text), expected, "{text:?}");
        check("# a comment\nprovider = \"postgresql\"\n", LockFile::PostgreSql);
        check("provider = \"postgresql\"", LockFile::PostgreSql);
        check("provider = \"postgresql\"\r\n", LockFile::PostgreSql);
        check("provider = postgresql\n", LockFile::PostgreSql);
        check("provider = \"mysql\"\n", LockFile::Other("mysql".into()));
        check("provider = \"postgres\"\n", LockFile::Other("postgres".into()));
        check("", LockFile::NoProvider);
        check("\u{feff}provider = \"postgresql\"\n", LockFile::NoProvider);
        check(" provider = \"postgresql\"\n", LockFile::NoProvider);
        for refused in ["provider=\"postgresql\"", "provider = 'postgresql'", "provider = \"postgresql\" # x"] {
            assert!(matches!(LockFile::parse(refused), LockFile::Other(_)), "{refused}");
        }
    }
}
