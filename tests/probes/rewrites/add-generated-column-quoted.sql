-- warning: add-generated-column
-- probe
alter table "User" add column if not exists "displayName" text generated always as (coalesce("firstName", '') || "lastName") stored;
