//! Checks that a database is what was promised.
fn main() -> std::process::ExitCode {
    cli::main::<verify::Args>()
}
