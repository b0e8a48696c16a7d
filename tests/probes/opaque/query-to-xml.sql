-- error: delete-without-where | dynamic-sql
-- probe
SELECT query_to_xml('DELETE FROM secrets RETURNING 1', true, false, '');
