//! What lies in a migrations directory, before anybody judges it? The same for the work tree and for git objects.

/// Most migrations in one directory.
pub const MAX_MIGRATIONS: usize = 10_000;
/// Largest script, in bytes. Prisma's own baselines of large schemas stay well below.
pub const MAX_SCRIPT_BYTES: u64 = 5_000_000;
/// Most bytes that all scripts of one directory have together.
pub const MAX_BYTES: u64 = 50_000_000;
/// Largest `migration_lock.toml`, in bytes; a real one has about 130.
pub(crate) const MAX_LOCK_FILE_BYTES: u64 = 65_536;

/// An entry's name, as the file system or git gave it, and what it is.
pub(crate) type Listed<Handle> = (Vec<u8>, Kind<Handle>);

/// What a listing says that an entry is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind<Handle> {
    /// A directory, and what its reader needs to open it.
    Directory(Handle),
    /// A regular file: ignored, as Prisma does.
    File,
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
    /// A directory with what was found at `migration.sql` in it.
    Migration { name: Vec<u8>, script: Content },
    /// What must not be followed or opened.
    Unsafe { name: Vec<u8>, what: Unsafe },
}

/// Everything that counts in a migrations directory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Listing {
    pub(crate) entries: Vec<Entry>,
    /// Why reading stopped before the end.
    pub(crate) exceeded: Option<Limit>,
}

/// A limit of the whole directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    Migrations,
    Bytes,
}

/// Reads the script of every directory in a listing, until a limit is reached.
pub(crate) fn gather<Handle, E>(
    listed: impl IntoIterator<Item = Listed<Handle>>,
    mut read_script: impl FnMut(&[u8], Handle) -> Result<Content, E>,
) -> Result<Listing, E> {
    let mut listing = Listing::default();
    let mut bytes = 0;
    for (name, kind) in listed {
        let entry = match kind {
            Kind::File => continue,
            Kind::Unsafe(what) => Entry::Unsafe { name, what },
            Kind::Directory(_) if listing.entries.len() >= MAX_MIGRATIONS => {
                listing.exceeded = Some(Limit::Migrations);
                break;
            }
            Kind::Directory(handle) => {
                let script = read_script(&name, handle)?;
                if let Content::Bytes(script) = &script {
                    bytes += script.len() as u64;
                }
                Entry::Migration { name, script }
            }
        };
        if bytes > MAX_BYTES {
            listing.exceeded = Some(Limit::Bytes);
            break;
        }
        listing.entries.push(entry);
    }
    Ok(listing)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gather_sized(count: usize, size: usize) -> Listing {
        let listed = (0..count).map(|number| (number.to_string().into_bytes(), Kind::Directory(())));
        gather(listed, |_, ()| Ok::<_, ()>(Content::Bytes(vec![b' '; size]))).unwrap()
    }

    #[test]
    fn reading_stops_at_the_limits() {
        let fits = gather_sized(MAX_MIGRATIONS, 1);
        assert_eq!((fits.entries.len(), fits.exceeded), (MAX_MIGRATIONS, None));
        assert_eq!(gather_sized(MAX_MIGRATIONS + 1, 1).exceeded, Some(Limit::Migrations));
        assert_eq!(gather_sized(10, 5_000_000).exceeded, None);
        assert_eq!(gather_sized(11, 5_000_000).exceeded, Some(Limit::Bytes));
    }

    #[test]
    fn files_beside_are_ignored() {
        let listed = [(b"README.md".to_vec(), Kind::<()>::File), (b"x".to_vec(), Kind::Unsafe(Unsafe::Link))];
        let listing = gather(listed, |_, ()| Err("nothing to read")).unwrap();
        assert_eq!(listing.entries, [Entry::Unsafe { name: b"x".to_vec(), what: Unsafe::Link }]);
    }
}
