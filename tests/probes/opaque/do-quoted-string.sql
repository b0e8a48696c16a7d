-- error: truncate secrets
-- truth: empties public.secrets
-- probe
do 'begin truncate secrets; end';
