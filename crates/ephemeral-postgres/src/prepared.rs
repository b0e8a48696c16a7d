//! Which data directory, fresh from `initdb`, can be copied instead of made?
//!
//! One per binaries and format of ours, kept between runs. It is used only when nobody else can have written it and every
//! file has its recorded size; anything else means a new `initdb`.

use std::{
    fmt::Write as _,
    fs::{self, DirBuilder},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt},
    path::{Path, PathBuf},
};

use postgres_terms::ServerVersion;
use sha2::{Digest, Sha256};

use crate::{draft::Draft, privilege::check_owner, settings};

const DATA: &str = "data";
/// Written last and compared on use: one line for each file, with its size.
const MANIFEST: &str = "manifest";

/// The place of one prepared data directory, filled or not.
#[derive(Debug)]
pub(crate) struct Prepared {
    cache: PathBuf,
    entry: PathBuf,
}

impl Prepared {
    /// The place for a data directory made by `initdb` of this version.
    pub(crate) fn locate(cache: &Path, version: ServerVersion, programs: &[&Path]) -> io::Result<Self> {
        let mut identity = format!("{} {:?}", settings::PREPARED_FORMAT, settings::LOCALES);
        for program in programs {
            let metadata = fs::metadata(program)?;
            let _ = write!(identity, "\0{}\0{}\0{}", program.display(), metadata.len(), metadata.mtime());
        }
        let digest = Sha256::digest(identity.as_bytes());
        let key: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Ok(Prepared { cache: cache.to_path_buf(), entry: cache.join(format!("{version}-{key}")) })
    }

    /// Copies it to `data`; `false` when there is none.
    ///
    /// # Errors
    /// When it cannot be trusted, in a sentence; `data` may be half there then.
    pub(crate) fn copy_to(&self, data: &Path) -> Result<bool, String> {
        if !self.entry.exists() {
            return Ok(false);
        }
        check_owner(&self.cache)?;
        check_owner(&self.entry)?;
        let describe = |error: io::Error| format!("`{}` cannot be read: {error}", self.entry.display());
        let expected = fs::read_to_string(self.entry.join(MANIFEST)).map_err(describe)?;
        let copied = copy_tree(&self.entry.join(DATA), data).map_err(describe)?;
        if copied == expected { Ok(true) } else { Err(format!("`{}` is damaged", self.entry.display())) }
    }

    /// Keeps a copy of `data`; another run may have done the same meanwhile, and then its copy stays.
    pub(crate) fn keep(&self, data: &Path) -> Result<(), String> {
        let keep = || -> io::Result<()> {
            // Only this directory is closed: packages stand beside it, and the server's user must be able to enter them.
            fs::create_dir_all(self.cache.parent().unwrap_or(&self.cache))?;
            DirBuilder::new().recursive(true).mode(0o700).create(&self.cache)?;
            check_owner(&self.cache).map_err(io::Error::other)?;
            let draft = Draft::begin(&self.cache)?;
            let manifest = copy_tree(data, &draft.path().join(DATA))?;
            fs::write(draft.path().join(MANIFEST), manifest)?;
            let whole = draft.path().to_path_buf();
            draft.publish(&whole, &self.entry)
        };
        keep().map_err(|error| format!("`{}` cannot be written: {error}", self.cache.display()))
    }

    /// Forgets it, if it is ours to forget.
    pub(crate) fn discard(&self) {
        if check_owner(&self.cache).is_ok() {
            let _ = fs::remove_dir_all(&self.entry);
        }
    }
}

/// Copies directories and plain files, and lists them with their sizes, sorted.
fn copy_tree(from: &Path, to: &Path) -> io::Result<String> {
    let mut lines = Vec::new();
    copy_below(from, to, "", &mut lines)?;
    lines.sort_unstable();
    Ok(lines.concat())
}

fn copy_below(from: &Path, to: &Path, name: &str, lines: &mut Vec<String>) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let file_name = entry.file_name();
        let name = format!("{name}/{}", file_name.to_string_lossy());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            lines.push(format!("{name}/\n"));
            copy_below(&entry.path(), &to.join(&file_name), &name, lines)?;
        } else if kind.is_file() {
            let size = fs::copy(entry.path(), to.join(&file_name))?;
            lines.push(format!("{name} {size}\n"));
        } else {
            return Err(io::Error::other(format!("`{name}` is neither a file nor a directory")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn filled(name: &str) -> (PathBuf, Prepared) {
        let scratch = std::env::temp_dir().join(format!("prepared-test-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&scratch);
        fs::create_dir_all(scratch.join("made/base/1")).expect("a data directory");
        fs::write(scratch.join("made/PG_VERSION"), "15\n").expect("a file in it");
        fs::write(scratch.join("made/base/1/1259"), vec![7; 8192]).expect("another");
        let program = scratch.join("made/PG_VERSION");
        let prepared =
            Prepared::locate(&scratch.join("cache"), ServerVersion::from_number(150_018), &[&program]).expect("a place");
        assert_eq!(prepared.copy_to(&scratch.join("none")), Ok(false));
        prepared.keep(&scratch.join("made")).expect("it can be kept");
        (scratch, prepared)
    }

    #[test]
    fn what_was_kept_comes_back_and_keeping_twice_is_no_error() {
        let (scratch, prepared) = filled("kept");
        prepared.keep(&scratch.join("made")).expect("the first copy stays");
        assert_eq!(prepared.copy_to(&scratch.join("copy")), Ok(true));
        assert_eq!(fs::read(scratch.join("copy/base/1/1259")).expect("it was copied"), vec![7; 8192]);
        assert_eq!(fs::read_dir(scratch.join("cache")).expect("the cache").count(), 1, "no draft is left");
        fs::remove_dir_all(scratch).expect("cleaning up");
    }

    #[test]
    fn a_file_that_is_short_or_missing_or_too_many_is_damage() {
        type Damage = fn(&Path);
        let damages: [(&str, Damage); 3] = [
            ("short", |data| fs::write(data.join("base/1/1259"), [7; 100]).expect("truncated")),
            ("missing", |data| fs::remove_file(data.join("PG_VERSION")).expect("removed")),
            ("added", |data| fs::write(data.join("postgresql.auto.conf"), "archive_command = 'x'").expect("added")),
        ];
        for (name, damage) in damages {
            let (scratch, prepared) = filled(name);
            damage(&prepared.entry.join(DATA));
            let problem = prepared.copy_to(&scratch.join("copy")).expect_err(name);
            assert!(problem.ends_with("is damaged"), "{problem}");
            fs::remove_dir_all(scratch).expect("cleaning up");
        }
    }

    #[test]
    fn a_cache_that_others_can_write_is_not_believed() {
        let (scratch, prepared) = filled("shared");
        fs::set_permissions(&prepared.cache, fs::Permissions::from_mode(0o777)).expect("opened to all");
        let problem = prepared.copy_to(&scratch.join("copy")).expect_err("it is refused");
        assert!(problem.ends_with("can be written by others"), "{problem}");
        assert!(prepared.keep(&scratch.join("made")).is_err());
        fs::remove_dir_all(scratch).expect("cleaning up");
    }
}
