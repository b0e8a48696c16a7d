//! JSON for machines. The shape is a contract, one module per version.

mod section;
pub mod v1;

use std::io::{self, Write};

use crate::{Report, render::log_safe};

/// Writes the report as version 1, indented, with a line feed at the end.
pub fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    log_safe::write(&v1::Report::from(report), out)
}
