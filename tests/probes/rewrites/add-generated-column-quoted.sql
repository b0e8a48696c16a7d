-- warning: add-generated-column
-- truth: locks public."User" ACCESS EXCLUSIVE
-- truth: rewrites public."User"
-- truth: scans public."User"
-- probe
alter table "User" add column if not exists "displayName" text generated always as (coalesce("firstName", '') || "lastName") stored;
