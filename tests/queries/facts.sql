-- Everything that a statement may change in a catalog, except rows, files and the state of sequences. For the oracle of the probes.
-- No parameters. Columns, none of them null but `parent`: key (identity that survives renaming), parent (the key of what it
-- belongs to), kind, name (for people), attributes (a JSON object of texts). Extensions' members and temporary objects are
-- left out: the first are the extension, the second nobody else sees. Version 14 and later.
WITH member AS (
    SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'
), schema AS (
    SELECT oid, nspname, pg_catalog.quote_ident(nspname) AS name, nspowner, nspacl
    FROM pg_catalog.pg_namespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
), relation AS (
    SELECT c.*, s.nspname, s.name || '.' || pg_catalog.quote_ident(c.relname) AS name,
        CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index'
            WHEN 'I' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table' ELSE 'composite type' END AS kind
    FROM pg_catalog.pg_class c JOIN schema s ON s.oid = c.relnamespace
    WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND m.objid = c.oid)
), routine AS (
    SELECT p.*, s.nspname, s.name || '.' || pg_catalog.quote_ident(p.proname) || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')' AS name
    FROM pg_catalog.pg_proc p JOIN schema s ON s.oid = p.pronamespace
    WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND m.objid = p.oid)
), type AS (
    SELECT t.*, s.nspname, s.name || '.' || pg_catalog.quote_ident(t.typname) AS name
    FROM pg_catalog.pg_type t JOIN schema s ON s.oid = t.typnamespace
    WHERE t.typtype IN ('e', 'd', 'r', 'b') AND t.typelem = 0
        AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND m.objid = t.oid)
), privilege (parent, object, acl) AS (
    SELECT 'class:' || oid, kind || ' ' || name, coalesce(relacl, pg_catalog.acldefault(CASE WHEN relkind = 'S' THEN 's' ELSE 'r' END::"char", relowner))
    FROM relation WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
    UNION ALL
    SELECT 'class:' || a.attrelid || ':' || a.attnum, 'column ' || r.name || '.' || pg_catalog.quote_ident(a.attname), a.attacl
    FROM pg_catalog.pg_attribute a JOIN relation r ON r.oid = a.attrelid WHERE a.attacl IS NOT NULL
    UNION ALL
    SELECT 'proc:' || oid, 'routine ' || name, coalesce(proacl, pg_catalog.acldefault('f', proowner)) FROM routine
    UNION ALL
    SELECT 'type:' || oid, 'type ' || name, coalesce(typacl, pg_catalog.acldefault('T', typowner)) FROM type
    UNION ALL
    SELECT 'schema:' || oid, 'schema ' || name, coalesce(nspacl, pg_catalog.acldefault('n', nspowner)) FROM schema
    UNION ALL
    SELECT 'database:' || oid, 'database ' || pg_catalog.quote_ident(datname), coalesce(datacl, pg_catalog.acldefault('d', datdba))
    FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()
    UNION ALL
    SELECT 'large object:' || oid, 'large object ' || oid, coalesce(lomacl, pg_catalog.acldefault('L', lomowner)) FROM pg_catalog.pg_largeobject_metadata
)
SELECT 'class:' || oid AS key, NULL AS parent, kind, name, pg_catalog.jsonb_build_object(
    'name', relname, 'schema', nspname, 'owner', pg_catalog.pg_get_userbyid(relowner),
    'persistence', relpersistence, 'access method', (SELECT amname FROM pg_catalog.pg_am a WHERE a.oid = relam), 'options', pg_catalog.array_to_string(reloptions, ', '),
    'replica identity', relreplident, 'row security', relrowsecurity, 'forced row security', relforcerowsecurity, 'partition of', relpartbound IS NOT NULL,
    'definition', CASE WHEN relkind IN ('v', 'm') THEN pg_catalog.pg_get_viewdef(oid) WHEN relkind IN ('i', 'I') THEN pg_catalog.pg_get_indexdef(oid) END) AS attributes
FROM relation
UNION ALL
SELECT 'class:' || a.attrelid || ':' || a.attnum, 'class:' || a.attrelid, CASE r.relkind WHEN 'c' THEN 'attribute' ELSE 'column' END, r.name || '.' || pg_catalog.quote_ident(a.attname),
    pg_catalog.jsonb_build_object('name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod), 'not null', a.attnotnull, 'identity', a.attidentity, 'generated', a.attgenerated,
        'default', (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum),
        'storage', a.attstorage, 'statistics target', pg_catalog.to_jsonb(a) -> 'attstattarget')
