//! Whose last word is an approval?

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Account, Consent, Reach};

/// A review, as GitHub lists them: oldest first.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Review {
    /// `None` when the account is gone.
    user: Option<Account>,
    state: String,
    /// What was looked at; `None` when the commit is gone.
    commit_id: Option<String>,
    /// Not there before it is submitted.
    submitted_at: Option<String>,
}

/// Those who approved and have not taken it back, in the order in which they did. Of each person the last approval counts; a request for changes, or a
/// dismissal, ends what was before it; a remark says nothing.
pub(super) fn approvals(reviews: &[Review], author: &str) -> Vec<Consent> {
    let mut last_words: BTreeMap<String, Option<(usize, Consent)>> = BTreeMap::new();
    for (at, review) in reviews.iter().enumerate() {
        let Some(user) = review.user.as_ref().filter(|user| user.is_person() && !user.login.eq_ignore_ascii_case(author)) else {
            continue;
        };
        let word = match review.state.as_str() {
            "APPROVED" => consent(user, review).map(|consent| (at, consent)),
            "CHANGES_REQUESTED" | "DISMISSED" => None,
            _ => continue,
        };
        last_words.insert(user.login.to_ascii_lowercase(), word);
    }
    let mut approvals: Vec<(usize, Consent)> = last_words.into_values().flatten().collect();
    approvals.sort_by_key(|(at, _)| *at);
    approvals.into_iter().map(|(_, consent)| consent).collect()
}

fn consent(user: &Account, review: &Review) -> Option<Consent> {
    let (commit, at) = (review.commit_id.clone()?, review.submitted_at.clone()?);
    Some(Consent { by: user.login.clone(), at, commit, reach: Reach::Commit })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who agreed to which commit, after these reviews of a pull request by `ada`.
    fn check(reviews: &[(&str, &str, &str)], expected: &[(&str, &str)]) {
        let review = |(login, state, commit): &(&str, &str, &str)| Review {
            user: Some(Account {
                login: (*login).to_owned(),
                kind: if login.ends_with("[bot]") { "Bot" } else { "User" }.to_owned(),
            }),
            state: (*state).to_owned(),
            commit_id: Some((*commit).to_owned()),
            submitted_at: Some("2026-11-21T10:00:00Z".to_owned()),
        };
        let reviews: Vec<Review> = reviews.iter().map(review).collect();
        let found = approvals(&reviews, "ada");
        assert_eq!(found.iter().map(|it| (it.by.as_str(), it.commit.as_str())).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_last_word_counts() {
        check(&[], &[]);
        check(&[("grace", "APPROVED", "1")], &[("grace", "1")]);
        check(&[("grace", "APPROVED", "1"), ("grace", "COMMENTED", "2")], &[("grace", "1")]);
        check(&[("grace", "APPROVED", "1"), ("grace", "CHANGES_REQUESTED", "1")], &[]);
        check(&[("grace", "APPROVED", "1"), ("Grace", "DISMISSED", "2")], &[]);
        check(&[("grace", "CHANGES_REQUESTED", "1"), ("grace", "APPROVED", "2")], &[("grace", "2")]);
        check(&[("grace", "APPROVED", "1"), ("grace", "APPROVED", "2")], &[("grace", "2")]);
        check(&[("zoe", "APPROVED", "1"), ("grace", "APPROVED", "2"), ("zoe", "PENDING", "3")], &[("zoe", "1"), ("grace", "2")]);
        check(&[("grace", "CHANGES_REQUESTED", "1"), ("zoe", "APPROVED", "1")], &[("zoe", "1")]);
    }

    #[test]
    fn neither_the_author_nor_an_app_nor_a_ghost_agrees() {
        check(&[("Ada", "APPROVED", "1"), ("github-actions[bot]", "APPROVED", "1")], &[]);
        let ghost = Review { user: None, state: "APPROVED".into(), commit_id: Some("1".into()), submitted_at: Some("x".into()) };
        assert_eq!(approvals(std::slice::from_ref(&ghost), "ada"), []);
        let gone = Review { user: Some(Account { login: "grace".into(), kind: "User".into() }), commit_id: None, ..ghost };
        assert_eq!(approvals(&[gone], "ada"), [], "the commit is gone, so nobody knows what was approved");
    }
}
