ALTER TABLE app.document ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.document FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON app.document
    USING (tenant_id = current_setting('app.tenant', true)::uuid)
    WITH CHECK (tenant_id = current_setting('app.tenant', true)::uuid);
CREATE POLICY admin_all ON app.document AS PERMISSIVE FOR ALL TO app_admin USING (true);
