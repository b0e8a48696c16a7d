do $$
begin
  if not exists (select 1 from pg_policies where policyname = 'admins delete' and tablename = 'documents') then
    create policy "admins delete" on public.documents for delete to authenticated
      using (exists (select 1 from public.team_members where team_id = documents.team_id and user_id = auth.uid() and role = 'admin'));
  end if;
end
$$;
