alter type public.doc_status add value if not exists 'archived' after 'published';
