#![doc = include_str!("untrusted_language.md")]

use report::Severity;

use super::{changes, hit};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Name, Security, Statement, language::is_untrusted};

pub(crate) const RULE: Rule = Rule {
    id: "untrusted-language",
    severity: Severity::Error,
    group: Group::Security,
    opt_in: false,
    summary: "Code in a language that no right of the database holds back",
    page: include_str!("untrusted_language.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let routines = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::CreatesRoutine(routine) => {
            let language = routine.language.as_deref().filter(|language| is_untrusted(language))?;
            let message =
                format!("`{}` is code in `{language}`, which does to the server what the server's own user may", routine.name);
            Some(judge(effect, routine.name.clone(), message))
        }
        _ => None,
    });
    let languages = changes(statement).filter_map(|(effect, security)| match security {
        Security::AddsUntrustedLanguage { name } => {
            let name = Name::from(name.as_str());
            let message =
                format!("functions may be written in `{name}`, whose code does to the server what the server's own user may");
            Some(judge(effect, name, message))
        }
        _ => None,
    });
    routines.chain(languages).collect()
}

fn judge(effect: &Effect, name: Name, message: String) -> Hit {
    let advice = "Write it in `sql` or `plpgsql`, or do it in the program: no right, policy or transaction holds back what such code does to files, memory and network.";
    hit(effect, name, message, advice.to_owned(), Severity::Error)
}
