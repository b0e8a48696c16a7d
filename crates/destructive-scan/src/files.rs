//! Scripts that were named one by one. Where such a script lies in a history, what comes before it is its context.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::Read,
    path::{Path, PathBuf},
};

use cli::{Failure, Session};
use config::Hazards;
use migrations::{Directory, Gravity, Keep, MAX_SCRIPT_BYTES, Migration, Order, ScriptReader, Source, place_of, visit_directory};
use report::FailOn;
use situation::{Situation, input, rules::weigh};

use crate::{
    Looked,
    authors::Authors,
    history::{count, migration},
    scanner::{Scanner, Settling},
};

/// What reports call scripts that belong to no target.
const LOOSE: &str = "files";
/// What reports call standard input.
const STANDARD_INPUT: &str = "<stdin>";

/// A directory of migrations that named scripts lie in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct History {
    directory: PathBuf,
    is_supabase: bool,
    /// The target that it is configured as.
    target: Option<String>,
}

/// Scripts that are scanned after one another, with what one says of the schema known to the next.
#[derive(Debug, Default)]
struct Group {
    history: Option<History>,
    files: Vec<PathBuf>,
}

/// Looks at the scripts in the order in which they were named; those of one history in the order in which they run.
pub(crate) fn look(files: &[PathBuf], session: &Session, situation: &Situation) -> Result<Vec<Looked>, Failure> {
    let mut told: BTreeMap<String, Looked> = BTreeMap::new();
    let mut order = Vec::new();
    for group in groups(files, situation) {
        let name = group.history.as_ref().and_then(|history| history.target.clone()).unwrap_or_else(|| LOOSE.to_owned());
        let hazards = situation.config.hazards.of_target(&name);
        let looked = told.entry(name.clone()).or_insert_with(|| {
            order.push(name.clone());
            let fail_on = FailOn::Severity(hazards.fail_on.value);
            let told = report::Target { name, fail_on, notes: situation.notes.clone(), ..report::Target::default() };
            Looked { told, scripts: Vec::new(), is_refused: false }
        });
        scan(&group, session, situation, &hazards, looked)?;
    }
    let mut looked: Vec<Looked> = order.iter().filter_map(|name| told.remove(name)).collect();
    looked.iter_mut().for_each(|looked| looked.told.sort());
    Ok(looked)
}

fn groups(files: &[PathBuf], situation: &Situation) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: HashMap<PathBuf, Option<History>> = HashMap::new();
    let mut place: HashMap<Option<History>, usize> = HashMap::new();
    for file in files {
        let history = directory_of(file).and_then(|(directory, is_supabase)| {
            known.entry(directory.clone()).or_insert_with(|| history_at(directory, is_supabase, situation)).clone()
        });
        let at = *place.entry(history.clone()).or_insert_with(|| {
            groups.push(Group { history, files: Vec::new() });
            groups.len() - 1
        });
        groups[at].files.push(file.clone());
    }
    groups
}

/// The directory that would be the history's, and whether its scripts would be plain files.
fn directory_of(file: &Path) -> Option<(PathBuf, bool)> {
    let above = |path: &Path| {
        let above = path.parent()?;
        Some(if above.as_os_str().is_empty() { PathBuf::from(".") } else { above.to_path_buf() })
    };
    if file.file_name()? == "migration.sql" {
        // `migration.sql` alone lies in a directory whose name is known only from where we are.
        let named = std::path::absolute(file).ok()?;
        let directory =
            if file.parent()?.parent().is_some() { above(file.parent()?)? } else { named.parent()?.parent()?.to_path_buf() };
        return Some((directory, false));
    }
    (file.extension()? == "sql").then(|| above(file)).flatten().map(|directory| (directory, true))
}

/// A directory is a history when it is configured as one, or looks like one.
fn history_at(directory: PathBuf, is_supabase: bool, situation: &Situation) -> Option<History> {
    let place = place_of(&directory, &situation.root).ok()?;
    let is_there = |target: &&config::Target| {
        place_of(&target.migrations.value.resolve(&situation.root), &situation.root).is_ok_and(|own| own == place)
    };
    let target = situation.config.targets.iter().find(is_there).map(|target| target.name.clone());
    let looks_so = if is_supabase {
        std::path::absolute(&directory).is_ok_and(|path| path.ends_with("supabase/migrations"))
    } else {
        directory.join(migrations::LockFile::NAME).is_file()
    };
    (target.is_some() || looks_so).then_some(History { directory, is_supabase, target })
}

