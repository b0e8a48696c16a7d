//! What lay in the directory at another commit? Read from git objects only; nothing is checked out.

use crate::{
    directory::{Directory, Judge, Keep, Look, SCRIPT},
    entry::{Content, Kind, MAX_LOCK_FILE_BYTES, MAX_SCRIPT_BYTES, Unsafe, gather},
    git::{Commit, Git, GitError, ObjectKind, Objects, TreeEntry, TreeMode, tree_entries},
    lock_file::LockFile,
    order::Order,
    source::Source,
};

/// Largest tree object that is read: more than 10 000 names of 255 bytes need.
const MAX_TREE_BYTES: u64 = 16_000_000;

/// Reads the migrations that `path` (relative to the repository's root, with `/`) held at `commit`. A directory that was
/// not there then is an empty history.
pub fn read_base(git: &Git, commit: &Commit, path: &str, order: Order) -> Result<Directory, GitError> {
    visit_base(git, commit, path, (Source::Prisma, order), &mut |_| Keep::Script)
}

/// The same, showing each migration as it is read.
pub fn visit_base<'a>(
    git: &Git,
    commit: &Commit,
    path: &str,
    (source, order): (Source, Order),
    look: &'a mut Look<'a>,
) -> Result<Directory, GitError> {
    let mut objects = git.objects()?;
    let entries = read_tree(&mut objects, commit, path)?;
    let lock = read_file(&mut objects, &entries, LockFile::NAME, MAX_LOCK_FILE_BYTES)?;
    let listed = entries.into_iter().map(|entry| {
        let kind = match entry.mode {
            TreeMode::Directory => Kind::Directory(entry.object),
            TreeMode::File => Kind::File(entry.object),
            TreeMode::Link => Kind::Unsafe(Unsafe::Link),
            TreeMode::Submodule => Kind::Unsafe(Unsafe::Submodule),
            TreeMode::Other => Kind::Unsafe(Unsafe::Special),
        };
        (entry.name, kind)
    });
    let mut judge = Judge::new(path, order, source, look);
    let read_script = |_: &[u8], object: String| match source {
        Source::Supabase => read_blob(&mut objects, &object, MAX_SCRIPT_BYTES),
        Source::Prisma => {
            let tree = objects.read(&object, MAX_TREE_BYTES)?.ok_or(ANSWER)?;
            let entries = tree_entries(&tree.content.ok_or(TOO_LARGE)?, commit.hash_bytes())?;
            read_file(&mut objects, &entries, SCRIPT, MAX_SCRIPT_BYTES)
        }
    };
    let exceeded = gather((source, order), listed.collect(), read_script, |entry| judge.entry(entry))?;
    Ok(judge.finish(exceeded, lock))
}

/// Reads one text file as it was at `commit`; `None` when it was not there. For what the base side decides: the
/// configuration, and the SQL files that it names. `path` is relative to the repository's root, with `/`.
pub fn read_base_file(git: &Git, commit: &Commit, path: &str) -> Result<Option<String>, GitError> {
    let mut objects = git.objects()?;
    let refused = |what| GitError::NotText { path: path.to_owned(), what };
    let (directory, name) = path.rsplit_once('/').unwrap_or(("", path));
    let entries = read_tree(&mut objects, commit, directory)?;
    if entries.iter().any(|entry| entry.name == name.as_bytes() && entry.mode == TreeMode::Directory) {
        return Err(refused("a directory"));
    }
    match read_file(&mut objects, &entries, name, MAX_SCRIPT_BYTES)? {
        Content::Missing => Ok(None),
        Content::Unsafe(what) => Err(refused(what.describe())),
        Content::TooLarge(_) => Err(refused("too large")),
        Content::Bytes(bytes) => String::from_utf8(bytes).map(Some).map_err(|_| refused("not UTF-8")),
    }
}

/// The entries of a directory at a commit; none when it was not there.
fn read_tree(objects: &mut Objects, commit: &Commit, path: &str) -> Result<Vec<TreeEntry>, GitError> {
    let name = if path.is_empty() { format!("{commit}^{{tree}}") } else { format!("{commit}:{path}") };
    match objects.read(&name, MAX_TREE_BYTES)? {
        Some(tree) if tree.kind == ObjectKind::Tree => tree_entries(&tree.content.ok_or(TOO_LARGE)?, commit.hash_bytes()),
        _ => Ok(vec![]),
    }
}

const TOO_LARGE: GitError = GitError::TreeTooLarge { limit: MAX_TREE_BYTES };
const ANSWER: GitError = GitError::Answer { command: "cat-file" };

fn read_file(objects: &mut Objects, entries: &[TreeEntry], name: &str, limit: u64) -> Result<Content, GitError> {
    let Some(entry) = entries.iter().find(|entry| entry.name == name.as_bytes()) else { return Ok(Content::Missing) };
    match entry.mode {
        TreeMode::Directory => Ok(Content::Missing),
        TreeMode::Link => Ok(Content::Unsafe(Unsafe::Link)),
        TreeMode::Submodule => Ok(Content::Unsafe(Unsafe::Submodule)),
        TreeMode::Other => Ok(Content::Unsafe(Unsafe::Special)),
        TreeMode::File => read_blob(objects, &entry.object, limit),
    }
}

fn read_blob(objects: &mut Objects, object: &str, limit: u64) -> Result<Content, GitError> {
    let blob = objects.read(object, limit)?.ok_or(ANSWER)?;
    Ok(blob.content.map_or(Content::TooLarge(blob.size), Content::Bytes))
}
