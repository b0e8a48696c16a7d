-- error: permissive-policy
-- probe
CREATE POLICY p /* ; */ ON notes -- everyone
 USING /* really */ ( TRUE );
