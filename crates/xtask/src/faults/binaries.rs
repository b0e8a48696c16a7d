//! The test binaries, built all at once: each alone would compile its dependencies again, with features of its own.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::rows::{Place, UNITS};
use crate::machine::root;

/// Where each one is, with the directory that it runs in.
pub(super) struct Binaries(BTreeMap<(String, String), (PathBuf, PathBuf)>);

impl Binaries {
    /// Builds those of these places.
    pub(super) fn build(places: &BTreeSet<Place>) -> Result<Binaries> {
        let mut cargo = Command::new("cargo");
        cargo.args(["test", "--locked", "--no-run", "--message-format=json-render-diagnostics"]);
        for package in places.iter().map(|place| place.package).collect::<BTreeSet<_>>() {
            cargo.args(["--package", package]);
        }
        let output = cargo.current_dir(root()).stderr(Stdio::inherit()).output().context("starting cargo")?;
        if !output.status.success() {
            bail!("the tests cannot be built");
        }
        let said = String::from_utf8_lossy(&output.stdout);
        let messages = said.lines().filter_map(|line| serde_json::from_str(line).ok());
        Ok(Binaries(messages.filter_map(|message: Value| binary(&message)).collect()))
    }

    /// Runs one, and takes what it says. All its tests, or only those.
    pub(super) fn run(&self, place: Place, names: &[&str], trials: &str) -> Result<String> {
        let known = self.0.get(&(place.package.to_owned(), place.test.to_owned()));
        let (program, directory) = known.with_context(|| format!("`{}` has no tests `{}`", place.package, place.test))?;
        let mut command = Command::new(program);
        // One line for each test, and what it printed.
        command.args(["--show-output", "--format=pretty", "--test-threads=2"]);
        if !names.is_empty() {
            command.arg("--exact").args(names);
        }
        command.env("FAULT_TRIALS", trials).env("RUST_BACKTRACE", "0");
        command.env("MIGRATION_GATE_TEST_SUPERVISOR", root().join("target/debug/ephemeral-postgres"));
        let output = command.current_dir(directory).output().with_context(|| format!("starting {}", program.display()))?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if !said.contains("test result:") {
            bail!("`{}` of `{}` does not run:\n{}", place.test, place.package, String::from_utf8_lossy(&output.stderr));
        }
        if !output.status.success() {
            println!("{said}");
        }
        Ok(said)
    }
}

/// What cargo says of an artifact, where that is a test binary: package, test, program, directory.
fn binary(message: &Value) -> Option<((String, String), (PathBuf, PathBuf))> {
    let program = message["executable"].as_str().filter(|_| message["profile"]["test"] == true)?;
    let target = &message["target"];
    let test = match target["kind"][0].as_str()? {
        "test" => target["name"].as_str()?,
        "lib" => UNITS,
        _ => return None,
    };
    let directory = Path::new(message["manifest_path"].as_str()?).parent()?;
    let package = message["package_id"].as_str()?;
    // `path+file:///somewhere/name#0.1.0`, or `...#name@0.1.0` where the directory has another name.
    let (path, version) = package.rsplit_once('#')?;
    let name = version.split_once('@').map_or_else(|| path.rsplit('/').next(), |(name, _)| Some(name))?;
    Some(((name.to_owned(), test.to_owned()), (PathBuf::from(program), directory.to_path_buf())))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_test_binaries_are_taken_by_the_name_of_their_package() {
        let artifact = |id: &str, kind: &str, is_test: bool| {
            binary(&json!({
                "package_id": id, "manifest_path": "/w/x/Cargo.toml", "executable": "/w/target/x-1",
                "target": { "kind": [kind], "name": "walls" }, "profile": { "test": is_test },
            }))
            .map(|(key, _)| key)
        };
        let key = |package: &str, test: &str| Some((package.to_owned(), test.to_owned()));
        assert_eq!(artifact("path+file:///w/x#0.1.0", "test", true), key("x", "walls"));
        assert_eq!(artifact("path+file:///w/tests#gate-tests@0.1.0", "lib", true), key("gate-tests", UNITS));
        assert_eq!(artifact("path+file:///w/x#0.1.0", "bin", true), None);
        assert_eq!(artifact("path+file:///w/x#0.1.0", "test", false), None);
    }
}
