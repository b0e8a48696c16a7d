//! Reading the base side from git objects, in whole and shallow clones.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod repository;

use migrations::{
    Directory, Keep, Order, Source, compare,
    git::{Base, BaseRequest, Commit, GitError, Reason},
    read_base, read_base_file, read_directory, visit_base, visit_directory,
};
use repository::{Repository, names, told};

fn read(repository: &Repository, revision: &str) -> Directory {
    let git = repository.open();
    let commit = git.resolve(revision).unwrap();
    read_base(&git, &commit, "prisma/migrations", Order::Locale).unwrap()
}

fn script(repository: &Repository, name: &str, text: &str) {
    repository.write(&format!("prisma/migrations/{name}/migration.sql"), text);
}

#[test]
fn git_objects_and_work_tree_read_alike() {
    let repository = Repository::new();
    let first = repository.commit("nothing yet");
    script(&repository, "1_a", "SELECT 'é';\r\n");
    script(&repository, "2 b copy", "");
    script(&repository, "3_bom", "\u{feff}SELECT 1");
    repository.write("prisma/migrations/migration_lock.toml", "provider = \"mysql\"\n");
    repository.write("prisma/migrations/4_without/notes.txt", "");
    repository.commit("some");
    let from_git = read(&repository, "HEAD");
    let path = repository.path().join("prisma/migrations");
    assert_eq!(from_git, read_directory(&path, repository.path(), Order::Locale).unwrap());
    assert_eq!(names(&from_git), ["1_a", "2 b copy"]);
    assert_eq!(told(&from_git).len(), 3);
    assert_eq!(names(&read(&repository, &first)), Vec::<&str>::new());
}

#[test]
fn links_submodules_and_tricks_in_trees_are_refused_and_not_read() {
    let repository = Repository::new();
    let put = |content: &str| repository.git_with_input(&["hash-object", "-w", "--stdin"], content.as_bytes());
    let tree = |lines: &str| repository.git_with_input(&["mktree", "--missing"], lines.as_bytes());
    let target = put("/etc/passwd");
    let fine = tree(&format!("100644 blob {}\tmigration.sql\n", put("SELECT 1")));
    let linked = tree(&format!("120000 blob {target}\tmigration.sql\n"));
    let module = "1".repeat(40);
    let listed = tree(&format!(
        "040000 tree {fine}\t1_fine\n040000 tree {linked}\t2_linked\n120000 blob {target}\t3_link\n160000 commit {module}\t4_module\n"
    ));
    // `mktree` would not write the name `..`, so the raw object is: mode, name, object.
    let bytes = |hex: &str| (0..20).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect::<Vec<_>>();
    let raw = [b"40000 ..\0".as_slice(), &bytes(&fine)].concat();
    let traversal = repository.git_with_input(&["hash-object", "-t", "tree", "-w", "--literally", "--stdin"], &raw);
    let prisma = |migrations: &str| tree(&format!("040000 tree {migrations}\tmigrations\n"));
    let commit = |prisma: &str| {
        let root = tree(&format!("040000 tree {prisma}\tprisma\n"));
        repository.git(&["commit-tree", &root, "-m", "hostile"])
    };
    let directory = read(&repository, &commit(&prisma(&listed)));
    assert_eq!(names(&directory), ["1_fine"]);
    let expected = [
        "unsafe-file Refused prisma/migrations/2_linked/migration.sql",
        "unsafe-file Refused prisma/migrations/3_link",
        "unsafe-file Refused prisma/migrations/4_module",
    ];
    assert_eq!(told(&directory), expected);
    assert_eq!(told(&read(&repository, &commit(&prisma(&traversal)))), ["unsafe-name Refused prisma/migrations/.."]);
}

