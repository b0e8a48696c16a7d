alter policy "members read" on public.documents using (true);
