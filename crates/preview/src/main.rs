//! Reports what a deploy would do to a database, and writes the plan for it.
fn main() -> std::process::ExitCode {
    rehearsal::main::<preview::Args>()
}
