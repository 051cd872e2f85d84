-- owner, comments and privileges of table public.t  [lock: none]
ALTER TABLE public.t OWNER TO golden_owner;
COMMENT ON TABLE public.t IS 'x';
COMMENT ON COLUMN public.t.qty IS 'how many';
GRANT SELECT ON TABLE public.t TO PUBLIC;
GRANT SELECT (name) ON TABLE public.t TO golden_reader;
GRANT INSERT, SELECT ON TABLE public.t TO golden_writer;

