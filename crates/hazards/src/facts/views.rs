//! What do the scripts say of views?

use super::{Facts, Key, Place, TableId};
use crate::{Name, ObjectKind, View};

/// A view, as the last script that made it says.
#[derive(Debug, Clone)]
pub(crate) struct KnownView {
    pub(crate) columns: Option<Vec<String>>,
    /// The same number for the same query.
    pub(crate) query: u64,
    /// The latest value of each option.
    pub(crate) options: Vec<(String, Option<String>)>,
    reads: Vec<TableId>,
}

impl Facts {
    /// What is known of a view.
    pub(crate) fn view(&self, name: &Name) -> Option<&KnownView> {
        self.views.get(&self.place(ObjectKind::View, name) as &dyn Place)
    }

    /// The tables and views that a view reads itself.
    pub(crate) fn reads_of(&self, view: &Name) -> impl Iterator<Item = Name> {
        self.view(view).into_iter().flat_map(|known| &known.reads).filter_map(|id| self.name_of(*id))
    }

    /// The views that read a table or view themselves, not through others.
    pub(crate) fn views_of(&self, relation: &Name) -> impl Iterator<Item = Name> {
        let readers = self.table_id(relation).and_then(|id| self.view_readers.get(&id));
        readers.into_iter().flatten().map(|key| self.shown(key))
    }

    /// The name of what is at this place, as short as it can be said.
    pub(crate) fn shown(&self, key: &Key) -> Name {
        let short = key.1.is_empty() || key.1 == self.default_schema;
        Name::new(if short { vec![key.2.clone()] } else { vec![key.1.clone(), key.2.clone()] })
    }

    pub(super) fn make_view(&mut self, view: &View, certain: bool) {
        let kind = if view.materialized { ObjectKind::MaterializedView } else { ObjectKind::View };
        let key = self.key(kind, &view.name);
        if certain && !(view.if_not_exists && self.views.contains_key(&key)) {
            self.forget_view(&key);
            let reads: Vec<TableId> = view.reads.iter().map(|name| self.table_number(name)).collect();
            for read in &reads {
                self.view_readers.entry(*read).or_default().insert(key.clone());
            }
            let known = KnownView { columns: view.columns.clone(), query: view.query, options: view.options.clone(), reads };
            self.views.insert(key.clone(), known);
        }
        self.renew(&key);
        self.bear(kind, key, certain && !view.if_not_exists && !view.replaces);
    }

    pub(super) fn alter_view(&mut self, view: &Name, options: &[(String, Option<String>)], certain: bool) {
        let key = self.key(ObjectKind::View, view);
        let Some(known) = self.views.get_mut(&key) else { return };
        for (name, value) in options {
            known.options.retain(|(option, _)| option != name);
            if certain && value.is_some() {
                known.options.push((name.clone(), value.clone()));
            }
        }
    }

    pub(super) fn forget_view(&mut self, key: &Key) {
        let Some(gone) = self.views.remove(key) else { return };
        for read in &gone.reads {
            if let Some(readers) = self.view_readers.get_mut(read) {
                readers.remove(key);
            }
        }
    }

    pub(super) fn rename_view(&mut self, from: &Key, to: &Key) {
        let Some(view) = self.views.remove(from) else { return };
        for read in &view.reads {
            if let Some(readers) = self.view_readers.get_mut(read) {
                readers.remove(from);
                readers.insert(to.clone());
            }
        }
        self.views.insert(to.clone(), view);
    }
}
