//! The report to standard output and to a file.

use std::{
    io::{self, BufWriter, IsTerminal, Write},
    path::Path,
};

use config::{Environment, variables};
use report::{Report, render, sanitise};

use crate::{Exit, Format};

/// Cells in a line where nobody says how many there are.
const USUAL_WIDTH: usize = 100;
/// Markdown for people to read elsewhere: no limit but GitHub's for a job summary.
const MARKDOWN_BUDGET: usize = 1_000_000;

/// Writes the report in one format. Colour and width are the terminal's when it goes to one.
pub(crate) fn render(
    report: &Report,
    exit: Exit,
    format: Format,
    style: render::human::Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Human => render::human::render(report, style, out),
        // A log that an Actions runner reads is among the places it goes to.
        Format::Markdown => out.write_all(sanitise::log(&render::markdown::render(report, MARKDOWN_BUDGET)).as_bytes()),
        Format::Json => render::json::render(report, out),
        Format::Sarif => render::sarif::render(report, Some(exit.code()), out),
    }
}

/// For standard output.
pub(crate) fn terminal_style(environment: &Environment) -> render::human::Style {
    let is_terminal = io::stdout().is_terminal();
    let forced = environment.get(variables::CLICOLOR_FORCE).is_some_and(|value| value != "0");
    let colour = !environment.has(variables::NO_COLOR) && (is_terminal || forced);
    let said = environment.get(variables::COLUMNS).and_then(|columns| columns.parse().ok());
    let measured = || terminal_size::terminal_size().map(|(terminal_size::Width(width), _)| usize::from(width));
    let width = if is_terminal { said.or_else(measured) } else { said };
    render::human::Style { colour, width: width.unwrap_or(USUAL_WIDTH) }
}

/// For a file: no colour.
pub(crate) const FILE_STYLE: render::human::Style = render::human::Style { colour: false, width: USUAL_WIDTH };

/// Writes a file whole or not at all: beside its place first, then renamed. Others may read it.
pub fn write_whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(directory)?;
    let mut buffered = BufWriter::new(file.as_file_mut());
    write(&mut buffered)?;
    buffered.flush()?;
    drop(buffered);
    file.as_file().sync_all()?;
    make_readable(file.as_file())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A temporary file is its owner's alone; a report is for others too.
#[cfg(unix)]
fn make_readable(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &std::fs::File) -> io::Result<()> {
    Ok(())
}
