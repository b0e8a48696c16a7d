//! Which lines of a statement to show, and where its caret goes.

use crate::{Finding, MigrationError, Position, sanitise};

/// How many lines of a statement are shown.
const LINES: usize = 12;

/// Numbered lines of source text, visible and without tabs.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// Line numbers (`None`: unknown) and texts.
    pub(super) lines: Vec<(Option<u32>, String)>,
    /// How many lines of the statement come before and after.
    pub(super) cut: (usize, usize),
    /// What to point at: index into `lines`, cells before the mark, its width.
    pub(super) caret: Option<(usize, usize, usize)>,
}

/// What to point at in a file.
#[derive(Debug, Clone, Copy)]
struct Mark {
    start: Position,
    /// Behind its last character; `None`: only where it starts is known.
    end: Option<Position>,
}

impl Excerpt {
    /// The statement of a finding, with the words that it is about marked. Without a start of its own it begins where the finding is, and is marked
    /// as a whole.
    pub(super) fn of_finding(finding: &Finding) -> Option<Excerpt> {
        let mark = finding.place.as_ref().map(|place| Mark {
            start: Position { line: place.line, column: place.column },
            end: place.end_column.map(|column| Position { line: place.end_line, column }),
        });
        Some(Excerpt::new(finding.statement.as_deref()?, finding.statement_start.or(mark.map(|mark| mark.start)), mark))
    }

    /// The statement of a failure, with a caret where the server pointed.
    pub(super) fn of_error(error: &MigrationError) -> Option<Excerpt> {
        let place = error.line.zip(error.column).map(|(line, column)| Position { line, column });
        Some(Excerpt::new(error.statement.as_deref()?, error.statement_start, place.map(|start| Mark { start, end: None })))
    }

    fn new(statement: &str, start: Option<Position>, mark: Option<Mark>) -> Excerpt {
        let shown = sanitise::visible(statement.trim_end());
        let texts: Vec<String> = shown.lines().map(without_tabs).collect();
        let marked = start.zip(mark).and_then(|(start, mark)| Some((line_of(start, mark.start, texts.len())?, start, mark)));
        let first = marked.map_or(0, |(index, ..)| index.saturating_sub(LINES / 2)).min(texts.len().saturating_sub(LINES));
        let caret = marked.map(|(index, start, mark)| {
            let whole = width(texts.get(index).map_or("", String::as_str));
            let raw = statement.lines().nth(index).unwrap_or_default();
            let before = width(&shown_before(raw, index, start, mark.start)).min(whole);
            let end = match mark.end {
                Some(end) if end.line > mark.start.line => whole,
                Some(end) => width(&shown_before(raw, index, start, end)),
                None if start == mark.start => whole, // the statement as a whole
                None => before + 1,
            };
            (index - first, before, end.saturating_sub(before).max(1))
        });
        let after = texts.len().saturating_sub(first + LINES);
        let number = |index: usize| start.map(|start| start.line.saturating_add(u32::try_from(index).unwrap_or(u32::MAX)));
        let lines = texts.iter().enumerate().skip(first).take(LINES).map(|(index, text)| (number(index), text.clone())).collect();
        Excerpt { lines, cut: (first, after), caret }
    }

    /// The same in lines of at most `limit` cells; what is left out is marked by `…`. Of the marked line the part stays where the mark is.
    pub(super) fn within(mut self, limit: usize) -> Excerpt {
        let limit = limit.max(8);
        for (index, (_, text)) in self.lines.iter_mut().enumerate() {
            let caret = self.caret.as_mut().filter(|(marked, ..)| *marked == index);
            let is_beyond = caret.as_ref().is_some_and(|(_, before, marked)| before + (*marked).min(limit / 2) >= limit);
            if let Some((_, before, _)) = caret.filter(|_| is_beyond) {
                let dropped = cells(text, before.saturating_sub(limit / 4));
                let rest = text.split_off(dropped);
                *before = 1 + before.saturating_sub(width(text));
                *text = format!("…{rest}");
            }
            if width(text) > limit {
                text.truncate(cells(text, limit - 1));
                text.push('…');
            }
            if let Some((_, before, marked)) = self.caret.as_mut().filter(|(marked, ..)| *marked == index) {
                *marked = (*marked).min(limit.saturating_sub(*before)).max(1);
            }
        }
        self
    }

    /// Digits of the largest line number.
    pub(super) fn digits(&self) -> usize {
        self.lines.iter().filter_map(|(number, _)| *number).max().map_or(0, |number| number.to_string().len())
    }
}

fn without_tabs(text: &str) -> String {
    text.replace('\t', "    ")
}

fn line_of(start: Position, place: Position, count: usize) -> Option<usize> {
    let index = usize::try_from(place.line.checked_sub(start.line)?).ok()?;
    (index < count).then_some(index)
}

