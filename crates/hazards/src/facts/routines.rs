//! Which code do the scripts define, and what does a call of it bring about?

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Facts, TableId};
use crate::{Action, Call, Condition, Effect, Name, Routine, Security, Statement, Through};

/// Functions and procedures, as far as the scripts define them, and statements that the script prepared.
#[derive(Debug, Clone, Default)]
pub(crate) struct Routines {
    /// By name; then by schema and arguments.
    by_name: BTreeMap<String, BTreeMap<(String, String), Arc<Routine>>>,
    prepared: BTreeMap<String, Arc<[Effect]>>,
    triggers: BTreeMap<TableId, BTreeMap<String, Trigger>>,
}

/// A trigger of a table.
#[derive(Debug, Clone)]
struct Trigger {
    events: Vec<&'static str>,
    function: Name,
}

/// What may still be copied from bodies into the statements of a script that call them, in bytes of their text: code that calls code that
/// calls code could be made to grow without end.
#[derive(Debug)]
pub(crate) struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Budget(4 * 1024 * 1024)
    }
}

impl Budget {
    fn spend(&mut self, bytes: usize) -> bool {
        self.0 = self.0.saturating_sub(bytes);
        self.0 > 0
    }
}

/// A name without its arguments, and these.
fn split(name: &Name) -> (&str, &str) {
    name.last().split_once('(').map_or((name.last(), ""), |(name, arguments)| (name, arguments.trim_end_matches(')')))
}

impl Routines {
    /// What was prepared ends with the session.
    pub(super) fn begin_script(&mut self) {
        self.prepared.clear();
    }

