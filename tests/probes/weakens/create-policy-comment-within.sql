-- error: permissive-policy
-- truth: adds policy public.notes.p
-- probe
CREATE POLICY p /* ; */ ON notes -- everyone
 USING /* really */ ( TRUE );
