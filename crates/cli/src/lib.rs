//! What is the body of every `main`?
//!
//! Parse, log, run, render, write, publish, exit: the same for every binary, which is an argument struct that implements
//! [`Command`]. The report goes to standard output; everything else, progress and logs and annotations, to standard error.

mod arguments;
mod clock;
mod exit;
mod failure;
mod log;
mod progress;
mod publishing;
mod rendering;
mod run;

pub use arguments::{CommonArguments, Format, Publish};
pub use clock::moment;
pub use exit::Exit;
pub use failure::Failure;
pub use progress::Progress;
pub use rendering::write_whole;
pub use run::{Command, Conclusion, Session, block_on, interruption, main};
