//! What follows the name of a chore: `--flag value` pairs and plain words.

use std::str::FromStr;

use anyhow::{Context as _, bail};

/// The value of `--name`, if it is there.
pub(crate) fn value<T>(arguments: &[String], name: &str) -> anyhow::Result<Option<T>>
where
    T: FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    let flag = format!("--{name}");
    let Some(at) = arguments.iter().position(|argument| *argument == flag) else { return Ok(None) };
    let text = arguments.get(at + 1).with_context(|| format!("`{flag}` needs a value"))?;
    text.parse().map(Some).with_context(|| format!("`{text}` is no value for `{flag}`"))
}

/// Refuses arguments that are not `--name value` for one of `names`.
pub(crate) fn only(arguments: &[String], names: &[&str]) -> anyhow::Result<()> {
    for pair in arguments.chunks(2) {
        if !pair[0].strip_prefix("--").is_some_and(|name| names.contains(&name)) {
            bail!("unknown argument `{}` (one of: --{})", pair[0], names.join(", --"));
        }
    }
    Ok(())
}