#[test]
fn a_text_file_of_the_base_is_read_as_it_was() {
    let repository = Repository::new();
    let before = repository.commit("before");
    repository.write(".github/migration-gate.toml", "[sandbox]\n");
    repository.write("latin1.sql", b"\xe9");
    std::os::unix::fs::symlink("/etc/passwd", repository.path().join("link.sql")).unwrap();
    repository.commit("files");
    let git = repository.open();
    let here = git.resolve("HEAD").unwrap();
    repository.write(".github/migration-gate.toml", "[hostile]\n");
    let read = |commit: &Commit, path: &str| read_base_file(&git, commit, path);
    assert_eq!(read(&here, ".github/migration-gate.toml").unwrap().as_deref(), Some("[sandbox]\n"));
    assert_eq!(read(&git.resolve(&before).unwrap(), ".github/migration-gate.toml").unwrap(), None);
    assert_eq!(read(&here, "nowhere/x").unwrap(), None);
    for path in ["link.sql", "latin1.sql", ".github"] {
        assert!(matches!(read(&here, path), Err(GitError::NotText { .. })), "{path}");
    }
}

#[test]
fn replacement_objects_do_not_change_the_answer() {
    let repository = Repository::new();
    script(&repository, "1_a", "SELECT 1");
    let honest = repository.commit("honest");
    script(&repository, "1_a", "DROP TABLE a");
    let other = repository.commit("other");
    repository.git(&["replace", &honest, &other]);
    assert_eq!(read(&repository, &honest).migrations[0].script, "SELECT 1");
}

#[test]
fn an_option_is_not_a_revision() {
    let repository = Repository::new();
    repository.commit("one");
    let git = repository.open();
    for revision in ["--all", "-h", "--output=x", "HEAD --", "", "nowhere", "HEAD\nHEAD"] {
        let error = git.find_base(BaseRequest::Revision(revision)).unwrap_err();
        assert!(matches!(error, GitError::UnknownRevision { shallow: false, .. }), "{revision}: {error}");
    }
    let outside = tempfile::tempdir().unwrap();
    assert!(matches!(migrations::Git::discover(outside.path()), Err(GitError::NotARepository { .. })));
}

/// `main` has `1_a`; then `feature` adds `3_c` while `main` gets `2_b`; `trial` merges the two as GitHub does.
struct PullRequest {
    repository: Repository,
    fork_point: String,
    target: String,
    head: String,
}

fn pull_request() -> PullRequest {
    let repository = Repository::new();
    repository.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
    script(&repository, "1_a", "A");
    let fork_point = repository.commit("1_a");
    repository.git(&["switch", "--quiet", "--create", "feature"]);
    script(&repository, "3_c", "C");
    repository.commit("3_c");
    let head = repository.commit("more");
    repository.git(&["switch", "--quiet", "main"]);
    script(&repository, "2_b", "B");
    repository.commit("2_b");
    let target = repository.commit("more");
    repository.git(&["switch", "--quiet", "--create", "trial"]);
    repository.git(&["merge", "--quiet", "--no-ff", "--message", "Merge", "feature"]);
    PullRequest { repository, fork_point, target, head }
}

fn check(clone: &Repository, request: BaseRequest<'_>, commit: &str, reason: Reason, fetched: bool) {
    let commit = Commit::parse(commit).unwrap();
    assert_eq!(clone.open().find_base(request).unwrap(), Base { commit, reason, fetched });
}

#[test]
fn the_base_of_a_trial_merge_is_its_first_parent() {
    let PullRequest { repository, fork_point, target, head } = pull_request();
    // The event's base may be older than the trial merge; what the merge itself says is right.
    let request = BaseRequest::PullRequest { head: &head, base: &fork_point };
    check(&repository, request, &target, Reason::TrialMerge, false);
    let clone = repository.shallow_clone("trial", 1);
    check(&clone, request, &target, Reason::TrialMerge, true);
    check(&clone, request, &target, Reason::TrialMerge, false);
    let git = clone.open();
    let base = read_base(&git, &git.resolve(&target).unwrap(), "prisma/migrations", Order::Locale).unwrap();
    let head = read_directory(&clone.path().join("prisma/migrations"), git.root(), Order::Locale).unwrap();
    assert_eq!(compare(&base, &head).added.iter().map(|name| name.as_str()).collect::<Vec<_>>(), ["3_c"]);
}

#[test]
fn the_base_of_a_branch_is_its_merge_base() {
    let PullRequest { repository, fork_point, target, head } = pull_request();
    repository.git(&["switch", "--quiet", "feature"]);
    let request = BaseRequest::PullRequest { head: &head, base: &target };
    check(&repository, request, &fork_point, Reason::MergeBase, false);
    let clone = repository.shallow_clone("feature", 1);
    assert!(clone.open().is_shallow());
    check(&clone, request, &fork_point, Reason::MergeBase, true);
    assert!(!clone.open().is_shallow());
}

