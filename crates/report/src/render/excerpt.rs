//! Which lines of a statement to show, and where its caret goes.

use crate::{Finding, MigrationError, Position, sanitise};

/// How many lines of a statement are shown.
const LINES: usize = 12;

/// Numbered lines of source text, visible and without tabs.
pub(super) struct Excerpt {
    /// Line numbers (`None`: unknown) and texts.
    pub(super) lines: Vec<(Option<u32>, String)>,
    /// How many lines of the statement come before and after.
    pub(super) cut: (usize, usize),
    /// What to point at: index into `lines`, characters before the caret, width of the mark.
    pub(super) caret: Option<(usize, usize, usize)>,
}

impl Excerpt {
    /// The statement of a finding. Without a start of its own it begins where the finding is, and is marked as a whole.
    pub(super) fn of_finding(finding: &Finding) -> Option<Excerpt> {
        let place = finding.place.as_ref().map(|place| Position { line: place.line, column: place.column });
        Some(Excerpt::new(finding.statement.as_deref()?, finding.statement_start.or(place), place))
    }

    /// The statement of a failure, with a caret where the server pointed.
    pub(super) fn of_error(error: &MigrationError) -> Option<Excerpt> {
        let place = error.line.zip(error.column).map(|(line, column)| Position { line, column });
        Some(Excerpt::new(error.statement.as_deref()?, error.statement_start, place))
    }

    fn new(statement: &str, start: Option<Position>, place: Option<Position>) -> Excerpt {
        let shown = sanitise::visible(statement.trim_end());
        let texts: Vec<String> = shown.lines().map(|line| line.replace('\t', "    ")).collect();
        let marked = start.zip(place).and_then(|(start, place)| Some((line_of(start, place, texts.len())?, start, place)));
        let first = marked.map_or(0, |(index, ..)| index.saturating_sub(LINES / 2)).min(texts.len().saturating_sub(LINES));
        let caret = marked.map(|(index, start, place)| {
            let line = texts.get(index).map_or("", String::as_str);
            let raw = statement.lines().nth(index).unwrap_or_default();
            if start == place {
                (index - first, 0, width(line).max(1)) // the statement as a whole: underline its first line
            } else {
                (index - first, width(&shown_before(raw, index, start, place)), 1)
            }
        });
        let after = texts.len().saturating_sub(first + LINES);
        let number = |index: usize| start.map(|start| start.line.saturating_add(u32::try_from(index).unwrap_or(u32::MAX)));
        let lines = texts.iter().enumerate().skip(first).take(LINES).map(|(index, text)| (number(index), text.clone())).collect();
        Excerpt { lines, cut: (first, after), caret }
    }
}

fn line_of(start: Position, place: Position, count: usize) -> Option<usize> {
    let index = usize::try_from(place.line.checked_sub(start.line)?).ok()?;
    (index < count).then_some(index)
}

/// What is shown of the line before the caret's column. The statement's first line begins at its own column of the file.
fn shown_before(raw: &str, index: usize, start: Position, place: Position) -> String {
    let offset = if index == 0 { start.column } else { 1 };
    let before = usize::try_from(place.column.saturating_sub(offset)).unwrap_or(usize::MAX);
    let text: String = raw.chars().take(before).collect();
    sanitise::visible(&text).replace('\t', "    ")
}

/// Terminal cells.
pub(super) fn width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, column: u32) -> Option<Position> {
        Some(Position { line, column })
    }

    #[test]
    fn points_where_the_server_pointed() {
        let excerpt = Excerpt::new("CREATE TABLE a (\n\tb foo\n);", at(3, 5), at(4, 4));
        assert_eq!(excerpt.lines[1], (Some(4), "    b foo".to_owned()));
        assert_eq!(excerpt.caret, Some((1, 6, 1)));
    }

    #[test]
    fn counts_from_the_statement_on_its_first_line() {
        let excerpt = Excerpt::new("DROP TABLE 漢, gone;", at(7, 10), at(7, 24));
        assert_eq!(excerpt.caret, Some((0, 15, 1)));
    }

    #[test]
    fn marks_a_statement_as_a_whole() {
        assert_eq!(Excerpt::new("DROP TABLE a;", at(1, 1), at(1, 1)).caret, Some((0, 0, 13)));
        assert_eq!(Excerpt::new("DROP TABLE a;", None, at(1, 1)).caret, None);
    }

    #[test]
    fn keeps_a_window_around_the_caret_of_a_long_statement() {
        let long = (0..100).map(|line| format!("line {line}\n")).collect::<String>();
        let excerpt = Excerpt::new(&long, at(1, 1), at(51, 3));
        assert_eq!((excerpt.lines.len(), excerpt.cut, excerpt.caret), (LINES, (44, 44), Some((6, 2, 1))));
        let beyond = Excerpt::new("a", at(1, 1), at(9, 3));
        assert_eq!(beyond.caret, None);
    }
}
