-- create function public.closed()  [lock: none]
CREATE FUNCTION public.closed()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
ALTER FUNCTION public.closed() OWNER TO postgres;
REVOKE EXECUTE ON FUNCTION public.closed() FROM PUBLIC;

-- create function public.open()  [lock: none]
CREATE FUNCTION public.open()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
ALTER FUNCTION public.open() OWNER TO postgres;
GRANT EXECUTE ON FUNCTION public.open() TO PUBLIC;

-- create table public.read_only  [lock: none]
CREATE TABLE public.read_only (
  a integer
);
ALTER TABLE public.read_only OWNER TO postgres;
GRANT SELECT ON TABLE public.read_only TO golden_reader;
GRANT SELECT ON TABLE public.read_only TO golden_writer;
REVOKE INSERT, UPDATE ON TABLE public.read_only FROM golden_writer;
REVOKE GRANT OPTION FOR SELECT ON TABLE public.read_only FROM golden_writer;

-- create table public.unread  [lock: none]
CREATE TABLE public.unread (
  a integer
);
ALTER TABLE public.unread OWNER TO postgres;
GRANT INSERT, SELECT, UPDATE ON TABLE public.unread TO golden_writer WITH GRANT OPTION;
REVOKE SELECT ON TABLE public.unread FROM golden_reader;

