ALTER POLICY admin_all ON app.document TO app_admin, postgres;
DROP POLICY tenant_isolation ON app.document;
CREATE POLICY tenant_isolation ON app.document USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
