//! A database for foreign SQL: made by an administrator, run by a plain owner, and never visited by the administrator again.

use database::{ConnectionString, Error, Session, SessionOptions};
use postgres_terms::{Identifier, Literal, ServerVersion};
use secrecy::SecretString;
use uuid::Uuid;

/// What migrations expect to find. Given by people whom we trust: all of it is made with the administrator's rights.
#[derive(Debug, Clone, Default)]
pub struct SandboxRequest {
    /// Roles to make: without login, without rights, and the owner is a member.
    pub roles: Vec<String>,
    /// Extensions to install.
    pub extensions: Vec<String>,
    /// Scripts to run: file name and text.
    pub bootstrap: Vec<(String, String)>,
    /// The schema that the connection string of production names, when it names one.
    pub schema: Option<String>,
}

/// A database that is ready for foreign SQL.
#[derive(Debug)]
pub struct Sandbox {
    pub(crate) owner: ConnectionString,
    pub(crate) schema: Option<String>,
    pub(crate) extensions: Vec<String>,
    /// The word that the watching trigger begins its lines with; `None` when nobody watches.
    pub(crate) watch_prefix: Option<String>,
    /// Set on a server that we were given: how to get rid of the database again.
    lent: Option<Lent>,
    /// The server's version.
    pub version: ServerVersion,
    /// What the sandbox cannot do here, one sentence each.
    pub limits: Vec<String>,
}

/// What we made on a server that is not ours.
#[derive(Debug)]
struct Lent {
    administrator: ConnectionString,
    database: String,
    role: Option<String>,
}

/// Why no sandbox could be made.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The server could not be reached, or the conversation ended.
    #[error(transparent)]
    Database(#[from] Error),
    /// The role of `--database-url` may not make databases.
    #[error("the role `{role}` may not create databases on the given server")]
    MayNotCreate {
        /// The role.
        role: String,
    },
    /// An extension of the allow-list cannot be installed.
    #[error("cannot install the extension `{extension}`: {reason}")]
    Extension {
        /// Its name.
        extension: String,
        /// The server's reason.
        reason: String,
    },
    /// A role of the configuration cannot be made.
    #[error("cannot make the role `{role}`: {reason}")]
    Role {
        /// Its name.
        role: String,
        /// The server's reason.
        reason: String,
    },
    /// A bootstrap script failed.
    #[error("the bootstrap script `{file}` failed: {reason}")]
    Bootstrap {
        /// Its path.
        file: String,
        /// The server's reason.
        reason: String,
    },
}

/// The role that owns the database on a server of our own. Baselines made from dumps name it.
const OWNER: &str = "postgres";

impl Sandbox {
    /// On a server of our own, whose `postgres` database becomes the sandbox.
    pub async fn on_own_server(superuser: &ConnectionString, request: &SandboxRequest) -> Result<Sandbox, SandboxError> {
        let session = open_administrator(superuser).await?;
        let rights = Rights::read(&session).await?;
        let client = session.client();
        let owner = Identifier::new(OWNER).quote();
        let database = Identifier::new(superuser.database.as_str()).quote();
        let make_owner = format!(
            "CREATE ROLE {owner} LOGIN; ALTER DATABASE {database} OWNER TO {owner}; \
             REVOKE ALL ON DATABASE {database} FROM PUBLIC; ALTER SCHEMA public OWNER TO {owner}"
        );
        client.batch_execute(&make_owner).await.map_err(Error::from)?;
        furnish(&session, OWNER, request).await?;
        let watch_prefix = Some(watch(&session).await?);
        let owner = ConnectionString { user: OWNER.to_owned(), password: None, ..superuser.clone() };
        let (schema, extensions) = (request.schema.clone(), request.extensions.clone());
        Ok(Sandbox { owner, schema, extensions, watch_prefix, lent: None, version: rights.version, limits: Vec::new() })
    }

