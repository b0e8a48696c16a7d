-- error: permissive-policy
-- truth: adds policy public.notes."Enable all"
-- probe
CREATE POLICY "Enable all" ON public.notes AS PERMISSIVE FOR ALL TO public USING (true) WITH CHECK (true);