#[test]
fn the_merge_queue_names_its_base() {
    let PullRequest { repository, target, .. } = pull_request();
    let request = BaseRequest::MergeQueue { base: &target };
    check(&repository, request, &target, Reason::MergeQueue, false);
    check(&repository.shallow_clone("trial", 1), request, &target, Reason::MergeQueue, true);
}

#[test]
fn a_named_revision_is_taken_as_it_is_or_the_option_is_named() {
    let PullRequest { repository, target, .. } = pull_request();
    check(&repository, BaseRequest::Revision("main"), &target, Reason::Asked, false);
    check(&repository, BaseRequest::Revision("main^{commit}"), &target, Reason::Asked, false);
    let clone = repository.shallow_clone("trial", 1);
    check(&clone, BaseRequest::Revision(&target), &target, Reason::Asked, true);
    let error = clone.open().find_base(BaseRequest::Revision("origin/main")).unwrap_err();
    assert!(matches!(error, GitError::UnknownRevision { shallow: true, .. }), "{error}");
    assert!(error.hint().contains("fetch-depth: 0"));
}

#[test]
fn a_fetch_that_fails_names_the_option() {
    let PullRequest { repository, head, fork_point, .. } = pull_request();
    let clone = repository.shallow_clone("trial", 1);
    clone.git(&["remote", "set-url", "origin", "file:///nowhere"]);
    let error = clone.open().find_base(BaseRequest::PullRequest { head: &head, base: &fork_point }).unwrap_err();
    assert!(matches!(error, GitError::FetchFailed { .. }), "{error}");
    assert!(error.hint().contains("fetch-depth: 0"));
}

#[test]
fn histories_without_a_common_ancestor_are_told() {
    let PullRequest { repository, target, .. } = pull_request();
    repository.git(&["switch", "--quiet", "--orphan", "alone"]);
    let alone = repository.commit("alone");
    let error = repository.open().find_base(BaseRequest::PullRequest { head: &alone, base: &target }).unwrap_err();
    assert!(matches!(error, GitError::NoMergeBase { .. }), "{error}");
}

#[test]
fn without_anything_said_the_base_is_where_the_branch_left_the_default_one() {
    let repository = Repository::new();
    let left = repository.commit("merged");
    repository.git(&["checkout", "--quiet", "-b", "feature"]);
    repository.commit("new");
    let base = repository.open().find_base(BaseRequest::DefaultBranch).unwrap();
    assert_eq!(base.commit.as_str(), left);
    assert_eq!(base.reason.to_string(), "the merge base with the default branch `main`");
    repository.git(&["checkout", "--quiet", "main"]);
    let clone = repository.shallow_clone("feature", 10);
    let found = clone.open().find_base(BaseRequest::DefaultBranch);
    assert!(matches!(found, Err(GitError::NoDefaultBranch)), "{found:?}: the clone has the feature branch only");
    clone.git(&["fetch", "--quiet", "origin", "main:refs/remotes/origin/main"]);
    assert_eq!(
        clone.open().find_base(BaseRequest::DefaultBranch).unwrap().reason,
        Reason::DefaultBranch("refs/remotes/origin/main")
    );
}

#[test]
fn plain_files_are_read_from_git_as_from_the_work_tree() {
    let repository = Repository::new();
    repository.write("supabase/migrations/20240101000000_a.sql", "SELECT 1;");
    repository.write("supabase/migrations/README.md", "none");
    let commit = repository.commit("some");
    let git = repository.open();
    let kind = (Source::Supabase, Order::Bytes);
    let commit = git.resolve(&commit).unwrap();
    let from_git = visit_base(&git, &commit, "supabase/migrations", kind, &mut |_| Keep::Script).unwrap();
    let path = repository.path().join("supabase/migrations");
    assert_eq!(from_git, visit_directory(&path, repository.path(), kind, &mut |_| Keep::Script).unwrap());
    assert_eq!(names(&from_git), ["20240101000000_a"]);
}
