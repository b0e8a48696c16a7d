//! Applies a change's migrations to a throw-away Postgres and reports what they do.
fn main() -> std::process::ExitCode {
    rehearsal::main::<validate::Args>()
}