fn scan(group: &Group, session: &Session, situation: &Situation, hazards: &Hazards, looked: &mut Looked) -> Result<(), Failure> {
    let authors = Authors::of(&situation.root);
    let mut scanner = Scanner::new(hazards, &authors, &session.now, Settling::AfterEach);
    let mut left: Vec<&PathBuf> = group.files.iter().collect();
    if let Some(history) = &group.history {
        let seen = scan_in_history(history, group, situation, &mut scanner, looked)?;
        left.retain(|file| !seen.contains(&name_of(file)));
        if scanner.learned > 0 {
            let before = count(scanner.learned, "migration");
            let place = history.directory.display();
            looked.told.notes.push(format!("read for what they say of the schema: {before} before these in `{place}`"));
        }
    }
    let mut reader = ScriptReader::new(&situation.root);
    for file in left {
        let directory = if file.as_os_str() == "-" {
            read_standard_input()?
        } else {
            reader.read(file).map_err(|error| {
                Failure::usage(error).hint("Name a script, `-` for standard input, or a directory with --migrations.")
            })?
        };
        directory.migrations.iter().for_each(|migration| scanner.scan(migration));
        tell_problems(&directory, |_| true, hazards, looked);
    }
    looked.told.migrations.extend(scanner.scanned.iter().map(|name| migration(name)));
    looked.told.findings.append(&mut scanner.take_findings());
    let statements = looked.told.statements.get_or_insert_default();
    statements.total += scanner.statements.total;
    statements.classified += scanner.statements.classified;
    statements.unparsed += scanner.statements.unparsed;
    Ok(())
}

/// Scans those of the group that are found in their history, and returns their names. What is between them and before them is learned.
fn scan_in_history(
    history: &History,
    group: &Group,
    situation: &Situation,
    scanner: &mut Scanner<'_>,
    looked: &mut Looked,
) -> Result<BTreeSet<String>, Failure> {
    let mut wanted: BTreeSet<String> = group.files.iter().map(|file| name_of(file)).collect();
    let mut seen = BTreeSet::new();
    let mut look = |migration: &Migration| {
        if wanted.remove(migration.name.as_str()) {
            scanner.scan(migration);
            seen.insert(migration.name.as_str().to_owned());
        } else if !wanted.is_empty() {
            scanner.learn(migration);
        }
        Keep::NameOnly
    };
    let kind = if history.is_supabase { (Source::Supabase, Order::Bytes) } else { (Source::Prisma, Order::Locale) };
    let directory = visit_directory(&history.directory, &situation.root, kind, &mut look).map_err(Failure::usage)?;
    let hazards = situation.config.hazards.of_target(history.target.as_deref().unwrap_or(LOOSE));
    tell_problems(&directory, |name| name.is_some_and(|name| seen.contains(name)), &hazards, looked);
    Ok(seen)
}

/// The migration's name: its directory's when the script is called as Prisma calls it, else the file's own.
fn name_of(file: &Path) -> String {
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf());
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    match name(&absolute).as_str() {
        "migration.sql" => absolute.parent().map(name).unwrap_or_default(),
        own => own.strip_suffix(".sql").unwrap_or(own).to_owned(),
    }
}

fn tell_problems(directory: &Directory, is_wanted: impl Fn(Option<&str>) -> bool, hazards: &Hazards, looked: &mut Looked) {
    let name = |problem: &&migrations::Problem| is_wanted(problem.migration.as_ref().map(migrations::MigrationName::as_str));
    let (refused, others): (Vec<_>, Vec<_>) =
        directory.problems.iter().filter(name).partition(|problem| problem.gravity == Gravity::Refused);
    looked.is_refused |= !refused.is_empty();
    looked.told.findings.extend(weigh(others.into_iter().map(input::problem).collect(), hazards));
    looked.told.findings.extend(refused.into_iter().map(input::problem));
}

fn read_standard_input() -> Result<Directory, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(MAX_SCRIPT_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_SCRIPT_BYTES {
        let message = format!("standard input has more than the {MAX_SCRIPT_BYTES} bytes that are read");
        return Err(Failure::usage(message).hint("Split it into several scripts."));
    }
    Ok(Directory::of_script("standard-input", STANDARD_INPUT, bytes))
}
