//! What does the team do next? One migration after the other, each written in Prisma's own manner.

use jiff::{ToSpan, civil};

use crate::{
    Migration,
    random::Random,
    schema::{Column, Enum, Kind, Table},
};

const THINGS: [&str; 24] = [
    "Account", "Address", "Article", "Basket", "Campaign", "Category", "Channel", "Comment", "Coupon", "Device", "Invoice",
    "Ledger", "Message", "Order", "Payment", "Product", "Profile", "Refund", "Review", "Session", "Shipment", "Team", "Ticket",
    "Webhook",
];
const ASPECTS: [&str; 12] = ["", "Item", "Event", "Log", "Setting", "Note", "Tag", "Member", "Draft", "Version", "Link", "Quota"];
const COLUMNS: [&str; 20] = [
    "title",
    "slug",
    "email",
    "amount",
    "currency",
    "position",
    "isActive",
    "payload",
    "expiresAt",
    "externalId",
    "locale",
    "notes",
    "score",
    "attempts",
    "publishedAt",
    "country",
    "reference",
    "rate",
    "isHidden",
    "summary",
];
const VALUES: [&str; 8] = ["DRAFT", "ACTIVE", "PAUSED", "FAILED", "DONE", "ARCHIVED", "EXPIRED", "REVIEW"];

/// The history, one migration at a time; it never ends.
pub(crate) struct Story {
    random: Random,
    at: civil::DateTime,
    tables: Vec<Table>,
    enums: Vec<Enum>,
    tables_made: usize,
    columns_made: usize,
}

/// A script while it is written.
#[derive(Default)]
struct Script {
    text: String,
    statements: usize,
}

impl Script {
    /// A statement below Prisma's comment for its kind.
    fn step(&mut self, heading: &str, statement: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(&format!("-- {heading}\n"));
        self.more(statement);
    }

    /// A further statement below the same comment.
    fn more(&mut self, statement: &str) {
        self.text.push_str(statement);
        self.text.push('\n');
        self.statements += 1;
    }
}

impl Iterator for Story {
    type Item = Migration;

    fn next(&mut self) -> Option<Migration> {
        let mut script = Script::default();
        let summary = self.write(&mut script);
        // Ten thousand of them end before 2025: a timestamp from the future is a hazard of its own.
        let minutes = 10 + i64::try_from(self.random.below(500)).expect("a small number");
        self.at = self.at.checked_add(minutes.minutes()).expect("thousands of days lie far within the calendar");
        let name = format!("{}_{summary}", self.at.strftime("%Y%m%d%H%M%S"));
        Some(Migration { name, script: script.text, statements: script.statements })
    }
}

impl Story {
    pub(crate) fn new(seed: u64) -> Self {
        Story {
            random: Random::new(seed),
            at: civil::date(2019, 1, 4).at(9, 0, 0, 0),
            tables: Vec::new(),
            enums: Vec::new(),
            tables_made: 0,
            columns_made: 0,
        }
    }

    /// Writes one script and returns the rest of the directory's name. A deed that finds nothing to work on (no index to
    /// drop yet, say) leaves the script empty; then a table is made, which always works.
    fn write(&mut self, script: &mut Script) -> String {
        let summary = match self.random.below(100) {
            0..51 => None,
            51..66 => self.add_columns(script),
            66..72 => self.drop_column(script),
            72..78 => self.change_type(script),
            78..84 => self.add_enum_value(script),
            84..87 => self.remake_enum(script),
            87..91 => self.add_index(script),
            91..95 => self.drop_index(script),
            95..97 => self.fill_column(script),
            _ => self.drop_table(script),
        };
        summary.unwrap_or_else(|| self.create_table(script))
    }

