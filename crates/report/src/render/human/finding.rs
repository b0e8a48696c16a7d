//! One finding or failure: headline, place, source with a caret, reasons and advice.

use crate::{Finding, Migration, MigrationError, render::excerpt::Excerpt, sanitise, tally::count};

use super::{Page, paint};

/// Where something is: file, line, column.
type At<'a> = (&'a str, Option<u32>, Option<u32>);

impl Page {
    pub(super) fn finding(&mut self, finding: &Finding) {
        let label = match finding.counts_as() {
            Some(severity) => self.paint.severity(severity, &format!("{severity}[{}]", finding.rule)),
            None => self.paint.faint(&format!("acknowledged[{}]", finding.rule)),
        };
        self.headline(&label, &finding.message);
        let at = finding.place.as_ref().map(|place| (place.file.as_str(), Some(place.line), Some(place.column)));
        self.source(at, Excerpt::of_finding(finding));
        if finding.place.is_none() {
            self.remark("migration", finding.migration.as_deref());
        }
        // With the rule it is what an acknowledgement names.
        self.remark("object", finding.object.as_deref().map(sanitise::line).as_deref());
        self.remark("seen", finding.evidence.as_deref());
        self.remark("accepted", finding.acknowledged.as_ref().map(ToString::to_string).as_deref());
        self.remark("help", finding.advice.as_deref());
        self.line("");
    }

    pub(super) fn failure(&mut self, migration: &Migration, error: &MigrationError) {
        let code = error.sqlstate.as_deref().map(|code| format!("[{}]", sanitise::line(code))).unwrap_or_default();
        self.headline(&self.paint.error(&format!("error{code}")), &format!("migration `{}` failed", migration.name));
        self.source(Some((&error.file, error.line, error.column)), Excerpt::of_error(error));
        self.remark(&error.class.to_string(), Some(&error.message));
        self.remark("help", Some(&error.advice));
        self.line("");
    }

    fn headline(&mut self, label: &str, message: &str) {
        let message = paint::wrap(&sanitise::line(message), self.width, 2);
        self.line(&format!("{label}: {}", self.paint.strong(&message)));
    }

    fn source(&mut self, at: Option<At>, excerpt: Option<Excerpt>) {
        if let Some((file, line, column)) = at {
            let numbers: String = [line, column].into_iter().flatten().map(|number| format!(":{number}")).collect();
            self.line(&format!("  {} {}{numbers}", self.paint.frame("-->"), sanitise::line(file)));
        }
        let Some(excerpt) = excerpt else { return };
        let digits = excerpt.digits().max(3);
        let excerpt = excerpt.within(self.width.saturating_sub(digits + 3).max(60));
        let bar = self.paint.frame(&format!("{:digits$} |", ""));
        self.line(&bar);
        self.left_out(excerpt.cut.0, digits);
        for (index, (number, text)) in excerpt.lines.iter().enumerate() {
            let number = number.map(|number| number.to_string()).unwrap_or_default();
            self.line(&format!("{} {text}", self.paint.frame(&format!("{number:>digits$} |"))));
            if let Some((_, before, width)) = excerpt.caret.filter(|&(at, ..)| at == index) {
                self.line(&format!("{bar} {}{}", " ".repeat(before), self.paint.error(&"^".repeat(width))));
            }
        }
        self.left_out(excerpt.cut.1, digits);
    }

    fn left_out(&mut self, lines: usize, digits: usize) {
        if lines > 0 {
            let more = self.paint.faint(&count(lines, "more line"));
            self.line(&format!("{} {more}", self.paint.frame(&format!("{:>digits$} |", "..."))));
        }
    }

    /// A labelled remark below the source: its first line is a sentence, the others are code and keep their breaks.
    fn remark(&mut self, label: &str, text: Option<&str>) {
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return };
        let indent = 8 + label.len();
        let shown = sanitise::visible(text.trim_end());
        let mut lines = shown.lines();
        let first = paint::wrap(lines.next().unwrap_or_default(), self.width, indent);
        self.line(&format!("    {} {label}: {first}", self.paint.frame("=")));
        for line in lines {
            self.line(&format!("{}{line}", " ".repeat(indent)));
        }
    }
}
