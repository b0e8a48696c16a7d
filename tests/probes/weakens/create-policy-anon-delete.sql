-- warning: permissive-policy
-- truth: adds policy public.notes.anybody_deletes
-- probe
create policy anybody_deletes on notes for delete to anon using (owner = 'anon');