    /// On a server that somebody gave us: in a database and, where possible, with a role of our own.
    pub async fn on_given_server(given: &ConnectionString, request: &SandboxRequest) -> Result<Sandbox, SandboxError> {
        let session = open_administrator(given).await?;
        let rights = Rights::read(&session).await?;
        if !rights.may_create_database {
            return Err(SandboxError::MayNotCreate { role: given.user.clone() });
        }
        sweep(&session).await;
        let client = session.client();
        let quoted = Identifier::new(rights.name.as_str()).quote();
        let mut limits =
            vec!["the server was given by --database-url: its processes, memory and disk are not limited by this run".to_owned()];
        let mut owner = given.clone();
        owner.database.clone_from(&rights.name);
        let mut lent = Lent { administrator: given.clone(), database: rights.name.clone(), role: None };
        if rights.may_create_role {
            let password = Uuid::new_v4().simple().to_string();
            let make_role =
                format!("CREATE ROLE {quoted} LOGIN PASSWORD {}; GRANT {quoted} TO CURRENT_USER", Literal(&password).quote());
            client.batch_execute(&make_role).await.map_err(Error::from)?;
            owner.user.clone_from(&rights.name);
            owner.password = Some(SecretString::from(password));
            lent.role = Some(rights.name.clone());
        } else {
            limits.push(format!("the role `{}` may not create roles, so the migrations run as that role itself", given.user));
        }
        let made = Self::make_lent_database(&session, given, &owner, &rights, request).await;
        drop(session);
        match made {
            Ok(watch_prefix) => {
                if watch_prefix.is_none() {
                    limits.push("the given role is no superuser, so what disappears is read from the catalog alone".to_owned());
                }
                let (schema, extensions) = (request.schema.clone(), request.extensions.clone());
                Ok(Sandbox { owner, schema, extensions, watch_prefix, lent: Some(lent), version: rights.version, limits })
            }
            Err(error) => {
                lent.give_back().await;
                Err(error)
            }
        }
    }

    async fn make_lent_database(
        session: &Session,
        given: &ConnectionString,
        owner: &ConnectionString,
        rights: &Rights,
        request: &SandboxRequest,
    ) -> Result<Option<String>, SandboxError> {
        let (database, role) = (Identifier::new(rights.name.as_str()).quote(), Identifier::new(owner.user.as_str()).quote());
        let create = format!("CREATE DATABASE {database} OWNER {role} TEMPLATE template0 ENCODING 'UTF8'");
        session.client().batch_execute(&create).await.map_err(Error::from)?;
        let inside = open_administrator(&ConnectionString { database: rights.name.clone(), ..given.clone() }).await?;
        let own = format!("REVOKE ALL ON DATABASE {database} FROM PUBLIC; ALTER SCHEMA public OWNER TO {role}");
        inside.client().batch_execute(&own).await.map_err(Error::from)?;
        furnish(&inside, &owner.user, request).await?;
        Ok(if rights.superuser { Some(watch(&inside).await?) } else { None })
    }

    /// Whether a trigger tells what disappears.
    pub fn is_watched(&self) -> bool {
        self.watch_prefix.is_some()
    }

    /// Where migrations connect, as the owner.
    pub fn owner(&self) -> &ConnectionString {
        &self.owner
    }

    /// Ends everything that runs in the sandbox, on a server that is not ours to end.
    pub async fn terminate(&self) {
        if let Some(lent) = &self.lent {
            lent.terminate().await;
        }
    }

    /// Drops what was made on a given server; on a server of our own there is nothing to do. Returns what could not be dropped.
    pub async fn give_back(self) -> Option<String> {
        match self.lent {
            Some(lent) => lent.give_back().await,
            None => None,
        }
    }
}

impl Lent {
    async fn terminate(&self) {
        // A lost connection here only means that the next run sweeps.
        if let Ok(session) = open_administrator(&self.administrator).await {
            let query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
            let database: &(dyn tokio_postgres::types::ToSql + Sync) = &self.database;
            session.client().query_typed(query, &[(database, tokio_postgres::types::Type::TEXT)]).await.ok();
        }
    }

    async fn give_back(&self) -> Option<String> {
        let dropped = async {
            let session = open_administrator(&self.administrator).await?;
            let database = Identifier::new(self.database.as_str()).quote();
            session.client().batch_execute(&format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)")).await?;
            if let Some(role) = &self.role {
                session
                    .client()
                    .batch_execute(&format!("DROP ROLE IF EXISTS {}", Identifier::new(role.as_str()).quote()))
                    .await?;
            }
            Ok::<_, Error>(())
        };
        dropped
            .await
            .err()
            .map(|error| format!("the database `{}` could not be dropped from the given server: {error}", self.database))
    }
}

