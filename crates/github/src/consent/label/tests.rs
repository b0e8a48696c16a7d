use super::*;
use crate::event::Labelled as SetLabel;

const LABEL: &str = "migration: destructive";

/// A moment of the day on which everything here happens.
fn at(time: &str) -> String {
    format!("2026-11-21T{time}Z")
}

fn account(login: &str) -> Account {
    Account { login: login.to_owned(), kind: if login.ends_with("[bot]") { "Bot" } else { "User" }.to_owned() }
}

/// What happened to the pull request: `(time, event, who, label)`.
fn events(list: &[(&str, &str, &str, &str)]) -> Vec<Event> {
    let event = |(index, (time, event, who, label)): (usize, &(&str, &str, &str, &str))| Event {
        id: index as u64,
        event: (*event).to_owned(),
        created_at: at(time),
        actor: Some(account(who)),
        label: (!label.is_empty()).then(|| Label { name: (*label).to_owned() }),
    };
    list.iter().enumerate().map(event).collect()
}

fn labelled(now: &[&str], list: &[(&str, &str, &str, &str)]) -> Result<Labelled, Answer> {
    let now: Vec<Label> = now.iter().map(|name| Label { name: (*name).to_owned() }).collect();
    History { label: LABEL, now: &now, events: &events(list) }.labelled()
}

/// A run on the branch of this pull request.
fn run(time: &str, head: &str) -> Run {
    Run {
        event: "pull_request".to_owned(),
        head_sha: head.to_owned(),
        head_branch: Some("feature".to_owned()),
        created_at: at(time),
        head_repository: Some(Repository { full_name: "acme/shop".to_owned() }),
    }
}

fn details() -> PullDetails {
    PullDetails {
        author: Some("ada".to_owned()),
        created_at: Some(at("08:00:00")),
        head_repository: Some("acme/shop".to_owned()),
        labelled: None,
    }
}

/// The commit from which on the label holds, when it was set at ten o'clock. `rewrites`: what else happened to the branch.
fn since(rewrites: &[(&str, &str)], runs: &[Run]) -> Option<String> {
    let mut list = vec![("10:00:00", "labeled", "grace", LABEL)];
    list.extend(rewrites.iter().map(|(time, event)| (*time, *event, "ada", "")));
    let labelled = labelled(&[LABEL], &list).unwrap();
    match labelled.among(runs, &details(), "feature") {
        Answer::Given(consents) => {
            assert_eq!((consents.len(), consents[0].by.as_str(), consents[0].reach), (1, "grace", Reach::Onwards));
            Some(consents[0].commit.clone())
        }
        Answer::Unknown(why) => {
            assert!(why.contains("add it again"), "{why}");
            None
        }
        Answer::Missing(why) => panic!("{why}"),
    }
}

#[test]
fn the_label_must_be_there_and_a_person_must_have_set_it() {
    let why = |now: &[&str], list: &[(&str, &str, &str, &str)]| match labelled(now, list) {
        Ok(labelled) => labelled.by,
        Err(Answer::Missing(why) | Answer::Unknown(why)) => why,
        Err(Answer::Given(_)) => panic!("no consent comes of a history alone"),
    };
    let set = ("10:00:00", "labeled", "grace", LABEL);
    assert_eq!(why(&[], &[set]), "the label `migration: destructive` is not on the pull request");
    assert_eq!(why(&["migration"], &[set]), "the label `migration: destructive` is not on the pull request");
    assert_eq!(why(&["Migration: Destructive"], &[set]), "grace");
    let unknown = "who set the label `migration: destructive` cannot be told: remove it and add it again";
    assert_eq!(why(&[LABEL], &[]), unknown);
    assert_eq!(why(&[LABEL], &[set, ("11:00:00", "unlabeled", "grace", LABEL)]), unknown);
    assert_eq!(why(&[LABEL], &[set, ("11:00:00", "unlabeled", "x", LABEL), ("11:00:00", "labeled", "zoe", LABEL)]), "zoe");
    assert_eq!(why(&[LABEL], &[set, ("11:00:00", "labeled", "zoe", "another")]), "grace");
    assert_eq!(
        why(&[LABEL], &[("10:00:00", "labeled", "labeler[bot]", LABEL)]),
        "the label `migration: destructive` was set by the app `labeler[bot]`, and a person has to set it"
    );
}

