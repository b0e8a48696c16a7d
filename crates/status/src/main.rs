//! Tells where each target stands in each environment.
fn main() -> std::process::ExitCode {
    cli::main::<status::Args>()
}