    /// All of a name that a call may mean.
    pub(crate) fn called<'a>(&'a self, name: &Name, default_schema: &str) -> impl Iterator<Item = &'a Arc<Routine>> {
        let known = self.by_name.get(split(name).0);
        let schema = name.schema().unwrap_or(default_schema);
        let is_there = |known: &BTreeMap<(String, String), Arc<Routine>>| known.keys().any(|(of, _)| of == schema);
        // Where names are looked up may have been changed; then it may be any.
        let any = name.schema().is_none() && !known.is_some_and(is_there);
        let schema = schema.to_owned();
        known.into_iter().flatten().filter(move |((of, _), _)| any || *of == schema).map(|(_, routine)| routine)
    }

    /// The one of this name and these arguments.
    pub(crate) fn get(&self, name: &Name, default_schema: &str) -> Option<&Arc<Routine>> {
        let (last, arguments) = split(name);
        let schema = name.schema().unwrap_or(default_schema).to_owned();
        self.by_name.get(last)?.get(&(schema, arguments.to_owned()))
    }

    pub(super) fn prepare(&mut self, name: &str, body: &[Effect]) {
        self.prepared.insert(name.to_owned(), body.into());
    }

    pub(super) fn make(&mut self, routine: &Routine, default_schema: &str) {
        let (last, arguments) = split(&routine.name);
        let key = (routine.name.schema().unwrap_or(default_schema).to_owned(), arguments.to_owned());
        self.by_name.entry(last.to_owned()).or_default().insert(key, Arc::new(routine.clone()));
    }

    pub(super) fn change(&mut self, change: &Routine, default_schema: &str) {
        for routine in self.meant(&change.name, default_schema) {
            let routine = Arc::make_mut(routine);
            routine.security_definer = change.security_definer.or(routine.security_definer);
            routine.volatility = change.volatility.or(routine.volatility);
            routine.leakproof |= change.leakproof;
            if change.sets.iter().any(|(name, value)| value.is_none() && matches!(name.as_str(), "search_path" | "all")) {
                routine.search_path = None;
            }
            routine.search_path = change.search_path.clone().or_else(|| routine.search_path.take());
        }
    }

    /// Those that a definition names; without arguments any of the name.
    fn meant(&mut self, name: &Name, default_schema: &str) -> impl Iterator<Item = &mut Arc<Routine>> {
        let (last, arguments) = split(name);
        let schema = name.schema().unwrap_or(default_schema).to_owned();
        let arguments = name.last().contains('(').then(|| arguments.to_owned());
        let known = self.by_name.get_mut(last).into_iter().flatten();
        known
            .filter(move |((of, has), _)| *of == schema && arguments.as_ref().is_none_or(|arguments| arguments == has))
            .map(|(_, routine)| routine)
    }

    pub(super) fn forget(&mut self, name: &Name, default_schema: &str) {
        let (last, arguments) = split(name);
        let schema = name.schema().unwrap_or(default_schema);
        let any = !name.last().contains('(');
        if let Some(known) = self.by_name.get_mut(last) {
            known.retain(|(of, has), _| !(of == schema && (any || has == arguments)));
            if known.is_empty() {
                self.by_name.remove(last);
            }
        }
    }

    pub(super) fn rename(&mut self, name: &Name, to: &Name, default_schema: &str) {
        let moved: Vec<Arc<Routine>> = self.meant(name, default_schema).map(|routine| Arc::clone(routine)).collect();
        self.forget(name, default_schema);
        for routine in moved {
            let arguments = routine.name.last().find('(').and_then(|at| routine.name.last().get(at..)).unwrap_or_default();
            let name = to.sibling(&format!("{}{arguments}", split(to).0));
            self.make(&Routine { name, ..(*routine).clone() }, default_schema);
        }
    }

    /// Puts behind each call in a statement what the called code does.
    pub(super) fn follow_calls(&self, statement: &mut Statement, default_schema: &str, budget: &mut Budget) {
        if statement.effects.iter().any(is_call) {
            for effect in std::mem::take(&mut statement.effects) {
                let followed = is_call(&effect).then(|| self.follow(&effect, &wording(&effect), default_schema, budget));
                statement.effects.push(effect);
                statement.effects.extend(followed.into_iter().flatten());
            }
        }
    }

    pub(super) fn add_trigger(&mut self, table: TableId, name: &str, events: &[&'static str], function: &Name) {
        let trigger = Trigger { events: events.to_vec(), function: function.clone() };
        self.triggers.entry(table).or_default().insert(name.to_owned(), trigger);
    }

    pub(super) fn forget_trigger(&mut self, table: TableId, name: &str) {
        self.triggers.get_mut(&table).into_iter().for_each(|triggers| drop(triggers.remove(name)));
    }

    pub(super) fn has_triggers(&self) -> bool {
        !self.triggers.is_empty()
    }

    /// What the triggers of a table destroy when a command does this to its rows.
    pub(super) fn fire(
        &self,
        table: TableId,
        event: &str,
        by: &Effect,
        default_schema: &str,
        budget: &mut Budget,
    ) -> Vec<Effect> {
        let triggers = self.triggers.get(&table).into_iter().flatten().filter(|(_, trigger)| trigger.events.contains(&event));
        let mut found = Vec::new();
        for (name, trigger) in triggers {
            let call = Action::Calls { name: trigger.function.clone(), call: Call::Within };
            let wording = format!("firing the trigger `{}`", Name::from(name.as_str()));
            found.extend(self.follow(&Effect { action: call, ..by.clone() }, &wording, default_schema, budget));
        }
        found.retain(|effect| destroys(&effect.action));
        found
    }

    /// What a call brings about, at the call's place, as far as the scripts tell.
    fn follow(&self, call: &Effect, wording: &str, default_schema: &str, budget: &mut Budget) -> Vec<Effect> {
        let happens = call.certain && !matches!(call.action, Action::Calls { call: Call::Within, .. });
        let through = |statement| Some(Through { call: wording.to_owned(), statement });
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut open: Vec<std::slice::Iter<'_, Effect>> = vec![std::slice::from_ref(call).iter()];
        while let Some(innermost) = open.last_mut() {
            let Some(effect) = innermost.next() else {
                open.pop();
                continue;
            };
            let certain = effect.certain && happens;
            let mut add = |action| {
                found.push(Effect {
                    action,
                    span: call.span,
                    statement: call.statement,
                    certain,
                    through: through(effect.statement),
                })
            };
            if !budget.spend(64 + effect.span.end.saturating_sub(effect.span.start)) {
                add(Action::RunsOpaque("more code than can be followed".to_owned()));
                break;
            }
            match &effect.action {
                Action::Calls { name, .. } => {
                    for routine in self.called(name, default_schema).filter(|routine| seen.insert(Arc::as_ptr(routine))) {
                        match &routine.body {
                            Some(body) => open.push(body.iter()),
                            None => add(Action::RunsOpaque(closed(routine))),
                        }
                    }
                }
                Action::ExecutesPrepared { name } => match self.prepared.get(name) {
                    Some(body) if open.len() < 2 => open.push(body.iter()),
                    _ => add(Action::RunsOpaque(format!("the prepared statement `{name}`"))),
                },
                // It is where the code was written.
                Action::Security(Security::Reveals { .. }) => {}
                action => add(action.clone()),
            }
        }
        found
    }
}

