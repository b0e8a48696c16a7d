//! The engine of `deploy` as a process of its own, for tests that kill it: `fault-deployer URL SCHEMA COUNT [blind]`. One that is blind
//! does not see a pooler, which `deploy` itself cannot be told.

use std::process::ExitCode;

use apply::Stop;
use database::ConnectionString;
use faults::{Reach, deploy, shop};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (url, schema, count, is_blind) = match arguments.as_slice() {
        [url, schema, count] => (url, schema, count, false),
        [url, schema, count, blind] if blind == "blind" => (url, schema, count, true),
        _ => return ExitCode::from(2),
    };
    let (Ok(target), Ok(count)) = (ConnectionString::parse(url), count.parse()) else { return ExitCode::from(2) };
    let reach = if is_blind { Reach::blind(target) } else { Reach::new(target) };
    let reach = Reach { schema: schema.clone(), ..reach };
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return ExitCode::from(2) };
    match runtime.block_on(deploy(&reach, &shop(count), Stop::never())) {
        Ok(steps) if steps.iter().all(|(_, step)| step.result.is_ok() && !step.lost_lock) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}
