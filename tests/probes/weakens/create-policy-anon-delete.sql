-- warning: permissive-policy
-- probe
create policy anybody_deletes on notes for delete to anon using (owner = 'anon');
