//! Where is a byte, in the words of an editor?

/// A stretch of a text in bytes: `start` belongs to it, `end` does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The text that it covers; empty when it does not fit the text.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// A place in a text as editors and GitHub show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// From 1. A line feed ends a line, alone or after a carriage return; a lone carriage return does not.
    pub line: u32,
    /// From 1, in characters (not bytes).
    pub column: u32,
}

/// The lines of a text, for turning many offsets into positions.
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    text: &'a str,
    /// Offset of the first byte of each line.
    starts: Vec<usize>,
    /// Characters before each block of [`BLOCK`] bytes, so that a file of one long line costs no more than any other.
    characters: Vec<usize>,
}

const BLOCK: usize = 1024;

impl<'a> Lines<'a> {
    /// Reads the text once.
    pub fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1));
        let mut seen = 0;
        let characters = std::iter::once(0).chain(text.as_bytes().chunks(BLOCK).map(|block| {
            seen += count(block);
            seen
        }));
        Lines { text, starts: starts.collect(), characters: characters.collect() }
    }

    /// The position of a byte; of the end for an offset beyond it. Inside a character: of that character's next.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let column = self.characters_before(offset) - self.characters_before(start) + 1;
        Position { line: clamp(line), column: clamp(column) }
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let before = self.characters.get(block).copied().unwrap_or(0);
        before + self.text.as_bytes().get(block * BLOCK..offset).map_or(0, count)
    }
}

/// Characters that begin in these bytes: all bytes but UTF-8's continuation bytes.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

fn clamp(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, offset: usize, line: u32, column: u32) {
        assert_eq!(Lines::new(text).position(offset), Position { line, column }, "{text:?} at {offset}");
    }

    #[test]
    fn counts_lines_as_editors_do() {
        check("", 0, 1, 1);
        check("a\nb", 2, 2, 1);
        check("a\r\nb", 3, 2, 1);
        check("a\rb", 2, 1, 3);
        check("a\n", 2, 2, 1);
        check("a", 99, 1, 2);
    }

    #[test]
    fn counts_columns_in_characters() {
        check("é = 1", 3, 1, 3);
        check("x\n🐘y", 6, 2, 2);
    }

    #[test]
    fn long_lines_are_counted_in_blocks() {
        let text = "é".repeat(5000);
        check(&text, 4000, 1, 2001);
        check(&text, 10_000, 1, 5001);
    }
}