#[test]
fn the_event_of_the_label_itself_has_the_head() {
    let labelled = labelled(&[LABEL], &[("10:00:00", "labeled", "grace", LABEL)]).unwrap();
    let head = Commit { sha: "aaa".to_owned(), branch: "feature".to_owned() };
    let by_event = |label: &str, by: &str| {
        let set = SetLabel { label: label.to_owned(), by: by.to_owned() };
        labelled.by_this_event(&PullDetails { labelled: Some(set), ..details() }, &head)
    };
    let consent = Consent { by: "grace".into(), at: at("10:00:00"), commit: "aaa".into(), reach: Reach::Commit };
    assert_eq!(by_event(LABEL, "grace"), Some(consent));
    assert_eq!(by_event("another", "grace"), None);
    assert_eq!(by_event(LABEL, "mallory"), None, "set anew by somebody else since");
    assert_eq!(labelled.by_this_event(&details(), &head), None);
}

#[test]
fn the_newest_run_before_the_label_has_seen_the_text() {
    assert_eq!(since(&[], &[run("09:00:00", "aaa")]).as_deref(), Some("aaa"));
    assert_eq!(since(&[], &[run("09:30:00", "bbb"), run("09:00:00", "aaa"), run("10:30:00", "ccc")]).as_deref(), Some("bbb"));
    assert_eq!(since(&[], &[run("10:00:00", "aaa")]), None, "not before");
    assert_eq!(since(&[], &[run("07:00:00", "aaa")]), None, "of an earlier pull request from the same branch");
    assert_eq!(since(&[], &[]), None);
}

#[test]
fn runs_of_others_have_seen_nothing() {
    let other = |change: fn(&mut Run)| {
        let mut other = run("09:00:00", "aaa");
        change(&mut other);
        since(&[], &[other])
    };
    assert_eq!(other(|run| run.event = "push".to_owned()), None);
    assert_eq!(other(|run| run.head_branch = Some("feature2".to_owned())), None);
    assert_eq!(other(|run| run.head_repository = None), None);
    assert_eq!(other(|run| run.head_repository = Some(Repository { full_name: "mallory/shop".to_owned() })), None);
    assert_eq!(other(|run| run.created_at = "yesterday".to_owned()), None);
}

/// A destructive commit is pushed and taken back by force, the label is set on the harmless one, and the destructive one is pushed again.
#[test]
fn what_was_pushed_before_a_rewrite_does_not_count() {
    assert_eq!(since(&[("09:10:00", "head_ref_force_pushed")], &[run("09:00:00", "destructive")]), None);
    let late = run("09:10:30", "destructive");
    assert_eq!(since(&[("09:10:00", "head_ref_force_pushed")], &[late]), None, "its run was made late");
    assert_eq!(since(&[("09:10:00", "head_ref_force_pushed")], &[run("09:20:00", "harmless")]).as_deref(), Some("harmless"));
    for event in ["head_ref_force_pushed", "head_ref_deleted", "head_ref_restored", "reopened"] {
        assert_eq!(since(&[("10:30:00", event)], &[run("09:00:00", "aaa")]), None, "{event} after the label");
        assert_eq!(since(&[("10:00:00", event)], &[run("09:00:00", "aaa")]), None, "{event} in the same second");
    }
    assert_eq!(since(&[("10:30:00", "commented")], &[run("09:00:00", "aaa")]).as_deref(), Some("aaa"));
}

#[test]
fn without_a_branch_it_is_bound_to_nothing() {
    let labelled = labelled(&[LABEL], &[("10:00:00", "labeled", "grace", LABEL)]).unwrap();
    for details in [PullDetails { head_repository: None, ..details() }, PullDetails { created_at: None, ..details() }] {
        assert!(matches!(labelled.among(&[run("09:00:00", "aaa")], &details, "feature"), Answer::Unknown(_)));
    }
}
