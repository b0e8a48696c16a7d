//! A small shop with a pull request, made from nothing and validated: what a new user sees first.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};

use crate::machine::{prepare_for_demo, root, run};

const MIGRATIONS: &str = "prisma/migrations";

/// What the shop's main branch has.
const BASE: &[(&str, &str)] = &[
    ("20260105090000_init", include_str!("demo/20260105090000_init.sql")),
    ("20260211101500_reviews", include_str!("demo/20260211101500_reviews.sql")),
    ("20260322160000_order_status", include_str!("demo/20260322160000_order_status.sql")),
];

/// What the pull request adds.
const ADDED: &[(&str, &str)] = &[
    ("20260518083000_loyalty", include_str!("demo/20260518083000_loyalty.sql")),
    ("20260518084500_clean_up", include_str!("demo/20260518084500_clean_up.sql")),
];

/// `cargo xtask demo`
pub(crate) fn run_demo(_: &[String]) -> Result<()> {
    let root = root();
    prepare_for_demo()?;
    run(&root, "cargo", &["build", "--quiet", "--locked", "--package", "validate"])?;
    let demo = root.join("target/demo");
    let shop = demo.join("shop");
    if demo.exists() {
        fs::remove_dir_all(&demo).with_context(|| format!("cannot remove {}", demo.display()))?;
    }
    make_repository(&shop)?;
    println!("\nA shop with a pull request stands in target/demo/shop. Its reviewer would see:\n");
    let report = demo.join("report.md");
    let validate = root.join("target/debug/validate");
    let json = demo.join("report.json");
    let validated = |format: &str, output: Option<&Path>| -> Result<Option<i32>> {
        let mut command = Command::new(&validate);
        command.current_dir(&shop).args(["--base", "main", "--format", format]);
        if let Some(output) = output {
            command.args(["--quiet", "--output"]).arg(output).stdout(std::process::Stdio::null());
        }
        Ok(command.status().context("cannot start validate")?.code())
    };
    let exit = validated("human", None)?;
    validated("markdown", Some(&report))?;
    validated("json", Some(&json))?;
    println!(
        "\nvalidate ended with exit code {} (1: the gate is closed).",
        exit.map_or("none".to_owned(), |code| code.to_string())
    );
    println!("The pull request comment as Markdown: target/demo/report.md, as JSON: target/demo/report.json");
    println!("Try it yourself: cd target/demo/shop && ../../debug/validate --base main");
    if exit != Some(1) {
        bail!("the demonstration should have closed the gate with exit code 1");
    }
    Ok(())
}

fn make_repository(shop: &Path) -> Result<()> {
    fs::create_dir_all(shop.join(MIGRATIONS))?;
    fs::write(shop.join("prisma/schema.prisma"), include_str!("demo/schema.prisma"))?;
    fs::write(shop.join(MIGRATIONS).join("migration_lock.toml"), include_str!("demo/migration_lock.toml"))?;
    git(shop, &["init", "--quiet", "--initial-branch", "main"])?;
    for (name, sql) in BASE {
        write_migration(shop, name, sql)?;
    }
    commit(shop, "The shop as it runs in production")?;
    git(shop, &["switch", "--quiet", "--create", "loyalty-points"])?;
    for (name, sql) in ADDED {
        write_migration(shop, name, sql)?;
    }
    commit(shop, "Loyalty points, and a clean-up")
}

fn write_migration(shop: &Path, name: &str, sql: &str) -> Result<()> {
    let directory = shop.join(MIGRATIONS).join(name);
    fs::create_dir_all(&directory)?;
    fs::write(directory.join("migration.sql"), sql).with_context(|| format!("cannot write the migration {name}"))
}

fn commit(shop: &Path, message: &str) -> Result<()> {
    git(shop, &["add", "--all"])?;
    git(shop, &["-c", "user.name=Shop", "-c", "user.email=shop@example.com", "commit", "--quiet", "--message", message])
}

fn git(shop: &Path, arguments: &[&str]) -> Result<()> {
    let status = Command::new("git").args(arguments).current_dir(shop).status().context("cannot start git")?;
    if status.success() { Ok(()) } else { bail!("`git {}` ended with {status}", arguments.join(" ")) }
}