FROM pg_catalog.pg_attribute a JOIN relation r ON r.oid = a.attrelid
WHERE a.attnum > 0 AND NOT a.attisdropped AND r.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
UNION ALL
SELECT 'constraint:' || c.oid, coalesce('class:' || r.oid, 'type:' || t.oid), 'constraint', coalesce(r.name, t.name) || '.' || pg_catalog.quote_ident(c.conname),
    pg_catalog.jsonb_build_object('name', c.conname, 'definition', pg_catalog.pg_get_constraintdef(c.oid), 'validated', c.convalidated)
FROM pg_catalog.pg_constraint c LEFT JOIN relation r ON r.oid = c.conrelid LEFT JOIN type t ON t.oid = c.contypid
WHERE r.oid IS NOT NULL OR t.oid IS NOT NULL
UNION ALL
SELECT 'index:' || i.indexrelid, 'class:' || i.indexrelid, 'index of table', r.name || ' ' || t.name,
    pg_catalog.jsonb_build_object('unique', i.indisunique, 'valid', i.indisvalid, 'replica identity', i.indisreplident, 'clustered', i.indisclustered)
FROM pg_catalog.pg_index i JOIN relation r ON r.oid = i.indexrelid JOIN relation t ON t.oid = i.indrelid
UNION ALL
SELECT 'proc:' || oid, NULL, CASE prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END, name,
    pg_catalog.jsonb_build_object('name', proname, 'schema', nspname, 'owner', pg_catalog.pg_get_userbyid(proowner), 'security definer', prosecdef, 'leakproof', proleakproof, 'volatility', provolatile,
        'settings', pg_catalog.array_to_string(proconfig, ', '), 'language', (SELECT lanname FROM pg_catalog.pg_language l WHERE l.oid = prolang), 'result', pg_catalog.pg_get_function_result(oid),
        'arguments', pg_catalog.pg_get_function_arguments(oid), 'body', pg_catalog.md5(coalesce(prosrc, '') || coalesce(pg_catalog.pg_get_function_sqlbody(oid), '')))
FROM routine
UNION ALL
SELECT 'type:' || oid, NULL, CASE typtype WHEN 'd' THEN 'domain' ELSE 'type' END, name,
    pg_catalog.jsonb_build_object('name', typname, 'schema', nspname, 'owner', pg_catalog.pg_get_userbyid(typowner), 'not null', typnotnull, 'default', typdefault)
FROM type
UNION ALL
SELECT 'enum:' || e.oid, 'type:' || t.oid, 'enum value', t.name || '.' || pg_catalog.quote_ident(e.enumlabel), pg_catalog.jsonb_build_object('name', e.enumlabel)
FROM pg_catalog.pg_enum e JOIN type t ON t.oid = e.enumtypid
UNION ALL
SELECT 'policy:' || p.oid, 'class:' || r.oid, 'policy', r.name || '.' || pg_catalog.quote_ident(p.polname),
    pg_catalog.jsonb_build_object('name', p.polname, 'permissive', p.polpermissive, 'command', p.polcmd, 'using', pg_catalog.pg_get_expr(p.polqual, p.polrelid), 'check', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid),
        'roles', (SELECT pg_catalog.string_agg(CASE member WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(member)::text END, ', ' ORDER BY 1) FROM pg_catalog.unnest(p.polroles) member))
FROM pg_catalog.pg_policy p JOIN relation r ON r.oid = p.polrelid
UNION ALL
SELECT 'trigger:' || t.oid, 'class:' || r.oid, 'trigger', r.name || '.' || pg_catalog.quote_ident(t.tgname),
    pg_catalog.jsonb_build_object('name', t.tgname, 'enabled', t.tgenabled, 'definition', pg_catalog.pg_get_triggerdef(t.oid))
FROM pg_catalog.pg_trigger t JOIN relation r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION ALL
SELECT 'internal triggers:' || r.oid, 'class:' || r.oid, 'internal triggers', r.name, pg_catalog.jsonb_build_object('enabled', pg_catalog.string_agg(DISTINCT t.tgenabled::text, ''))
FROM pg_catalog.pg_trigger t JOIN relation r ON r.oid = t.tgrelid WHERE t.tgisinternal GROUP BY r.oid, r.name
UNION ALL
SELECT 'rule:' || w.oid, 'class:' || r.oid, 'rule', r.name || '.' || pg_catalog.quote_ident(w.rulename),
    pg_catalog.jsonb_build_object('name', w.rulename, 'enabled', w.ev_enabled, 'definition', pg_catalog.pg_get_ruledef(w.oid))
