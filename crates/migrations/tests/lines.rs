//! Who wrote a line, and whether a file is still what it was.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod repository;

use migrations::git::{Commit, LineOrigin};
use repository::Repository;

const FILE: &str = "prisma/migrations/1_a/migration.sql";

fn commit_as(repository: &Repository, author: &str, text: &str) -> String {
    repository.write(FILE, text);
    repository.git(&["add", "--all"]);
    repository.git(&[
        "commit",
        "--quiet",
        "--allow-empty",
        "--message",
        "x",
        &format!("--author={author} <someone@example.com>"),
    ]);
    repository.git(&["rev-parse", "HEAD"])
}

fn parsed(commit: &str) -> Commit {
    Commit::parse(commit).unwrap()
}

fn by(author: &str, commit: &str) -> LineOrigin {
    LineOrigin::Committed { author: author.to_owned(), commit: parsed(commit) }
}

#[test]
fn each_line_has_the_author_who_wrote_it() {
    let repository = Repository::new();
    let ada = commit_as(&repository, "Ada Example", "one\ntwo\n");
    let grace = commit_as(&repository, "Grace Ünal", "zero\none\ntwo\nthree\n");
    // A mailmap in the change does not rename anybody.
    repository.write(".mailmap", "Somebody Else <someone@example.com>\n");
    repository.write(FILE, "new\r\nzero\none\ntwo\nthree\n");
    let text = "new\r\nzero\none\ntwo\nthree\n";
    let origins = repository.open().origins_of_lines(FILE, text, &[3, 1, 2, 3]).unwrap();
    assert_eq!(origins, [by("Ada Example", &ada), LineOrigin::NotCommitted, by("Grace Ünal", &grace), by("Ada Example", &ada)]);
}

#[test]
fn what_is_in_no_commit_has_no_author() {
    let repository = Repository::new();
    let nowhere = |repository: &Repository| repository.open().origins_of_lines(FILE, "one\n", &[1]).unwrap();
    assert_eq!(nowhere(&repository), [LineOrigin::NotCommitted], "no commit at all");
    repository.commit("nothing");
    repository.write(FILE, "one\n");
    assert_eq!(nowhere(&repository), [LineOrigin::NotCommitted], "a new file");
    repository.git(&["add", "--all"]);
    assert_eq!(nowhere(&repository), [LineOrigin::NotCommitted], "a staged one");
}

#[test]
fn the_text_that_was_read_is_what_counts() {
    let repository = Repository::new();
    let ada = commit_as(&repository, "Ada", "one\ntwo\n");
    repository.write(FILE, "another\n");
    assert_eq!(repository.open().origins_of_lines(FILE, "one\ntwo\n", &[2]).unwrap(), [by("Ada", &ada)]);
    let long = "line\n".repeat(100_000) + "two\n";
    assert_eq!(repository.open().origins_of_lines(FILE, &long, &[100_001]).unwrap(), [by("Ada", &ada)]);
    assert!(repository.open().origins_of_lines(FILE, "one\n", &[5]).is_err(), "there is no such line");
}

#[test]
fn where_the_history_ends_nobody_is_named() {
    let repository = Repository::new();
    commit_as(&repository, "Ada", "one\n");
    let grace = commit_as(&repository, "Grace", "one\ntwo\n");
    repository.commit("another");
    let origins = |clone: &Repository| clone.open().origins_of_lines(FILE, "one\ntwo\n", &[1, 2]).unwrap();
    assert_eq!(origins(&repository.shallow_clone("main", 1)), [LineOrigin::Unknown, LineOrigin::Unknown]);
    // The second last commit is known, and what it did is not, for its parent is missing.
    assert_eq!(origins(&repository.shallow_clone("main", 2)), [LineOrigin::Unknown, LineOrigin::Unknown]);
    assert_eq!(origins(&repository.shallow_clone("main", 3))[1], by("Grace", &grace));
}

#[test]
fn a_text_is_compared_with_that_of_a_commit() {
    let repository = Repository::new();
    let before = repository.commit("nothing");
    let first = commit_as(&repository, "Ada", "one\r\ntwo\r\n");
    let second = commit_as(&repository, "Ada", "one\nthree\n");
    let git = repository.open();
    let had = |commit: &str, text: &str| git.had_text(&parsed(commit), FILE, text).unwrap();
    assert_eq!(
        (had(&first, "one\ntwo\n"), had(&second, "one\ntwo\n"), had(&before, "one\ntwo\n")),
        (Some(true), Some(false), Some(false))
    );
    assert_eq!(had(&"a".repeat(40), "one\n"), None, "a commit that is not here");
    assert_eq!(had(&first, ""), Some(false));
}

#[test]
fn a_file_is_untouched_when_no_commit_between_touched_it() {
    let repository = Repository::new();
    let first = commit_as(&repository, "Ada", "one\n");
    repository.write("other", "x");
    let second = repository.commit("another file");
    let changed = commit_as(&repository, "Ada", "two\n");
    let restored = commit_as(&repository, "Ada", "one\n");
    let git = repository.open();
    let untouched = |from: &str, to: &str| git.is_untouched(&parsed(from), &parsed(to), FILE).unwrap();
    assert_eq!((untouched(&first, &first), untouched(&first, &second)), (Some(true), Some(true)));
    assert_eq!(
        (untouched(&first, &changed), untouched(&first, &restored)),
        (Some(false), Some(false)),
        "there and back is not the same"
    );
    assert_eq!(untouched(&restored, &first), None, "not a descendant");
    // The main branch comes in; it never had the file.
    repository.git(&["checkout", "--quiet", "-b", "main2", &format!("{first}~0")]);
    repository.write("third", "y");
    repository.commit("on another branch");
    repository.git(&["merge", "--quiet", "--no-edit", &second]);
    let merged = repository.git(&["rev-parse", "HEAD"]);
    assert_eq!(untouched(&second, &merged), Some(true));
    assert_eq!(
        repository.shallow_clone("main", 1).open().is_untouched(&parsed(&restored), &parsed(&restored), FILE).unwrap(),
        None
    );
}
