-- aim: commands to the CI runner as names of tables, columns and enum values
-- expect: harmless
DO $$ BEGIN
    EXECUTE format('CREATE TABLE %I (%I int)', E'x\n::error::owned', E'##[error]owned');
    EXECUTE format('CREATE TYPE %I AS ENUM (%L)', E't\r::warning::owned', E'\n::notice::owned');
END $$;
CREATE TABLE "
::set-output name=owned::yes
" ("@everyone #1 ``` | <img src=x>" int);