FROM pg_catalog.pg_rewrite w JOIN relation r ON r.oid = w.ev_class WHERE w.rulename <> '_RETURN'
UNION ALL
SELECT 'inheritance:' || i.inhrelid || ':' || i.inhparent, 'class:' || i.inhrelid, 'inheritance', c.name || ' of ' || p.name, '{}'
FROM pg_catalog.pg_inherits i JOIN relation c ON c.oid = i.inhrelid JOIN relation p ON p.oid = i.inhparent WHERE c.kind <> 'index'
UNION ALL
SELECT 'privilege:' || p.parent || ':' || a.grantee || ':' || a.privilege_type || ':' || a.grantor, p.parent, 'privilege',
    a.privilege_type || ' on ' || p.object || ' for ' || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(a.grantee)::text END, pg_catalog.jsonb_build_object('grantable', a.is_grantable)
FROM privilege p CROSS JOIN LATERAL pg_catalog.aclexplode(p.acl) a
UNION ALL
SELECT 'default privilege:' || d.oid || ':' || a.grantee || ':' || a.privilege_type, NULL, 'default privilege',
    a.privilege_type || ' on ' || d.defaclobjtype::text || coalesce(' in schema ' || s.nspname, '') || ' of ' || pg_catalog.pg_get_userbyid(d.defaclrole) || ' for '
        || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(a.grantee)::text END, pg_catalog.jsonb_build_object('grantable', a.is_grantable)
FROM pg_catalog.pg_default_acl d LEFT JOIN pg_catalog.pg_namespace s ON s.oid = d.defaclnamespace CROSS JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) a
UNION ALL
SELECT 'role:' || oid, NULL, 'role', pg_catalog.quote_ident(rolname),
    pg_catalog.jsonb_build_object('name', rolname, 'superuser', rolsuper, 'inherits', rolinherit, 'creates roles', rolcreaterole, 'creates databases', rolcreatedb, 'logs in', rolcanlogin, 'replicates', rolreplication,
        'bypasses row security', rolbypassrls, 'has password', rolpassword IS NOT NULL)
FROM pg_catalog.pg_authid WHERE rolname !~ '^pg_'
UNION ALL
SELECT DISTINCT 'membership:' || roleid || ':' || member, NULL, 'membership', pg_catalog.pg_get_userbyid(member) || ' in ' || pg_catalog.pg_get_userbyid(roleid), pg_catalog.jsonb_build_object('admin', admin_option)
FROM pg_catalog.pg_auth_members WHERE member >= 10 AND NOT pg_catalog.pg_get_userbyid(member) ~ '^pg_'
UNION ALL
SELECT 'setting:' || setdatabase || ':' || setrole || ':' || pg_catalog.split_part(setting, '=', 1), NULL, 'setting',
    pg_catalog.split_part(setting, '=', 1) || ' of ' || CASE setrole WHEN 0 THEN 'everybody' ELSE pg_catalog.pg_get_userbyid(setrole)::text END, pg_catalog.jsonb_build_object('value', setting)
FROM pg_catalog.pg_db_role_setting CROSS JOIN LATERAL pg_catalog.unnest(setconfig) setting
UNION ALL
SELECT 'schema:' || oid, NULL, 'schema', name, pg_catalog.jsonb_build_object('name', nspname, 'owner', pg_catalog.pg_get_userbyid(nspowner)) FROM schema
UNION ALL
SELECT 'database:' || oid, NULL, 'database', pg_catalog.quote_ident(datname), pg_catalog.jsonb_build_object('name', datname, 'owner', pg_catalog.pg_get_userbyid(datdba)) FROM pg_catalog.pg_database
UNION ALL
SELECT 'extension:' || oid, NULL, 'extension', pg_catalog.quote_ident(extname), pg_catalog.jsonb_build_object('schema', extnamespace::pg_catalog.regnamespace, 'version', extversion) FROM pg_catalog.pg_extension
UNION ALL
SELECT 'publication:' || oid, NULL, 'publication', pg_catalog.quote_ident(pubname),
    pg_catalog.jsonb_build_object('name', pubname, 'owner', pg_catalog.pg_get_userbyid(pubowner), 'all tables', puballtables, 'insert', pubinsert, 'update', pubupdate, 'delete', pubdelete, 'truncate', pubtruncate)
