use std::fmt;

/// The major versions that the project tests against, oldest first.
pub const SUPPORTED_MAJORS: [u32; 5] = [14, 15, 16, 17, 18];

/// A server's version, as `server_version_num` gives it: 150018 is 15.18.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServerVersion(u32);

impl ServerVersion {
    /// From the value of `server_version_num`.
    pub const fn from_number(number: u32) -> Self {
        ServerVersion(number)
    }

    /// From the first `MAJOR.MINOR` in the output of `postgres --version`; pre-releases such as `19beta1` count as minor 0.
    pub fn from_banner(banner: &str) -> Option<Self> {
        let word = banner.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
        let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u32>().ok();
        let major = digits(word)?;
        let minor = word.split_once('.').and_then(|(_, rest)| digits(rest)).unwrap_or(0);
        Some(ServerVersion(major.checked_mul(10_000)?.checked_add(minor)?))
    }

    /// 15 for 15.18.
    pub const fn major(self) -> u32 {
        self.0 / 10_000
    }

    /// 18 for 15.18.
    pub const fn minor(self) -> u32 {
        self.0 % 10_000
    }
}

impl fmt::Display for ServerVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major(), self.minor())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_banners_of_debian_plain_and_beta_builds() {
        let check = |banner: &str, shown: &str| {
            assert_eq!(ServerVersion::from_banner(banner).map(|version| version.to_string()).as_deref(), Some(shown));
        };
        check("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", "15.18");
        check("postgres (PostgreSQL) 18.4", "18.4");
        check("postgres (PostgreSQL) 19beta1", "19.0");
        assert_eq!(ServerVersion::from_banner("postgres: not found"), None);
    }
}
