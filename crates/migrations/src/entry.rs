//! What lies in a migrations directory, before anybody judges it? The same for the work tree and for git objects.

use crate::{order::Order, source::Source};

/// Most migrations in one directory.
pub const MAX_MIGRATIONS: usize = 10_000;
/// Largest script, in bytes. Prisma's own baselines of large schemas stay well below.
pub const MAX_SCRIPT_BYTES: u64 = 5_000_000;
/// Most bytes that all scripts of one directory have together.
pub const MAX_BYTES: u64 = 50_000_000;
/// Largest `migration_lock.toml`, in bytes; a real one has about 130.
pub(crate) const MAX_LOCK_FILE_BYTES: u64 = 65_536;

/// How the name of a script ends where each migration is a file.
pub(crate) const SQL: &str = ".sql";

/// An entry's name, as the file system or git gave it, and what it is.
pub(crate) type Listed<Handle> = (Vec<u8>, Kind<Handle>);

/// What a listing says that an entry is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind<Handle> {
    /// A directory, and what its reader needs to open it.
    Directory(Handle),
    /// A regular file, and the same.
    File(Handle),
    /// What must not be followed or opened.
    Unsafe(Unsafe),
}

/// What must not be followed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unsafe {
    Link,
    Submodule,
    Special,
}

impl Unsafe {
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Unsafe::Link => "a symbolic link",
            Unsafe::Submodule => "a submodule",
            Unsafe::Special => "neither a file nor a directory",
        }
    }
}

/// What came of reading one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    Bytes(Vec<u8>),
    /// Not read; its size.
    TooLarge(u64),
    /// Not there, or a directory.
    Missing,
    Unsafe(Unsafe),
}

/// One entry that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A migration: the name of its directory or file, and what was found in its script.
    Migration { name: Vec<u8>, script: Content },
    /// What must not be followed or opened.
    Unsafe { name: Vec<u8>, what: Unsafe },
}

/// A limit of the whole directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    Migrations,
    Bytes,
}

/// Reads the script of every migration in a listing, in the order in which they run, until a limit is reached, which is
/// returned. No more than one script is held at a time.
pub(crate) fn gather<Handle, E>(
    (source, order): (Source, Order),
    mut listed: Vec<Listed<Handle>>,
    mut read_script: impl FnMut(&[u8], Handle) -> Result<Content, E>,
    mut take: impl FnMut(Entry),
) -> Result<Option<Limit>, E> {
    let compare = order.comparer();
    listed.sort_by(|(a, _), (b, _)| compare(&String::from_utf8_lossy(a), &String::from_utf8_lossy(b)).then_with(|| a.cmp(b)));
    let (mut count, mut bytes) = (0, 0);
    for (name, kind) in listed {
        let handle = match kind {
            Kind::Unsafe(what) => {
                take(Entry::Unsafe { name, what });
                continue;
            }
            Kind::Directory(handle) if source == Source::Prisma => handle,
            Kind::File(handle) if source == Source::Supabase && name.ends_with(SQL.as_bytes()) => handle,
            Kind::Directory(_) | Kind::File(_) => continue,
        };
        count += 1;
        if count > MAX_MIGRATIONS {
            return Ok(Some(Limit::Migrations));
        }
        let script = read_script(&name, handle)?;
        if let Content::Bytes(script) = &script {
            bytes += script.len() as u64;
        }
        if bytes > MAX_BYTES {
            return Ok(Some(Limit::Bytes));
        }
        take(Entry::Migration { name, script });
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRISMA: (Source, Order) = (Source::Prisma, Order::Bytes);

    fn gather_sized(count: usize, size: usize) -> (usize, Option<Limit>) {
        let listed = (0..count).map(|number| (number.to_string().into_bytes(), Kind::Directory(()))).collect();
        let mut taken = 0;
        let exceeded = gather(PRISMA, listed, |_, ()| Ok::<_, ()>(Content::Bytes(vec![b' '; size])), |_| taken += 1).unwrap();
        (taken, exceeded)
    }

    #[test]
    fn reading_stops_at_the_limits() {
        assert_eq!(gather_sized(MAX_MIGRATIONS, 1), (MAX_MIGRATIONS, None));
        assert_eq!(gather_sized(MAX_MIGRATIONS + 1, 1), (MAX_MIGRATIONS, Some(Limit::Migrations)));
        assert_eq!(gather_sized(10, 5_000_000).1, None);
        assert_eq!(gather_sized(11, 5_000_000), (10, Some(Limit::Bytes)));
    }

    fn names(source: Source, order: Order, listed: &[(&str, Kind<()>)]) -> Vec<String> {
        let listed = listed.iter().map(|(name, kind)| (name.as_bytes().to_vec(), kind.clone())).collect();
        let mut names = Vec::new();
        let read = |_: &[u8], ()| Ok::<_, ()>(Content::Bytes(vec![]));
        gather((source, order), listed, read, |entry| {
            let (Entry::Migration { name, .. } | Entry::Unsafe { name, .. }) = entry;
            names.push(String::from_utf8(name).unwrap());
        })
        .unwrap();
        names
    }

    #[test]
    fn each_source_takes_what_is_its_own_and_leaves_the_rest() {
        let listed = [
            ("README.md", Kind::File(())),
            ("x", Kind::Unsafe(Unsafe::Link)),
            ("20240102000000_b", Kind::Directory(())),
            ("20240101000000_a.sql", Kind::File(())),
        ];
        assert_eq!(names(Source::Prisma, Order::Locale, &listed), ["20240102000000_b", "x"]);
        assert_eq!(names(Source::Supabase, Order::Bytes, &listed), ["20240101000000_a.sql", "x"]);
    }

    #[test]
    fn scripts_are_read_in_the_order_in_which_they_run() {
        let listed = ["2_x", "10_next", "1_init"].map(|name| (name, Kind::Directory(())));
        assert_eq!(names(Source::Prisma, Order::Locale, &listed), ["1_init", "10_next", "2_x"]);
        assert_eq!(names(Source::Prisma, Order::Bytes, &listed), ["10_next", "1_init", "2_x"]);
    }
}
