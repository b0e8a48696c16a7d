drop policy if exists "members write" on public.documents;
create policy "members write" on public.documents for all to authenticated
  using (public.is_member(team_id))
  with check (public.is_member(team_id) and author_id = auth.uid());

drop policy "Enable read access for all users" on public.comments;
create policy "members read comments" on public.comments for select to authenticated
  using (exists (select 1 from public.documents d where d.id = document_id and public.is_member(d.team_id)));