FROM pg_catalog.pg_publication
UNION ALL
SELECT 'published:' || p.pubname || ':' || p.schemaname || ':' || p.tablename, NULL, 'published table', pg_catalog.quote_ident(p.schemaname) || '.' || pg_catalog.quote_ident(p.tablename) || ' by ' || pg_catalog.quote_ident(p.pubname), '{}'
FROM pg_catalog.pg_publication_tables p
UNION ALL
SELECT 'subscription:' || oid, NULL, 'subscription', pg_catalog.quote_ident(subname), '{}' FROM pg_catalog.pg_subscription
UNION ALL
SELECT 'event trigger:' || oid, NULL, 'event trigger', pg_catalog.quote_ident(evtname), pg_catalog.jsonb_build_object('name', evtname, 'enabled', evtenabled) FROM pg_catalog.pg_event_trigger
UNION ALL
SELECT 'foreign data wrapper:' || oid, NULL, 'foreign data wrapper', pg_catalog.quote_ident(fdwname), '{}' FROM pg_catalog.pg_foreign_data_wrapper
UNION ALL
SELECT 'server:' || oid, NULL, 'server', pg_catalog.quote_ident(srvname), '{}' FROM pg_catalog.pg_foreign_server
UNION ALL
SELECT 'user mapping:' || umid, NULL, 'user mapping', pg_catalog.quote_ident(usename) || ' on ' || pg_catalog.quote_ident(srvname), '{}' FROM pg_catalog.pg_user_mappings
UNION ALL
SELECT 'large object:' || oid, NULL, 'large object', oid::text, '{}' FROM pg_catalog.pg_largeobject_metadata
UNION ALL
SELECT 'statistics:' || e.oid, NULL, 'statistics', s.name || '.' || pg_catalog.quote_ident(e.stxname), pg_catalog.jsonb_build_object('name', e.stxname) FROM pg_catalog.pg_statistic_ext e JOIN schema s ON s.oid = e.stxnamespace
UNION ALL
SELECT 'text search configuration:' || c.oid, NULL, 'text search configuration', s.name || '.' || pg_catalog.quote_ident(c.cfgname), '{}' FROM pg_catalog.pg_ts_config c JOIN schema s ON s.oid = c.cfgnamespace
UNION ALL
SELECT 'collation:' || c.oid, NULL, 'collation', s.name || '.' || pg_catalog.quote_ident(c.collname), '{}' FROM pg_catalog.pg_collation c JOIN schema s ON s.oid = c.collnamespace
UNION ALL
SELECT 'conversion:' || c.oid, NULL, 'conversion', s.name || '.' || pg_catalog.quote_ident(c.conname), '{}' FROM pg_catalog.pg_conversion c JOIN schema s ON s.oid = c.connamespace
UNION ALL
SELECT 'operator:' || o.oid, NULL, 'operator', s.name || '.' || o.oprname, '{}' FROM pg_catalog.pg_operator o JOIN schema s ON s.oid = o.oprnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_catalog.pg_operator'::pg_catalog.regclass AND m.objid = o.oid)
UNION ALL
SELECT 'operator class:' || o.oid, NULL, 'operator class', s.name || '.' || pg_catalog.quote_ident(o.opcname), '{}' FROM pg_catalog.pg_opclass o JOIN schema s ON s.oid = o.opcnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_catalog.pg_opclass'::pg_catalog.regclass AND m.objid = o.oid)
UNION ALL
SELECT 'cast:' || c.oid, NULL, 'cast', c.castsource::pg_catalog.regtype || ' as ' || c.casttarget::pg_catalog.regtype, '{}' FROM pg_catalog.pg_cast c
WHERE c.oid >= 16384 AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass AND m.objid = c.oid)
UNION ALL
SELECT 'access method:' || oid, NULL, 'access method', pg_catalog.quote_ident(amname), '{}' FROM pg_catalog.pg_am
UNION ALL
SELECT 'language:' || oid, NULL, 'language', pg_catalog.quote_ident(lanname), '{}' FROM pg_catalog.pg_language
UNION ALL
SELECT 'comment:' || classoid || ':' || objoid || ':' || objsubid, NULL, 'comment', pg_catalog.obj_description(objoid, classoid::pg_catalog.regclass::name), '{}'
FROM pg_catalog.pg_description WHERE objoid >= 16384 AND objsubid = 0 AND NOT EXISTS (SELECT FROM member m WHERE m.classid = classoid AND m.objid = objoid)
    AND classoid <> 'pg_catalog.pg_extension'::pg_catalog.regclass
ORDER BY 1