impl Facts {
    /// Puts behind each call in a statement what the called code does.
    pub(crate) fn follow_calls(&self, statement: &mut Statement, budget: &mut Budget) {
        self.routines.follow_calls(statement, &self.default_schema, budget);
        if self.routines.has_triggers() {
            let fired: Vec<Effect> = statement.effects.iter().flat_map(|effect| self.fire(effect, budget)).collect();
            statement.effects.extend(fired);
        }
    }

    /// What triggers destroy when this happens.
    fn fire(&self, effect: &Effect, budget: &mut Budget) -> Vec<Effect> {
        let (table, events): (&Name, &[&str]) = match &effect.action {
            Action::Inserts { table, overwrites: Some(_), .. } => (table, &["INSERT", "UPDATE"]),
            Action::Inserts { table, .. } | Action::Copies { table: Some(table), into_table: true, .. } => (table, &["INSERT"]),
            Action::Updates { table, .. } => (table, &["UPDATE"]),
            Action::Deletes { table, .. } => (table, &["DELETE"]),
            Action::Truncates { table, .. } => (table, &["TRUNCATE"]),
            _ => return Vec::new(),
        };
        let Some(id) = self.table_id(table) else { return Vec::new() };
        events.iter().flat_map(|event| self.routines.fire(id, event, effect, &self.default_schema, budget)).collect()
    }

    /// The routines that a call may mean.
    pub(crate) fn called(&self, name: &Name) -> impl Iterator<Item = &Routine> {
        self.routines.called(name, &self.default_schema).map(|routine| &**routine)
    }

    /// What is known of the routine of this name and these arguments.
    pub(crate) fn routine(&self, name: &Name) -> Option<&Routine> {
        self.routines.get(name, &self.default_schema).map(|routine| &**routine)
    }
}

/// Whether all of something goes.
fn destroys(action: &Action) -> bool {
    let is_all = |condition: &Condition| matches!(condition, Condition::Absent | Condition::AlwaysTrue);
    match action {
        Action::Drops { .. } | Action::DropsColumn { .. } | Action::DropsOwned { .. } | Action::Truncates { .. } => true,
        Action::Deletes { condition, .. } | Action::Updates { condition, .. } => is_all(condition),
        _ => false,
    }
}

/// What cannot be read of a routine.
fn closed(routine: &Routine) -> String {
    let language = routine.language.as_deref().unwrap_or("another language");
    format!("`{}`, which is written in `{language}`", Name::from(split(&routine.name).0))
}

fn is_call(effect: &Effect) -> bool {
    effect.through.is_none() && matches!(effect.action, Action::Calls { .. } | Action::ExecutesPrepared { .. })
}

fn wording(call: &Effect) -> String {
    match &call.action {
        Action::Calls { name, .. } => format!("calling `{name}`"),
        Action::ExecutesPrepared { name } => format!("executing `{}`", Name::from(name.as_str())),
        _ => String::new(),
    }
}
