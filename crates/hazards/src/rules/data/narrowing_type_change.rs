#![doc = include_str!("narrowing_type_change.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, DataType, Effect, Fact, Name, Statement, data_type::Conversion};

pub(crate) const RULE: Rule = Rule {
    id: "narrowing-type-change",
    severity: Severity::Error,
    group: Group::Data,
    opt_in: false,
    summary: "A column changes to a type that cannot hold all its values",
    page: include_str!("narrowing_type_change.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::ChangesType { table, column, to, using } => Some(Change { effect, table, column, to, using: using.as_deref() }),
        _ => None,
    });
    found
        .filter(|change| !context.facts.is_column_born_here(change.table, change.column))
        .filter_map(|change| change.judge(context))
        .collect()
}

struct Change<'a> {
    effect: &'a Effect,
    table: &'a Name,
    column: &'a str,
    to: &'a DataType,
    using: Option<&'a str>,
}

impl Change<'_> {
    fn judge(&self, context: &Context<'_>) -> Option<Hit> {
        let Change { table, column, to, .. } = self;
        let place = format!("column `{column}` of `{table}`");
        let from = context.facts.column_type(table, column);
        if self.using.is_some_and(|expression| !self.uses_column(expression)) {
            return Some(self.hit(format!("every value of {place} is replaced: the `USING` expression does not use it")));
        }
        // The values of an enum are another rule's business.
        let enums = |from: &DataType| context.facts.is_enum(&from.name) && context.facts.is_enum(&to.name);
        let is_plain = self.using.is_none_or(|expression| self.is_plain_cast(expression));
        match from {
            Fact::Known(from) if enums(&from) || from == **to && is_plain => None,
            Fact::Known(from) if from == **to => {
                let message = format!("the values of {place} are replaced by what the `USING` expression makes of them");
                Some(self.hit(message).severity(Severity::Warning))
            }
            Fact::Known(from) if from.gains_time_zone(to) => self.zoned(&place, &from),
            Fact::Known(from) => match from.converted_to(to) {
                Conversion::Loses(what) => Some(self.hit(format!("{place} changes from `{from}` to `{to}` and loses {what}"))),
                Conversion::Keeps if is_plain => None,
                Conversion::Keeps | Conversion::Unknown => Some(
                    self.hit(format!("{place} changes from `{from}` to `{to}`: values may be lost, or fail to convert"))
                        .severity(Severity::Warning),
                ),
            },
            Fact::Unknown if to.holds_any_text() && is_plain || context.facts.is_enum(&to.name) => None,
            Fact::Unknown => Some(
                self.hit(format!("{place} changes to `{to}` from a type that is not known here: values may be lost"))
                    .severity(Severity::Warning),
            ),
        }
    }

    /// A point in time is made of a date and a time of day: by the zone that the statement names, or by whichever the session has.
    fn zoned(&self, place: &str, from: &DataType) -> Option<Hit> {
        let names_zone = |expression: &str| expression.to_ascii_lowercase().contains("at time zone");
        if self.using.is_some_and(names_zone) {
            return None;
        }
        let (table, to, column) = (self.table, self.to, Name::from(self.column));
        let message =
            format!("{place} changes from `{from}` to `{to}`: its values are taken for local time of whichever session runs it");
        let advice = format!(
            "Say which time they are:\nALTER TABLE {table} ALTER COLUMN {column} TYPE {to} USING {column} AT TIME ZONE 'UTC';"
        );
        Some(Hit::new(self.effect, table.part(self.column), message, advice).severity(Severity::Warning))
    }

    fn hit(&self, message: String) -> Hit {
        let Change { table, column, to, .. } = self;
        let advice = format!(
            "Count the rows of `{table}` whose `{column}` does not fit `{to}` in production first; better add a new column, copy, compare, and switch clients over."
        );
        Hit::new(self.effect, table.part(column), message, advice)
    }

    fn uses_column(&self, expression: &str) -> bool {
        postgres_syntax::tokens(expression)
            .any(|token| postgres_syntax::identifier(expression, token).as_deref() == Some(self.column))
    }

    /// `"column"::type` and `"column"::text::type`, which convert as Postgres itself does.
    fn is_plain_cast(&self, expression: &str) -> bool {
        let mut words = postgres_syntax::Cursor::new(
            expression,
            postgres_syntax::tokens(expression).filter(postgres_syntax::Token::is_significant),
        );
        if let Some(inside) = words.parentheses().filter(|_| words.is_done()) {
            words = inside;
        }
        let is_column = words.name().is_some_and(|name| name.last().is_some_and(|last| last == self.column));
        let mut casts = is_column;
        while casts && words.take_sign("::") {
            casts = DataType::take(&mut words).is_some_and(|cast| cast == *self.to || cast.holds_any_text());
        }
        casts && words.is_done()
    }
}