    fn create_table(&mut self, script: &mut Script) -> String {
        let name = self.table_name();
        let mut columns = Vec::new();
        if self.random.chance(32) {
            let made = self.create_enum(&name, script);
            columns.push(Column { name: "status".into(), kind: Kind::Enum(made), index: None, is_key: false });
        }
        for _ in 0..3 + self.random.below(6) {
            columns.push(self.new_column());
        }
        let targets = self.targets();
        for target in &targets {
            let name = format!("{}Id", lower_first(target));
            columns.push(Column { name, kind: Kind::Text, index: None, is_key: true });
        }
        let list: String = columns.iter().map(|column| self.column_definition(column)).collect();
        script.step(
            "CreateTable",
            &format!(
                "CREATE TABLE \"{name}\" (\n    \"id\" TEXT NOT NULL,\n{list}    \
                 \"createdAt\" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,\n    \
                 \"updatedAt\" TIMESTAMP(3) NOT NULL,\n\n    CONSTRAINT \"{name}_pkey\" PRIMARY KEY (\"id\")\n);"
            ),
        );
        for column in columns.iter_mut() {
            let unique = !column.is_key && self.random.chance(8);
            if unique || (column.is_key && self.random.chance(70)) || self.random.chance(30) {
                column.index = Some(create_index(&name, &column.name, unique, script));
            }
        }
        for target in &targets {
            let column = format!("{}Id", lower_first(target));
            script.step(
                "AddForeignKey",
                &format!(
                    "ALTER TABLE \"{name}\" ADD CONSTRAINT \"{name}_{column}_fkey\" FOREIGN KEY (\"{column}\") \
                     REFERENCES \"{target}\"(\"id\") ON DELETE RESTRICT ON UPDATE CASCADE;"
                ),
            );
        }
        let summary = format!("add_{}", snake(&name));
        self.tables.push(Table { name, columns, references: targets });
        summary
    }

    fn create_enum(&mut self, table: &str, script: &mut Script) -> String {
        let name = format!("{table}Status");
        let first = self.random.below(3);
        let values: Vec<String> = VALUES[first..first + 2 + self.random.below(3)].iter().map(ToString::to_string).collect();
        script.step("CreateEnum", &format!("CREATE TYPE \"{name}\" AS ENUM ({});", quoted(&values)));
        self.enums.push(Enum { name: name.clone(), values });
        name
    }

    fn add_columns(&mut self, script: &mut Script) -> Option<String> {
        let at = self.any_table()?;
        let columns: Vec<Column> = (0..1 + self.random.below(3)).map(|_| self.new_column()).collect();
        let table = &mut self.tables[at];
        let added: Vec<String> = columns.iter().map(|c| format!("ADD COLUMN     \"{}\" {}", c.name, c.kind)).collect();
        script.step("AlterTable", &format!("ALTER TABLE \"{}\" {};", table.name, added.join(",\n")));
        let mut column = columns;
        if self.random.chance(50) {
            column[0].index = Some(create_index(&table.name, &column[0].name, false, script));
        }
        table.columns.append(&mut column);
        Some(format!("extend_{}", snake(&table.name)))
    }

    fn drop_column(&mut self, script: &mut Script) -> Option<String> {
        let (table, column) = self.column_where(|column| !column.is_key)?;
        let table = &mut self.tables[table];
        let gone = table.columns.remove(column);
        script.text.push_str(&format!(
            "/*\n  Warnings:\n\n  - You are about to drop the column `{}` on the `{}` table. All the data in the column will be lost.\n\n*/\n",
            gone.name, table.name
        ));
        script.step("AlterTable", &format!("ALTER TABLE \"{}\" DROP COLUMN \"{}\";", table.name, gone.name));
        Some(format!("drop_{}_from_{}", snake(&gone.name), snake(&table.name)))
    }

