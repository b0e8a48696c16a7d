-- notice: replace-function
-- truth: changes function public.tax(amount numeric): body b942f8b4995ad21b51444c14a0640ca6 to 0de77df5d7860710a33a4381ebe14b8f
-- probe
CREATE OR REPLACE FUNCTION tax(amount numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT amount * 0.25';