/// What is shown of the line before a column. The statement's first line begins at its own column of the file.
fn shown_before(raw: &str, index: usize, start: Position, place: Position) -> String {
    let offset = if index == 0 { start.column } else { 1 };
    let before = usize::try_from(place.column.saturating_sub(offset)).unwrap_or(usize::MAX);
    let text: String = raw.chars().take(before).collect();
    without_tabs(&sanitise::visible(&text))
}

/// Terminal cells.
pub(super) fn width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

/// Bytes of the longest beginning that is at most so many cells wide.
fn cells(text: &str, limit: usize) -> usize {
    let mut cells = 0;
    let is_beyond = |(_, character): &(usize, char)| {
        cells += unicode_width::UnicodeWidthChar::width(*character).unwrap_or(0);
        cells > limit
    };
    text.char_indices().find(is_beyond).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, column: u32) -> Option<Position> {
        Some(Position { line, column })
    }

    fn point(line: u32, column: u32) -> Option<Mark> {
        Some(Mark { start: Position { line, column }, end: None })
    }

    fn words(from: (u32, u32), to: (u32, u32)) -> Option<Mark> {
        let at = |(line, column)| Position { line, column };
        Some(Mark { start: at(from), end: Some(at(to)) })
    }

    #[test]
    fn points_where_the_server_pointed() {
        let excerpt = Excerpt::new("CREATE TABLE a (\n\tb foo\n);", at(3, 5), point(4, 4));
        assert_eq!(excerpt.lines[1], (Some(4), "    b foo".to_owned()));
        assert_eq!(excerpt.caret, Some((1, 6, 1)));
    }

    #[test]
    fn counts_from_the_statement_on_its_first_line() {
        let excerpt = Excerpt::new("DROP TABLE 漢, gone;", at(7, 10), point(7, 24));
        assert_eq!(excerpt.caret, Some((0, 15, 1)));
    }

    #[test]
    fn marks_a_statement_as_a_whole() {
        assert_eq!(Excerpt::new("DROP TABLE a;", at(1, 1), point(1, 1)).caret, Some((0, 0, 13)));
        assert_eq!(Excerpt::new("DROP TABLE a;", None, point(1, 1)).caret, None);
    }

    #[test]
    fn keeps_a_window_around_the_caret_of_a_long_statement() {
        let long = (0..100).map(|line| format!("line {line}\n")).collect::<String>();
        let excerpt = Excerpt::new(&long, at(1, 1), point(51, 3));
        assert_eq!((excerpt.lines.len(), excerpt.cut, excerpt.caret), (LINES, (44, 44), Some((6, 2, 1))));
        let beyond = Excerpt::new("a", at(1, 1), point(9, 3));
        assert_eq!(beyond.caret, None);
    }

    #[test]
    fn marks_the_words_that_are_meant() {
        let sql = "ALTER TABLE a\n\tDROP COLUMN 漢字, -- x\n\tDROP COLUMN c;";
        assert_eq!(Excerpt::new(sql, at(4, 1), words((5, 2), (5, 16))).caret, Some((1, 4, 16)), "wide ones are two cells each");
        assert_eq!(Excerpt::new(sql, at(4, 1), words((5, 14), (6, 15))).caret, Some((1, 16, 10)), "to the end of the line");
        assert_eq!(Excerpt::new(sql, at(4, 9), words((4, 15), (4, 20))).caret, Some((0, 6, 5)), "counted from the statement");
        assert_eq!(Excerpt::new(sql, at(4, 1), words((5, 300), (5, 310))).caret, Some((1, 26, 1)), "never beyond the line");
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let sql = format!("SELECT {} FROM gone WHERE {};", "a, ".repeat(100), "x AND ".repeat(100));
        let column = 1 + u32::try_from(sql.find("gone").unwrap()).unwrap();
        let excerpt = Excerpt::new(&sql, at(1, 1), words((1, column), (1, column + 4))).within(80);
        let (_, text) = &excerpt.lines[0];
        let (_, before, marked) = excerpt.caret.unwrap();
        assert_eq!((width(text), &text.chars().skip(before).take(marked).collect::<String>()), (80, &"gone".to_owned()));
        assert!(text.starts_with('…') && text.ends_with('…'), "{text}");
        let whole = Excerpt::new(&sql, at(1, 1), point(1, 1)).within(80);
        assert_eq!((whole.caret, width(&whole.lines[0].1)), (Some((0, 0, 80)), 80));
        let short = Excerpt::new("DROP TABLE a;", at(1, 1), words((1, 12), (1, 13))).within(80);
        assert_eq!((short.caret, short.lines[0].1.as_str()), (Some((0, 11, 1)), "DROP TABLE a;"));
    }

    #[test]
    fn wide_characters_are_cut_whole() {
        let excerpt = Excerpt::new(&"漢".repeat(100), at(1, 1), words((1, 60), (1, 62))).within(21);
        let (_, before, marked) = excerpt.caret.unwrap();
        assert!(width(&excerpt.lines[0].1) <= 21 && before + marked <= 21, "{excerpt:?}");
    }
}
