//! Applies pending migrations to a database, once, and only what was approved.
fn main() -> std::process::ExitCode {
    rehearsal::main::<deploy::Args>()
}