    fn change_type(&mut self, script: &mut Script) -> Option<String> {
        let (at, column) = self.column_where(|column| column.kind.wider().is_some())?;
        let table = &mut self.tables[at];
        let column = &mut table.columns[column];
        column.kind = column.kind.wider()?;
        script.step(
            "AlterTable",
            &format!("ALTER TABLE \"{}\" ALTER COLUMN \"{}\" SET DATA TYPE {};", table.name, column.name, column.kind),
        );
        if let Some(default) = column.kind.default() {
            script.step(
                "AlterTable",
                &format!("ALTER TABLE \"{}\" ALTER COLUMN \"{}\" SET DEFAULT {default};", table.name, column.name),
            );
        }
        Some(format!("widen_{}", snake(&column.name)))
    }

    fn add_enum_value(&mut self, script: &mut Script) -> Option<String> {
        let at = (!self.enums.is_empty()).then(|| self.random.below(self.enums.len()))?;
        let changed = &mut self.enums[at];
        let value = VALUES.iter().find(|value| !changed.values.iter().any(|have| have == *value))?;
        script.step("AlterEnum", &format!("ALTER TYPE \"{}\" ADD VALUE '{value}';", changed.name));
        changed.values.push(value.to_string());
        Some(format!("add_{}_to_{}", value.to_lowercase(), snake(&changed.name)))
    }

    /// How Prisma removes a value of an enum: a second type in a transaction of the script's own.
    fn remake_enum(&mut self, script: &mut Script) -> Option<String> {
        let fit = |e: &&Enum| e.values.len() > 2;
        let names: Vec<String> = self.enums.iter().filter(fit).map(|e| e.name.clone()).collect();
        let name = self.random.pick(&names)?.clone();
        let remade = self.enums.iter_mut().find(|e| e.name == name)?;
        remade.values.remove(0);
        script.step("AlterEnum", "BEGIN;");
        script.more(&format!("CREATE TYPE \"{name}_new\" AS ENUM ({});", quoted(&remade.values)));
        for table in &self.tables {
            for column in table.columns.iter().filter(|column| column.kind == Kind::Enum(name.clone())) {
                script.more(&format!(
                    "ALTER TABLE \"{}\" ALTER COLUMN \"{1}\" TYPE \"{name}_new\" USING (\"{1}\"::text::\"{name}_new\");",
                    table.name, column.name
                ));
            }
        }
        script.more(&format!("ALTER TYPE \"{name}\" RENAME TO \"{name}_old\";"));
        script.more(&format!("ALTER TYPE \"{name}_new\" RENAME TO \"{name}\";"));
        script.more(&format!("DROP TYPE \"{name}_old\";"));
        script.more("COMMIT;");
        Some(format!("trim_{}", snake(&name)))
    }

    fn add_index(&mut self, script: &mut Script) -> Option<String> {
        let (table, column) = self.column_where(|column| column.index.is_none() && column.kind != Kind::Json)?;
        let table = &mut self.tables[table];
        let column = &mut table.columns[column];
        column.index = Some(create_index(&table.name, &column.name, false, script));
        Some(format!("index_{}", snake(&column.name)))
    }

    fn drop_index(&mut self, script: &mut Script) -> Option<String> {
        let (table, column) = self.column_where(|column| column.index.is_some())?;
        let index = self.tables[table].columns[column].index.take()?;
        script.step("DropIndex", &format!("DROP INDEX \"{index}\";"));
        Some(format!("drop_index_{}", snake(&self.tables[table].columns[column].name)))
    }

    fn fill_column(&mut self, script: &mut Script) -> Option<String> {
        let (table, column) = self.column_where(|column| column.kind == Kind::Text && !column.is_key)?;
        let table = &self.tables[table];
        let name = &table.columns[column].name;
        script.step(
            "Backfill",
            &format!("UPDATE \"{}\" SET \"{name}\" = lower(\"{name}\") WHERE \"{name}\" IS NOT NULL;", table.name),
        );
        Some(format!("normalise_{}", snake(name)))
    }

