//! How a text keeps its budget: whole blocks fold from the end, headlines stay longest, and the text says what is missing.

use crate::tally::count;

/// Room for the sentence that says what is missing.
const REMARK: usize = 250;

/// A part of the text that stays whole, folds to its headline, or goes.
#[derive(Debug, Clone)]
pub(super) struct Block {
    headline: String,
    full: String,
    is_kept: bool,
}

impl Block {
    /// Stays whatever happens.
    pub(super) fn kept(text: String) -> Self {
        Block { headline: text.clone(), full: text, is_kept: true }
    }

    /// Has nothing to fold.
    pub(super) fn plain(text: String) -> Self {
        Block { headline: text.clone(), full: text, is_kept: false }
    }

    /// Folds to its headline, which may be empty.
    pub(super) fn foldable(headline: String, full: String) -> Self {
        Block { headline, full, is_kept: false }
    }
}

/// Puts blocks together in at most `budget` bytes, which is at most as many characters.
pub(super) fn assemble(blocks: Vec<Block>, budget: usize) -> String {
    let mut length: usize = blocks.iter().map(|block| block.full.len()).sum();
    if length <= budget {
        return blocks.into_iter().map(|block| block.full).collect();
    }
    let room = budget.saturating_sub(REMARK);
    let mut texts: Vec<String> = blocks.iter().map(|block| block.full.clone()).collect();
    let (mut folded, mut dropped) = (0, 0);
    for (text, block) in texts.iter_mut().zip(&blocks).rev() {
        if length > room && block.headline != block.full {
            length -= text.len() - block.headline.len();
            text.clone_from(&block.headline);
            folded += 1;
        }
    }
    for (text, block) in texts.iter_mut().zip(&blocks).rev() {
        if length > room && !block.is_kept && !text.is_empty() {
            length -= text.len();
            text.clear();
            dropped += 1;
        }
    }
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
