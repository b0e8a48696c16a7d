-- aim: commands to the CI runner in an error
-- expect: ended
DO $$ BEGIN RAISE EXCEPTION '%', E'\n::set-output name=owned::yes\n::add-mask::e\n::stop-commands::t\n  ::error file=x::owned\n##[error]owned ##[add-matcher]m.json\r::warning::owned\n'; END $$;
