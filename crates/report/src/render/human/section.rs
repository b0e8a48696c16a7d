//! Sections on a terminal: aligned columns, indented text.

use crate::{Block, Section, Table, render::cell, sanitise};

use super::{Page, paint, width};

/// Between columns, and before the first.
const GAP: &str = "  ";

impl Page {
    /// A title and what stands below it.
    pub(super) fn section(&mut self, section: &Section) {
        self.line(&self.paint.strong(&sanitise::line(&section.title)));
        for block in &section.blocks {
            match block {
                Block::Table(table) => self.table(table),
                Block::List(items) => {
                    for item in items {
                        let text = paint::wrap(&sanitise::line(item), self.width, 4);
                        self.line(&format!("  - {text}"));
                    }
                }
                Block::Code { text, .. } => {
                    for line in sanitise::visible(text).lines() {
                        self.line(&format!("{GAP}{line}"));
                    }
                }
            }
        }
        self.line("");
    }

    fn table(&mut self, table: &Table) {
        let texts: Vec<Vec<String>> =
            table.rows.iter().map(|row| row.iter().map(|cell| sanitise::line(&cell::in_words(cell))).collect()).collect();
        let widest = |index: usize| texts.iter().filter_map(|row| row.get(index)).map(|text| width(text)).max().unwrap_or(0);
        let widths: Vec<usize> =
            table.columns.iter().enumerate().map(|(index, column)| widest(index).max(width(column.title))).collect();
        let is_numeric: Vec<bool> = (0..table.columns.len()).map(|index| table.is_numeric(index)).collect();
        let aligned = |cells: &mut dyn Iterator<Item = &str>| {
            let cells = cells.zip(widths.iter().zip(&is_numeric)).map(|(text, (wide, is_numeric))| {
                let padding = " ".repeat(wide.saturating_sub(width(text)));
                if *is_numeric { format!("{GAP}{padding}{text}") } else { format!("{GAP}{text}{padding}") }
            });
            cells.collect::<String>()
        };
        let head = aligned(&mut table.columns.iter().map(|column| column.title));
        self.line(&self.paint.faint(head.trim_end()));
        for row in &texts {
            self.line(&aligned(&mut row.iter().map(String::as_str)));
        }
    }
}
