-- aim: commands to the CI runner in a message
-- expect: harmless
DO $$ BEGIN RAISE NOTICE '%', E'\n::set-output name=owned::yes\n::add-mask::e\n::stop-commands::t\n  ::error file=x::owned\n##[error]owned ##[add-matcher]m.json\r::warning::owned\n'; RAISE WARNING '%', E'\n::set-output name=owned::yes\n::add-mask::e\n::stop-commands::t\n  ::error file=x::owned\n##[error]owned ##[add-matcher]m.json\r::warning::owned\n'; END $$;
