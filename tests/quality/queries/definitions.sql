-- What things that stay are like: whoever uses them notices when it changes.
-- Columns: kind and id, a text that is the same as long as the definition is. Lowest server version: 14.
SELECT 'column ' || a.attrelid::text || '.' || a.attnum::text,
       pg_catalog.concat_ws(' ', pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, pg_catalog.pg_get_expr(d.adbin, d.adrelid))
FROM pg_catalog.pg_attribute a
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'relation ' || c.oid::text,
       pg_catalog.concat_ws(' ', c.relowner, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.relreplident, c.relnamespace, c.relispartition,
           CASE WHEN c.relkind IN ('v', 'm') THEN pg_catalog.md5(pg_catalog.pg_get_viewdef(c.oid)) || c.reloptions::text END,
           CASE WHEN c.relkind = 'S' THEN pg_catalog.pg_sequence_last_value(c.oid)::text END)
FROM pg_catalog.pg_class c WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
UNION ALL
SELECT 'function ' || p.oid::text, pg_catalog.concat_ws(' ', pg_catalog.md5(p.prosrc), p.proowner, p.prosecdef, p.proconfig, p.provolatile, p.proleakproof)
FROM pg_catalog.pg_proc p WHERE p.oid >= 16384
UNION ALL
SELECT 'trigger ' || t.oid::text, t.tgenabled::text FROM pg_catalog.pg_trigger t WHERE NOT t.tgisinternal
UNION ALL
SELECT 'policies ' || c.oid::text,
       (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', p.polname, p.polcmd, p.polpermissive, p.polroles, pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)), ';' ORDER BY p.polname)
        FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid)
FROM pg_catalog.pg_class c WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p')
UNION ALL
SELECT 'type ' || t.oid::text,
       pg_catalog.concat_ws(' ', t.typnotnull, t.typdefault, (SELECT pg_catalog.string_agg(k.conname, ',' ORDER BY k.conname) FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid))
FROM pg_catalog.pg_type t WHERE t.oid >= 16384 AND t.typtype = 'd'
UNION ALL
SELECT 'checks ' || c.oid::text,
       (SELECT pg_catalog.string_agg(k.conname, ',' ORDER BY k.conname) FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('c', 'x', 'u', 'p', 'f'))
FROM pg_catalog.pg_class c WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p')
UNION ALL
SELECT 'publication ' || p.oid::text,
       pg_catalog.concat_ws(' ', p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete, (SELECT pg_catalog.string_agg(r.prrelid::text, ',' ORDER BY r.prrelid) FROM pg_catalog.pg_publication_rel r WHERE r.prpubid = p.oid))
FROM pg_catalog.pg_publication p
UNION ALL
SELECT 'rules ' || c.oid::text,
       (SELECT pg_catalog.string_agg(r.rulename::text, ',' ORDER BY r.rulename) FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid AND r.rulename <> '_RETURN')
FROM pg_catalog.pg_class c WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v')
UNION ALL
SELECT 'settings', (SELECT pg_catalog.string_agg(s.setconfig::text, ',' ORDER BY s.setdatabase, s.setrole) FROM pg_catalog.pg_db_role_setting s)
