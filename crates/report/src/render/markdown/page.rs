//! How a text keeps its budget: whole blocks fold from the end, headlines stay longest, and the text says what is missing.

use crate::tally::count;

/// Room for the sentence that says what is missing.
const REMARK: usize = 250;

/// A part of the text that stays whole, folds to its headline, or goes.
#[derive(Debug, Clone)]
pub(super) struct Block {
    headline: String,
    /// `None`: nobody wrote it, since it would not fit.
    full: Option<String>,
    is_kept: bool,
}

/// What the blocks so far take of a budget, so that what comes after its end need not be written at all: blocks fold and go from the end.
#[derive(Debug)]
pub(super) struct Spent {
    budget: usize,
    full: usize,
    headlines: usize,
}

impl Spent {
    pub(super) fn nothing_of(budget: usize) -> Self {
        Spent { budget, full: 0, headlines: 0 }
    }

    /// A block that folds to its headline, written as far as it can be shown.
    pub(super) fn foldable(&mut self, headline: impl FnOnce() -> String, full: impl FnOnce(&str) -> String) -> Block {
        if self.headlines > self.budget {
            return Block { headline: String::new(), full: None, is_kept: false };
        }
        let headline = headline();
        self.headlines += headline.len();
        let full = (self.full <= self.budget).then(|| full(&headline));
        self.full += full.as_ref().map_or(0, String::len);
        Block { headline, full, is_kept: false }
    }
}

impl Block {
    /// Stays whatever happens.
    pub(super) fn kept(text: String) -> Self {
        Block { headline: text.clone(), full: Some(text), is_kept: true }
    }

    /// Has nothing to fold.
    pub(super) fn plain(text: String) -> Self {
        Block { headline: text.clone(), full: Some(text), is_kept: false }
    }

    /// Folds to its headline, which may be empty.
    pub(super) fn foldable(headline: String, full: String) -> Self {
        Block { headline, full: Some(full), is_kept: false }
    }

    /// As much as there is of it.
    fn text(&self) -> &str {
        self.full.as_ref().unwrap_or(&self.headline)
    }
}

/// Puts blocks together in at most `budget` bytes, which is at most as many characters.
pub(super) fn assemble(blocks: Vec<Block>, budget: usize) -> String {
    let mut length: usize = blocks.iter().map(|block| block.text().len()).sum();
    let unwritten = blocks.iter().filter(|block| block.full.is_none()).count();
    if length <= budget && unwritten == 0 {
        return blocks.iter().map(Block::text).collect();
    }
    let room = budget.saturating_sub(REMARK);
    let mut texts: Vec<&str> = blocks.iter().map(Block::text).collect();
    let (mut folded, mut dropped) = (unwritten, 0);
    for (text, block) in texts.iter_mut().zip(&blocks).rev() {
        if length > room && block.headline.len() < text.len() {
            length -= text.len() - block.headline.len();
            *text = &block.headline;
            folded += 1;
        }
    }
    for (text, block) in texts.iter_mut().zip(&blocks).rev() {
        if length > room && !block.is_kept && !text.is_empty() {
            length -= text.len();
            *text = "";
            dropped += 1;
        }
    }
    dropped += blocks.iter().filter(|block| block.full.is_none() && block.headline.is_empty()).count();
    cut_at_line(texts.concat(), room) + &remark(folded, dropped)
}

fn remark(folded: usize, dropped: usize) -> String {
    let headlines = if dropped > 0 { format!(" and {}", count(dropped, "headline")) } else { String::new() };
    format!(
        "> **Shortened:** {}{headlines} left out to stay within GitHub's limit. The job's log has the whole report.\n",
        count(folded, "part")
    )
}

/// The last resort, for what even headlines of kept blocks do not fit.
fn cut_at_line(mut text: String, limit: usize) -> String {
    if text.len() > limit {
        text.truncate(text.floor_char_boundary(limit));
        text.truncate(text.rfind('\n').map_or(0, |end| end + 1));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks() -> Vec<Block> {
        vec![
            Block::kept("verdict\n".into()),
            Block::foldable("headline 1\n".into(), format!("headline 1\n{}\n", "x".repeat(300))),
            Block::foldable("headline 2\n".into(), format!("headline 2\n{}\n", "y".repeat(300))),
            Block::foldable(String::new(), "diagram\n".repeat(10)),
        ]
    }

    #[test]
    fn keeps_everything_that_fits() {
        assert!(assemble(blocks(), 1000).ends_with("diagram\n"));
    }

    #[test]
    fn folds_from_the_end_and_says_so() {
        let text = assemble(blocks(), 600);
        assert!(
            text.starts_with("verdict\nheadline 1\nxxx") && text.contains("headline 2\n> **Shortened:** 2 parts left out"),
            "{text}"
        );
    }

    #[test]
    fn keeps_the_verdict_longest() {
        let many =
            std::iter::once(Block::kept("verdict\n".into())).chain((0..500).map(|n| Block::plain(format!("headline {n}\n"))));
        let text = assemble(many.collect(), 500);
        assert!(text.starts_with("verdict\nheadline 0\n") && text.len() <= 500, "{text}");
        assert!(text.contains(" headlines left out"), "{text}");
    }

    #[test]
    fn never_exceeds_its_budget() {
        for budget in 250..1200 {
            assert!(assemble(blocks(), budget).len() <= budget, "{budget}");
        }
    }
}
