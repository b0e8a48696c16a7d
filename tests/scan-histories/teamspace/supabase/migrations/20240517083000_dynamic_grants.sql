do $$
declare
  t text;
begin
  foreach t in array array['profiles', 'teams', 'comments'] loop
    execute format('grant select on public.%I to authenticated', t);
  end loop;
end $$;
