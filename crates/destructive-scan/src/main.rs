//! Reports statements that destroy data, break clients, weaken security or block traffic.
fn main() -> std::process::ExitCode {
    cli::main::<destructive_scan::Args>()
}
