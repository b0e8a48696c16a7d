create function public.handle_new_user() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, handle) values (new.id, coalesce(new.email, new.id::text));
  return new;
end;
$$;
revoke execute on function public.handle_new_user() from public;