    fn drop_table(&mut self, script: &mut Script) -> Option<String> {
        let is_free = |table: &Table| !self.tables.iter().any(|other| other.references.contains(&table.name));
        let free: Vec<usize> = (0..self.tables.len()).filter(|at| is_free(&self.tables[*at])).collect();
        let table = self.random.pick(&free).map(|at| self.tables.remove(*at))?;
        for target in &table.references {
            let constraint = format!("{}_{}Id_fkey", table.name, lower_first(target));
            script.step("DropForeignKey", &format!("ALTER TABLE \"{}\" DROP CONSTRAINT \"{constraint}\";", table.name));
        }
        script.step("DropTable", &format!("DROP TABLE \"{}\";", table.name));
        for column in &table.columns {
            if let Kind::Enum(name) = &column.kind {
                script.step("DropEnum", &format!("DROP TYPE \"{name}\";"));
                self.enums.retain(|e| e.name != *name);
            }
        }
        Some(format!("remove_{}", snake(&table.name)))
    }

    fn table_name(&mut self) -> String {
        let round = self.tables_made / (THINGS.len() * ASPECTS.len());
        let thing = THINGS[self.tables_made % THINGS.len()];
        let aspect = ASPECTS[self.tables_made / THINGS.len() % ASPECTS.len()];
        self.tables_made += 1;
        let number = if round == 0 { String::new() } else { (round + 1).to_string() };
        format!("{thing}{aspect}{number}")
    }

    /// Up to three tables for a new one to point to.
    fn targets(&mut self) -> Vec<String> {
        let mut targets: Vec<String> = Vec::new();
        for _ in 0..self.random.below(4) {
            let target = self.any_table().map(|at| self.tables[at].name.clone());
            targets.extend(target.filter(|name| !targets.contains(name)));
        }
        targets
    }

    fn new_column(&mut self) -> Column {
        let word = COLUMNS[self.columns_made % COLUMNS.len()];
        self.columns_made += 1;
        let kinds = [
            Kind::Text,
            Kind::Text,
            Kind::Varchar(120),
            Kind::Integer,
            Kind::BigInt,
            Kind::Boolean,
            Kind::Timestamp,
            Kind::Decimal,
            Kind::Json,
        ];
        let kind = kinds[self.random.below(kinds.len())].clone();
        Column { name: format!("{word}{}", self.columns_made), kind, index: None, is_key: false }
    }

    fn column_definition(&mut self, column: &Column) -> String {
        let default = column.kind.default().filter(|_| !column.is_key && self.random.chance(30));
        let default = default.map_or_else(String::new, |value| format!(" DEFAULT {value}"));
        let null = if column.is_key || self.random.chance(60) { " NOT NULL" } else { "" };
        format!("    \"{}\" {}{null}{default},\n", column.name, column.kind)
    }

    fn any_table(&mut self) -> Option<usize> {
        (!self.tables.is_empty()).then(|| self.random.below(self.tables.len()))
    }

    /// The places (table, column) of a column that fits; `None` when none does.
    fn column_where(&mut self, fits: impl Fn(&Column) -> bool) -> Option<(usize, usize)> {
        let places: Vec<(usize, usize)> = (0..self.tables.len())
            .flat_map(|table| (0..self.tables[table].columns.len()).map(move |column| (table, column)))
            .filter(|(table, column)| fits(&self.tables[*table].columns[*column]))
            .collect();
        self.random.pick(&places).copied()
    }
}

fn create_index(table: &str, column: &str, unique: bool, script: &mut Script) -> String {
    let (word, suffix) = if unique { ("UNIQUE ", "key") } else { ("", "idx") };
    let index = format!("{table}_{column}_{suffix}");
    script.step("CreateIndex", &format!("CREATE {word}INDEX \"{index}\" ON \"{table}\"(\"{column}\");"));
    index
}

fn quoted(values: &[String]) -> String {
    values.iter().map(|value| format!("'{value}'")).collect::<Vec<_>>().join(", ")
}

fn lower_first(name: &str) -> String {
    name[..1].to_lowercase() + &name[1..]
}

/// `OrderItem` as `order_item`.
fn snake(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}
