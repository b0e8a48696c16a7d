//! What do the environment variables say? The only place that reads them.

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
    fmt,
    path::{Path, PathBuf},
};

use secrecy::SecretString;

use crate::variables::{self, Variable};

/// The environment as it was when the program started. An empty variable counts as absent, because a workflow expression
/// without a value sets it so.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Environment {
    variables: BTreeMap<OsString, OsString>,
}

/// Names only: any value may be a secret.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.variables.keys()).finish()
    }
}

impl Environment {
    /// The environment of this process.
    pub fn from_process() -> Self {
        std::env::vars_os().collect()
    }

    /// The value; `None` when it is absent or not UTF-8. Not for secrets: see [`Environment::secret`].
    pub fn get(&self, variable: Variable) -> Option<&str> {
        debug_assert!(!variable.secret, "`{}` is a secret", variable.name);
        self.raw(variable.name)?.to_str()
    }

    /// Whether it is set to something.
    pub fn has(&self, variable: Variable) -> bool {
        self.raw(variable.name).is_some()
    }

    /// The value as a path.
    pub fn path(&self, variable: Variable) -> Option<&Path> {
        debug_assert!(!variable.secret, "`{}` is a secret", variable.name);
        self.raw(variable.name).map(Path::new)
    }

    /// The value of a variable whose name may come from a configuration file, never to be shown.
    pub fn secret(&self, name: &str) -> Option<SecretString> {
        self.raw(name)?.to_str().map(SecretString::from)
    }

    /// The first of these variables that is set, and its value.
    pub fn first_secret(&self, names: &[String]) -> Option<(String, SecretString)> {
        names.iter().find_map(|name| self.secret(name).map(|value| (name.clone(), value)))
    }

    /// Whether this is a job of GitHub Actions.
    pub fn in_github_actions(&self) -> bool {
        self.get(variables::GITHUB_ACTIONS) == Some("true")
    }

    /// The page of this run of GitHub Actions; `None` where the runner does not say.
    pub fn run_url(&self) -> Option<String> {
        let server = self.get(variables::GITHUB_SERVER_URL)?.trim_end_matches('/');
        let repository = self.get(variables::GITHUB_REPOSITORY)?;
        let run: u64 = self.get(variables::GITHUB_RUN_ID)?.parse().ok()?;
        Some(format!("{server}/{repository}/actions/runs/{run}"))
    }

    /// Where tools and prepared data are kept between runs; `None` when nothing says where.
    pub fn cache_directory(&self) -> Option<PathBuf> {
        let absolute = |variable| self.path(variable).filter(|path| path.is_absolute());
        let home = || absolute(variables::HOME).map(|home| home.join(".cache"));
        let above = [variables::RUNNER_TOOL_CACHE, variables::XDG_CACHE_HOME].into_iter().find_map(absolute);
        above.map(Path::to_owned).or_else(home).map(|above| above.join("migration-gate"))
    }

    /// What a package manager's client may see, besides `PATH` and `HOME`: its own settings, proxies and certificates.
    pub fn package_client(&self) -> Vec<(OsString, OsString)> {
        let is_its_own = |name: &OsStr| {
            let name = name.to_string_lossy().to_ascii_lowercase();
            name.starts_with("npm_config_")
                || name.ends_with("_proxy")
                || matches!(name.as_str(), "node_extra_ca_certs" | "ssl_cert_file")
        };
        self.variables.iter().filter(|(name, _)| is_its_own(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    fn raw(&self, name: &str) -> Option<&OsStr> {
        self.variables.get(OsStr::new(name)).map(OsString::as_os_str).filter(|value| !value.is_empty())
    }
}

impl<Name: Into<OsString>, Value: Into<OsString>> FromIterator<(Name, Value)> for Environment {
    fn from_iter<I: IntoIterator<Item = (Name, Value)>>(variables: I) -> Self {
        Environment { variables: variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect() }
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn values_do_not_show() {
        let environment = Environment::from_iter([("SITE_DIRECT_URL", "postgres://u:canary@h/d"), ("GITHUB_TOKEN", "canary")]);
        let (name, value) = environment.first_secret(&["X".into(), "SITE_DIRECT_URL".into()]).unwrap();
        assert_eq!((name.as_str(), value.expose_secret()), ("SITE_DIRECT_URL", "postgres://u:canary@h/d"));
        let shown = format!("{environment:?} {value:?}");
        assert!(shown.contains("GITHUB_TOKEN") && !shown.contains("canary"), "{shown}");
    }

    #[test]
    fn an_empty_variable_is_absent() {
        let environment = Environment::from_iter([("GITHUB_ACTIONS", "true"), ("PG_CONFIG", ""), ("HOME", "/home/me")]);
        assert!(environment.in_github_actions());
        assert!(!environment.has(variables::PG_CONFIG));
        assert_eq!(environment.path(variables::PG_CONFIG), None);
    }

    #[test]
    fn a_run_has_a_page() {
        let url = |server, run| {
            let run = [("GITHUB_SERVER_URL", server), ("GITHUB_REPOSITORY", "acme/shop"), ("GITHUB_RUN_ID", run)];
            Environment::from_iter(run).run_url()
        };
        assert_eq!(url("https://github.example.com/", "42").unwrap(), "https://github.example.com/acme/shop/actions/runs/42");
        assert_eq!((url("", "42"), url("https://github.com", "")), (None, None));
    }

    #[test]
    fn the_cache_is_where_the_runner_or_the_desktop_says() {
        let check = |pairs: &[(&str, &str)], expected: Option<&str>| {
            let environment: Environment = pairs.iter().copied().collect();
            assert_eq!(environment.cache_directory().as_deref(), expected.map(Path::new));
        };
        let all = [("HOME", "/h"), ("XDG_CACHE_HOME", "/x"), ("RUNNER_TOOL_CACHE", "/r")];
        check(&all, Some("/r/migration-gate"));
        check(&all[..2], Some("/x/migration-gate"));
        check(&all[..1], Some("/h/.cache/migration-gate"));
        check(&[("HOME", "relative")], None);
    }
}
