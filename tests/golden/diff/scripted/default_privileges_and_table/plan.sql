-- create table public.u  [lock: none]
CREATE TABLE public.u (
  a integer
);
ALTER TABLE public.u OWNER TO postgres;
GRANT SELECT ON TABLE public.u TO golden_reader;

-- create table public.w  [lock: none]
CREATE TABLE public.w (
  a integer
);
ALTER TABLE public.w OWNER TO postgres;
REVOKE SELECT ON TABLE public.w FROM golden_reader;

