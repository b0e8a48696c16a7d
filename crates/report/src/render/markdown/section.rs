//! Sections as headings, tables, lists and fences.

use crate::{
    Cell, Section, Table,
    render::cell,
    sanitise::{self, markdown::*},
    tally::count,
};

use super::{details, page::Block};

/// Rows of a table.
const ROWS: usize = 100;
/// Longer cells are cut.
const CELL_LIMIT: usize = 300;

/// The section, which goes as a whole when the budget is short.
pub(super) fn section(section: &Section) -> Block {
    let body: String = section.blocks.iter().map(block).collect();
    let text = if section.is_folded {
        details(false, &prose(&section.title), &body)
    } else {
        format!("### {}\n\n{body}", prose(&section.title))
    };
    Block::foldable(String::new(), text)
}

fn block(block: &crate::Block) -> String {
    match block {
        crate::Block::Table(table) => self::table(table),
        crate::Block::List(items) => {
            let lines: String = items.iter().map(|item| format!("- {}\n", prose(item))).collect();
            format!("{lines}\n")
        }
        crate::Block::Code { language, text } => format!("{}\n", fence(language, text)),
    }
}

fn table(table: &Table) -> String {
    let head: String = table.columns.iter().map(|column| format!(" {} |", prose(column.title))).collect();
    let rule: String = (0..table.columns.len()).map(|column| if table.is_numeric(column) { "--:|" } else { "---|" }).collect();
    let mut text = format!("|{head}\n|{rule}\n");
    for row in table.rows.iter().take(ROWS) {
        let cells: String = row.iter().map(|cell| format!(" {} |", in_words(cell))).collect();
        text.push_str(&format!("|{cells}\n"));
    }
    let left_out = table.rows.len().saturating_sub(ROWS);
    if left_out > 0 {
        text.push_str(&format!("\n*and {}*\n", count(left_out, "more row")));
    }
    text.push('\n');
    text
}

fn in_words(cell: &Cell) -> String {
    let text = cell::in_words(cell);
    match cell {
        Cell::Nothing => text,
        Cell::Name(_) => code(&sanitise::shorten(&text, CELL_LIMIT)),
        Cell::Text(_) => prose(&sanitise::shorten(&text, CELL_LIMIT)),
        // These are our own words; a number does not break away from its unit.
        Cell::Number(_) | Cell::Bytes(_) | Cell::Age(_) => text.replace(' ', "&nbsp;"),
    }
}
