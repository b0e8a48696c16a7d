//! Takes the deploy lock, gives it back, and tells who holds it.
fn main() -> std::process::ExitCode {
    lock::main()
}
