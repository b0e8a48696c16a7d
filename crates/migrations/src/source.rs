//! Whose rules say what counts as a migration?

use std::fmt;

/// Who keeps the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Source {
    /// Prisma Migrate: one directory per migration, `migration.sql` in it.
    #[default]
    Prisma,
    /// Supabase, and whoever else keeps plain files: one `.sql` file per migration, in the order of their names' bytes.
    Supabase,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Source::Prisma => "Prisma",
            Source::Supabase => "Supabase",
        })
    }
}