struct Rights {
    version: ServerVersion,
    superuser: bool,
    may_create_role: bool,
    may_create_database: bool,
    name: String,
}

impl Rights {
    async fn read(session: &Session) -> Result<Rights, Error> {
        let rows = session.client().query_typed(include_str!("../queries/own_rights.sql"), &[]).await?;
        let row = rows.first().ok_or_else(|| Error::Lost("the role of the connection is not in pg_roles".to_owned()))?;
        let version: i32 = row.try_get("version")?;
        Ok(Rights {
            version: ServerVersion::from_number(version.unsigned_abs()),
            superuser: row.try_get("superuser")?,
            may_create_role: row.try_get("may_create_role")?,
            may_create_database: row.try_get("may_create_database")?,
            name: row.try_get("name")?,
        })
    }
}

/// A session for our own statements only: whatever a database says, names mean the system's.
async fn open_administrator(target: &ConnectionString) -> Result<Session, Error> {
    let parameters = vec![("search_path", "pg_catalog".to_owned()), ("statement_timeout", "60000".to_owned())];
    Session::open(target, &SessionOptions { application_name: "migration-gate".to_owned(), parameters }).await
}

/// Makes what migrations expect. Nothing foreign has run yet.
async fn furnish(session: &Session, owner: &str, request: &SandboxRequest) -> Result<(), SandboxError> {
    let client = session.client();
    let reason = |error: tokio_postgres::Error| Error::from(error).to_string();
    let owner_text = Literal(owner).quote();
    let owner = Identifier::new(owner).quote();
    for role in &request.roles {
        let make = include_str!("../queries/make_role.sql")
            .replace("{role}", &Identifier::new(role.as_str()).quote())
            .replace("{role_text}", &Literal(role).quote())
            .replace("{owner_text}", &owner_text)
            .replace("{owner}", &owner);
        client.batch_execute(&make).await.map_err(|error| SandboxError::Role { role: role.clone(), reason: reason(error) })?;
    }
    if let Some(schema) = request.schema.as_deref().filter(|schema| *schema != "public") {
        let make = format!("CREATE SCHEMA {} AUTHORIZATION {owner}", Identifier::new(schema).quote());
        client.batch_execute(&make).await.map_err(Error::from)?;
    }
    client.batch_execute("SET search_path = public").await.map_err(Error::from)?;
    for extension in &request.extensions {
        let make = format!("CREATE EXTENSION IF NOT EXISTS {} CASCADE", Identifier::new(extension.as_str()).quote());
        let failed = |error| SandboxError::Extension { extension: extension.clone(), reason: reason(error) };
        client.batch_execute(&make).await.map_err(failed)?;
    }
    for (file, sql) in &request.bootstrap {
        let failed = |error| SandboxError::Bootstrap { file: file.clone(), reason: reason(error) };
        client.batch_execute(sql).await.map_err(failed)?;
    }
    client.batch_execute("RESET ROLE; RESET search_path").await.map_err(Error::from)?;
    Ok(())
}

/// Sets up the trigger that says what disappears; returns the word that its lines begin with.
async fn watch(session: &Session) -> Result<String, Error> {
    let prefix = format!("migration-gate-{}", Uuid::new_v4().simple());
    session.client().batch_execute(&include_str!("../queries/watch.sql").replace("{prefix}", &prefix)).await?;
    Ok(prefix)
}

/// Drops what killed runs left on a given server. A failure only leaves it to the next run.
async fn sweep(session: &Session) {
    let Ok(rows) = session.client().query_typed(include_str!("../queries/left_over_databases.sql"), &[]).await else { return };
    for name in rows.iter().filter_map(|row| row.try_get::<_, String>(0).ok()) {
        let quoted = Identifier::new(name).quote();
        session.client().batch_execute(&format!("DROP DATABASE IF EXISTS {quoted}")).await.ok();
        session.client().batch_execute(&format!("DROP ROLE IF EXISTS {quoted}")).await.ok();
    }
}
