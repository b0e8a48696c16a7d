//! `cargo xtask bench WHAT`: is it as fast, and as good, as it says, compared with what else could do the same?

mod deploy;
mod measure;
mod quality;
mod rivals;
mod scan;
mod squawk;
mod validate;

use anyhow::bail;

const USAGE: &str = "usage: cargo xtask bench validate [--migrations N] [--new N] [--rounds N] [--profile release|bench]
       cargo xtask bench scan [--files DIR] [--migrations N] [--rounds N] [--profile release|bench]
       cargo xtask bench deploy|lock-queue [--profile release|dev]
       cargo xtask bench scan-quality [--histories DIR] [--generated N] [--list] [--json]";

pub(crate) fn run(given: &[String]) -> anyhow::Result<()> {
    match given.split_first() {
        Some((what, rest)) if what == "validate" => validate::run(rest),
        Some((what, rest)) if what == "scan" => scan::run(rest),
        Some((what, rest)) if what == "deploy" => deploy::run("bench_deploy", rest),
        Some((what, rest)) if what == "lock-queue" => deploy::run("bench_lock_queue", rest),
        Some((what, rest)) if what == "scan-quality" => quality::run(rest),
        // Run beside a server by ourselves, see `Rival::beside_server`.
        Some((what, rest)) if what == rivals::HIDDEN_ARGUMENT => rivals::run_here(rest),
        _ => bail!("{USAGE}"),
    }
}
